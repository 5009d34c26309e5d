/** Hosts that requests create, rename, move and delete, with simulated hypervisors that one program plays. */
import { expect } from 'chai';
import type { EventList, Host, HostList } from '../../generated/api-types.js';
import { Api } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { FakeHostControl } from '../support/fake-host-control.js';
import { mergePatch } from '../support/patches.js';
import { Service } from '../support/service.js';

describe('Hosts by request', function () {
  this.timeout(60_000);

  let service: Service;
  let api: Api;
  before(async () => {
    service = await Service.start();
    api = new Api(service);
  });
  after(() => service.leave());

  let count = 0;
  const newName = (): string => `rack-${++count}`;
  const create = async (body: object): Promise<Host> =>
    (await api.expect(201, 'POST', '/v1/hosts', { json: body })).json<Host>();
  const createFake = (name: string, query = ''): Promise<Host> =>
    create({ name, backend: 'fake', uri: `fake:///${name}${query}` });
  const read = async (host: string): Promise<Host> => (await api.expect(200, 'GET', `/v1/hosts/${host}`)).json<Host>();
  const isUp = async (host: string): Promise<boolean> => (await read(host)).state === 'up';
  const move = (host: string, uri: string) => ['PATCH', `/v1/hosts/${host}`, mergePatch({ uri })] as const;
  async function eventsOf(host: Host): Promise<(string | undefined)[]> {
    const search = encodeURIComponent(`subject.id=${host.id}`);
    const { events } = (await api.expect(200, 'GET', `/v1/events?search=${search}&sort_by=id`)).json<EventList>();
    return events.map(({ kind }) => kind);
  }

  it('are away at first, and become up by themselves, with the size that their hypervisor reports @conforming', async () => {
    const name = newName();
    const response = await api.expect(201, 'POST', '/v1/hosts', {
      json: {
        ...{ name, backend: 'fake', uri: `fake:///${name}?vcpus=16&memory_mib=65536&disk_mib=4096` },
        ...{ description: 'left', schedulable: false, ratios: { vcpus: 2 }, reserved: { vcpus: 1 } },
        metadata: { room: 'cellar' },
      },
    });
    const made = response.json<Host>();
    expect(response.headers.get('location')).to.equal(`${service.url}${made.href}`);
    expect(made).to.deep.include({ name, state: 'away', fault: null, vcpus: 0, memory_mib: 0, disk_mib: null });
    expect(made).to.deep.include({ description: 'left', schedulable: false, metadata: { room: 'cellar' } });
    expect(made.ratios).to.deep.equal({ vcpus: 2, memory: 1, disk: 1 });
    expect(made.reserved).to.deep.equal({ vcpus: 1, memory_mib: 1024, disk_mib: 0 });
    expect(made.capabilities.firmwares).to.deep.equal([]);
    await eventually(() => isUp(name));
    const up = await read(name);
    expect(up).to.include({ name, vcpus: 16, memory_mib: 65536, disk_mib: 4096 });
    expect(up.capabilities.firmwares).to.include('bios');
    await eventually(async () => (await eventsOf(made)).length === 2);
    expect(await eventsOf(made)).to.deep.equal(['host.added', 'host.up']);
  });

  it('are created even if nothing responds, and stay away @conforming', async () => {
    const host = await create({ name: newName(), backend: 'libvirt', uri: 'qemu+tcp://127.0.0.1:1/system' });
    expect(host).to.include({ state: 'away', uri: 'qemu+tcp://127.0.0.1:1/system', hypervisor_version: '' });
    expect((await api.send('GET', '/readyz')).status).to.equal(200);
    await api.expect(204, 'DELETE', host.href);
  });

  it('are rejected (400) if the backend does not accept their URI, and the fault contains no password', async () => {
    for (const [backend, uri] of [
      ['qmp', 'qmp:///var/lib/guesthouse'],
      ['fake', 'fake:///a/b'],
      ['fake', 'fake:///a?vcpus=0'],
      ['fake', 'fake:///a?cpus=1'],
      ['fake', 'fake:///a?process=two'],
      ['libvirt', 'fake:///a'],
      ['libvirt', 'qemu+tls://ann:secret@rack/system'],
      ['libvirt', 'qemu+ssh://ann:secret@rack/system'],
      ['libvirt', 'qemu+ssh://-oProxyCommand=x/system'],
      ['libvirt', 'xen:///system'],
    ] as const) {
      const json = { name: newName(), backend, uri };
      const fault = await api.refused(400, 'VALIDATION_FAILED', 'POST', '/v1/hosts', { json });
      expect(fault.errors?.[0], uri).to.include({ pointer: '/uri' });
      expect(JSON.stringify(fault)).not.to.contain('secret');
    }
  });

  it('are rejected (409) under a name that is taken, or if their hypervisor is already a host @conforming', async () => {
    const name = newName();
    const { id } = await createFake(name);
    const again = { backend: 'fake', uri: 'fake:///another' };
    await api.refused(409, 'HOST_NAME_ALREADY_EXISTS', 'POST', '/v1/hosts', {
      json: { ...again, name: name.toUpperCase() },
    });
    const fault = await api.refused(409, 'HOST_ALREADY_EXISTS', 'POST', '/v1/hosts', {
      json: { name: newName(), backend: 'fake', uri: `fake:///${name}?vcpus=2` },
    });
    expect(fault.detail).to.contain(id);
    // The size in the rejected URI changes nothing for the host.
    await eventually(() => isUp(name));
    expect((await read(name)).vcpus).to.equal(256);
  });

  it('stay away, with a fault, if their hypervisor responds later and is already a host @conforming', async () => {
    const [name, other] = [newName(), newName()];
    const { id } = await createFake(name);
    await eventually(() => isUp(name));
    const control = await FakeHostControl.open(service.dataFolder, name);
    await control.refuseConnections();
    await eventually(async () => !(await isUp(name)));
    // The same hypervisor under another URI; it refuses the connection that would identify it.
    await create({ name: other, backend: 'fake', uri: `fake:///${name}?vcpus=8` });
    await control.clearFaults();
    control.close();
    await eventually(async () => (await read(other)).fault !== null);
    const refused = await read(other);
    expect(refused.state).to.equal('away');
    expect(refused.fault).to.include({ error_name: 'HOST_ALREADY_EXISTS' });
    expect(refused.fault?.detail).to.contain(id);
    await eventually(() => isUp(name));
    await api.expect(204, 'DELETE', `/v1/hosts/${other}`);
  });

  it('repeat the outcome of a request with the same idempotency key @conforming', async () => {
    const name = newName();
    const options = { json: { name, backend: 'fake', uri: `fake:///${name}` }, headers: { 'idempotency-key': name } };
    const first = await api.expect(201, 'POST', '/v1/hosts', options);
    const second = await api.expect(201, 'POST', '/v1/hosts', options);
    expect(second.headers.get('idempotency-replayed')).to.equal('true');
    expect(second.json<Host>().id).to.equal(first.json<Host>().id);
  });

  it('keep the name that a request gave them', async () => {
    const host = await createFake(newName());
    await eventually(() => isUp(host.id));
    const name = newName();
    const changed = await api.expect(200, 'PATCH', host.href, mergePatch({ name }));
    expect(changed.json<Host>().name).to.equal(name);
    await service.stop();
    await service.start();
    api = new Api(service);
    await eventually(() => isUp(host.id));
    expect((await read(host.id)).name).to.equal(name);
    await api.refused(400, 'VALIDATION_FAILED', 'PATCH', host.href, mergePatch({ name: null }));
    await api.refused(400, 'VALIDATION_FAILED', 'PATCH', host.href, mergePatch({ name: 'a/b' }));
    const taken = newName();
    await createFake(taken);
    await api.refused(409, 'HOST_NAME_ALREADY_EXISTS', 'PATCH', host.href, mergePatch({ name: taken }));
  });

  it('get another URI only if the same hypervisor responds there', async () => {
    const name = newName();
    const host = await createFake(name, '?vcpus=4');
    await eventually(() => isUp(name));
    await api.expect(200, ...move(name, `fake:///${name}?vcpus=8`));
    await eventually(async () => (await read(name)).vcpus === 8);
    await api.refused(409, 'OTHER_HYPERVISOR', ...move(name, 'fake:///somewhere-else'));
    await api.refused(400, 'VALIDATION_FAILED', ...move(name, 'fake:///a/b'));
    const control = await FakeHostControl.open(service.dataFolder, name);
    await control.refuseConnections();
    await api.refused(503, 'HOST_UNREACHABLE', ...move(name, `fake:///${name}?vcpus=16`));
    await control.clearFaults();
    control.close();
    expect((await read(name)).uri).to.equal(`fake:///${name}?vcpus=8`);
    await eventually(async () => (await eventsOf(host)).includes('host.changed'));
  });

  it('get any URI as long as they have never been reached @conforming', async () => {
    const host = await create({ name: newName(), backend: 'libvirt', uri: 'qemu+tcp://127.0.0.1:3/system' });
    await api.expect(200, ...move(host.id, 'qemu+tcp://127.0.0.1:2/system'));
    expect((await read(host.id)).uri).to.equal('qemu+tcp://127.0.0.1:2/system');
    await api.expect(204, 'DELETE', host.href);
  });

  it('are not the only ones that can be renamed, but the URI of the configured host cannot be changed', async () => {
    const { hosts } = (await api.expect(200, 'GET', '/v1/hosts?limit=1')).json<HostList>();
    const [configured] = hosts;
    const path = `/v1/hosts/${configured?.id}`;
    await api.refused(400, 'VALIDATION_FAILED', 'PATCH', path, mergePatch({ uri: 'fake:///x' }));
    const name = newName();
    expect((await api.expect(200, 'PATCH', path, mergePatch({ name }))).json<Host>().name).to.equal(name);
  });

  it('are deleted only without guests, and only if the entity tag is current @conforming', async () => {
    const name = newName();
    await createFake(name);
    await eventually(() => isUp(name));
    const path = `/v1/hosts/${name}`;
    const { hosts: before } = (await api.expect(200, 'GET', '/v1/hosts')).json<HostList>();
    const guest = await api.makeGuest({ placement: { host: before[0]?.id ?? null } });
    const occupied = `/v1/hosts/${guest.host.id}`;
    const fault = await api.refused(409, 'HOST_NOT_EMPTY', 'DELETE', occupied);
    expect(fault.detail).to.match(/has 1 guest\./);
    await api.refused(412, 'PRECONDITION_FAILED', 'DELETE', path, { headers: { 'if-match': '"1"' } });
    const host = await read(name);
    const etag = (await api.expect(200, 'GET', path)).headers.get('etag') ?? '';
    await api.expect(204, 'DELETE', path, { headers: { 'if-match': etag } });
    await api.refused(404, 'HOST_NOT_FOUND', 'GET', path);
    await api.refused(404, 'HOST_NOT_FOUND', 'DELETE', path);
    // Its id is still a valid marker.
    await api.expect(200, 'GET', `/v1/hosts?marker=${host.id}`);
    await eventually(async () => (await eventsOf(host)).at(-1) === 'host.removed');
    // The other hosts of the service are not affected.
    await eventually(async () => (await read(guest.host.id)).state === 'up');
    const { hosts: after } = (await api.expect(200, 'GET', '/v1/hosts')).json<HostList>();
    expect(after.length).to.equal(before.length - 1);
    expect((await api.send('GET', '/readyz')).status).to.equal(200);
  });
});
