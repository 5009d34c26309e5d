/**
 * Guests that others change on their host: the drift that the API shows, the requests that are refused until a person
 * has decided, and both decisions. test/live/libvirt-drift.test.ts has the same on a real hypervisor.
 */
import { expect } from 'chai';
import pg from 'pg';
import type { EventList, Guest, GuestDrift } from '../../generated/api-types.js';
import { Api, jobOf, newGuest } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { onHost, Service } from '../support/service.js';

const MERGE_PATCH = { 'content-type': 'application/merge-patch+json' };
const WAIT = { prefer: 'wait=60' };

describe('The drift of a guest', () => {
  let service: Service;
  let api: Api;
  before(async () => {
    service = await Service.start();
    api = new Api(service);
  });
  after(() => service.leave());
  afterEach(() => service.host.clearFaults());

  type Edit = Parameters<typeof service.host.edit>[1];
  const edit = (guest: Guest, change: Edit): Promise<unknown> => service.host.edit(onHost(guest), change);
  const driftOf = async ({ href }: Guest): Promise<GuestDrift> =>
    (await api.expect(200, 'GET', `${href}/drift`)).json();
  const resize = (guest: Guest, json: object) =>
    api.send('PATCH', guest.href, { json, headers: { ...MERGE_PATCH, ...WAIT } });
  const decide = (guest: Guest, decision: 'accept' | 'discard', json?: object) =>
    api.send('POST', `${guest.href}/drift/${decision}`, { headers: WAIT, ...(json === undefined ? {} : { json }) });
  const eventsOf = async (guest: Guest, kind: string): Promise<EventList['events']> =>
    (await api.expect(200, 'GET', `/v1/events?kind=${kind}&guest=${guest.id}`)).json<EventList>().events;
  const hasDrift = (guest: Guest): Promise<void> =>
    eventually(async () => (await api.guest(guest.id)).fault?.error_name === 'GUEST_CHANGED_OUTSIDE');

  function withDisk(): Promise<Guest> {
    return api.makeGuest({ disks: [{ size_mib: 16 }] });
  }

  it('is empty for a guest that nobody else changed, also while it runs and after a PATCH', async () => {
    const guest = await withDisk();
    const none = { since: null, differences: [] };
    expect(await driftOf(guest)).to.deep.equal(none);
    await api.done('start', guest.id);
    expect(await driftOf(guest)).to.deep.equal(none);
    await api.done('poweroff', guest.id);
    expect((await resize(guest, { vcpus: 2 })).status).to.equal(200);
    expect(await driftOf(guest)).to.deep.equal(none);
  });

  it('is shown as a fault and by one event, and ends when the change is undone', async () => {
    const guest = await withDisk();
    await edit(guest, { spec: { memoryMib: 512 } });
    await hasDrift(guest);
    const { since, differences } = await driftOf(guest);
    expect(since).to.be.a('string');
    const [expected, found] = [`${guest.memory_mib} MiB`, '512 MiB'];
    expect(differences).to.deep.equal([{ what: 'memory', expected, found, disk_changes: false }]);
    await edit(guest, { spec: { cpus: 3 } });
    await eventually(async () => (await api.guest(guest.id)).fault?.detail.includes('vCPUs') === true);
    expect((await eventsOf(guest, 'guest.changed_outside')).length).to.equal(1);
    await edit(guest, { spec: { memoryMib: guest.memory_mib, cpus: guest.vcpus } });
    await eventually(async () => (await api.guest(guest.id)).fault === null);
  });

  it('does not hide the fault of a guest that its hypervisor paused', async () => {
    const guest = await api.makeGuest({ disks: [{ size_mib: 16 }] }, '?start=true');
    const faultOf = async (): Promise<string | undefined> => (await api.guest(guest.id)).fault?.error_name;
    await service.host.halt(onHost(guest), 'no-room', true);
    await eventually(async () => (await faultOf()) === 'HOST_OUT_OF_SPACE');
    await edit(guest, { spec: { memoryMib: 512 } });
    await eventually(async () => (await eventsOf(guest, 'guest.changed_outside')).length > 0);
    expect(await faultOf()).to.equal('HOST_OUT_OF_SPACE');
    await service.host.halt(onHost(guest), null);
    await api.done('start', guest.id);
    await hasDrift(guest);
  });

  it('rejects a PATCH that would overwrite it, and changes nothing; the guest can still be started', async () => {
    const guest = await withDisk();
    await edit(guest, { parts: { 'disk vda source': '/overlay' } });
    const refused = await resize(guest, { memory_mib: 512 });
    expect([refused.status, refused.fault().error_name]).to.deep.equal([409, 'GUEST_CHANGED_OUTSIDE']);
    expect(refused.fault().detail).to.include(
      'disk vda source is a file outside the storage of Guesthouse (overlay), was vda',
    );
    expect((await api.guest(guest.id)).memory_mib).to.equal(guest.memory_mib);
    expect((await driftOf(guest)).differences.map(({ what }) => what)).to.deep.equal(['disk vda source']);
    await api.done('start', guest.id);
    expect((await api.guest(guest.id)).fault?.error_name).to.equal('GUEST_CHANGED_OUTSIDE');
    await api.done('poweroff', guest.id);
  });

  it('rejects a DELETE if a disk differs, until the drift is accepted', async () => {
    const guest = await withDisk();
    await edit(guest, { parts: { 'disk vda source': '/overlay' } });
    const refused = await api.send('DELETE', guest.href, { headers: WAIT });
    expect([refused.status, refused.fault().error_name]).to.deep.equal([409, 'GUEST_CHANGED_OUTSIDE']);
    expect((await service.host.inspectGuest(onHost(guest))).volumes.length).to.equal(1);
    expect((await decide(guest, 'accept')).status).to.equal(200);
    expect((await api.guest(guest.id)).fault).to.equal(null);
    expect((await api.send('DELETE', guest.href, { headers: WAIT })).status).to.equal(204);
  });

  it('does not reject a DELETE if no disk differs', async () => {
    const guest = await withDisk();
    await edit(guest, { spec: { memoryMib: 512 }, volumeMib: { vda: 32 } });
    expect((await api.send('DELETE', guest.href, { headers: WAIT })).status).to.equal(204);
  });

  it('can be accepted: the size of the guest becomes that on the host, and the rest stays', async () => {
    const guest = await withDisk();
    await edit(guest, { spec: { memoryMib: 512, cpus: 3 }, parts: { 'setting on_crash': 'restart' } });
    const accepted = await decide(guest, 'accept');
    expect(accepted.json<Guest>()).to.include({ memory_mib: 512, vcpus: 3, fault: null });
    expect((await driftOf(guest)).differences).to.deep.equal([]);
    expect((await resize(guest, { memory_mib: 256 })).status).to.equal(200);
    expect((await driftOf(guest)).differences).to.deep.equal([]);
  });

  it('can be accepted while the guest runs', async () => {
    const guest = await withDisk();
    await api.done('start', guest.id);
    await edit(guest, { spec: { memoryMib: 512 } });
    expect((await decide(guest, 'accept')).json<Guest>()).to.include({ memory_mib: 512, state: 'running' });
  });

  it('can be discarded: the definition is written again', async () => {
    const guest = await withDisk();
    await edit(guest, { spec: { memoryMib: 512 } });
    const discarded = await decide(guest, 'discard');
    expect(discarded.json<Guest>()).to.include({ memory_mib: guest.memory_mib, fault: null });
    expect((await driftOf(guest)).differences).to.deep.equal([]);
  });

  it('can be discarded only with lose_disk_changes if the guest would lose what it wrote to a disk', async () => {
    const guest = await withDisk();
    await edit(guest, { parts: { 'disk vda source': '/overlay' } });
    for (const json of [undefined, {}, { lose_disk_changes: false }]) {
      const refused = await decide(guest, 'discard', json);
      expect([refused.status, refused.fault().error_name]).to.deep.equal([409, 'GUEST_CHANGED_OUTSIDE']);
      expect(refused.fault().detail).to.include('lose_disk_changes');
    }
    expect((await driftOf(guest)).differences.map(({ what }) => what)).to.deep.equal(['disk vda source']);
    expect((await decide(guest, 'discard', { lose_disk_changes: true })).status).to.equal(200);
    expect((await driftOf(guest)).differences).to.deep.equal([]);
  });

  it('remains after it was discarded, as far as a definition cannot undo it', async () => {
    const guest = await withDisk();
    await edit(guest, { spec: { memoryMib: 512 }, volumeMib: { vda: 32 } });
    await decide(guest, 'discard');
    expect((await driftOf(guest)).differences.map(({ what }) => what)).to.deep.equal(['disk vda size']);
    expect((await api.guest(guest.id)).fault?.error_name).to.equal('GUEST_CHANGED_OUTSIDE');
  });

  it('is a saved state until the guest starts, which is reported, or is powered off, which drops it', async () => {
    const guest = await withDisk();
    const save = () => edit(guest, { parts: { 'saved state': 'present' } });
    await save();
    const refused = await resize(guest, { vcpus: 2 });
    expect([refused.status, refused.fault().error_name]).to.deep.equal([409, 'GUEST_CHANGED_OUTSIDE']);
    await api.done('start', guest.id);
    expect((await eventsOf(guest, 'guest.restored')).length).to.equal(1);
    await api.done('poweroff', guest.id);
    await save();
    await hasDrift(guest);
    expect((await decide(guest, 'accept')).status).to.equal(200);
    expect((await driftOf(guest)).since).not.to.equal(null);
    await api.done('poweroff', guest.id);
    expect((await driftOf(guest)).differences).to.deep.equal([]);
    expect((await resize(guest, { vcpus: 2 })).status).to.equal(200);
  });

  it('is a saved state as soon as a start that could not resume it ends, so that a power-off drops it', async () => {
    const guest = await withDisk();
    // The service learns of the saved state only from the start.
    await service.host.loseEvents(1);
    await edit(guest, { parts: { 'saved state': 'present' } });
    expect((await api.guest(guest.id)).fault).to.equal(null);
    await service.host.refuse('power-on', { guest: onHost(guest), reason: 'load of migration failed' });
    await api.refused(502, 'BACKEND_REFUSED', 'POST', `${guest.href}/start`, { headers: { prefer: 'wait=10' } });
    expect((await driftOf(guest)).since).not.to.equal(null);
    await api.done('poweroff', guest.id);
    expect((await driftOf(guest)).differences).to.deep.equal([]);
    await api.done('start', guest.id);
    expect(await eventsOf(guest, 'guest.restored')).to.deep.equal([]);
  });

  it('is compared again when the service starts', async () => {
    const guest = await withDisk();
    await service.host.loseEvents(1);
    await edit(guest, { volumeMib: { vda: 32 } });
    expect((await api.guest(guest.id)).fault).to.equal(null);
    await service.stop();
    await service.start();
    api = new Api(service);
    await hasDrift(guest);
  });

  it('is queried from the host: a host that is away is a 503, and a refusal of the host a 502', async () => {
    const guest = await withDisk();
    // Every time, because the service also compares guests by itself.
    await service.host.refuse('read', { guest: onHost(guest), times: null });
    await api.refused(502, 'BACKEND_REFUSED', 'GET', `${guest.href}/drift`);
    for (const decision of ['accept', 'discard'] as const) {
      expect((await decide(guest, decision)).status).to.equal(502);
    }
    await service.host.clearFaults();
    await service.host.refuseConnections();
    await eventually(async () => (await api.guest(guest.id)).state === 'unknown');
    await api.refused(503, 'HOST_UNREACHABLE', 'GET', `${guest.href}/drift`);
  });

  it('keeps a second guest with the same MAC address off, as long as the first one is powered', async () => {
    const fresh = await Service.start();
    try {
      const own = new Api(fresh);
      const mac = '52:54:00:00:00:07';
      const nics = [{ network: 'lab', mac }];
      const first = await own.makeGuest({ nics });
      const taken = await own.refused(409, 'MAC_ADDRESS_IN_USE', 'POST', '/v1/guests', {
        json: { ...newGuest(), nics },
      });
      expect(taken.detail).to.include(mac);
      const second = await own.makeGuest({ nics: [{ network: 'lab', mac: '52:54:00:00:00:08' }] });
      // As an older version could leave it.
      const sql = new pg.Client(fresh.databaseUrl);
      await sql.connect();
      await sql.query('update guests set nics = (select nics from guests where id = $1) where id = $2', [
        first.id,
        second.id,
      ]);
      await sql.end();
      await own.done('start', first.id);
      await own.refused(409, 'MAC_ADDRESS_IN_USE', 'POST', `${second.href}/start`);
      await own.done('poweroff', first.id);
      const both = await Promise.all([first, second].map(({ href }) => own.send('POST', `${href}/start`)));
      expect(both.map(({ status }) => status).sort()).to.deep.equal([202, 409]);
      for (const response of both) if (response.status === 202) await own.ended(jobOf(response));
    } finally {
      await fresh.leave();
    }
  });
});
