/**
 * The claims of guests on hosts. They are the only truth about what is taken: the transaction that creates a guest, or
 * that queues an operation to make it larger, claims the room, and the claim goes with the row of the guest.
 *
 *   lock the row of the host ─► claim, in a NEW statement ─► commit
 *                                  └─ no room any more: the transaction is rolled back
 *
 * The claim must be a statement of its own: in one statement, the sum would be read from a snapshot that is older than
 * the wait for the lock, and would not include what the previous holder of the lock has claimed. Both statements come
 * last in their transaction, because other claims on the host wait for its commit.
 * Invariant: no claim is granted beyond the capacity of the host at that moment (test/store/placements.test.ts).
 */
import type { Knex } from 'knex';
import type { Amounts } from '../domain/capacity.js';
import type { Visibility } from '../domain/access.js';
import type { HostCapabilities } from '../domain/host.js';
import type { GuestId, HostId, ZoneId } from '../domain/ids.js';
import type { NetworkVisibility } from '../domain/networks.js';
import type { Candidate } from '../domain/placement.js';
import type { Search } from '../domain/search/tree.js';
import type { HostState } from '../domain/words.js';
import { hostsMatching } from './hosts.js';
import { MISSING_NETWORKS } from './networks.js';
import { sql as sqlOf } from './search.js';
import { namedRows, plannedRows, SEARCH_TIMEOUT_MS } from './statement.js';

/** What the guests of the host `h` claim, as columns of a lateral join. */
const TAKEN = `cross join lateral (
  select coalesce(sum(p.vcpus), 0) as vcpus, coalesce(sum(p.memory_mib), 0) as memory_mib,
    coalesce(sum(p.disk_mib), 0) as disk_mib
  from placements p where p.host_id = h.id) taken`;

/** The capacity of the host `h`: `capacityOf` of domain/capacity.ts. Null: not limited. */
const CAPACITY = {
  vcpus: 'greatest(0, floor((h.vcpus - h.reserved_vcpus) * h.vcpu_ratio))',
  memory_mib: 'greatest(0, floor((h.memory_mib - h.reserved_memory_mib) * h.memory_ratio))',
  disk_mib: 'greatest(0, floor((h.disk_mib - h.reserved_disk_mib) * h.disk_ratio))',
} as const;

/** The host, as it is now; its row stays locked until the transaction ends. */
async function lockForClaim(trx: Knex.Transaction, host: HostId): Promise<{ readonly isOpen: boolean } | null> {
  const [found] = await namedRows<{ isOpen: boolean }>(
    trx,
    'lock-for-claim',
    `select is_schedulable and state = 'up' as "isOpen" from hosts where id = ? for no key update`,
    [host],
  );
  return found ?? null;
}

/**
 * Claims room for a new guest, which must already have a row. False if the host does not have the room any more, is
 * away, or gets no new guests; then the transaction must not be committed.
 */
export async function claim(
  trx: Knex.Transaction,
  guest: GuestId,
  host: HostId,
  { vcpus, memoryMib, diskMib }: Amounts,
): Promise<boolean> {
  if ((await lockForClaim(trx, host))?.isOpen !== true) return false;
  const claimed = await namedRows(
    trx,
    'claim',
    `insert into placements (guest_id, host_id, vcpus, memory_mib, disk_mib)
     select wanted.guest_id, h.id, wanted.vcpus, wanted.memory_mib, wanted.disk_mib
     from (select ?::uuid as guest_id, ?::int as vcpus, ?::int as memory_mib, ?::bigint as disk_mib) wanted
     join hosts h on h.id = ? ${TAKEN}
     where (wanted.vcpus = 0 or taken.vcpus + wanted.vcpus <= ${CAPACITY.vcpus})
       and (wanted.memory_mib = 0 or taken.memory_mib + wanted.memory_mib <= ${CAPACITY.memory_mib})
       and (wanted.disk_mib = 0 or h.disk_mib is null or taken.disk_mib + wanted.disk_mib <= ${CAPACITY.disk_mib})
     returning guest_id`,
    [guest, vcpus, memoryMib, diskMib, host],
  );
  return claimed.length > 0;
}

/**
 * Claims the larger of what the guest claims and of this size, for an operation that changes the size of the guest.
 * Only what is added must fit, so a guest can always become smaller. False if its host does not have the room; then
 * the transaction must not be committed. The statement names the host, because a plan that was made for empty tables
 * would otherwise add the claims of every host (test/store/plans.test.ts).
 */
export async function claimToResize(
  trx: Knex.Transaction,
  guest: GuestId,
  host: HostId,
  { vcpus, memoryMib }: Pick<Amounts, 'vcpus' | 'memoryMib'>,
): Promise<boolean> {
  if ((await lockForClaim(trx, host)) === null) return false;
  const claimed = await namedRows(
    trx,
    'claim-to-resize',
    `update placements own
     set vcpus = greatest(own.vcpus, wanted.vcpus), memory_mib = greatest(own.memory_mib, wanted.memory_mib)
     from (select ?::uuid as guest_id, ?::int as vcpus, ?::int as memory_mib) wanted, hosts h ${TAKEN}
     where own.guest_id = wanted.guest_id and own.role = 'home' and own.host_id = h.id and h.id = ?
       and (wanted.vcpus <= own.vcpus or taken.vcpus - own.vcpus + wanted.vcpus <= ${CAPACITY.vcpus})
       and (wanted.memory_mib <= own.memory_mib
         or taken.memory_mib - own.memory_mib + wanted.memory_mib <= ${CAPACITY.memory_mib})
     returning own.guest_id`,
    [guest, vcpus, memoryMib, host],
  );
  return claimed.length > 0;
}

/**
 * Makes the claim of the guest what the guest has, or what an open operation may give it, if that is more. Grants
 * nothing: the operation has claimed its size, and a size that others gave the guest on its host is a fact.
 */
export async function settleClaim(trx: Knex.Transaction, guest: GuestId): Promise<void> {
  await namedRows(
    trx,
    'settle-claim',
    `update placements own set vcpus = greatest(g.vcpus, change.vcpus), memory_mib = greatest(g.memory_mib, change.memory_mib)
     from guests g cross join lateral (
       select max((o.params #>> '{changes,vcpus}')::int) as vcpus, max((o.params #>> '{changes,memoryMib}')::int) as memory_mib
       from operations o
       where o.project_id = g.project_id and o.subject_id = g.id and o.finished_at is null and o.kind = 'guest.update') change
     where own.guest_id = ? and own.role = 'home' and g.id = own.guest_id
       and (own.vcpus, own.memory_mib) is distinct from (greatest(g.vcpus, change.vcpus), greatest(g.memory_mib, change.memory_mib))`,
    [guest],
  );
}

/** Which hosts a request allows, and what a guest needs of them. Null: any. */
export interface CandidateFilter {
  readonly host: HostId | null;
  readonly zone: ZoneId | null;
  readonly search: Search['criteria'];
  /** Limit the guests and networks that the search can consider. */
  readonly visibility: Visibility;
  readonly seenNetworks: NetworkVisibility;
  /** A host with at least these capabilities is shown without its capabilities. */
  readonly capabilities: Partial<HostCapabilities>;
  /** The names of the networks that the guest needs. */
  readonly networks: readonly string[];
}

interface CandidateRow {
  readonly id: HostId;
  readonly name: string;
  readonly state: HostState;
  readonly is_schedulable: boolean;
  readonly is_described: boolean;
  readonly is_selected: boolean;
  readonly vcpus: number;
  readonly memory_mib: number;
  readonly disk_mib: number | null;
  readonly ratios: readonly [number, number, number];
  readonly reserved: readonly [number, number, number];
  readonly taken: readonly [number, number, number];
  readonly capabilities: HostCapabilities | null;
  readonly missing_networks: readonly string[];
}

/** Every host, the oldest first, without locks: the claim decides. One statement, however many hosts there are. */
export async function listCandidates(sql: Knex, filter: CandidateFilter): Promise<Candidate[]> {
  const matching =
    filter.search === null ? sqlOf('true') : hostsMatching(filter.visibility, filter.seenNetworks, filter.search);
  const text = `select h.id, h.name, h.state, h.is_schedulable, h.hypervisor_version <> '' as is_described,
      (?::uuid is null or h.id = ?::uuid) and (?::uuid is null or h.zone_id = ?::uuid) and ${matching.text} as is_selected,
      h.vcpus, h.memory_mib, h.disk_mib,
      jsonb_build_array(h.vcpu_ratio, h.memory_ratio, h.disk_ratio) as ratios,
      jsonb_build_array(h.reserved_vcpus, h.reserved_memory_mib, h.reserved_disk_mib) as reserved,
      jsonb_build_array(taken.vcpus, taken.memory_mib, taken.disk_mib) as taken,
      case when h.capabilities @> ?::jsonb then null else h.capabilities end as capabilities,
      ${MISSING_NETWORKS} as missing_networks
    from hosts h ${TAKEN} order by h.created_at, h.id`;
  const { host, zone } = filter;
  const bindings = [
    host,
    host,
    zone,
    zone,
    ...matching.bindings,
    JSON.stringify(filter.capabilities),
    [...filter.networks],
  ] as Knex.RawBinding[];
  const found =
    filter.search === null
      ? await namedRows<CandidateRow>(sql, 'candidates', text, bindings)
      : await plannedRows<CandidateRow>(sql, text, bindings, SEARCH_TIMEOUT_MS);
  return found.map((row) => ({
    ...{ id: row.id, name: row.name, state: row.state, isSchedulable: row.is_schedulable },
    ...{ isDescribed: row.is_described, isSelected: row.is_selected, capabilities: row.capabilities },
    missingNetworks: row.missing_networks,
    ...{ vcpus: row.vcpus, memoryMib: row.memory_mib, diskMib: row.disk_mib },
    ...{ ratios: amountsOf(row.ratios), reserved: amountsOf(row.reserved), taken: amountsOf(row.taken) },
  }));
}

function amountsOf([vcpus, memoryMib, diskMib]: readonly [number, number, number]): Amounts {
  return { vcpus, memoryMib, diskMib };
}
