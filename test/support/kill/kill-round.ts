/**
 * One round of the kill matrix: the test brings guests to many points and kills or stops a process. When the process
 * runs again, a checker compares rows, operations, events, the guests on the host and their history, database sessions
 * and processes. Guests do not affect each other, so a round can test many points together.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'chai';
import pg from 'pg';
import { eventually } from '../eventually.js';
import type { Api } from '../api.js';
import { Dice } from '../fuzz/random.js';
import { findViolations } from './invariants.js';
import { bring, check, findUnfinished, KILL_POINTS, nameOf, prepare, spread } from './kill-points.js';
import type { Grounds, HeldOperation, KillPoint, PreparedSubject } from './kill-points.js';

/**
 * The number of polls that can find an operation unfinished after a service that can finish it runs again. That is ten
 * seconds, plus the time that the polls themselves take, so that a stall of the machine is not a failure.
 */
const MAX_POLLS = 200;
const POLL_INTERVAL_MS = 50;

export const IS_SOAK = process.env['GUESTHOUSE_SOAK'] === '1';

/**
 * Chooses all points in a soak run, otherwise those of start and delete, and some of the others by the seed. A claim is
 * the same statement for every kind and needs a separate round, so only the claims of `claimsOf` are included.
 */
export function choosePoints(
  others: number,
  seed: number,
  claimsOf: readonly KillPoint['of'][] = ['guest.start', 'guest.delete'],
): readonly KillPoint[] {
  if (IS_SOAK) return KILL_POINTS;
  const points = KILL_POINTS.filter(({ of, moment }) => moment !== 'claim' || claimsOf.includes(of));
  const isAlways = ({ of }: KillPoint): boolean => of === 'guest.start' || of === 'guest.delete';
  const rest = points.filter((point) => !isAlways(point));
  return [...points.filter(isAlways), ...new Dice(seed).sample(rest, others)];
}

/** Brings an operation to each of the points, on one of the hosts. */
export async function bringAll(points: readonly KillPoint[], grounds: Grounds): Promise<HeldOperation[]> {
  const prepared: PreparedSubject[] = [];
  const hosts = spread(points, grounds.hosts);
  for (const [index, point] of points.entries()) {
    const host = hosts[index];
    if (host !== undefined) prepared.push(await prepare(point, host, grounds.api));
  }
  const held: HeldOperation[] = [];
  for (const each of prepared) held.push(await bring(each, grounds));
  return held;
}

/** Waits until every operation has ended. */
export async function expectFinished(held: readonly HeldOperation[], api: Api, maxPolls = MAX_POLLS): Promise<void> {
  for (let polls = 1; ; polls++) {
    const unfinished = await findUnfinished(held, api);
    if (unfinished.length === 0) return;
    if (polls > maxPolls) {
      const stuck = held.filter(({ operation }) => unfinished.some(({ id }) => id === operation));
      const descriptions = stuck.map((each) => {
        const row = unfinished.find(({ id }) => id === each.operation);
        return `${nameOf(each.point)} (${row?.state}, ${row?.attempts} attempts)`;
      });
      throw new Error(`stuck after ${polls} polls: ${descriptions.join('; ')}`);
    }
    await wait(POLL_INTERVAL_MS);
  }
}

/**
 * Checks that no operation is lost, doubled or stuck, that the guests on every host are those of the rows, that the
 * `services` running services have no more sessions than they need, and that each host is owned once.
 */
export async function checkAll(
  held: readonly HeldOperation[],
  grounds: Omit<Grounds, 'statements'>,
  database: pg.ClientConfig,
  services: number,
): Promise<void> {
  const { hosts } = grounds;
  for (const each of held) await check(each, grounds);
  const client = new pg.Client(database);
  await client.connect();
  try {
    // Any running service numbers the events of all services.
    await eventually(async () => (await client.query('select from events where id is null')).rowCount === 0);
    expect(await findViolations(client)).to.deep.equal([]);
    // A lost session may still be ending, and its successor may still be starting. A service that has received the
    // content of an image has a second session for this.
    const sessions = `select count(*) filter (where classid = ${0x67680001}::oid)::int as workers,
         count(*) filter (where classid = ${0x67680002}::oid)::int as owners,
         (select count(*)::int from host_leases l join pg_locks k on k.objid = l.worker::oid and k.classid = ${0x67680001}::oid and k.granted
            and k.database = (select oid from pg_database where datname = current_database())) as leases
       from pg_locks where locktype = 'advisory' and granted
         and database = (select oid from pg_database where datname = current_database())`;
    await eventually(async () => {
      const { rows } = await client.query<Record<'workers' | 'owners' | 'leases', number>>(sessions);
      const { workers = 0, owners = 0, leases = 0 } = rows[0] ?? {};
      const isOwnedOnce = owners === hosts.length && leases === hosts.length;
      return isOwnedOnce && workers >= services && workers <= 2 * services;
    });
    for (const host of hosts) {
      const { rows } = await client.query<{ id: string }>(
        'select id from guests where $1::uuid is null or host_id = $1 order by id',
        [host.id],
      );
      expect(await host.listGuests()).to.deep.equal(rows.map(({ id }) => id));
    }
  } finally {
    await client.end();
  }
}
