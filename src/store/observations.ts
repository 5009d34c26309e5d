/**
 * Stores what the hypervisor reports about guests: one statement updates many guests.
 *
 * `observed_seq` increases with every write of a guest's facts. An observation reads `observed_seq` before it begins
 * (`readFacts`), and writes only if the value has not changed (`writeObservations`). So a stale observation never
 * overwrites the result of an operation, and every state that is written was computed from the facts that the row still
 * has.
 */
import type { Knex } from 'knex';
import type { Fault, SeenAddresses } from '../domain/guest.js';
import type { ErrorKind } from '../domain/errors.js';
import { SEVERITY_OF_EVENT } from '../domain/event.js';
import type { EventDetail } from '../domain/event.js';
import type { GuestId, HostId } from '../domain/ids.js';
import { guestState } from '../domain/lifecycle.js';
import type { PowerCycleReason } from '../domain/power-cycle.js';
import { isStall } from '../domain/stall.js';
import type { EventKind, EventSeverity, GuestState, ObservedState, OperationKind } from '../domain/words.js';
import { UNNUMBERED_CHANNEL } from './events.js';
import { namedRows } from './statement.js';

export interface FactsRead {
  readonly id: GuestId;
  readonly seq: number;
  readonly observed: ObservedState | null;
  readonly openKind: OperationKind | null;
  readonly openState: GuestState | null;
  readonly state: GuestState;
  /** The kind of the guest's fault, without regard to `isUnresponsive`. */
  readonly faultKind: ErrorKind | null;
  readonly isUnresponsive: boolean;
  readonly isPowerCycleRequired: boolean;
  readonly addresses: SeenAddresses;
}

interface FactsRow {
  readonly id: string;
  readonly observed_seq: number;
  readonly observed: ObservedState | null;
  readonly open_kind: OperationKind | null;
  readonly open_state: GuestState | null;
  readonly state: GuestState;
  readonly fault_kind: ErrorKind | null;
  readonly is_unresponsive: boolean;
  readonly is_power_cycle_required: boolean;
  readonly addresses: SeenAddresses;
}

/** The facts of all guests of a host, or of the given ones. */
export async function readFacts(sql: Knex, host: HostId, which: readonly GuestId[] | 'all'): Promise<FactsRead[]> {
  const select = `select id, observed_seq, observed, open_kind, open_state, state, fault ->> 'kind' as fault_kind,
    unresponsive_since is not null as is_unresponsive, is_power_cycle_required, addresses from guests where host_id = ?`;
  const found =
    which === 'all'
      ? await namedRows<FactsRow>(sql, 'facts-of-host', select, [host])
      : await namedRows<FactsRow>(sql, 'facts-of-guests', `${select} and id = any(?::uuid[])`, [host, [...which]]);
  return found.map((row) => ({
    id: row.id as GuestId,
    seq: row.observed_seq,
    observed: row.observed,
    openKind: row.open_kind,
    openState: row.open_state,
    state: row.state,
    faultKind: row.fault_kind,
    isUnresponsive: row.is_unresponsive,
    isPowerCycleRequired: row.is_power_cycle_required,
    addresses: row.addresses,
  }));
}

export interface ObservationToWrite {
  readonly facts: FactsRead;
  readonly observed: ObservedState | null;
  /** Null keeps the current fault. */
  readonly fault: Fault | null;
  /** Null keeps the current addresses, unless the guest has lost its power. */
  readonly addresses: SeenAddresses | null;
  /** Whether the guest's machine does not respond. If so, `observed` is the state that was last observed. */
  readonly isUnresponsive: boolean;
}

/**
 * Writes observations, records the events of each guest whose machine changed, and returns the updated guests. It uses
 * one statement, so that the service need not read the rows of ten thousand guests to record their events. Most guests
 * have the same outcome, so each distinct outcome is sent only once.
 */
export async function writeObservations(
  trx: Knex.Transaction,
  observations: readonly ObservationToWrite[],
): Promise<GuestId[]> {
  if (observations.length === 0) return [];
  const outcomes = new Map<string, number>();
  const nths = observations.map((observation) => {
    const text = JSON.stringify(outcomeOf(observation));
    const nth = outcomes.get(text) ?? outcomes.size + 1;
    outcomes.set(text, nth);
    return nth;
  });
  const changed = await namedRows<{ id: GuestId }>(
    trx,
    'write-observations',
    `with seen as materialized (
       select s.id, s.seq, o.* from unnest(?::uuid[], ?::bigint[], ?::bigint[]) as s (id, seq, nth)
       join rows from (json_to_recordset(?::json) as (observed text, state text, fault jsonb, addresses jsonb, unresponsive boolean, events jsonb))
         with ordinality as o (observed, state, fault, addresses, unresponsive, events, nth) on o.nth = s.nth),
     changed as (
       update guests g
       set observed = o.observed, observed_seq = g.observed_seq + 1, state = o.state, fault = coalesce(o.fault, g.fault),
         addresses = coalesce(o.addresses, g.addresses),
         unresponsive_since = case when o.unresponsive then coalesce(g.unresponsive_since, clock_timestamp()) end
       from seen o
       where g.id = o.id and g.observed_seq = o.seq
         and ((g.observed, g.state, g.unresponsive_since is not null) is distinct from (o.observed, o.state, o.unresponsive)
           or o.fault is not null or o.addresses <> g.addresses)
       returning g.id, g.project_id, g.name, g.name_folded, o.events),
     recorded as (
       insert into events (kind, severity, project_id, subject_kind, subject_id, subject_name, subject_name_folded, detail)
       select e.kind, e.severity, c.project_id, 'guest', c.id, c.name, c.name_folded, e.detail
       from changed c, jsonb_to_recordset(c.events) as e (kind text, severity text, detail jsonb))
     select id, (select pg_notify('${UNNUMBERED_CHANNEL}', '') from changed where events <> '[]' limit 1) from changed`,
    [
      arrayText(observations.map(({ facts }) => facts.id)),
      arrayText(observations.map(({ facts }) => facts.seq)),
      arrayText(nths),
      `[${[...outcomes.keys()].join(',')}]`,
    ],
  );
  return changed.map(({ id }) => id);
}

export interface RequiredPowerCycle {
  readonly id: GuestId;
  readonly reason: PowerCycleReason;
}

/**
 * Records which of the guests need a power cycle, and an event for each guest that newly needs one. Returns the number
 * of these events. The event and the column are written together, so each guest has one event until its power cycle.
 */
export async function writePowerCycles(
  trx: Knex.Transaction,
  { required, done }: { readonly required: readonly RequiredPowerCycle[]; readonly done: readonly GuestId[] },
): Promise<number> {
  const ids = required.map(({ id }) => id);
  const recorded = await namedRows(
    trx,
    'write-power-cycles',
    `with required as (select * from unnest(?::uuid[], ?::text[]) as r (id, reason)), changed as (
       update guests set is_power_cycle_required = id in (select id from required)
       where id = any(?::uuid[]) and is_power_cycle_required is distinct from (id in (select id from required))
       returning id, project_id, name, name_folded)
     insert into events (kind, severity, project_id, subject_kind, subject_id, subject_name, subject_name_folded, detail)
     select ?, ?, project_id, 'guest', id, name, name_folded, jsonb_build_object('reason', reason)
     from changed join required using (id)
     returning pg_notify('${UNNUMBERED_CHANNEL}', '')`,
    [
      ...[arrayText(ids), arrayText(required.map(({ reason }) => reason)), arrayText([...ids, ...done])],
      ...['guest.power_cycle_required', SEVERITY_OF_EVENT['guest.power_cycle_required']],
    ],
  );
  return recorded.length;
}

/**
 * An array literal of ids and numbers, which need no quotes. The text is built here because pg would check each element
 * for escapes.
 */
function arrayText(values: readonly (GuestId | PowerCycleReason | number)[]): string {
  return `{${values.join(',')}}`;
}

/** The values to write to a guest, and the events to record. */
interface Outcome {
  readonly observed: ObservedState | null;
  readonly state: GuestState;
  readonly fault: Fault | null;
  readonly addresses: SeenAddresses | null;
  readonly unresponsive: boolean;
  readonly events: readonly {
    readonly kind: EventKind;
    readonly severity: EventSeverity;
    readonly detail: EventDetail;
  }[];
}

function outcomeOf({ facts, observed, fault, addresses, isUnresponsive }: ObservationToWrite): Outcome {
  const state = guestState({ observed, openState: facts.openState, isHostAway: false });
  const written = { observed, state, fault, addresses, unresponsive: isUnresponsive };
  const events = eventsOfChange(facts, written).map(({ kind, detail }) => ({
    ...{ kind, severity: SEVERITY_OF_EVENT[kind] },
    detail: { state, before: facts.state, ...detail },
  }));
  return { ...written, events };
}

/**
 * The events to record. There is none if the guest's machine is the same as before the outage of its host: then the
 * host's event is enough.
 */
function eventsOfChange(
  before: FactsRead,
  { observed, state, fault, unresponsive }: Omit<Outcome, 'events'>,
): { kind: EventKind; detail?: EventDetail }[] {
  const events: { kind: EventKind; detail?: EventDetail }[] = [];
  if (unresponsive !== before.isUnresponsive)
    events.push({ kind: unresponsive ? 'guest.unresponsive' : 'guest.responsive' });
  if (fault !== null && isStall(fault.kind)) {
    events.push({ kind: 'guest.stalled', detail: { error_name: fault.kind.toUpperCase() } });
  } else if (observed !== before.observed) {
    if (observed === 'crashed') events.push({ kind: 'guest.crashed' });
    else if (observed === 'absent') events.push({ kind: 'guest.vanished' });
    else if (state !== before.state) events.push({ kind: 'guest.state_changed' });
  }
  return events;
}

/** Sets all guests of a host that is away to `unknown`, by one statement. Keeps their observed states. */
export async function forgetStatesOfHost(trx: Knex.Transaction, host: HostId): Promise<void> {
  await namedRows(
    trx,
    'forget-states',
    `update guests set state = 'unknown', observed_seq = observed_seq + 1
     where host_id = ? and state <> 'unknown'`,
    [host],
  );
}
