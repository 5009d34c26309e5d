/**
 * Verbs, patches, faults of the host, guests changed behind our back, a service that is killed and database sessions that are ended, in
 * random order. Every answer on the way is checked against the contract, and the rows against what must always be true of them, after
 * each step; when all is over, what the service says is what the host says, and nothing is left that should be gone.
 *
 *   GUESTHOUSE_SEED   takes a printed seed back (the order of what runs side by side is still the machine's)
 */
import { expect } from 'chai';
import pg from 'pg';
import type { Guest, Operation } from '../../generated/api-types.js';
import { eventually } from '../contract/eventually.js';
import { Api } from '../support/api.js';
import type { Answer } from '../support/api.js';
import { findViolations } from '../support/invariants.js';
import { Dice } from '../support/random.js';
import { onHost, Service } from '../support/service.js';

const STEPS = process.env['GUESTHOUSE_SOAK'] === '1' ? 50_000 : 1_000;
const GUESTS = 8;
const seed = Number(process.env['GUESTHOUSE_SEED'] ?? Math.floor(Math.random() * 2 ** 31));

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
const CHANGES = ['crash', 'down', 'power-on', 'power-off', 'pause', 'resume', 'undefine'] as const;
/** What a verb may answer, whatever the state. */
const ANSWERS = [200, 202, 404, 409, 503];
const STATE_ON_HOST = { off: 'stopped', on: 'running', paused: 'suspended', failed: 'error' } as const;

describe(`a random walk (seed ${seed})`, () => {
  const dice = new Dice(seed);
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

  it('ends where the service and the host agree', async function () {
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
      const answer = await api.send(method, guest.href + path, options);
      expect(ANSWERS, `${verb}: ${answer.text}`).to.include(answer.status);
      if (verb === 'delete' && answer.status === 202 && guests[index] === guest) {
        gone.push(guest);
        guests[index] = await createAnother();
      }
    };
    const steps: readonly (readonly [weight: number, what: () => Promise<unknown>])[] = [
      [500, () => Promise.all(Array.from({ length: 1 + dice.below(3) }, sendVerb))],
      [80, () => patchVcpus(dice.of(guests))],
      [60, () => service.host.refuse(dice.of(CALLS), { guest: onHost(dice.of(guests)) })],
      [60, () => service.host.loseAnswer(dice.of(CALLS), { guest: onHost(dice.of(guests)) })],
      // The host says no where the machine's state does not allow it.
      [120, () => service.host.change(onHost(dice.of(guests)), dice.of(CHANGES)).catch(() => undefined)],
      [10, () => service.host.cutEvents()],
      [10, () => service.host.refuseConnections(1 + dice.below(4))],
      [140, () => readGuest(dice.of(guests))],
      [15, endDatabaseSessions],
      [4, killService],
      [1, loseHost],
    ];
    const bag = steps.flatMap(([weight, what]) => Array.from({ length: weight }, () => what));
    for (let step = 0; step < STEPS; step++) {
      await dice.of(bag)();
      expect(await findViolations(client), `after step ${step}`).to.deep.equal([]);
    }

    await service.host.clearFaults();
    await eventually(async () => (await allOperations()).every(({ finished_at: at }) => at !== null));
    // A delete that the host refused leaves its guest: asked again, it goes.
    for (const guest of gone) {
      const answer = await api.send('DELETE', guest.href);
      if (answer.status === 202) await api.ended(answer.headers.get('x-guest-job-id') ?? '');
      await api.refused(404, 'GUEST_NOT_FOUND', 'GET', guest.href);
      expect(await service.host.inspectGuest(onHost(guest)), guest.name).to.deep.include({ state: null, volumes: [] });
    }
    for (const guest of await allOf<Guest>('guests')) await eventuallyAgreed(guest);
    for (const operation of await allOperations()) expectWellEnded(operation);
    expect(await findViolations(client)).to.deep.equal([]);
  });

  /** A name that was never used: where the answer was lost with the database, the guest may have been made all the same. */
  async function createAnother(): Promise<Guest> {
    let answer: Answer;
    do {
      const json = { name: `walker-${++walkers}`, vcpus: 1, memory_mib: 16, disks: [{ size_mib: 1 }] };
      answer = await api.send('POST', '/v1/guests', { json });
      expect([201, 503], answer.text).to.include(answer.status);
    } while (answer.status !== 201);
    return answer.json<Guest>();
  }
  let walkers = 0;

  async function patchVcpus(guest: Guest): Promise<void> {
    const headers = { 'content-type': 'application/merge-patch+json' };
    const answer = await api.send('PATCH', guest.href, { json: { vcpus: 1 + dice.below(4) }, headers });
    expect(ANSWERS, answer.text).to.include(answer.status);
  }

  async function readGuest(guest: Guest): Promise<void> {
    const answer = await api.send('GET', guest.href);
    expect([200, 404, 503], answer.text).to.include(answer.status);
  }

  async function endDatabaseSessions(): Promise<void> {
    await client.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and application_name = 'guesthouse' and pid <> pg_backend_pid()`,
    );
  }

  async function killService(): Promise<void> {
    await service.stop('SIGKILL');
    // A start needs its host.
    await service.host.refuseConnections(0);
    await service.start();
    api = new Api(service);
  }

  /** Until it is noticed, and then until it is back. */
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
    let said = '';
    let seen = '';
    await eventually(async () => {
      const { state, power_state: power, target_power_state: target } = await api.guest(id);
      const onTheHost = (await service.host.inspectGuest(onHost({ id }))).state;
      said = state;
      seen = onTheHost === null ? 'error' : power === null ? 'error' : STATE_ON_HOST[onTheHost];
      return said === seen && target === null;
    });
    expect(said, name).to.equal(seen);
  }

  const allOperations = (): Promise<readonly Operation[]> => allOf<Operation>('operations');

  async function allOf<T>(collection: 'guests' | 'operations'): Promise<readonly T[]> {
    const all: T[] = [];
    let marker: string | null = null;
    do {
      const query = `limit=1000${marker === null ? '' : `&marker=${marker}`}`;
      const answer = await api.expect(200, 'GET', `/v1/${collection}?${query}`);
      const page = answer.json<Record<string, T[]> & { markers: { next: string | null } }>();
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
