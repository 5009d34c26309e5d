/**
 * Stores what the hypervisor reports about guests: one statement updates many guests.
 *
 * `observed_seq` increases with every write of a guest's facts. An observation reads `observed_seq` before it begins
 * (`readFacts`), and writes only if the value has not changed (`writeObservations`). So a stale observation never
 * overwrites the result of an operation, and every state that is written was computed from the facts that the row still
 * has.
 */
import type { Knex } from 'knex';
import type { Fault } from '../domain/guest.js';
import { SEVERITY_OF_EVENT } from '../domain/event.js';
import type { EventDetail } from '../domain/event.js';
import type { GuestId, HostId } from '../domain/ids.js';
import { guestState } from '../domain/lifecycle.js';
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
  readonly isPowerCycleRequired: boolean;
}

interface FactsRow {
  readonly id: string;
  readonly observed_seq: number;
  readonly observed: ObservedState | null;
  readonly open_kind: OperationKind | null;
  readonly open_state: GuestState | null;
  readonly state: GuestState;
  readonly is_power_cycle_required: boolean;
}

/** The facts of all guests of a host, or of the given ones. */
export async function readFacts(sql: Knex, host: HostId, which: readonly GuestId[] | 'all'): Promise<FactsRead[]> {
  const select =
    'select id, observed_seq, observed, open_kind, open_state, state, is_power_cycle_required from guests where host_id = ?';
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
    isPowerCycleRequired: row.is_power_cycle_required,
  }));
}

export interface ObservationToWrite {
  readonly facts: FactsRead;
  readonly observed: ObservedState | null;
  /** Null keeps the current fault. */
  readonly fault: Fault | null;
}

/**
 * Writes observations, records an event for each guest whose machine changed, and returns the updated guests. It uses
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
       join rows from (json_to_recordset(?::json) as (observed text, state text, fault jsonb, kind text, severity text, detail jsonb))
         with ordinality as o (observed, state, fault, kind, severity, detail, nth) on o.nth = s.nth),
     changed as (
       update guests g
       set observed = o.observed, observed_seq = g.observed_seq + 1, state = o.state, fault = coalesce(o.fault, g.fault)
       from seen o
       where g.id = o.id and g.observed_seq = o.seq and (g.observed, g.state) is distinct from (o.observed, o.state)
       returning g.id, g.project_id, g.name, g.name_folded, o.kind, o.severity, o.detail),
     recorded as (
       insert into events (kind, severity, project_id, subject_kind, subject_id, subject_name, subject_name_folded, detail)
       select kind, severity, project_id, 'guest', id, name, name_folded, detail from changed where kind is not null)
     select id, (select pg_notify('${UNNUMBERED_CHANNEL}', '') from changed where kind is not null limit 1) from changed`,
    [
      arrayText(observations.map(({ facts }) => facts.id)),
      arrayText(observations.map(({ facts }) => facts.seq)),
      arrayText(nths),
      `[${[...outcomes.keys()].join(',')}]`,
    ],
  );
  return changed.map(({ id }) => id);
}

/**
 * Records which of the guests need a power cycle, and an event for each guest that newly needs one. Returns the number
 * of these events. The event and the column are written together, so each guest has one event until its power cycle.
 */
export async function writePowerCycles(
  trx: Knex.Transaction,
  { required, done }: { readonly required: readonly GuestId[]; readonly done: readonly GuestId[] },
): Promise<number> {
  const recorded = await namedRows(
    trx,
    'write-power-cycles',
    `with changed as (
       update guests set is_power_cycle_required = id = any(?::uuid[])
       where id = any(?::uuid[]) and is_power_cycle_required is distinct from (id = any(?::uuid[]))
       returning id, project_id, name, name_folded, is_power_cycle_required)
     insert into events (kind, severity, project_id, subject_kind, subject_id, subject_name, subject_name_folded, detail)
     select ?, ?, project_id, 'guest', id, name, name_folded, ?::jsonb from changed where is_power_cycle_required
     returning pg_notify('${UNNUMBERED_CHANNEL}', '')`,
    [
      arrayText(required),
      arrayText([...required, ...done]),
      arrayText(required),
      ...['guest.power_cycle_required', SEVERITY_OF_EVENT['guest.power_cycle_required']],
      JSON.stringify({ reason: 'vnc_without_password' }),
    ],
  );
  return recorded.length;
}

/**
 * An array literal of ids and numbers, which need no quotes. The text is built here because pg would check each element
 * for escapes.
 */
function arrayText(values: readonly (GuestId | number)[]): string {
  return `{${values.join(',')}}`;
}

/** The values to write to a guest, and the event to record. */
interface Outcome {
  readonly observed: ObservedState | null;
  readonly state: GuestState;
  readonly fault: Fault | null;
  /** The event to record; `kind`, `severity` and `detail` are absent if there is no event. */
  readonly kind?: EventKind;
  readonly severity?: EventSeverity;
  readonly detail?: EventDetail;
}

function outcomeOf({ facts, observed, fault }: ObservationToWrite): Outcome {
  const state = guestState({ observed, openState: facts.openState, isHostAway: false });
  const written = { observed, state, fault };
  const kind = kindOfChange(facts, { observed, state });
  if (kind === null) return written;
  return { ...written, kind, severity: SEVERITY_OF_EVENT[kind], detail: { state, before: facts.state } };
}

/**
 * The kind of event to record. Null if the guest's machine is the same as before the outage of its host: then the
 * host's event is enough.
 */
function kindOfChange(before: FactsRead, after: Pick<Outcome, 'observed' | 'state'>): EventKind | null {
  if (after.observed === before.observed) return null;
  if (after.observed === 'crashed') return 'guest.crashed';
  if (after.observed === 'absent') return 'guest.vanished';
  return after.state === before.state ? null : 'guest.state_changed';
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
