/**
 * A guest of qmp that was started before passt was installed keeps QEMU's own network until its power cycle. Until
 * then, it shows that it needs one, and the service does not treat the network `user` of this host as isolated.
 */
import { expect } from 'chai';
import { detectQemu } from '../../backends/qmp/installation.js';
import { canIsolateUserNetwork } from '../../backends/qmp/user-network.js';
import { findQemuUser } from '../../backends/qmp/qemu-user.js';
import type { EventList, Host } from '../../generated/api-types.js';
import { Api } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { Service } from '../support/service.js';
import { skip } from '../support/skip.js';

const WITHOUT_PASST = new URL('../support/without-passt.cjs', import.meta.url).href;
const TRUSTING = { GUESTHOUSE_TRUSTED_PROXIES: 'loopback' };

describe('A guest of qmp that was started before passt was installed', function () {
  this.timeout(180_000);

  let service: Service | null = null;

  before(async function () {
    const found = await detectQemu();
    if ('reason' in found) return skip(this, 'qmp', found.reason);
    if (!(await canIsolateUserNetwork(await findQemuUser(null))))
      return skip(this, 'passt', 'passt is not installed or cannot run here');
  });
  after(() => service?.leave());

  it('needs a power cycle, and counts as a guest that can act as a proxy on the loopback', async () => {
    const started = await Service.start({
      env: {
        ...{ GUESTHOUSE_BACKEND: 'qmp', GUESTHOUSE_ACCEL: 'tcg', GUESTHOUSE_NETWORKS: 'user' },
        // Programs that the service starts inherit no environment.
        NODE_OPTIONS: `--trace-warnings --import ${WITHOUT_PASST}`,
      },
    });
    service = started;
    let api = new Api(started);
    const isIsolated = async (): Promise<boolean | undefined> =>
      (await api.expect(200, 'GET', '/v1/hosts')).json<{ hosts: Host[] }>().hosts[0]?.capabilities
        .user_network_isolation;
    expect(await isIsolated()).to.equal(false);
    const nics = [{ network: 'user' }];
    const old = await api.makeGuest({ memory_mib: 32, disks: [{ size_mib: 1 }], nics }, '?start=true');
    const none = await api.makeGuest(
      { name: 'no-nic', memory_mib: 32, disks: [{ size_mib: 1 }], nics: [] },
      '?start=true',
    );
    expect((await api.guest(old.id)).power_cycle_required).to.equal(false);
    await started.stop();

    const withPasst = { NODE_OPTIONS: '--trace-warnings' };
    await started.start({ env: withPasst });
    api = new Api(started);
    expect(await isIsolated()).to.equal(true);
    const isRequired = async (): Promise<boolean> => (await api.guest(old.id)).power_cycle_required;
    await eventually(isRequired);
    expect((await api.guest(none.id)).power_cycle_required).to.equal(false);
    const events = async (): Promise<EventList['events']> =>
      (await api.send('GET', '/v1/events?kind=guest.power_cycle_required')).json<EventList>().events;
    await eventually(async () => (await events()).length > 0);
    const [event, ...others] = await events();
    expect(others).to.deep.equal([]);
    expect(event).to.deep.include({ severity: 'warning', detail: { reason: 'loopback_reachable' } });
    expect(started.log.filter(({ msg }) => msg.includes('before passt was installed'))).to.have.length(1);
    await started.stop();

    const failure = await started.start({ env: { ...withPasst, ...TRUSTING } }).then(
      () => 'the service started',
      (error: Error) => error.message,
    );
    expect(failure).to.contain('the service ended with 2: GUESTHOUSE_TRUSTED_PROXIES covers 127.0.0.1');
    expect(failure).to.contain('power_cycle_required');

    await started.start({ env: withPasst });
    api = new Api(started);
    await api.done('poweroff', old.id);
    await api.done('start', old.id);
    await eventually(async () => !(await isRequired()));
    await started.stop();
    await started.start({ env: { ...withPasst, ...TRUSTING } });
    api = new Api(started);
    for (const { id } of [old, none]) await api.done('poweroff', id);
  });
});
