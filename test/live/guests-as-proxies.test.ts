/** A service whose guests run on its own machine rejects trusted proxies with addresses that guests connect from. */
import { execFile } from 'node:child_process';
import http from 'node:http';
import { writeFile } from 'node:fs/promises';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { detectQemu } from '../../backends/qmp/installation.js';
import { eventually } from '../support/eventually.js';
import { Libvirtd, whyNoLibvirtd } from '../support/peers/libvirtd.js';
import { Service } from '../support/service.js';
import { skip } from '../support/skip.js';

const ip = (...args: string[]) => promisify(execFile)('ip', args);

/** Why the service did not start. */
async function failureOf(starting: Promise<Service>): Promise<string> {
  return await starting.then(
    async (service) => {
      await service.leave();
      return 'the service started';
    },
    (error: Error) => error.message,
  );
}

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
    const failure = await failureOf(start(env));
    expect(failure).to.contain('the service ended with 2: GUESTHOUSE_TRUSTED_PROXIES covers');
    expect(failure).to.contain('proxy_bind 127.0.0.2').and.to.contain('GUESTHOUSE_NETWORKS');
  });

  it('starts if no guest can be on the network user, and if its guests are simulated', async () => {
    const trusting = { GUESTHOUSE_TRUSTED_PROXIES: own ?? '' };
    const onBridges = { GUESTHOUSE_BACKEND: 'qmp', GUESTHOUSE_ACCEL: 'tcg', GUESTHOUSE_NETWORKS: 'br0' };
    await (await start({ ...trusting, ...onBridges })).leave();
    await (await start(trusting)).leave();
  });

  describe('on a bridge', () => {
    const bridge = `ghtp${process.pid}`.slice(0, 15);
    const env = { GUESTHOUSE_BACKEND: 'qmp', GUESTHOUSE_ACCEL: 'tcg', GUESTHOUSE_NETWORKS: bridge };
    /** An address of this machine in the bridge's network, from which the test connects as the proxy. */
    const proxy = '10.213.77.9';
    const makeBridge = async (): Promise<void> => {
      await ip('link', 'add', bridge, 'type', 'bridge');
      // Without a port that is up, the bridge has no carrier.
      await ip('address', 'add', '10.213.77.1/24', 'dev', bridge);
      await ip('link', 'set', bridge, 'up');
    };

    before(async function () {
      const isPossible = await makeBridge().then(
        () => true,
        () => false,
      );
      await ip('link', 'delete', bridge).catch(() => undefined);
      if (!isPossible) return skip(this, 'qmp', 'no bridge can be made here');
    });
    afterEach(async () => {
      await ip('link', 'delete', bridge).catch(() => undefined);
      await ip('address', 'delete', `${proxy}/32`, 'dev', 'lo').catch(() => undefined);
    });

    it('does not start if a trusted proxy is in the network of a bridge that guests can use', async () => {
      await makeBridge();
      for (const trusted of ['10.213.77.66', '10.213.0.0/16', '10.213.77.64/28']) {
        const failure = await failureOf(start({ ...env, GUESTHOUSE_TRUSTED_PROXIES: trusted }));
        expect(failure).to.contain(`the service ended with 2: GUESTHOUSE_TRUSTED_PROXIES contains ${trusted}`);
        expect(failure).to.contain(`network ${bridge}`).and.to.contain('GUESTHOUSE_NETWORKS');
      }
    });

    it('trusts no proxy while an administrator has put guests into its network', async () => {
      await ip('address', 'add', `${proxy}/32`, 'dev', 'lo');
      const service = await start({ ...env, GUESTHOUSE_TRUSTED_PROXIES: proxy });
      try {
        const originShown = (): Promise<string> =>
          new Promise((resolve, reject) => {
            const { port } = new URL(service.url);
            const headers = { 'x-forwarded-host': 'forged.example', authorization: `Bearer ${service.token}` };
            const options = { host: '127.0.0.1', port, path: '/v1', localAddress: proxy, headers };
            const request = http.get(options, (response) => {
              text(response).then(resolve, reject);
            });
            request.on('error', reject);
          });
        expect(await originShown()).to.contain('forged.example');
        await makeBridge();
        await eventually(async () => !(await originShown()).includes('forged.example'));
        expect(service.log.map(({ msg }) => msg)).to.include('a guest could act as a trusted proxy; trusting no proxy');
        await ip('link', 'delete', bridge);
        await eventually(async () => (await originShown()).includes('forged.example'));
      } finally {
        await service.leave();
      }
    });
  });

  describe('on a network of libvirt', () => {
    let libvirtd: Libvirtd | null = null;
    const subnet =
      "<ip address='10.213.79.1' netmask='255.255.255.0'/><ip family='ipv6' address='fd00:79::1' prefix='64'/>";
    const definition = `<network><name>default</name><forward mode='nat'/>${subnet}</network>`;
    const env = (networks: string) => ({
      ...{ GUESTHOUSE_BACKEND: 'libvirt', GUESTHOUSE_ACCEL: 'tcg', GUESTHOUSE_HOST: '127.0.0.1' },
      ...{ GUESTHOUSE_LIBVIRT_URI: libvirtd?.uri() ?? '', GUESTHOUSE_LIBVIRT_POOL_PATH: `${libvirtd?.folder}/pool` },
      GUESTHOUSE_NETWORKS: networks,
    });

    before(async function () {
      const reason = await whyNoLibvirtd();
      if (reason !== null) return skip(this, 'libvirt', reason);
      libvirtd = await Libvirtd.start();
      const file = join(libvirtd.folder, 'network.xml');
      await writeFile(file, definition);
      await libvirtd.virsh('net-define', file);
    });
    after(() => libvirtd?.stop());

    it('does not start if a trusted proxy is in the network, even while the network is not active', async () => {
      for (const trusted of ['10.213.79.1', '10.213.79.200', '10.213.72.0/21', 'fd00:79::5']) {
        const failure = await failureOf(start({ ...env('user,default'), GUESTHOUSE_TRUSTED_PROXIES: trusted }));
        expect(failure).to.contain(`the service ended with 2: GUESTHOUSE_TRUSTED_PROXIES contains ${trusted}`);
        expect(failure).to.contain('network default').and.to.contain('GUESTHOUSE_NETWORKS');
      }
    });

    it('starts if guests cannot use the network, and if the proxy is outside of it', async () => {
      await (await start({ ...env('user'), GUESTHOUSE_TRUSTED_PROXIES: '10.213.79.1' })).leave();
      await (await start({ ...env('user,default'), GUESTHOUSE_TRUSTED_PROXIES: '10.213.80.1,127.0.0.2' })).leave();
    });
  });
});
