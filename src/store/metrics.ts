/** Queries for metrics: open operations, guests and hosts, guests of a host, usage of the connection pool. */
import type { Knex } from 'knex';
import type { Amounts, CapacityOfHost } from '../domain/capacity.js';
import type { Host } from '../domain/host.js';
import type { GuestId, HostId } from '../domain/ids.js';
import type { GuestState, HostState, OperationState } from '../domain/words.js';
import type { Database } from './database.js';
import { namedRows } from './statement.js';

export type OpenOperations = Readonly<Partial<Record<OperationState, number>>>;

export interface CountedHost extends CapacityOfHost, Pick<Host, 'name' | 'state' | 'isSchedulable' | 'taken'> {
  readonly openOperations: OpenOperations;
}

export interface Counts {
  readonly openOperations: OpenOperations;
  readonly guests: Readonly<Partial<Record<GuestState, number>>>;
  /** The oldest hosts, the oldest first. */
  readonly hosts: readonly CountedHost[];
  /** The number of hosts that `hosts` does not have. */
  readonly hostsLeftOut: number;
}

interface CountRow {
  readonly of: 'operations' | 'guests';
  readonly host_id: HostId | null;
  readonly state: string;
  readonly count: number;
}

interface HostRow {
  readonly of: 'hosts';
  readonly host_id: HostId;
  readonly state: HostState;
  /** The number of all hosts. */
  readonly count: number;
  readonly host: Pick<Host, 'name' | 'isSchedulable' | 'vcpus' | 'memoryMib' | 'diskMib'> & {
    readonly ratios: AmountsColumn;
    readonly reserved: AmountsColumn;
    readonly taken: AmountsColumn;
  };
}

type AmountsColumn = readonly [number | null, number | null, number | null];

/**
 * One statement, so that all figures are from the same moment, however many hosts exist. It reads each open operation,
 * each guest and each claim once.
 */
export async function countForMetrics(sql: Knex, hostsMax: number): Promise<Counts> {
  const counted = await namedRows<CountRow | HostRow>(
    sql,
    'metrics-counts',
    `select 'operations' as of, host_id, state, count(*)::int as count, null::jsonb as host
     from operations where finished_at is null group by host_id, state
     union all
     select 'guests', null, state, count(*)::int, null from guests group by state
     union all
     (select 'hosts', h.id, h.state, count(*) over ()::int, jsonb_build_object(
        'name', h.name, 'isSchedulable', h.is_schedulable, 'vcpus', h.vcpus, 'memoryMib', h.memory_mib, 'diskMib', h.disk_mib,
        'ratios', jsonb_build_array(h.vcpu_ratio, h.memory_ratio, h.disk_ratio),
        'reserved', jsonb_build_array(h.reserved_vcpus, h.reserved_memory_mib, h.reserved_disk_mib),
        'taken', (select jsonb_build_array(sum(p.vcpus), sum(p.memory_mib), sum(p.disk_mib)) from placements p where p.host_id = h.id))
      from hosts h order by h.created_at, h.id limit ?)`,
    [hostsMax],
  );
  const of = (what: CountRow['of']): CountRow[] => counted.filter((row): row is CountRow => row.of === what);
  const open = of('operations');
  const hosts = counted.filter((row): row is HostRow => row.of === 'hosts');
  const openByHost = new Map<HostId | null, CountRow[]>();
  for (const row of open) openByHost.set(row.host_id, [...(openByHost.get(row.host_id) ?? []), row]);
  return {
    openOperations: sumsOf(open),
    guests: sumsOf(of('guests')),
    hosts: hosts.map(({ host_id, state, host }) => ({
      ...{ ...host, state, ratios: amountsOf(host.ratios), reserved: amountsOf(host.reserved) },
      ...{ taken: amountsOf(host.taken), openOperations: sumsOf(openByHost.get(host_id) ?? []) },
    })),
    hostsLeftOut: (hosts[0]?.count ?? 0) - hosts.length,
  };
}

function sumsOf(counted: readonly CountRow[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { state, count } of counted) sums[state] = (sums[state] ?? 0) + count;
  return sums;
}

/** Null: a host without guests. */
function amountsOf([vcpus, memoryMib, diskMib]: AmountsColumn): Amounts {
  return { vcpus: vcpus ?? 0, memoryMib: memoryMib ?? 0, diskMib: diskMib ?? 0 };
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
