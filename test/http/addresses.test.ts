/**
 * The addresses, the CPU model and the machine type of a guest, as clients see them. What drivers find out on real
 * hypervisors is tested in test/contract and test/live.
 */
import { expect } from 'chai';
import type { EventList, Guest, GuestList } from '../../generated/api-types.js';
import { Api } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { onHost, Service } from '../support/service.js';

describe('The addresses of a guest', () => {
  let service: Service;
  let api: Api;
  before(async () => {
    service = await Service.start();
    api = new Api(service);
  });
  after(() => service.leave());

  const shown = ({ nics }: Guest): (string | null)[][] => nics.map(({ address, addresses }) => [address, ...addresses]);
  const found = async (address: string): Promise<string[]> => {
    const search = encodeURIComponent(`address=${address}`);
    return (await api.expect(200, 'GET', `/v1/guests?search=${search}`)).json<GuestList>().guests.map(({ id }) => id);
  };
  const etagOf = async ({ href }: Guest): Promise<string | null> =>
    (await api.expect(200, 'GET', href)).headers.get('etag');

  it('are null without power, and known on the network user when the start has ended', async () => {
    const guest = await api.makeGuest({ nics: [{ network: 'user' }, { network: 'lab' }] });
    expect(shown(guest)).to.deep.equal([[null], [null]]);
    await api.done('start', guest.id);
    const etag = await etagOf(guest);
    expect(shown(await api.guest(guest.id))).to.deep.equal([['10.0.2.15'], [null]]);
    await api.done('suspend', guest.id);
    expect(shown(await api.guest(guest.id))).to.deep.equal([['10.0.2.15'], [null]]);
    await api.done('start', guest.id);
    expect(await etagOf(guest)).to.not.equal(etag);
    await api.done('poweroff', guest.id);
    expect(shown(await api.guest(guest.id))).to.deep.equal([[null], [null]]);
  });

  it('change with what the guest reports, with a new version and no event, and can be searched', async () => {
    const guest = await api.makeGuest({ nics: [{ network: 'lab' }, { network: 'user' }] }, '?start=true');
    const etag = await etagOf(guest);
    const eventsOf = async (): Promise<number> =>
      (await api.expect(200, 'GET', `/v1/events?guest=${guest.id}`)).json<EventList>().events.length;
    const before = await eventsOf();
    await service.host.report(onHost(guest), { net0: ['FD00:0::7', '198.51.100.7', 'fe80::7', '198.51.100.8'] });
    await eventually(async () => shown(await api.guest(guest.id))[0]?.[0] !== null);
    const now = await api.guest(guest.id);
    expect(shown(now)).to.deep.equal([['198.51.100.7', '198.51.100.8', 'fd00::7'], ['10.0.2.15']]);
    expect(now.updated_at > guest.updated_at).to.equal(true);
    expect(await etagOf(guest)).to.not.equal(etag);
    expect(await eventsOf()).to.equal(before);
    for (const address of ['198.51.100.8', 'fd00::7', 'FD00::7', '198.51.100.*']) {
      expect(await found(address), address).to.deep.equal([guest.id]);
    }
    await api.done('shutdown', guest.id);
    expect(shown(await api.guest(guest.id))).to.deep.equal([[null], [null]]);
    expect(await found('198.51.100.*')).to.deep.equal([]);
    await api.done('start', guest.id);
    expect(shown(await api.guest(guest.id)), 'those before the power-off do not come back').to.deep.equal([
      [null],
      ['10.0.2.15'],
    ]);
  });

  it('disappear when the guest powers itself off or crashes, also without an operation', async () => {
    for (const change of ['down', 'crash'] as const) {
      const guest = await api.makeGuest({ nics: [{ network: 'user' }] }, '?start=true');
      await service.host.change(onHost(guest), change);
      await eventually(async () => (await api.guest(guest.id)).power_state === 'off');
      expect(shown(await api.guest(guest.id))).to.deep.equal([[null]]);
    }
  });

  it('are none of the lies of a guest', async () => {
    const guest = await api.makeGuest({ nics: [{ network: 'lab' }] }, '?start=true');
    const many = Array.from({ length: 5_000 }, (_none, n) => `10.9.${n >> 8}.${n & 255}`);
    const lies: Record<string, unknown> = {
      net0: ['<script>', "' or 1=1", 7, null, { a: 1 }, '127.0.0.1', 'fe80::1%eth0', 'x'.repeat(10_000), ...many],
      net9: ['203.0.113.1'],
      ['n'.repeat(1_000)]: ['203.0.113.2'],
    };
    await service.host.report(onHost(guest), lies);
    await eventually(async () => shown(await api.guest(guest.id))[0]?.[0] !== null);
    expect(shown(await api.guest(guest.id))).to.deep.equal([many.slice(0, 16)]);
    for (const report of [{ net0: 'text' }, { net0: { 0: '10.9.0.1' } }, { net0: ['nonsense'] }]) {
      await service.host.report(onHost(guest), report);
      await eventually(async () => shown(await api.guest(guest.id))[0]?.[0] === null);
      await service.host.report(onHost(guest), { net0: ['10.9.0.1'] });
      await eventually(async () => shown(await api.guest(guest.id))[0]?.[0] === '10.9.0.1');
    }
  });
});

describe('The CPU model and the machine type of a guest', () => {
  let service: Service;
  let api: Api;
  before(async () => {
    service = await Service.start();
    api = new Api(service);
  });
  after(() => service.leave());

  const hardwareOf = async ({ id }: Guest): Promise<(string | null)[]> => {
    const { cpu_model, machine_type } = await api.guest(id);
    return [cpu_model, machine_type];
  };

  it('are chosen when the guest is created, and do not change when the host offers newer ones', async () => {
    const old = await api.makeGuest();
    expect(await hardwareOf(old)).to.deep.equal(['sim-v1', 'sim-1.0']);
    await service.host.offer({ processors: ['sim-v2', 'sim-v1'], boards: ['sim-2.0', 'sim-1.0'] });
    const young = await api.makeGuest();
    expect(await hardwareOf(young)).to.deep.equal(['sim-v2', 'sim-2.0']);
    await api.done('start', old.id);
    await api.done('poweroff', old.id);
    const headers = { 'content-type': 'application/merge-patch+json', prefer: 'wait=60' };
    expect((await api.send('PATCH', old.href, { json: { vcpus: 2 }, headers })).status).to.equal(200);
    expect(await hardwareOf(old)).to.deep.equal(['sim-v1', 'sim-1.0']);
    // A guest that vanished is defined again by its next start.
    await service.host.change(onHost(old), 'undefine');
    await eventually(async () => (await api.guest(old.id)).fault?.error_name === 'GUEST_VANISHED');
    await api.done('start', old.id);
    expect(await hardwareOf(old)).to.deep.equal(['sim-v1', 'sim-1.0']);
    expect((await api.expect(200, 'GET', `${old.href}/drift`)).json()).to.deep.equal({ since: null, differences: [] });
    const search = encodeURIComponent('machine_type=sim-1.* cpu_model=SIM-V1');
    const names = (await api.expect(200, 'GET', `/v1/guests?search=${search}`)).json<GuestList>().guests;
    expect(names.map(({ id }) => id)).to.deep.equal([old.id]);
  });

  it('that the host no longer has make the start fail, with the name of what is missing', async () => {
    await service.host.offer({ processors: ['sim-v1'], boards: ['sim-1.0'] });
    const guest = await api.makeGuest();
    for (const [offer, missing] of [
      [{ boards: ['sim-3.0'] }, 'sim-1.0'],
      [{ boards: ['sim-1.0'], processors: ['sim-v3'] }, 'sim-v1'],
    ] as const) {
      await service.host.offer(offer);
      const operation = await api.ended(await api.begin('start', guest.id));
      expect(operation.fault?.error_name).to.equal('UNSUPPORTED_BY_BACKEND');
      expect(operation.fault?.detail).to.include(missing);
      expect((await api.guest(guest.id)).state).to.equal('stopped');
    }
    await service.host.offer({ processors: ['sim-v1'], boards: ['sim-1.0'] });
    await api.done('start', guest.id);
  });

  it('are a difference if others change them, and are shown when the difference is accepted', async () => {
    const guest = await api.makeGuest();
    await service.host.edit(onHost(guest), { spec: { board: 'sim-9.9' } });
    await eventually(async () => (await api.guest(guest.id)).fault?.error_name === 'GUEST_CHANGED_OUTSIDE');
    expect(await hardwareOf(guest)).to.deep.equal(['sim-v1', 'sim-1.0']);
    await api.expect(200, 'POST', `${guest.href}/drift/accept`, { headers: { prefer: 'wait=60' } });
    expect(await hardwareOf(guest)).to.deep.equal(['sim-v1', 'sim-9.9']);
  });

  it('cannot be set by a request', async () => {
    const json = { name: 'chosen', vcpus: 1, memory_mib: 64, cpu_model: 'max' };
    await api.refused(400, 'READ_ONLY_FIELD', 'POST', '/v1/guests', { json });
  });
});
