/**
 * Networks that come and go on real libvirt, behind the back of the service: `virsh` creates and destroys them, and the
 * service lists them without a query to libvirt.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Network, NetworkList } from '../../generated/api-types.js';
import { Api } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { Libvirtd, whyNoLibvirtd } from '../support/peers/libvirtd.js';
import { Service } from '../support/service.js';
import { skip } from '../support/skip.js';

describe('Networks of real libvirt', function () {
  this.timeout(300_000);

  let libvirtd: Libvirtd | null = null;
  let service: Service | null = null;
  let api: Api;

  before(async function () {
    const reason = await whyNoLibvirtd();
    if (reason !== null) return skip(this, 'libvirt', reason);
    libvirtd = await Libvirtd.start();
    service = await Service.start({
      env: {
        ...{ GUESTHOUSE_BACKEND: 'libvirt', GUESTHOUSE_ACCEL: 'tcg', GUESTHOUSE_LIBVIRT_URI: libvirtd.uri() },
        GUESTHOUSE_LIBVIRT_POOL_PATH: `${libvirtd.folder}/pool`,
      },
    });
    api = new Api(service);
  });
  after(async () => {
    await service?.leave();
    await libvirtd?.stop();
  });

  /** The state that the service shows of the network; null if it has never had the network. */
  async function stateOf(name: string): Promise<string | null> {
    const { networks } = (await api.expect(200, 'GET', '/v1/networks?limit=1000')).json<NetworkList>();
    return networks.find((network) => network.name === name)?.state ?? null;
  }

  it('appear when virsh creates them, disappear when virsh destroys them, and keep their ids', async () => {
    expect(await stateOf('user')).to.equal('present');
    expect(await stateOf('behind')).to.equal(null);
    const file = join(libvirtd?.folder ?? '', 'behind.xml');
    await writeFile(file, `<network><name>behind</name><forward mode='bridge'/><bridge name='gh-none'/></network>`);
    await libvirtd?.virsh('net-create', file);
    await eventually(async () => (await stateOf('behind')) === 'present');
    const made = (await api.expect(200, 'GET', '/v1/networks/behind')).json<Network>();
    expect(made.kind).to.equal('bridge');
    const json = { name: 'on-behind', vcpus: 1, memory_mib: 64, nics: [{ network: made.id }] };
    await api.expect(201, 'POST', '/v1/guests', { json, headers: { prefer: 'wait=60' } });
    await libvirtd?.virsh('net-destroy', 'behind');
    await eventually(async () => (await stateOf('behind')) === 'absent');
    const other = { ...json, name: 'another', nics: [{ network: 'behind' }] };
    await api.refused(400, 'VALIDATION_FAILED', 'POST', '/v1/guests', { json: other });
    await api.refused(409, 'NETWORK_IN_USE', 'DELETE', made.href);
    await libvirtd?.virsh('net-create', file);
    await eventually(async () => (await stateOf('behind')) === 'present');
    expect((await api.expect(200, 'GET', '/v1/networks/behind')).json<Network>().id).to.equal(made.id);
    await libvirtd?.virsh('net-destroy', 'behind');
    await eventually(async () => (await stateOf('behind')) === 'absent');
    await api.done('delete', 'on-behind');
    await api.expect(204, 'DELETE', made.href);
  });
});
