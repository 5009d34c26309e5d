/**
 * Pages of 100 of 1,000,000 guests, read from the store because HTTP would add the same time to each page and so
 * improve the ratios. The bench reads pages from the first, middle and last marker, and with searches. One client sends
 * all kinds of requests in turn; the result of a round is the median of its requests.
 */
import { GUESTS } from '../../src/domain/collections.js';
import { isGuesthouseError } from '../../src/domain/errors.js';
import { newId } from '../../src/domain/ids.js';
import type { ProjectId } from '../../src/domain/ids.js';
import { SILENT_LOG } from '../../src/domain/log.js';
import { readPageRequest } from '../../src/domain/page-request.js';
import type { PageParameters } from '../../src/domain/page-request.js';
import { openDatabase } from '../../src/store/database.js';
import type { Database } from '../../src/store/database.js';
import { listGuests } from '../../src/store/guests.js';
import { createTestDatabase } from '../support/database/database.js';
import { makeWorld } from '../support/database/rows.js';
import { median, spread } from './median.js';
import { fillGuests } from './running-service.js';
import { allOf } from '../support/access/visibility.js';

const GUESTS_COUNT = 1_000_000;
const LIMIT = 100;
const ROUNDS = 9;
const REQUESTS = 20;
/** The number of rounds for requests that take seconds. */
const SLOW_ROUNDS = 3;

type Parameters = Omit<PageParameters, 'limit'>;

export async function benchPaging(): Promise<void> {
  const database = await createTestDatabase();
  const db = await openDatabase(database.url, { log: SILENT_LOG });
  try {
    const { project } = await makeWorld(db);
    await fill(database.url);
    console.log(
      `Paging: ${GUESTS_COUNT} guests, pages of ${LIMIT}, ${ROUNDS} rounds of ${REQUESTS} each in turn, one client`,
    );
    for (const key of ['created_at', 'name'] as const) {
      const middle = await markerAt(db, key, GUESTS_COUNT / 2);
      const last = await markerAt(db, key, GUESTS_COUNT - LIMIT - 1);
      await compare(db, project, `sort_by=${key}`, 'first page', { sort_by: key }, [
        { what: 'middle', parameters: { sort_by: key, marker: middle } },
        { what: 'last', parameters: { sort_by: key, marker: last } },
      ]);
    }
    const unsearched = { sort_by: 'name' };
    await compare(db, project, 'searches', 'first page by name without a search', unsearched, [
      { what: 'name=web-12* by name (aim: within 3)', parameters: { sort_by: 'name', search: 'name=web-12*' } },
      {
        what: 'name=web-12* by name, from its middle',
        parameters: { sort_by: 'name', search: 'name=web-12*', marker: await idOf(db, 'web-125000') },
      },
      { what: 'state=running', parameters: { search: 'state=running' } },
      { what: 'name=web-12*', parameters: { search: 'name=web-12*' } },
    ]);
    await searchWithoutIndex(db, project);
    console.log();
  } finally {
    await db.close();
    await database.drop();
  }
}

/**
 * Builds the indexes after the rows, because inserting rows into indexed tables would not end within 30 s. Each index
 * is then as compact as after a reindex.
 */
async function fill(url: string): Promise<void> {
  const db = await openDatabase(url, { log: SILENT_LOG, statementTimeoutMs: 300_000 });
  const { rows: indexes } = await db.knex.raw<{ rows: { name: string; definition: string }[] }>(
    `select indexname as name, indexdef as definition from pg_indexes where tablename = 'guests'
       and indexname not in (select conname from pg_constraint)`,
  );
  for (const { name } of indexes) await db.knex.raw(`drop index ${name}`);
  await fillGuests(db, GUESTS_COUNT, ['stopped', 'running', 'error', 'suspended']);
  for (const { definition } of indexes) await db.knex.raw(definition);
  await db.knex.raw('analyze guests');
  await db.close();
}

/** One page, in milliseconds. */
async function measure(db: Database, project: ProjectId, parameters: Parameters, fewest: number): Promise<number> {
  const request = readPageRequest(GUESTS, { limit: LIMIT, ...parameters }, new Date());
  const begun = performance.now();
  const { rows } = await listGuests(db.knex, allOf(project), request);
  const tookMs = performance.now() - begun;
  if (rows.length < fewest) throw new Error(`${JSON.stringify(parameters)} found ${rows.length} guests`);
  return tookMs;
}

async function compare(
  db: Database,
  project: ProjectId,
  title: string,
  baseWhat: string,
  base: Parameters,
  others: readonly { readonly what: string; readonly parameters: Parameters }[],
): Promise<void> {
  const all = [base, ...others.map(({ parameters }) => parameters)];
  for (let warm = 0; warm < 50; warm++) for (const parameters of all) await measure(db, project, parameters, LIMIT);
  const rounds: number[][] = all.map(() => []);
  for (let round = 0; round < ROUNDS; round++) {
    const times: number[][] = all.map(() => []);
    for (let request = 0; request < REQUESTS; request++) {
      for (const [index, parameters] of all.entries())
        times[index]?.push(await measure(db, project, parameters, LIMIT));
    }
    for (const [index, some] of times.entries()) rounds[index]?.push(median(some));
  }
  const [baseMs = []] = rounds;
  console.log(`  ${title}: ${baseWhat} ${median(baseMs).toFixed(2)} ms`);
  for (const [index, { what }] of others.entries()) {
    const ratios = (rounds[index + 1] ?? []).map((ms, round) => ms / (baseMs[round] ?? NaN));
    console.log(`    ${what}: ${spread(ratios)} of it`);
  }
}

async function searchWithoutIndex(db: Database, project: ProjectId): Promise<void> {
  for (const search of ['description=*nothing*', `metadata.role=db or nowhere-${newId().slice(0, 8)}`]) {
    const ends: string[] = [];
    for (let round = 0; round < SLOW_ROUNDS; round++) {
      const begun = performance.now();
      const end = await measure(db, project, { search }, 0).then(
        () => 'a result',
        (error: unknown) => {
          if (isGuesthouseError(error, 'query_timed_out')) return 'query_timed_out';
          throw error;
        },
      );
      ends.push(`${end} after ${((performance.now() - begun) / 1_000).toFixed(1)} s`);
    }
    console.log(`    ${search.replace(/-[0-9a-f]{8}$/, '')}, which finds nothing: ${ends.join(', ')}`);
  }
}

/** The id of the guest at this position (from 0) in a sort order. */
async function markerAt(db: Database, key: 'created_at' | 'name', place: number): Promise<string> {
  const column = key === 'name' ? 'name_folded' : key;
  const [row] = await db.knex<{ id: string }>('guests').orderBy([column, 'id']).offset(place).limit(1).select('id');
  return row?.id ?? '';
}

async function idOf(db: Database, name: string): Promise<string> {
  const row = await db.knex<{ id: string; name: string }>('guests').where({ name }).first('id');
  return row?.id ?? '';
}
