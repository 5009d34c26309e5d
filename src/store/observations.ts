/**
 * What looks at the hypervisor saw, written to many guests by one statement.
 *
 * `observed_seq` moves with every write of a guest's facts. A look notes it before it begins (`readFacts`) and writes only where it
 * has not moved since (`writeObservations`), so an old look never overwrites what an operation has found out meanwhile, and the
 * state computed from the facts read is right for the facts written over.
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
  readonly state: GuestState;
}

interface FactsRow {
  readonly id: string;
  readonly observed_seq: number;
  readonly observed: ObservedState | null;
  readonly open_kind: OperationKind | null;
  readonly state: GuestState;
}

/** The facts of all guests of a host, or of those named. */
export async function readFacts(sql: Knex, host: HostId, which: readonly GuestId[] | 'all'): Promise<FactsRead[]> {
  const select = 'select id, observed_seq, observed, open_kind, state from guests where host_id = ?';
  const found =
    which === 'all'
      ? await namedRows<FactsRow>(sql, 'facts-of-host', select, [host])
      : await namedRows<FactsRow>(sql, 'facts-of-guests', `${select} and id = any(?::uuid[])`, [host, [...which]]);
  return found.map((row) => ({
    id: row.id as GuestId,
    seq: row.observed_seq,
    observed: row.observed,
    openKind: row.open_kind,
    state: row.state,
  }));
}

export interface ObservationToWrite {
  readonly facts: FactsRead;
  readonly observed: ObservedState | null;
  /** Null keeps the fault that is there. */
  readonly fault: Fault | null;
}

/**
 * Answers with the guests whose shown state it changed, and tells of each whose machine is otherwise than it was. All in one statement: the
 * rows of ten thousand guests do not come here for the sake of their events. What is seen of many is mostly the same, and is sent once.
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
     told as (
       insert into events (kind, severity, project_id, guest_id, guest_name, guest_name_folded, detail)
       select kind, severity, project_id, id, name, name_folded, detail from changed where kind is not null)
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

/** Of ids and numbers, which need no quotes: pg would look at each for what has to be escaped. */
function arrayText(values: readonly (GuestId | number)[]): string {
  return `{${values.join(',')}}`;
}

/** What is written of a guest, and what is told of it. */
interface Outcome {
  readonly observed: ObservedState | null;
  readonly state: GuestState;
  readonly fault: Fault | null;
  /** Of the event; all absent where nothing is told. */
  readonly kind?: EventKind;
  readonly severity?: EventSeverity;
  readonly detail?: EventDetail;
}

function outcomeOf({ facts, observed, fault }: ObservationToWrite): Outcome {
  const state = guestState({ observed, openKind: facts.openKind, isHostAway: false });
  const written = { observed, state, fault };
  const kind = kindOfChange(facts, { observed, state });
  if (kind === null) return written;
  return { ...written, kind, severity: SEVERITY_OF_EVENT[kind], detail: { state, before: facts.state } };
}

/** Nothing is told of a guest that is again as it was before its host was away: that the host is up says it. */
function kindOfChange(before: FactsRead, after: Pick<Outcome, 'observed' | 'state'>): EventKind | null {
  if (after.observed === before.observed) return null;
  if (after.observed === 'crashed') return 'guest.crashed';
  if (after.observed === 'absent') return 'guest.vanished';
  return after.state === before.state ? null : 'guest.state_changed';
}

/** All guests of a host that is away become `unknown`, by one statement. What was observed is kept. */
export async function forgetStatesOfHost(trx: Knex.Transaction, host: HostId): Promise<void> {
  await namedRows(
    trx,
    'forget-states',
    `update guests set state = 'unknown', observed_seq = observed_seq + 1
     where host_id = ? and state <> 'unknown'`,
    [host],
  );
}
