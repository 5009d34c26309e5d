/** A service whose guests run on its own machine rejects trusted proxies with addresses that guests connect from. */
import { networkInterfaces } from 'node:os';
import { expect } from 'chai';
import { detectQemu } from '../../backends/qmp/installation.js';
import { Service } from '../support/service.js';
import { skip } from '../support/skip.js';

describe('A service with guests on its own machine', function () {
  this.timeout(120_000);

  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  const own = all.find(({ family, internal }) => family === 'IPv4' && !internal)?.address;
  const start = (env: Record<string, string>): Promise<Service> =>
    Service.start({ env: { GUESTHOUSE_HOST: '0.0.0.0', GUESTHOUSE_INSECURE: '1', ...env } });

  before(async function () {
    const found = await detectQemu();
    if ('reason' in found) return skip(this, 'qmp', found.reason);
    if (own === undefined) return skip(this, 'network', 'this machine has no address outside of its loopback');
  });

  it('does not start if a guest could act as a trusted proxy, and the message names the solutions', async () => {
    const env = { GUESTHOUSE_BACKEND: 'qmp', GUESTHOUSE_ACCEL: 'tcg', GUESTHOUSE_TRUSTED_PROXIES: own ?? '' };
    const failure = await start(env).then(
      async (service) => {
        await service.leave();
        return 'the service started';
      },
      (error: Error) => error.message,
    );
    expect(failure).to.contain('the service ended with 2: GUESTHOUSE_TRUSTED_PROXIES covers');
    expect(failure).to.contain('proxy_bind 127.0.0.2').and.to.contain('GUESTHOUSE_NETWORKS');
  });

  it('starts if no guest can be on the network user, and if its guests are simulated', async () => {
    const trusting = { GUESTHOUSE_TRUSTED_PROXIES: own ?? '' };
    const onBridges = { GUESTHOUSE_BACKEND: 'qmp', GUESTHOUSE_ACCEL: 'tcg', GUESTHOUSE_NETWORKS: 'br0' };
    await (await start({ ...trusting, ...onBridges })).leave();
    await (await start(trusting)).leave();
  });
});
