/** Queries for metrics: open operations and guests by state, guests of a host, usage of the connection pool. */
import type { Knex } from 'knex';
import type { GuestId, HostId } from '../domain/ids.js';
import type { GuestState, OperationState } from '../domain/words.js';
import type { Database } from './database.js';
import { namedRows } from './statement.js';

export interface Counts {
  readonly openOperations: Readonly<Partial<Record<OperationState, number>>>;
  readonly guests: Readonly<Partial<Record<GuestState, number>>>;
}

/** One statement, so that all figures are from the same moment. */
export async function countOpenOperationsAndGuests(sql: Knex): Promise<Counts> {
  const counted = await namedRows<{ of: 'operations' | 'guests'; state: string; count: number }>(
    sql,
    'metrics-counts',
    `select 'operations' as of, state, count(*)::int as count from operations where finished_at is null group by state
     union all select 'guests', state, count(*)::int from guests group by state`,
    [],
  );
  const of = (what: 'operations' | 'guests'): Record<string, number> =>
    Object.fromEntries(counted.filter((row) => row.of === what).map(({ state, count }) => [state, count]));
  return { openOperations: of('operations'), guests: of('guests') };
}

export interface NamedGuest {
  readonly id: GuestId;
  readonly name: string;
  readonly memoryMib: number;
}

/** Of the guests in `among` that belong to the host, returns the `max` oldest guests and the total number. */
export async function listGuestsToMeasure(
  sql: Knex,
  host: HostId,
  among: readonly GuestId[],
  max: number,
): Promise<{ readonly guests: readonly NamedGuest[]; readonly total: number }> {
  const found = await namedRows<{ id: GuestId; name: string; memory_mib: number; total: number }>(
    sql,
    'metrics-guests',
    `select id, name, memory_mib, count(*) over ()::int as total from guests where host_id = ? and id = any(?::uuid[])
     order by created_at, id limit ?`,
    [host, [...among], max],
  );
  return {
    guests: found.map(({ id, name, memory_mib }) => ({ id, name, memoryMib: memory_mib })),
    total: found[0]?.total ?? 0,
  };
}

export interface PoolUsage {
  readonly used: number;
  readonly free: number;
  /** Number of callers that wait for a connection. */
  readonly pending: number;
}

/** Counters of knex's pool (tarn), which knex's types do not declare. */
export function poolUsage({ knex }: Database): PoolUsage {
  const { pool } = knex.client as {
    readonly pool: { numUsed(): number; numFree(): number; numPendingAcquires(): number };
  };
  return { used: pool.numUsed(), free: pool.numFree(), pending: pool.numPendingAcquires() };
}
