/**
 * A random walk: verbs, power targets, patches, cancellations, faults of the host, guests changed outside of
 * Guesthouse, a host that goes away or loses its power, a service that is killed or stopped, and terminated database
 * sessions, in random order. Every response on the way is checked against the contract. After each step, rows and
 * events are checked against the invariants. At the end, the service and the host agree, and nothing remains of what
 * was deleted.
 *
 *   GUESTHOUSE_SEED   replays a printed seed (the order of concurrent work still depends on the machine)
 */
import { expect } from 'chai';
import pg from 'pg';
import type { Guest, Operation } from '../../generated/api-types.js';
import { eventually } from '../support/eventually.js';
import { Api } from '../support/api.js';
import type { CheckedResponse } from '../support/api.js';
import { EventLedger } from '../support/kill/event-ledger.js';
import { findViolations } from '../support/kill/invariants.js';
import { Dice } from '../support/fuzz/random.js';
import { SEED } from '../support/fuzz/seed.js';
import { onHost, Service } from '../support/service.js';

const STEPS = process.env['GUESTHOUSE_SOAK'] === '1' ? 50_000 : 1_000;
const GUESTS = 8;

const TARGETS = ['on', 'off', 'soft_off', 'reboot', 'soft_reboot', 'suspend'] as const;
const VERBS = ['start', 'start', 'start', 'shutdown', 'reboot', 'restart', 'poweroff', 'suspend', 'delete'] as const;
const CALLS = [
  'define',
  'power-on',
  'press-power-button',
  'reset',
  'power-off',
  'pause',
  'resume',
  'list',
  'undefine',
  'delete-volumes',
] as const;
const CHANGES = [
  'crash',
  'down',
  'power-on',
  'power-off',
  'pause',
  'resume',
  'reset',
  'undefine',
  'delete-volumes',
] as const;
/** Delays of host calls in milliseconds, so that cancellations and kills meet running operations. */
const DELAYS_MS = [20, 100, 500, 2_000] as const;
/** The statuses that a verb can return, whatever the state. */
const VERB_STATUSES = [200, 202, 404, 409, 503];
const MERGE_PATCH = { 'content-type': 'application/merge-patch+json' };
const STATE_ON_HOST = { off: 'stopped', on: 'running', paused: 'suspended', failed: 'error' } as const;

describe(`A random walk (seed ${SEED})`, () => {
  const dice = new Dice(SEED);
  const ledger = new EventLedger();
  /**
   * The states of the operations in the responses to cancelOperation. `refused` means that the operation had ended or
   * was a running deletion.
   */
  const cancelled = { queued: 0, running: 0, refused: 0 };
  let service: Service;
  let api: Api;
  let client: pg.Client;
  before(async () => {
    service = await Service.start();
    api = new Api(service);
    client = new pg.Client(service.databaseUrl);
    await client.connect();
  });
  after(async () => {
    await client.end();
    await service.leave();
  });

  it('ends with the service and the host in agreement', async function () {
    this.timeout(STEPS * 1_000);
    const guests: Guest[] = [];
    const gone: Guest[] = [];
    for (let index = 0; index < GUESTS; index++) guests.push(await api.makeGuest({ disks: [{ size_mib: 1 }] }));

    const sendVerb = async (): Promise<void> => {
      const index = dice.below(GUESTS);
      const guest = guests[index];
      if (guest === undefined) throw new Error('no such guest');
      const verb = dice.of(VERBS);
      const isSoft = verb === 'shutdown' || verb === 'reboot';
      const options = isSoft ? { json: { timeout_s: 1, force: dice.oneIn(2) } } : {};
      const [method, path] = verb === 'delete' ? ['DELETE', ''] : ['POST', `/${verb}`];
      const response = await api.send(method, guest.href + path, options);
      expect(VERB_STATUSES, `${verb}: ${response.text}`).to.include(response.status);
      if (verb === 'delete' && response.status === 202 && guests[index] === guest) {
        gone.push(guest);
        guests[index] = await createAnother();
      }
    };
    const steps: readonly (readonly [weight: number, what: () => Promise<unknown>])[] = [
      [500, () => Promise.all(Array.from({ length: 1 + dice.below(3) }, sendVerb))],
      [40, () => putTarget(dice.of(guests))],
      [80, () => patch(dice.of(guests), { vcpus: 1 + dice.below(4) })],
      [20, () => patch(dice.of(guests), { description: `one of ${dice.below(1_000)}` })],
      [80, cancelOperation],
      [15, () => cancelRetry(dice.of(guests))],
      [60, () => service.host.refuse(dice.of(CALLS), { guest: onHost(dice.of(guests)) })],
      [60, () => service.host.loseReply(dice.of(CALLS), { guest: onHost(dice.of(guests)) })],
      [60, () => service.host.slow(dice.of(CALLS), dice.of(DELAYS_MS), { guest: onHost(dice.of(guests)) })],
      [120, () => change(dice.of(guests))],
      [20, () => ignoreShutdowns(dice.of(guests))],
      [10, () => missChange(dice.of(guests))],
      [10, () => service.host.cutEvents()],
      [10, () => service.host.refuseConnections(1 + dice.below(4))],
      [140, () => readGuest(dice.of(guests))],
      [15, endDatabaseSessions],
      [4, () => restartService('SIGKILL')],
      [2, () => restartService('SIGTERM')],
      [2, () => service.losePowerOfHost()],
      [1, loseHost],
    ];
    const bag = steps.flatMap(([weight, what]) => Array.from({ length: weight }, () => what));
    for (let step = 0; step < STEPS; step++) {
      await dice.of(bag)();
      expect(await findViolations(client, ledger), `after step ${step}`).to.deep.equal([]);
    }

    await service.host.clearFaults();
    await eventually(async () => (await allOperations()).every(({ finished_at: at }) => at !== null));
    await eventually(async () => (await allOf<Guest>('guests')).every(({ state }) => state !== 'unknown'));
    // A guest stays if the host refused its deletion. A second delete removes it.
    for (const guest of gone) {
      const response = await api.send('DELETE', guest.href);
      if (response.status === 202) await api.ended(response.headers.get('x-operation-id') ?? '');
      await api.refused(404, 'GUEST_NOT_FOUND', 'GET', guest.href);
      expect(await service.host.inspectGuest(onHost(guest)), guest.name).to.deep.include({ state: null, volumes: [] });
    }
    for (const guest of await allOf<Guest>('guests')) await eventuallyAgreed(guest);
    for (const operation of await allOperations()) expectWellEnded(operation);
    await eventually(async () => (await client.query('select from events where id is null')).rowCount === 0);
    expect(await findViolations(client, ledger)).to.deep.equal([]);
    for (const [when, count] of Object.entries(cancelled)) expect(count, when).to.be.greaterThan(0);
  });

  /** Each attempt uses a new name, because the guest may exist although the database failed before the response. */
  async function createAnother(): Promise<Guest> {
    let response: CheckedResponse;
    do {
      const json = { name: `walker-${++walkers}`, vcpus: 1, memory_mib: 16, disks: [{ size_mib: 1 }] };
      response = await api.send('POST', '/v1/guests', { json });
      expect([201, 503], response.text).to.include(response.status);
    } while (response.status !== 201);
    return response.json<Guest>();
  }
  let walkers = 0;

  async function patch(guest: Guest, json: object): Promise<void> {
    const response = await api.send('PATCH', guest.href, { json, headers: MERGE_PATCH });
    expect(VERB_STATUSES, response.text).to.include(response.status);
  }

  async function putTarget(guest: Guest): Promise<void> {
    const target = dice.of(TARGETS);
    const response = await api.send('PUT', `${guest.href}/states/power`, { json: { target } });
    expect(VERB_STATUSES, `${target}: ${response.text}`).to.include(response.status);
  }

  /** Tries to cancel one of the open operations, or the newest operation, which may have ended. */
  async function cancelOperation(): Promise<void> {
    const pick = dice.below(1_000);
    const { rows } = await client.query<{ id: string }>(
      `select id from operations where state in ('queued', 'running') or seq = (select max(seq) from operations) order by seq`,
    );
    const chosen = rows[pick % rows.length];
    if (chosen !== undefined) await cancel(chosen.id);
  }

  /** Cancels an operation that is queued for a retry because its host could not be reached. */
  async function cancelRetry(guest: Guest): Promise<void> {
    const verb = dice.of(['start', 'poweroff', 'suspend'] as const);
    await service.host.refuseConnections(2 + dice.below(4));
    const response = await api.send('POST', `${guest.href}/${verb}`);
    expect(VERB_STATUSES, `${verb}: ${response.text}`).to.include(response.status);
    const id = response.headers.get('x-operation-id');
    if (id === null) return;
    const wasTried = `select from operations where id = $1 and attempts > 0 and state <> 'running'`;
    await eventually(async () => (await client.query(wasTried, [id])).rowCount === 1);
    await cancel(id);
  }

  async function cancel(id: string): Promise<void> {
    const response = await api.send('POST', `/v1/operations/${id}/cancel`);
    expect([200, 409, 503], response.text).to.include(response.status);
    if (response.status === 503) return;
    if (response.status === 409) {
      cancelled.refused++;
      expect(response.fault().error_name).to.be.oneOf(['OPERATION_ENDED', 'OPERATION_NOT_CANCELLABLE']);
    } else {
      const { state } = response.json<Operation>();
      expect(state).to.be.oneOf(['running', 'cancelled']);
      cancelled[state === 'cancelled' ? 'queued' : 'running']++;
    }
  }

  /** The host refuses a change that the guest's state does not allow. */
  async function change(guest: Guest): Promise<void> {
    await service.host.change(onHost(guest), dice.of(CHANGES)).catch(() => undefined);
  }

  async function ignoreShutdowns(guest: Guest): Promise<void> {
    await service.host.ignoreShutdowns(onHost(guest), dice.oneIn(2)).catch(() => undefined);
  }

  /**
   * Changes the guest on the host and drops the event. Cutting the event stream then makes the service poll all guests.
   */
  async function missChange(guest: Guest): Promise<void> {
    await service.host.loseEvents(1);
    await change(guest);
    await service.host.loseEvents(0);
    await service.host.cutEvents();
  }

  async function readGuest(guest: Guest): Promise<void> {
    const response = await api.send('GET', guest.href);
    expect([200, 404, 503], response.text).to.include(response.status);
  }

  async function endDatabaseSessions(): Promise<void> {
    await client.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and application_name = 'guesthouse' and pid <> pg_backend_pid()`,
    );
  }

  async function restartService(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const code = await service.stop(signal);
    expect(code).to.equal(signal === 'SIGTERM' ? 0 : null);
    // The service needs its host to start.
    await service.host.refuseConnections(0);
    await service.start();
    api = new Api(service);
  }

  /** Waits until the service notices that the host is away, and then until the host is back. */
  async function loseHost(): Promise<void> {
    const stateOfHost = async (): Promise<unknown> => {
      const { rows } = await client.query<{ state: string }>('select state from hosts');
      return rows[0]?.state;
    };
    await service.host.refuseConnections();
    await eventually(async () => (await stateOfHost()) === 'away');
    await service.host.clearFaults();
    await eventually(async () => (await stateOfHost()) === 'up');
  }

  async function eventuallyAgreed({ id, name }: Guest): Promise<void> {
    let shown = '';
    let actual = '';
    await eventually(async () => {
      const { state, power_state: power, target_power_state: target } = await api.guest(id);
      const onTheHost = (await service.host.inspectGuest(onHost({ id }))).state;
      shown = state;
      actual = onTheHost === null ? 'error' : power === null ? 'error' : STATE_ON_HOST[onTheHost];
      return shown === actual && target === null;
    });
    expect(shown, name).to.equal(actual);
  }

  const allOperations = (): Promise<readonly Operation[]> => allOf<Operation>('operations');

  async function allOf<T>(collection: 'guests' | 'operations'): Promise<readonly T[]> {
    const all: T[] = [];
    let marker: string | null = null;
    do {
      const query = `limit=1000${marker === null ? '' : `&marker=${marker}`}`;
      const response = await api.expect(200, 'GET', `/v1/${collection}?${query}`);
      const page = response.json<Record<string, T[]> & { markers: { next: string | null } }>();
      all.push(...(page[collection] ?? []));
      marker = page.markers.next;
    } while (marker !== null);
    return all;
  }

  function expectWellEnded(operation: Operation): void {
    const { id, state, fault, attempts, started_at: startedAt } = operation;
    expect(state, id).to.be.oneOf(['succeeded', 'failed', 'cancelled']);
    expect(fault !== null, `${id} ${state}`).to.equal(state === 'failed');
    if (state !== 'cancelled') expect(attempts, id).to.be.at.least(1);
    expect(startedAt === null, id).to.equal(attempts === 0);
    expect(fault?.error_name).to.not.equal('INTERNAL');
  }
});
