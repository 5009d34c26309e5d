/**
 * Every cell of the lifecycle table in the handbook, over HTTP: in each state, each verb returns the response in the
 * table, and has the effect on the guest and on the operation that the table describes. Delayed calls of the simulated
 * hypervisor produce the states.
 */
import { expect } from 'chai';
import type { Guest, GuestState } from '../../generated/api-types.js';
import { eventually } from '../support/eventually.js';
import { Api, jobOf, newGuest } from '../support/api.js';
import { readLifecycleTable, type PrintedCell } from '../support/lifecycle-table.js';
import { onHost, Service } from '../support/service.js';

const TARGETS: Readonly<Record<string, string>> = {
  start: 'on',
  poweroff: 'off',
  shutdown: 'soft_off',
  restart: 'reboot',
  reboot: 'soft_reboot',
  suspend: 'suspend',
};

const OPEN_KIND_IN: Partial<Record<GuestState, string>> = {
  creating: 'guest.create',
  starting: 'guest.start',
  stopping: 'guest.shutdown',
  rebooting: 'guest.reboot',
  suspending: 'guest.suspend',
  updating: 'guest.update',
  deleting: 'guest.delete',
};

/** The change in a PATCH that makes it the verb `update`. */
const BIGGER = { memory_mib: 256 };
const MERGE_PATCH = { 'content-type': 'application/merge-patch+json' };

describe('The lifecycle table', () => {
  let service: Service;
  let api: Api;
  before(async () => {
    service = await Service.start();
    api = new Api(service);
  });
  after(() => service.leave());

  async function running(): Promise<Guest> {
    return api.makeGuest({}, '?start=true');
  }

  /** Makes a running guest that ignores soft verbs. */
  async function asked(verb: string): Promise<Guest> {
    const guest = await running();
    await service.host.ignoreShutdowns(onHost(guest));
    await api.begin(verb, guest.id, { timeout_s: 3600 });
    return guest;
  }

  const make: Record<GuestState, () => Promise<Guest>> = {
    creating: async () => {
      await service.host.slow('define', null);
      return (await api.expect(201, 'POST', '/v1/guests', { json: newGuest() })).json<Guest>();
    },
    stopped: () => api.makeGuest(),
    starting: async () => {
      const guest = await api.makeGuest();
      await service.host.slow('power-on', null, { guest: onHost(guest) });
      await api.begin('start', guest.id);
      return guest;
    },
    running,
    stopping: () => asked('shutdown'),
    rebooting: () => asked('reboot'),
    suspending: async () => {
      const guest = await running();
      await service.host.slow('pause', null, { guest: onHost(guest) });
      await api.begin('suspend', guest.id);
      return guest;
    },
    suspended: async () => {
      const guest = await running();
      await api.done('suspend', guest.id);
      return guest;
    },
    updating: async () => {
      const guest = await api.makeGuest();
      await service.host.slow('define', null, { guest: onHost(guest) });
      await api.expect(202, 'PATCH', guest.href, { json: BIGGER, headers: MERGE_PATCH });
      return guest;
    },
    deleting: async () => {
      const guest = await api.makeGuest();
      await service.host.slow('delete-volumes', null, { guest: onHost(guest) });
      await api.begin('delete', guest.id);
      return guest;
    },
    error: async () => {
      const guest = await running();
      await service.host.change(onHost(guest), 'crash');
      await eventually(async () => (await api.guest(guest.id)).state === 'error');
      return guest;
    },
    unknown: async () => {
      const guest = await api.makeGuest();
      await service.host.refuseConnections();
      await eventually(async () => (await api.guest(guest.id)).state === 'unknown');
      return guest;
    },
  };

  async function hasFailedCreation(): Promise<Guest> {
    await service.host.refuse('define');
    const response = await api.expect(201, 'POST', '/v1/guests', { json: newGuest() });
    await api.ended(jobOf(response));
    return response.json<Guest>();
  }

  /** All verbs that do not change the guest's state share one guest. */
  const waiting = new Map<GuestState, Guest>();
  async function guestIn(state: GuestState): Promise<Guest> {
    const old = waiting.get(state);
    const now = old === undefined ? null : await api.send('GET', old.href);
    if (now?.status === 200 && now.json<Guest>().state === state) return now.json<Guest>();
    const made = await make[state]();
    waiting.set(state, made);
    const guest = await api.guest(made.id);
    expect(guest.state).to.equal(state);
    return guest;
  }

  async function send(verb: string, guest: Guest, json?: unknown) {
    if (verb === 'delete') return api.send('DELETE', guest.href);
    if (verb === 'update') return api.send('PATCH', guest.href, { json: BIGGER, headers: MERGE_PATCH });
    const path = verb.endsWith('_drift') ? `drift/${verb.replace('_drift', '')}` : verb;
    return api.send('POST', `${guest.href}/${path}`, json === undefined ? {} : { json });
  }

  async function openOperation(guest: Guest): Promise<string> {
    const { data } = await api.client.GET('/v1/guests/{guest}/operations', { params: { path: { guest: guest.id } } });
    const open = (data?.operations ?? []).filter(({ state }) => state === 'queued' || state === 'running');
    expect(open).to.have.length(1);
    return open[0]?.id ?? '';
  }

  async function expectRefusal(cell: PrintedCell, guest: Guest, status: number, name: string): Promise<void> {
    const before = await api.guest(guest.id);
    const open = OPEN_KIND_IN[cell.state] === undefined ? null : await openOperation(guest);
    const response = await send(cell.verb, guest);
    expect(response.status).to.equal(status);
    expect(response.fault().error_name).to.equal(name);
    if (name === 'OPERATION_IN_PROGRESS') expect(response.fault().detail).to.contain(open);
    const target = TARGETS[cell.verb];
    if (target !== undefined) {
      const put = await api.send('PUT', `${guest.href}/states/power`, { json: { target } });
      expect([put.status, put.fault().error_name]).to.deep.equal([status, name]);
    }
    expect(await api.guest(guest.id)).to.deep.equal(before);
  }

  async function expectAlready(cell: PrintedCell, guest: Guest): Promise<void> {
    const before = await api.guest(guest.id);
    const response = await send(cell.verb, guest);
    expect(response.status).to.equal(200);
    expect(response.headers.has('x-operation-id')).to.equal(false);
    expect(response.json()).to.deep.equal(before);
    const put = await api.expect(202, 'PUT', `${guest.href}/states/power`, { json: { target: TARGETS[cell.verb] } });
    expect(put.headers.has('x-operation-id')).to.equal(false);
    expect(put.headers.get('location')).to.equal(`${service.url}${guest.href}/states`);
    expect(await api.guest(guest.id)).to.deep.equal(before);
  }

  async function expectBegun(cell: PrintedCell, guest: Guest, json?: unknown): Promise<void> {
    const old = OPEN_KIND_IN[cell.state] === undefined ? null : await openOperation(guest);
    if (cell.verb !== 'delete') waiting.delete(cell.state);
    const response = await send(cell.verb, guest, json);
    expect(response.status).to.equal(202);
    const id = jobOf(response);
    expect(response.headers.get('location')).to.equal(`${service.url}/v1/operations/${id}`);
    expect(response.json<Guest>().target_power_state).to.equal(TARGETS[cell.verb] ?? null);
    if (cell.state === 'deleting') expect(id).to.equal(old);
    else expect(id).to.not.equal(old);
    if (cell.state === 'deleting') await service.host.release();
    const operation = await api.ended(id);
    expect(operation).to.include({ kind: `guest.${cell.verb}`, state: 'succeeded' });
    // A poweroff or a delete cancels the operation that it pre-empts, so that operation has ended when the poweroff or
    // the delete ends.
    if (old !== null && cell.state !== 'deleting') expect((await api.operation(old)).state).to.equal('cancelled');
    if (cell.verb === 'delete') await api.refused(404, 'GUEST_NOT_FOUND', 'GET', guest.href);
    else expect((await api.guest(guest.id)).target_power_state).to.equal(null);
  }

  /** Must come last, because `unknown` applies to every guest of the host. */
  const cells = [...readLifecycleTable()].sort((a, b) => Number(a.state === 'unknown') - Number(b.state === 'unknown'));
  for (const cell of cells) {
    const { state, verb, text } = cell;
    it(`holds for ${verb} while ${state}: ${text.replaceAll('`', '')}`, async () => {
      const guest = await guestIn(state);
      const [status = '', name = ''] = text.split(/[ ,]+/);
      if (status === '200') await expectAlready(cell, guest);
      else if (status === '202') await expectBegun(cell, guest);
      else await expectRefusal(cell, guest, Number(status), name.replaceAll('`', ''));
    });
    if (text.endsWith('202 with `force`')) {
      it(`holds for ${verb} while ${state}, with force: 202`, async () => {
        await expectBegun(cell, await guestIn(state), { force: true });
      });
    }
    if (text.endsWith('409 `GUEST_IN_ERROR` after a failed creation')) {
      it(`holds for ${verb} after a failed creation: 409 GUEST_IN_ERROR`, async () => {
        await expectRefusal(cell, await hasFailedCreation(), 409, 'GUEST_IN_ERROR');
      });
    }
  }

  it('holds again when the host is back: guests leave `unknown`, and no operation was started meanwhile', async () => {
    const guest = await guestIn('unknown');
    const { data } = await api.client.GET('/v1/guests/{guest}/operations', { params: { path: { guest: guest.id } } });
    await service.host.clearFaults();
    await eventually(async () => (await api.guest(guest.id)).state === 'stopped');
    expect(data?.operations.map(({ kind }) => kind)).to.deep.equal(['guest.create']);
  });
});
