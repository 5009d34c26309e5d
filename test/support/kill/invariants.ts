/**
 * The invariants of the rows of guests, of their claims and of all operations, and of the events about them, which must
 * hold at every moment, whichever process was killed. One statement reads all of them, so that the compared values are
 * from the same moment.
 */
import { isDeepStrictEqual } from 'node:util';
import type pg from 'pg';
import type { GuestState, OperationKind, OperationState } from '../../../generated/api-types.js';
import { shownState, TARGET_WHILE_OPEN, type KindOfGuest, type ObservedState } from './shown-state.js';
import { EventLedger } from './event-ledger.js';
import type { ReportedEvent } from './event-ledger.js';

interface GuestRow {
  readonly id: string;
  readonly name: string;
  readonly state: GuestState;
  readonly observed: ObservedState | null;
  readonly target_power_state: string | null;
  readonly open_operation_id: string | null;
  readonly open_kind: KindOfGuest | null;
  readonly host_id: string;
  readonly vcpus: number;
  readonly memory_mib: number;
  readonly disk_mib: number;
}

/** What a guest claims of a host. */
interface ClaimRow {
  readonly guest_id: string;
  readonly role: string;
  readonly host_id: string;
  readonly vcpus: number;
  readonly memory_mib: number;
  readonly disk_mib: number;
}

interface OperationRow {
  readonly id: string;
  readonly seq: number;
  readonly kind: OperationKind;
  readonly state: OperationState;
  readonly subject_id: string;
  readonly worker: number | null;
  readonly attempts: number;
  readonly fault: { readonly kind: string } | null;
  readonly is_started: boolean;
  readonly is_finished: boolean;
  /** The size that an update gives its guest; null: it does not change the size. */
  readonly new_vcpus: number | null;
  readonly new_memory_mib: number | null;
}

interface Rows {
  readonly guests: GuestRow[];
  readonly claims: ClaimRow[];
  readonly images: string[];
  readonly operations: OperationRow[];
  readonly events: ReportedEvent[];
}

/** The number of ended operations that are checked in addition to the open ones. Ended operations no longer change. */
const RECENT_OPERATIONS = 100;

const ALL = `select
  (select coalesce(json_agg(g), '[]') from (
     select id, name, state, observed, target_power_state, open_operation_id, open_kind, host_id, vcpus, memory_mib, disk_mib
     from guests) g) as guests,
  (select coalesce(json_agg(p), '[]') from (
     select guest_id, role, host_id, vcpus, memory_mib, disk_mib from placements) p) as claims,
  (select coalesce(json_agg(id), '[]') from images) as images,
  (select coalesce(json_agg(o), '[]') from (
     select id, seq, kind, state, subject_id, worker, attempts, fault, started_at is not null as is_started,
       finished_at is not null as is_finished, (params #>> '{changes,vcpus}')::int as new_vcpus,
       (params #>> '{changes,memoryMib}')::int as new_memory_mib from operations
     where state in ('queued', 'running') or seq > (select max(seq) from operations) - ${RECENT_OPERATIONS} order by seq) o) as operations,
  (select coalesce(json_agg(e), '[]') from (
     select seq, id, kind, subject_id, operation_id, detail from events where id > $1
     union all select seq, id, kind, subject_id, operation_id, detail from events where id is null
     order by id nulls last, seq) e) as events`;

const OPEN: readonly OperationState[] = ['queued', 'running'];

/**
 * Returns a sentence for each violation. A caller that checks repeatedly passes the same `ledger` each time, so that
 * only new events are read.
 */
export async function findViolations(client: pg.Client, ledger: EventLedger = new EventLedger()): Promise<string[]> {
  const { rows } = await client.query<Rows>(ALL, [ledger.last]);
  const { guests = [], claims = [], images = [], operations = [], events = [] } = rows[0] ?? {};
  const open = new Map<string, OperationRow[]>();
  for (const operation of operations.filter(({ state }) => OPEN.includes(state))) {
    open.set(operation.subject_id, [...(open.get(operation.subject_id) ?? []), operation]);
  }
  const violations: string[] = [];
  const must = (holds: boolean, what: string): void => {
    if (!holds) violations.push(what);
  };
  for (const guest of guests) checkGuest(guest, open.get(guest.id) ?? [], must);
  checkClaims(guests, claims, open, must);
  const known = new Set([...guests.map(({ id }) => id), ...images]);
  for (const operation of operations) checkOperation(operation, known, must);
  return [...violations, ...ledger.take(events), ...ledger.compare(guests, operations)];
}

type Must = (holds: boolean, what: string) => void;

function checkGuest(guest: GuestRow, open: readonly OperationRow[], must: Must): void {
  const { name, state, observed, open_kind: openKind } = guest;
  const newest = open.at(-1);
  must(guest.open_operation_id === (newest?.id ?? null), `${name} names another open operation than its newest`);
  must(openKind === (newest?.kind ?? null), `${name} names another kind than that of its open operation`);
  must(open.filter((operation) => operation.state === 'running').length <= 1, `${name} has two running operations`);
  const shown = shownState(observed, openKind);
  must(state === shown || state === 'unknown', `${name} is ${state}, not ${shown} (observed ${observed})`);
  const target = openKind === null ? null : TARGET_WHILE_OPEN[openKind];
  must(guest.target_power_state === target, `${name} aims at ${guest.target_power_state}, not at ${target}`);
}

/**
 * Every guest claims exactly what it has on its host, and nothing else claims anything. While an update is open, the
 * guest claims the larger of its size before and after the update.
 */
function checkClaims(
  guests: readonly GuestRow[],
  claims: readonly ClaimRow[],
  open: ReadonlyMap<string, readonly OperationRow[]>,
  must: Must,
): void {
  for (const { id, name, host_id, vcpus, memory_mib, disk_mib } of guests) {
    const updates = (open.get(id) ?? []).filter(({ kind }) => kind === 'guest.update');
    const claim: ClaimRow = {
      ...{ guest_id: id, role: 'home', host_id, disk_mib },
      vcpus: Math.max(vcpus, ...updates.map((update) => update.new_vcpus ?? 0)),
      memory_mib: Math.max(memory_mib, ...updates.map((update) => update.new_memory_mib ?? 0)),
    };
    const found = claims.filter(({ guest_id: guest }) => guest === id);
    must(isDeepStrictEqual(found, [claim]), `${name} claims ${JSON.stringify(found)}, not ${JSON.stringify(claim)}`);
  }
  const known = new Set(guests.map(({ id }) => id));
  for (const { guest_id: guest } of claims) must(known.has(guest), `${guest} claims something and does not exist`);
}

function checkOperation(operation: OperationRow, subjects: ReadonlySet<string>, must: Must): void {
  const { id, kind, state, worker, attempts } = operation;
  const what = `${kind} ${id} (${state})`;
  const isOpen = OPEN.includes(state);
  must(operation.is_finished === !isOpen, `${what}: its end and its state differ`);
  must((worker !== null) === (state === 'running'), `${what} has worker ${worker}`);
  must((operation.fault !== null) === (state === 'failed'), `${what} has fault ${operation.fault?.kind}`);
  must(operation.is_started === attempts > 0, `${what} was attempted ${attempts} times`);
  must(state === 'queued' || state === 'cancelled' || attempts > 0, `${what} was never attempted`);
  must(!isOpen || subjects.has(operation.subject_id), `${what} is open, its subject gone`);
  must(operation.fault?.kind !== 'internal', `${what} failed inside`);
}
