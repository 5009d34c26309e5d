/**
 * What looks at the hypervisor saw, written to many guests by one statement.
 *
 * `observed_seq` moves with every write of a guest's facts. A look notes it before it begins (`readFacts`) and writes only where it
 * has not moved since (`writeObservations`), so an old look never overwrites what an operation has found out meanwhile, and the
 * state computed from the facts read is right for the facts written over.
 */
import type { Knex } from 'knex';
import type { Fault } from '../domain/guest.js';
import { eventOfGuest, NOBODY } from '../domain/event.js';
import type { NewEvent } from '../domain/event.js';
import type { GuestId, HostId, ProjectId } from '../domain/ids.js';
import { guestState } from '../domain/lifecycle.js';
import type { GuestState, ObservedState, OperationKind } from '../domain/words.js';
import { recordEvents } from './events.js';
import { faultToColumn } from './rows.js';
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

/** Answers with the guests whose shown state it changed, and tells of each whose machine is otherwise than it was. */
export async function writeObservations(
  trx: Knex.Transaction,
  observations: readonly ObservationToWrite[],
): Promise<GuestId[]> {
  if (observations.length === 0) return [];
  const changed = await namedRows<ChangedRow>(
    trx,
    'write-observations',
    `update guests g
     set observed = o.observed, observed_seq = g.observed_seq + 1, state = o.state, fault = coalesce(o.fault, g.fault)
     from unnest(?::uuid[], ?::bigint[], ?::text[], ?::text[], ?::jsonb[]) as o (id, seq, observed, state, fault)
     where g.id = o.id and g.observed_seq = o.seq and (g.observed, g.state) is distinct from (o.observed, o.state)
     returning g.id, g.name, g.project_id, g.state, g.observed`,
    [
      observations.map(({ facts }) => facts.id),
      observations.map(({ facts }) => facts.seq),
      observations.map(({ observed }) => observed),
      observations.map(({ facts, observed }) => guestState({ observed, openKind: facts.openKind, isHostAway: false })),
      observations.map(({ fault }) => faultToColumn(fault)),
    ] as unknown as Knex.RawBinding[],
  );
  const factsOf = new Map(observations.map(({ facts }) => [facts.id, facts]));
  await recordEvents(
    trx,
    changed.flatMap((row) => eventOfChange(row, factsOf.get(row.id))),
  );
  return changed.map(({ id }) => id);
}

interface ChangedRow {
  readonly id: GuestId;
  readonly name: string;
  readonly project_id: ProjectId;
  readonly state: GuestState;
  readonly observed: ObservedState | null;
}

/** Nothing is told of a guest that is again as it was before its host was away: that the host is up says it. */
function eventOfChange(row: ChangedRow, before: FactsRead | undefined): NewEvent[] {
  if (before === undefined || row.observed === before.observed) return [];
  const guest = { id: row.id, name: row.name, projectId: row.project_id };
  const detail = { state: row.state, before: before.state };
  if (row.observed === 'crashed') return [eventOfGuest('guest.crashed', guest, NOBODY, detail)];
  if (row.observed === 'absent') return [eventOfGuest('guest.vanished', guest, NOBODY, detail)];
  return row.state === before.state ? [] : [eventOfGuest('guest.state_changed', guest, NOBODY, detail)];
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
