/**
 * A random walk through all APIs: each step goes through a randomly chosen API, and after each step every API shows
 * what its tables of words make of the guests that the native API shows. Meanwhile, the host refuses calls, loses
 * replies and changes guests, and the service is killed. Rows and events are checked against the invariants, as in
 * test/http/random-walk.test.ts.
 *
 *   GUESTHOUSE_SEED   replays a printed seed (the order of concurrent work still depends on the machine)
 *   GUESTHOUSE_SOAK   1: the long form
 */
import { expect } from 'chai';
import pg from 'pg';
import type { Guest } from '../../generated/api-types.js';
import { Api } from '../support/api.js';
import type { WalkedApi } from '../support/dialects/walked-api.js';
import { nativeGuests, walkedApis } from '../support/dialects/walked-apis.js';
import { eventually } from '../support/eventually.js';
import { Dice } from '../support/fuzz/random.js';
import { SEED } from '../support/fuzz/seed.js';
import { EventLedger } from '../support/kill/event-ledger.js';
import { findViolations } from '../support/kill/invariants.js';
import { onHost, Service } from '../support/service.js';

const STEPS = process.env['GUESTHOUSE_SOAK'] === '1' ? 10_000 : 250;
const GUESTS = 6;
const CALLS = [
  'define',
  'power-on',
  'press-power-button',
  'reset',
  'power-off',
  'pause',
  'resume',
  'undefine',
] as const;
const CHANGES = ['crash', 'down', 'power-on', 'power-off', 'pause', 'resume', 'reset', 'undefine'] as const;
/** The statuses that a step can have, whatever the state of the guest and of the host. */
const STATUSES = [200, 201, 202, 204, 400, 404, 409, 503];

describe(`A random walk through all APIs (seed ${SEED})`, () => {
  const dice = new Dice(SEED);
  const ledger = new EventLedger();
  let service: Service;
  let api: Api;
  let apis: readonly [WalkedApi, ...WalkedApi[]];
  let client: pg.Client;
  let created = 0;
  /** How often each step of each API succeeded. */
  const succeeded = new Map<string, number>();
  before(async () => {
    service = await Service.start();
    useService();
    client = new pg.Client(service.databaseUrl);
    await client.connect();
  });
  after(async () => {
    await client.end();
    await service.leave();
  });

  function useService(): void {
    api = new Api(service);
    apis = walkedApis(api);
  }

  function count(what: string, status: number): void {
    if (status < 300) succeeded.set(what, (succeeded.get(what) ?? 0) + 1);
  }

  async function create(): Promise<void> {
    const walked = dice.of(apis);
    const response = await walked.create(`walker-${++created}`);
    expect(STATUSES, `${walked.name}: ${response.text}`).to.include(response.status);
    count(`${walked.name} create`, response.status);
  }

  async function step(guests: readonly Guest[]): Promise<void> {
    const guest = dice.of(guests);
    const walked = dice.of(apis);
    const [what, call] = dice.oneIn(8) ? (['remove', walked.remove] as const) : dice.of(Object.entries(walked.steps));
    const response = await call(guest, dice);
    expect(STATUSES, `${walked.name} ${what}: ${response.text}`).to.include(response.status);
    count(`${walked.name} ${what}`, response.status);
  }

  /** Disturbs the host or the service. */
  async function disturb(guests: readonly Guest[]): Promise<void> {
    const guest = onHost(dice.of(guests));
    await dice.of([
      () => service.host.refuse(dice.of(CALLS), { guest }),
      () => service.host.loseReply(dice.of(CALLS), { guest }),
      () => service.host.slow(dice.of(CALLS), dice.of([20, 100]), { guest }),
      // The host refuses a change that the state of the guest does not allow.
      () => service.host.change(guest, dice.of(CHANGES)).catch(() => undefined),
      () => service.host.change(guest, dice.of(CHANGES)).catch(() => undefined),
    ])();
    if (!dice.oneIn(20)) return;
    await service.stop('SIGKILL');
    await service.start();
    useService();
  }

  /** Compares what all APIs show at one moment: between two reads of the native API that found the same. */
  async function expectAgreement(): Promise<void> {
    let differences: string[] = [];
    await eventually(async () => {
      const before = await nativeGuests(api);
      const lists = await Promise.all(apis.map((walked) => walked.list()));
      const after = await nativeGuests(api);
      if (JSON.stringify(before) !== JSON.stringify(after)) return false;
      differences = apis.flatMap((walked, index) => {
        const expected = new Map(after.map((guest) => [guest.id, walked.viewOf(guest)]));
        return differencesOf(walked.name, expected, lists[index] ?? new Map<string, unknown>());
      });
      return true;
    });
    expect(differences).to.deep.equal([]);
  }

  it('shows the same guests everywhere after each step', async function () {
    this.timeout(STEPS * 2_000);
    expect(apis.length).to.be.greaterThan(1);
    for (let number = 0; number < GUESTS; number++) await create();
    for (let number = 0; number < STEPS; number++) {
      const guests = await nativeGuests(api);
      if (guests.length < GUESTS) await create();
      else if (dice.oneIn(4)) await disturb(guests);
      else await Promise.all(Array.from({ length: 1 + dice.below(2) }, () => step(guests)));
      await expectAgreement();
      expect(await findViolations(client, ledger), `after step ${number}`).to.deep.equal([]);
    }
    await service.host.clearFaults();
    await api.noneUnderWay();
    await eventually(async () => (await nativeGuests(api)).every(({ state }) => state !== 'unknown'));
    await expectAgreement();
    for (const walked of apis) {
      for (const what of ['create', 'remove', 'describe']) {
        expect(succeeded.get(`${walked.name} ${what}`) ?? 0, `${walked.name} ${what}`).to.be.greaterThan(0);
      }
    }
  });
});

function differencesOf(
  name: string,
  expected: ReadonlyMap<string, unknown>,
  found: ReadonlyMap<string, unknown>,
): string[] {
  return [...new Set([...expected.keys(), ...found.keys()])].flatMap((id) => {
    const [one, other] = [expected.get(id), found.get(id)].map((view) => canonical(view));
    return one === other ? [] : [`${name} ${id}: ${other} instead of ${one}`];
  });
}

/** JSON whose members are in alphabetical order. */
function canonical(value: unknown): string {
  return String(
    JSON.stringify(value, (_key, node: unknown) =>
      typeof node === 'object' && node !== null && !Array.isArray(node)
        ? Object.fromEntries(Object.entries(node).sort(([a], [b]) => (a < b ? -1 : 1)))
        : node,
    ),
  );
}
