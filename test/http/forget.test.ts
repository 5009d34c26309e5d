/**
 * deleteGuest with `forget` immediately removes a guest whose host will not come back, whatever operation is running on
 * the guest. Afterwards the service reports and writes nothing more about the guest. Its disks and its definition stay
 * on the host.
 *
 * The races run while the host's row has the state `away` although the host is reachable. Only then could the worker do
 * something forbidden.
 */
import { expect } from 'chai';
import pg from 'pg';
import type { Event, EventList, Guest, GuestList, HostList } from '../../generated/api-types.js';
import { eventually } from '../support/eventually.js';
import { AccessWorld, inProject } from '../support/access/access-world.js';
import { Api, jobOf, newGuest, type CheckedResponse, type SendOptions } from '../support/api.js';
import { createTestDatabase } from '../support/database/database.js';
import { HeldStatements } from '../support/database/held-statements.js';
import { findViolations } from '../support/kill/invariants.js';
import { onHost, Service } from '../support/service.js';
import { countWaiting } from '../support/database/waiting.js';

const DISKS = { disks: [{ size_mib: 1 }] };

describe('deleteGuest with forget', () => {
  let service: Service;
  let api: Api;
  let world: AccessWorld;
  let statements: HeldStatements;
  before(async () => {
    service = await Service.start();
    api = new Api(service);
    world = await AccessWorld.open(service);
    statements = await HeldStatements.open({ connectionString: service.databaseUrl });
  });
  after(async () => {
    await statements.close();
    await world.close();
    await service.leave();
  });
  afterEach(async () => {
    await statements.release();
    await service.host.clearFaults();
    await setStoredState('up');
    expect(await findViolations(world.sql)).to.deep.equal([]);
    expect(service.log.filter(({ msg }) => msg.includes('session was lost'))).to.deep.equal([]);
  });

  /**
   * Sets the state that the service has stored for its host. It lasts until the service notices that the host went away
   * or came back.
   */
  const setStoredState = (state: 'up' | 'away'): Promise<unknown> =>
    world.sql.query('update hosts set state = $1', [state]);
  const send = ({ href }: Guest, options?: SendOptions, by = api): Promise<CheckedResponse> =>
    by.send('DELETE', `${href}?forget=true`, options);
  const forget = (guest: Guest, options?: SendOptions): Promise<CheckedResponse> =>
    api.expect(204, 'DELETE', `${guest.href}?forget=true`, options);
  const isGone = ({ href }: Guest): Promise<unknown> => api.refused(404, 'GUEST_NOT_FOUND', 'GET', href);

  /** Waits for the event `guest.deleted`, and returns all events of the guest. */
  async function eventsOf({ id }: Guest): Promise<Event[]> {
    let events: Event[] = [];
    await eventually(async () => {
      const response = await api.expect(200, 'GET', `/v1/events?all_projects=true&guest=${id}&limit=1000`);
      events = response.json<EventList>().events as Event[];
      return events.some(({ kind }) => kind === 'guest.deleted');
    });
    return events;
  }

  async function expectForgotten(guest: Guest, ...before: Event['kind'][]): Promise<void> {
    await isGone(guest);
    const events = await eventsOf(guest);
    expect(events.slice(-1 - before.length).map(({ kind }) => kind)).to.deep.equal([...before, 'guest.deleted']);
    expect(events.at(-1)).to.deep.include({ operation_id: null, detail: { forgotten: true, host: guest.host.name } });
    expect(events.at(-1)?.user_id).to.be.a('string');
  }

  /**
   * Checks that a worker that lost an operation can run the next one. When that operation ends, the worker has also
   * received all earlier notifications.
   */
  async function expectWorkerWell(): Promise<void> {
    const other = await api.makeGuest({}, '?start=true');
    expect(other.state).to.equal('running');
  }

  const isRunning = (id: string): Promise<void> =>
    eventually(async () => (await api.operation(id)).state === 'running');
  const onItsHost = (guest: Pick<Guest, 'id'>): ReturnType<Service['host']['inspectGuest']> =>
    service.host.inspectGuest(onHost(guest));

  /** Waits until the forget request is blocked by a lock on the row of the guest or on the rows of its operations. */
  const isWaiting = (row: 'guest' | 'operations'): Promise<void> =>
    eventually(async () => {
      const statement = row === 'guest' ? '%for update of t' : `%update operations set state = 'cancelled'%`;
      return (await countWaiting(world.sql, statement)) > 0;
    });

  describe('on a host that is away', () => {
    it('removes what a deletion removes, except on the host, and the machine on the host never becomes a guest again', async function () {
      this.timeout(120_000);
      const image = await api.makeImage();
      const guest = await api.makeGuest({ disks: [{ image: image.id }] }, '?start=true');
      const [busy, deleting, stays] = [await api.makeGuest(), await api.makeGuest(DISKS), await api.makeGuest()];
      await api.done('start', stays.id);
      await world.grant(guest.href, { user: (await world.user()).id }, 'viewer');
      await service.host.refuseConnections();
      // This comes within the five seconds after which the service considers the host away.
      const [start, deletion] = [await api.begin('start', busy.id), await api.begin('delete', deleting.id)];
      await eventually(async () => (await api.guest(stays.id)).state === 'unknown');
      expect((await api.operation(start)).state).to.be.oneOf(['queued', 'running']);
      await api.refused(503, 'HOST_UNREACHABLE', 'DELETE', guest.href);
      await api.refused(503, 'HOST_UNREACHABLE', 'DELETE', `${guest.href}?forget=false`);

      const response = await forget(guest, { headers: { prefer: 'wait=5' } });
      expect(response.headers.get('preference-applied')).to.equal('wait=5');
      expect(response.headers.get('x-operation-id')).to.equal(null);
      await forget(busy);
      await forget(deleting);
      expect((await send(guest)).status).to.equal(404);
      for (const id of [start, deletion]) {
        expect(await api.operation(id)).to.deep.include({ state: 'cancelled', fault: null });
      }
      const { rows } = await world.sql.query(
        `select id from permissions where guest_id = $1 union all select guest_id from guest_images where guest_id = $1`,
        [guest.id],
      );
      expect(rows).to.deep.equal([]);
      await api.expect(204, 'DELETE', `/v1/images/${image.id}`);
      await api.expect(200, 'GET', `/v1/guests?marker=${guest.id}`);

      await service.host.clearFaults();
      // One poll observes all guests of the host.
      await eventually(async () => (await api.guest(stays.id)).state === 'running');
      const { guests } = (await api.expect(200, 'GET', '/v1/guests')).json<GuestList>();
      expect(guests.map(({ id }) => id)).to.deep.equal([stays.id]);
      await expectForgotten(guest);
      await expectForgotten(busy, 'operation.cancelled');
      await expectForgotten(deleting, 'operation.cancelled');
      expect(await onItsHost(guest)).to.include({ state: 'on' });
      expect((await onItsHost(guest)).volumes).to.have.length(1);
      for (const left of [busy, deleting]) expect((await onItsHost(left)).state).to.equal('off');
      await service.host.change(onHost(guest), 'down');
      const again = await api.makeGuest({ name: guest.name }, '?start=true');
      expect(again.id).to.not.equal(guest.id);
      await expectForgotten(guest);
      await api.done('delete', stays.id);
      await api.done('delete', again.id);
    });

    it('works at another service when the lease of the host has expired, and new guests get a host of that service', async function () {
      this.timeout(120_000);
      const database = await createTestDatabase();
      const sql = new pg.Client({ connectionString: database.url });
      await sql.connect();
      const lost = await Service.start({ databaseUrl: database.url });
      let elsewhere: Service | null = null;
      try {
        const guest = await new Api(lost).makeGuest(DISKS, '?start=true');
        elsewhere = await Service.start({ databaseUrl: database.url });
        const there = new Api(elsewhere);
        await lost.stop('SIGKILL');
        await there.refused(409, 'HOST_NOT_AWAY', 'DELETE', `${guest.href}?forget=true`);
        // No worker runs this operation.
        const poweroff = await there.begin('poweroff', guest.id);
        await sql.query(`update host_leases set renewed_at = renewed_at - interval '1 minute'`);
        await eventually(async () => (await there.guest(guest.id)).state === 'unknown');
        await there.expect(204, 'DELETE', `${guest.href}?forget=true`);
        expect(await there.operation(poweroff)).to.include({ state: 'cancelled', attempts: 0 });
        expect((await lost.host.inspectGuest(onHost(guest))).state).to.equal('on');
        const { hosts } = (await there.expect(200, 'GET', '/v1/hosts')).json<HostList>();
        expect(hosts.map(({ state }) => state)).to.deep.equal(['away', 'up']);
        const next = await there.makeGuest({}, '?start=true');
        expect([next.state, next.host.id]).to.deep.equal(['running', hosts[1]?.id]);
        expect(await findViolations(sql)).to.deep.equal([]);
      } finally {
        await sql.end();
        await elsewhere?.leave();
        await lost.leave();
        await database.drop();
      }
    });
  });

  describe('is rejected', () => {
    it('while the host is up, whatever operation is running, and for a stale If-Match', async () => {
      const guest = await api.makeGuest();
      const fault = await api.refused(409, 'HOST_NOT_AWAY', 'DELETE', `${guest.href}?forget=true`);
      expect(fault.detail).to.include('Delete the guest without');
      await api.refused(412, 'PRECONDITION_FAILED', 'DELETE', `${guest.href}?forget=true`, {
        headers: { 'if-match': '"1"' },
      });
      await service.host.slow('power-on', null, { guest: onHost(guest) });
      const start = await api.begin('start', guest.id);
      await isRunning(start);
      await api.refused(409, 'HOST_NOT_AWAY', 'DELETE', `${guest.href}?forget=true`);
      expect((await api.operation(start)).state).to.equal('running');
      await api.expect(200, 'POST', `/v1/operations/${start}/cancel`);
      await api.ended(start);
      await setStoredState('away');
      await api.refused(412, 'PRECONDITION_FAILED', 'DELETE', `${guest.href}?forget=true`, {
        headers: { 'if-match': '"1"' },
      });
      const { headers } = await api.expect(200, 'GET', guest.href);
      await forget(guest, { headers: { 'if-match': headers.get('etag') ?? '' } });
      await api.refused(404, 'GUEST_NOT_FOUND', 'DELETE', `${guest.href}?forget=true`, {
        headers: { 'if-match': '*' },
      });
    });

    it('for all callers except unrestricted administrators, with 403 if they can see the guest, otherwise with 404', async () => {
      const project = await world.project();
      const options = inProject(project, { json: newGuest(), headers: { prefer: 'wait=60' } });
      const guest = (await api.expect(201, 'POST', '/v1/guests', options)).json<Guest>();
      const people = await Promise.all([
        ...(['viewer', 'operator', 'member', 'owner'] as const).map((role) => world.person([[project, role]])),
        world.person([[project, 'admin']], { project: project.id }),
        world.person([[project, 'admin']], { role: 'owner' }),
      ]);
      const ofGuest = await world.person();
      await world.grant(guest.href, { user: ofGuest.id }, 'member');
      const home = await world.project();
      const stranger = await world.person([[home, 'owner']]);
      const admin = await world.person([[home, 'admin']]);
      const before = await api.expect(200, 'GET', guest.href);
      for (const state of ['up', 'away'] as const) {
        await setStoredState(state);
        for (const { api: by } of [...people, ofGuest]) {
          const response = await send(guest, inProject(project), by);
          expect([response.status, response.fault().error_name]).to.deep.equal([403, 'FORBIDDEN']);
        }
        const hidden = await send(guest, inProject(home), stranger.api);
        expect([hidden.status, hidden.fault().error_name]).to.deep.equal([404, 'GUEST_NOT_FOUND']);
      }
      const after = await api.expect(200, 'GET', guest.href);
      expect([after.text, after.headers.get('etag')]).to.deep.equal([before.text, before.headers.get('etag')]);
      expect((await send(guest, inProject(project), admin.api)).status).to.equal(204);
      await expectForgotten(guest);
    });

    it('if `forget` is not a boolean', async () => {
      const guest = await api.makeGuest();
      await api.refused(400, 'VALIDATION_FAILED', 'DELETE', `${guest.href}?forget=maybe`);
      await api.guest(guest.id);
    });
  });

  describe('interrupts a worker', () => {
    it('that is creating the guest: the call is aborted, and no guest is created', async () => {
      await service.host.slow('define', null);
      const made = await api.expect(201, 'POST', '/v1/guests?start=true', { json: { ...newGuest(), ...DISKS } });
      const guest = made.json<Guest>();
      await eventually(async () => (await onItsHost(guest)).held === 1);
      await setStoredState('away');
      await forget(guest);
      expect(await api.operation(jobOf(made))).to.deep.include({ state: 'cancelled', fault: null });
      await eventually(async () => (await onItsHost(guest)).held === 0);
      await setStoredState('up');
      await expectWorkerWell();
      expect(await onItsHost(guest)).to.deep.include({ state: null, volumes: [] });
      await expectForgotten(guest, 'operation.cancelled');
    });

    it('that is starting the guest: the call is aborted, the waiting client gets a response, and the guest stays off', async () => {
      const guest = await api.makeGuest(DISKS);
      await service.host.slow('power-on', null, { guest: onHost(guest) });
      const waiting = api.send('POST', `${guest.href}/start`, { headers: { prefer: 'wait=60' } });
      await eventually(async () => (await onItsHost(guest)).held === 1);
      await setStoredState('away');
      await forget(guest);
      expect((await waiting).fault().error_name).to.equal('OPERATION_CANCELLED');
      await eventually(async () => (await onItsHost(guest)).held === 0);
      await setStoredState('up');
      await expectWorkerWell();
      expect((await onItsHost(guest)).state).to.equal('off');
      await expectForgotten(guest, 'operation.cancelled');
    });

    it('that is deleting the guest: the waiting client gets a response, and nothing more of the guest is removed', async () => {
      const guest = await api.makeGuest(DISKS, '?start=true');
      await service.host.slow('power-off', null, { guest: onHost(guest) });
      const waiting = api.send('DELETE', guest.href, { headers: { prefer: 'wait=60' } });
      await eventually(async () => (await onItsHost(guest)).held === 1);
      await setStoredState('away');
      await forget(guest);
      const response = await waiting;
      expect([response.status, response.fault().error_name]).to.deep.equal([409, 'OPERATION_CANCELLED']);
      await setStoredState('up');
      await expectWorkerWell();
      expect((await onItsHost(guest)).state).to.equal('on');
      await expectForgotten(guest, 'operation.cancelled');
    });

    it('that is claiming an operation of the guest: the operation is cancelled, and does nothing', async () => {
      const guest = await api.makeGuest(DISKS);
      await statements.hold(guest.name, 'claim');
      const id = await api.begin('start', guest.id);
      await eventually(() => statements.isHeld(guest.name, 'claim'));
      await setStoredState('away');
      const forgotten = forget(guest);
      await isWaiting('operations');
      await statements.release();
      await forgotten;
      expect(await api.operation(id)).to.include({ state: 'cancelled', attempts: 1 });
      await setStoredState('up');
      await expectWorkerWell();
      await expectForgotten(guest, 'operation.cancelled');
    });

    it('that is recording a finished step: the next step does not run, and the worker loses nothing else', async () => {
      const json = { ...newGuest(), ...DISKS };
      await service.host.slow('define', null);
      const made = await api.expect(201, 'POST', '/v1/guests?start=true', { json });
      const guest = made.json<Guest>();
      await eventually(async () => (await onItsHost(guest)).held === 1);
      await setStoredState('away');
      const other = new pg.Client({ connectionString: service.databaseUrl });
      await other.connect();
      try {
        await other.query('begin');
        await other.query('select from operations where id = $1 for update', [jobOf(made)]);
        // The forget request has locked the guest's row and is first in the queue for the lock on the operation's row.
        // The worker, which locks the guest's row to store what the host now has, is behind it.
        const forgotten = forget(guest);
        await isWaiting('operations');
        await service.host.release();
        await isWaiting('guest');
        await other.query('commit');
        await forgotten;
      } finally {
        await other.end();
      }
      expect((await api.operation(jobOf(made))).state).to.equal('cancelled');
      await setStoredState('up');
      await expectWorkerWell();
      expect((await onItsHost(guest)).state).to.equal('off');
      await expectForgotten(guest, 'operation.cancelled');
    });

    it('that is recording the end of an operation: the end is kept, and the guest is removed afterwards', async () => {
      const guest = await api.makeGuest(DISKS);
      await statements.hold(guest.name, 'end');
      const id = await api.begin('start', guest.id);
      await eventually(() => statements.isHeld(guest.name, 'end'));
      await setStoredState('away');
      const forgotten = forget(guest);
      await isWaiting('guest');
      await statements.release();
      await forgotten;
      expect((await api.operation(id)).state).to.equal('succeeded');
      await expectForgotten(guest, 'operation.succeeded', 'guest.state_changed');
    });
  });

  it('is atomic: each concurrent request completes before it or finds no guest', async () => {
    for (const verb of ['start', 'poweroff', 'shutdown', 'suspend'] as const) {
      for (const query of ['', '?start=true']) {
        await setStoredState('up');
        const guest = await api.makeGuest(DISKS, query);
        await setStoredState('away');
        const forgotten = [send(guest), send(guest)];
        const others = [
          api.send('POST', `${guest.href}/${verb}`),
          api.send('DELETE', guest.href),
          api.send('PATCH', `${guest.href}/metadata`, { json: { verb } }),
        ];
        const statuses = (await Promise.all(forgotten)).map(({ status }) => status).sort();
        expect(statuses.join(), verb).to.be.oneOf(['204,404', '404,404']);
        await eventually(async () => (await api.send('GET', guest.href)).status === 404);
        for (const response of await Promise.all(others)) {
          expect(response.status, verb).to.be.oneOf([200, 202, 404, 409]);
          const job = response.headers.get('x-operation-id');
          if (job !== null) await api.ended(job);
        }
        expect((await eventsOf(guest)).at(-1)?.kind).to.equal('guest.deleted');
      }
    }
  });
});
