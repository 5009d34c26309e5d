/**
 * Events in PostgreSQL. `recordEvents` writes them without a number, in the transaction of the change. `numberEvents`
 * numbers committed events. Readers see only numbered events.
 *
 * Invariant: no event ever appears before one that a reader has already seen, in whatever order transactions commit
 * (test/store/events.test.ts).
 */
import type { Knex } from 'knex';
import type { Visibility } from '../domain/access.js';
import { EVENTS } from '../domain/collections.js';
import { KINDS_FOR_EVERY_CALLER, KINDS_OF_ACCESS, markerOf, readMarker, SEVERITY_OF_EVENT } from '../domain/event.js';
import type { Event, EventDetail, EventPlace, NewEvent } from '../domain/event.js';
import { fold } from '../domain/fold.js';
import { isIdForm } from '../domain/ids.js';
import type { OperationId, ProjectId } from '../domain/ids.js';
import type { Timestamp } from '../domain/timestamp.js';
import type { EventKind, EventSeverity, SubjectKind } from '../domain/words.js';
import { projectColumn, userNameColumn } from './named-columns.js';
import { selectPage } from './paging.js';
import type { Branches, Page, PagedCollection, PageRequest } from './paging.js';
import { sql as sqlOf } from './search.js';
import { branchesOf } from './visibility.js';
import { namedRows, rows } from './statement.js';

/** Channel that notifies the sequencer of events without a number. It carries no payload. */
export const UNNUMBERED_CHANNEL = 'guesthouse_events_unnumbered';
/** Channel that notifies readers of the last assigned number. */
export const NUMBERED_CHANNEL = 'guesthouse_events';

/** Maximum number of events that are numbered in one transaction, or read by one query. */
export const BATCH_MAX = 1_000;

interface EventRow {
  readonly id: number;
  readonly mark: number | null;
  readonly kind: EventKind;
  readonly severity: EventSeverity;
  readonly at: Timestamp;
  readonly project_id: string | null;
  readonly subject_kind: SubjectKind | null;
  readonly subject_id: string | null;
  readonly subject_name: string | null;
  readonly operation_id: string | null;
  readonly user_id: string | null;
  readonly request_id: string | null;
  readonly client_address: string | null;
  readonly detail: EventDetail;
}

const COLUMNS =
  't.id, t.mark, t.kind, t.severity, t.at, t.project_id, t.subject_kind, t.subject_id, t.subject_name, t.operation_id, t.user_id, t.request_id, t.client_address, t.detail';

/** The events to list. */
export interface EventFilter {
  /** Id or name of the guest. */
  readonly guest: string | null;
  readonly kinds: readonly EventKind[] | null;
}

const PAGED_EVENTS: Omit<PagedCollection<typeof EVENTS, EventRow>, 'search'> = {
  of: EVENTS,
  columns: COLUMNS,
  from: 'from events t',
  sort: { id: { value: 't.id', type: 'bigint' } },
  markers: {
    of: markerOf,
    columns: 't.id, t.mark',
    text: `concat_ws('-', id, mark)`,
    // The statement is the same with and without a mark.
    condition: (text) => {
      const place = readMarker(text);
      if (place === null) return null;
      const { id, mark } = place;
      return sqlOf('t.id = ?::bigint and t.mark is not distinct from coalesce(?::bigint, t.mark)', id, mark as never);
    },
  },
};

/** A search finds events only by the names of users and projects that `visibility` allows. */
function pagedEvents(visibility: Visibility): PagedCollection<typeof EVENTS, EventRow> {
  return {
    ...PAGED_EVENTS,
    search: {
      id: { type: 'number', value: 't.id' },
      kind: { type: 'word', value: 't.kind' },
      severity: { type: 'word', value: 't.severity' },
      at: { type: 'time', value: 't.at' },
      'subject.kind': { type: 'word', value: 't.subject_kind' },
      'subject.id': { type: 'id', value: 't.subject_id' },
      'subject.name': { type: 'text', exact: 't.subject_name', folded: 't.subject_name_folded' },
      operation_id: { type: 'id', value: 't.operation_id' },
      project: projectColumn(visibility),
      'user.name': userNameColumn(visibility),
      request_id: { type: 'text', exact: 't.request_id', folded: 'lower(t.request_id collate "C")' },
    },
  };
}

function eventFromRow(row: EventRow): Event {
  return {
    id: row.id,
    mark: row.mark,
    kind: row.kind,
    severity: row.severity,
    at: row.at,
    projectId: row.project_id as ProjectId | null,
    subject:
      row.subject_kind === null || row.subject_id === null
        ? null
        : { kind: row.subject_kind, id: row.subject_id, name: row.subject_name ?? '' },
    operationId: row.operation_id as OperationId | null,
    userId: row.user_id,
    requestId: row.request_id,
    clientAddress: row.client_address,
    detail: row.detail,
  };
}

/** Writes the events of a change in its transaction, in the given order. */
export async function recordEvents(trx: Knex.Transaction, events: readonly NewEvent[]): Promise<void> {
  if (events.length === 0) return;
  await namedRows(
    trx,
    'record-events',
    `with recorded as (
       insert into events (kind, severity, project_id, subject_kind, subject_id, subject_name, subject_name_folded, operation_id, user_id, request_id, client_address, detail)
       select e.kind, e.severity, e.project_id, e.subject_kind, e.subject_id, e.subject_name, e.subject_name_folded, e.operation_id, e.user_id, e.request_id, e.client_address, e.detail
       from unnest(?::text[], ?::text[], ?::uuid[], ?::text[], ?::uuid[], ?::text[], ?::text[], ?::uuid[], ?::uuid[], ?::text[], ?::text[], ?::jsonb[]) with ordinality
         as e (kind, severity, project_id, subject_kind, subject_id, subject_name, subject_name_folded, operation_id, user_id, request_id, client_address, detail, nth)
       order by e.nth)
     select pg_notify('${UNNUMBERED_CHANNEL}', '')`,
    [
      events.map(({ kind }) => kind),
      events.map(({ kind }) => SEVERITY_OF_EVENT[kind]),
      events.map(({ projectId }) => projectId),
      events.map(({ subject }) => subject?.kind ?? null),
      events.map(({ subject }) => subject?.id ?? null),
      events.map(({ subject }) => subject?.name ?? null),
      events.map(({ subject }) => (subject === null ? null : fold(subject.name))),
      events.map(({ operationId }) => operationId),
      events.map(({ userId }) => userId),
      events.map(({ requestId }) => requestId),
      events.map(({ clientAddress }) => clientAddress),
      events.map(({ detail }) => JSON.stringify(detail)),
    ] as unknown as Knex.RawBinding[],
  );
}

/**
 * Numbers committed events in order, at most `BATCH_MAX`. Returns how many; null if another sequencer is numbering
 * events at the moment. No retry is needed then, because later commits notify that sequencer too. Must run in a
 * transaction of its own: the second statement must see everything that was committed before the lock was acquired.
 *
 * PostgreSQL plans the second statement when there is nothing to number, and keeps the plan. If the table `events` was
 * vacuumed while it was empty, a join would be planned for zero rows, and would compare every event with every other:
 * ten thousand events took 25 s instead of 0.5 s. So the statement has no join.
 */
export async function numberEvents(trx: Knex.Transaction): Promise<number | null> {
  const [turn] = await namedRows<{ last_id: number }>(
    trx,
    'take-event-numbers',
    'select last_id from event_numbers for update skip locked',
    [],
  );
  if (turn === undefined) return null;
  const [numbered] = await namedRows<{ count: number }>(
    trx,
    'number-events',
    `with fresh as materialized (select array(select seq from events where id is null order by seq limit ${BATCH_MAX}) as seqs),
       numbered as (
         update events t set id = (?::bigint) + array_position((select seqs from fresh), t.seq), mark = draw_mark()
         where t.seq = any ((select seqs from fresh)::bigint[]) returning t.id, t.mark),
       moved as (
         update event_numbers set (last_id, last_mark) = (select id, mark from numbered order by id desc limit 1)
         where exists (select 1 from numbered) returning last_id)
     select (select count(*)::int from numbered) as count,
       (select pg_notify('${NUMBERED_CHANNEL}', last_id::text) from moved) as notified`,
    [turn.last_id],
  );
  return numbered?.count ?? 0;
}

const kindsAsBinding = (list: readonly EventKind[]): never => list as unknown as never;

/**
 * The numbered events that are visible. A caller that cannot see everything sees the kinds in `KINDS_OF_ACCESS` only in
 * a project whose permissions it can read. Among the events without a project, it sees only the kinds in
 * `KINDS_FOR_EVERY_CALLER`.
 */
function eventBranchesOf(visibility: Visibility): Branches {
  const { name, of } = branchesOf(visibility, 't.subject_id');
  const isOwner = visibility.kind === 'everything' || visibility.canReadPermissions;
  const parts = of.map(({ live }, index) =>
    // The first part is the current project, if there is one; the others are single guests elsewhere.
    isOwner && index === 0
      ? live
      : sqlOf(`${live.text} and t.kind <> all(?::text[])`, ...live.bindings, kindsAsBinding(KINDS_OF_ACCESS)),
  );
  if (visibility.kind === 'some') {
    parts.push(sqlOf('t.project_id is null and t.kind = any(?::text[])', kindsAsBinding(KINDS_FOR_EVERY_CALLER)));
  }
  return {
    name: isOwner ? name : `${name}-without-access`,
    of: parts.map(({ text, bindings }) => ({ live: { text: `${text} and t.id is not null`, bindings }, dead: null })),
  };
}

/** The events that are visible and match the filter. */
function filteredBranchesOf(visibility: Visibility, { guest, kinds }: EventFilter): Branches {
  const conditions = [
    {
      name: '-of-guest',
      text: 't.subject_kind = ? and t.subject_id = ?',
      bindings: guest !== null && isIdForm(guest) ? ['guest', guest] : null,
    },
    {
      name: '-of-name',
      text: 't.subject_kind = ? and t.subject_name_folded = ?',
      bindings: guest !== null && !isIdForm(guest) ? ['guest', fold(guest)] : null,
    },
    { name: '-of-kinds', text: 't.kind = any(?::text[])', bindings: kinds === null ? null : [[...kinds]] },
  ].filter(({ bindings }) => bindings !== null);
  const bindings = conditions.flatMap((each): readonly unknown[] => each.bindings ?? []) as Knex.RawBinding[];
  const { name, of } = eventBranchesOf(visibility);
  return {
    name: [name, ...conditions.map((each) => each.name)].join(''),
    of: of.map(({ live }) => ({
      live: sqlOf([live.text, ...conditions.map(({ text }) => text)].join(' and '), ...live.bindings, ...bindings),
      dead: null,
    })),
  };
}

/** Lists the events that `visibility` allows. */
export function listEvents(
  sql: Knex,
  visibility: Visibility,
  filter: EventFilter,
  page: PageRequest,
): Promise<Page<Event>> {
  const branches = filteredBranchesOf(visibility, filter);
  return selectPage<EventRow, Event>(sql, pagedEvents(visibility), branches, page, eventFromRow);
}

/**
 * The events with numbers above `after` and up to `upTo` that are visible and match the filter, at most `BATCH_MAX`.
 * The calling function limits the cost with `upTo`: the statement reads every event of the interval.
 */
export async function listEventsBetween(
  sql: Knex,
  visibility: Visibility,
  filter: EventFilter,
  { after, upTo }: { readonly after: number; readonly upTo: number },
): Promise<Event[]> {
  const { name, of } = filteredBranchesOf(visibility, filter);
  const conditions = of.map(({ live }) => `(${live.text})`).join(' or ');
  const found = await namedRows<EventRow>(
    sql,
    `events-between${name}`,
    `select ${COLUMNS} from events t where t.id > ? and t.id <= ? and (${conditions}) order by t.id limit ${BATCH_MAX}`,
    [after, upTo, ...of.flatMap(({ live }) => live.bindings)],
  );
  return found.map(eventFromRow);
}

/**
 * The numbered events of all projects after the event at `after`, at most `BATCH_MAX`. Null if this event was lost when
 * the database was restored from a backup, or if later events are no longer retained (`isInHistory`).
 */
export async function listEventsAfter(sql: Knex, after: EventPlace): Promise<Event[] | null> {
  // One statement also finds the event itself, because the feed reads after every change.
  const found = await namedRows<EventRow>(
    sql,
    'events-after',
    `select ${COLUMNS} from events t where t.id >= ? order by t.id limit ${BATCH_MAX + 1}`,
    [after.id],
  );
  const [first, ...others] = found;
  if (first?.id === after.id && first.mark === after.mark) return others.map(eventFromRow);
  const isKnown = await isInHistory(sql, after);
  return isKnown ? found.slice(0, BATCH_MAX).map(eventFromRow) : null;
}

export interface EventNumbers {
  /** The last numbered event, even if it is no longer retained; its id is 0 before the first. */
  readonly last: EventPlace;
  /** The number of the oldest event that is still retained; one more than the last number if no event is. */
  readonly first: number;
}

export async function readEventNumbers(sql: Knex): Promise<EventNumbers> {
  const [row] = await namedRows<{ last_id: number; last_mark: number | null; first_id: number | null }>(
    sql,
    'event-numbers',
    // Events without a number are last. A condition that excludes them would let PostgreSQL scan the index of a
    // project.
    'select last_id, last_mark, (select id from events order by id limit 1) as first_id from event_numbers',
    [],
  );
  const last = { id: row?.last_id ?? 0, mark: row?.last_mark ?? null };
  return { last, first: row?.first_id ?? last.id + 1 };
}

/**
 * Whether the event is retained, or is the newest one that is not, so that every later event is retained. False for an
 * event that was lost when the database was restored from a backup. Number 0 is the beginning of every history.
 */
export async function isInHistory(sql: Knex, { id, mark }: EventPlace): Promise<boolean> {
  if (id === 0) return true;
  const [row] = await namedRows<{ is_known: boolean }>(
    sql,
    'event-in-history',
    `select exists (select 1 from events where id = (?::bigint) and mark is not distinct from (?::bigint))
       or exists (
         select 1 from event_numbers
         where (last_id = (?::bigint) and last_mark is not distinct from (?::bigint))
           or (gone_id = (?::bigint) and gone_mark is not distinct from (?::bigint))) as is_known`,
    [id, mark, id, mark, id, mark] as Knex.RawBinding[],
  );
  return row?.is_known ?? false;
}

export async function expireEvents(sql: Knex, keepMs: number): Promise<void> {
  await rows(
    sql,
    `with gone as (
       delete from events where id is not null and at < clock_timestamp() - ? * interval '1 millisecond' returning id, mark)
     update event_numbers n set gone_id = newest.id, gone_mark = newest.mark
     from (select id, mark from gone order by id desc limit 1) newest where newest.id > coalesce(n.gone_id, 0)`,
    [keepMs],
  );
}
