/**
 * Operations in PostgreSQL: one row is both the queue entry and the API resource. One function per statement.
 *
 * Order: `seq`. The operations of one subject's lifecycle run one after another: `claimOperation` skips an operation of
 * a lifecycle if the lifecycle has an older open operation, and the unique index `operations_one_running` prevents two
 * running operations of one lifecycle even if the code has a bug. Operations beside the lifecycle (`is_beside`) wait
 * for no other operation, and no other operation waits for them.
 *
 * Plans: PostgreSQL can scan a partial index for every statement whose conditions imply the predicate of the index. If
 * the statistics say that the queue is empty, this scan appears to cost nothing, even if no column of the index helps
 * the statement. So each predicate below must be implied only by the statements that need that index:
 *
 *   state = 'queued'      operations_queued        the claim
 *   state = 'running'     operations_running       the sweep, and everything that a worker writes
 *   finished_at is null   operations_open          the open operations of a project, or of a subject of the project
 *
 * `finished_at` is null exactly while an operation is queued or running.
 * Invariant: no statement about one operation reads the queue, whatever the statistics are (test/store/plans.test.ts).
 *
 * Fencing: a worker writes only rows that are `running` under its own number, so it cannot write an operation that was
 * taken away from it. It can end an operation only while it holds the lease of the host (leases.ts).
 * Invariant: no two operations of a subject's lifecycle run at the same time (test/store/operations.test.ts).
 */
import type { Knex } from 'knex';
import type { Visibility } from '../domain/access.js';
import { OPERATIONS } from '../domain/collections.js';
import { fold } from '../domain/fold.js';
import { UNNUMBERED_CHANNEL } from './events.js';
import type { Fault } from '../domain/guest.js';
import type { GuestId, HostId, OperationId, ProjectId, UserId } from '../domain/ids.js';
import type { Operation, StoredParams } from '../domain/operation.js';
import type { Subject } from '../domain/subject.js';
import type { Timestamp } from '../domain/timestamp.js';
import type { OperationKind, OperationState } from '../domain/words.js';
import { projectColumn, userNameColumn } from './named-columns.js';
import { selectPage } from './paging.js';
import type { Branches, Page, PagedCollection, PageRequest } from './paging.js';
import { faultToColumn, operationFromRow } from './rows.js';
import type { OperationRow } from './rows.js';
import { sql as sqlOf } from './search.js';
import { WORKER_LOCK_CLASS } from './session.js';
import { branchesOf, seenBy } from './visibility.js';
import { namedRows, rows } from './statement.js';

const COLUMNS = `t.id, t.kind, t.state, t.subject_kind, t.subject_id, t.subject_name, t.project_id, t.user_id, t.request_id, t.params, t.progress,
  t.attempts, t.fault, t.created_at, t.started_at, t.finished_at, t.version`;
const SELECT = `select ${COLUMNS} from operations t`;

const PAGED_OPERATIONS: Omit<PagedCollection<typeof OPERATIONS>, 'search'> = {
  of: OPERATIONS,
  columns: COLUMNS,
  from: 'from operations t',
  sort: { created_at: { value: 't.created_at', type: 'timestamptz' } },
};

/** A search finds operations only by the names of users and projects that `visibility` allows. */
function pagedOperations(visibility: Visibility): PagedCollection<typeof OPERATIONS> {
  return {
    ...PAGED_OPERATIONS,
    search: {
      id: { type: 'id', value: 't.id' },
      kind: { type: 'word', value: 't.kind' },
      state: { type: 'word', value: 't.state' },
      'subject.kind': { type: 'word', value: 't.subject_kind' },
      'subject.id': { type: 'id', value: 't.subject_id' },
      'subject.name': { type: 'text', exact: 't.subject_name', folded: 't.subject_name_folded' },
      project: projectColumn(visibility),
      'user.name': userNameColumn(visibility),
      // Only ASCII, because request-context.ts accepts nothing else: for ASCII, PostgreSQL's lower() equals our
      // folding.
      request_id: { type: 'text', exact: 't.request_id', folded: 'lower(t.request_id collate "C")' },
      error_name: { type: 'word', value: `(t.fault ->> 'kind')`, storedAs: (name) => [name.toLowerCase()] },
      attempts: { type: 'number', value: 't.attempts' },
      progress: { type: 'number', value: 't.progress' },
      created_at: { type: 'time', value: 't.created_at' },
      started_at: { type: 'time', value: 't.started_at' },
      finished_at: { type: 'time', value: 't.finished_at' },
    },
  };
}

/** Operations leave no tombstones: they are retained long after they have ended. */
function operationBranchesOf(visibility: Visibility): Branches {
  const { name, of } = branchesOf(visibility, 't.subject_id');
  return { name, of: of.map(({ live }) => ({ live, dead: null })) };
}

export function listOperations(sql: Knex, visibility: Visibility, page: PageRequest): Promise<Page<Operation>> {
  const branches = operationBranchesOf(visibility);
  return selectPage<OperationRow, Operation>(sql, pagedOperations(visibility), branches, page, operationFromRow);
}

/**
 * Lists the operations of one guest. The calling function must check that the caller can see the guest. `visibility` is
 * only for searches.
 */
export function listOperationsOfGuest(
  sql: Knex,
  visibility: Visibility,
  guest: GuestId,
  page: PageRequest,
): Promise<Page<Operation>> {
  const branches = { name: '-of-guest', of: [{ live: sqlOf('t.subject_id = ?', guest), dead: null }] };
  return selectPage<OperationRow, Operation>(sql, pagedOperations(visibility), branches, page, operationFromRow);
}

/**
 * Finds an operation that is visible, or that the caller requested. Operations that the caller requested stay visible
 * to the caller when the guest is gone.
 */
export async function findOperation(
  sql: Knex,
  visibility: Visibility,
  id: OperationId,
  caller: Pick<OperationCaller, 'userId' | 'boundTo'>,
): Promise<Operation | null> {
  const seen = seenBy(visibility, 't.subject_id');
  const [row] = await namedRows<OperationRow>(
    sql,
    `operation-by-id${seen.name}`,
    `${SELECT} where (${seen.text} or (t.user_id = ? and (?::uuid is null or t.project_id = ?::uuid))) and t.id = ?`,
    [...seen.bindings, caller.userId, caller.boundTo as string, caller.boundTo as string, id],
  );
  return row ? operationFromRow(row) : null;
}

/**
 * The caller whose own operations are visible, and the only project that the caller's credential is valid for (null:
 * every project).
 */
interface OperationCaller {
  readonly userId: UserId;
  readonly boundTo: ProjectId | null;
}

/** Finds an operation by id only, without visibility: for code that waits for its end. */
export async function findOperationById(sql: Knex, id: OperationId): Promise<Operation | null> {
  const [row] = await namedRows<OperationRow>(sql, 'operation-of-anybody', `${SELECT} where t.id = ?`, [id]);
  return row ? operationFromRow(row) : null;
}

/** Counts the open operations of the project. */
export async function countOpenOperations(sql: Knex, project: ProjectId): Promise<number> {
  const [row] = await namedRows<{ count: number }>(
    sql,
    'open-operations',
    'select count(*)::int as count from operations where project_id = ? and finished_at is null',
    [project],
  );
  return row?.count ?? 0;
}

export interface NewOperation {
  readonly id: OperationId;
  readonly kind: OperationKind;
  readonly hostId: HostId;
  readonly subject: Subject;
  readonly projectId: ProjectId;
  readonly userId: string | null;
  readonly requestId: string;
  readonly params: StoredParams;
  readonly isBeside: boolean;
  /** The request's place in its trace (W3C Trace Context); null if traces are off. */
  readonly traceparent: string | null;
}

/**
 * Queues an operation; the commit wakes the workers. The subject's row must be locked, or new, in the same transaction.
 */
export async function insertOperation(trx: Knex.Transaction, operation: NewOperation): Promise<void> {
  await namedRows(
    trx,
    'insert-operation',
    `with queued as (
       insert into operations (id, kind, host_id, subject_kind, subject_id, subject_name, subject_name_folded, project_id, user_id, request_id, params, is_beside,
         traceparent)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?) returning host_id)
     select ${WAKE_WORKER} from queued`,
    [
      operation.id,
      operation.kind,
      operation.hostId,
      operation.subject.kind,
      operation.subject.id,
      operation.subject.name,
      fold(operation.subject.name),
      operation.projectId,
      operation.userId,
      operation.requestId,
      JSON.stringify(operation.params),
      operation.isBeside,
      operation.traceparent as string,
    ],
  );
}

/**
 * Channel that wakes the worker of a host, so that it checks the table. The payload is the host's id. The loss of a
 * notification causes only a delay: the table is also checked once a second (src/hosts/shared-session.ts).
 */
export const WAKE_CHANNEL = 'guesthouse_operations';
const WAKE_WORKER = `pg_notify('${WAKE_CHANNEL}', host_id::text)`;

/** Channel that carries the id of each operation that has ended, for code that waits for it. */
export const ENDED_CHANNEL = 'guesthouse_endings';

/** An operation as its worker claims it. */
export interface ClaimedOperation extends Operation {
  readonly startedAt: Timestamp;
  /**
   * When its first attempt began, by the monotonic clock of this process. Derived from the age of `startedAt` by the
   * clock of the database, because the first attempt can have run in another process.
   */
  readonly begunAtMs: number;
  readonly isBeside: boolean;
  readonly traceparent: string | null;
  /** Whether a newer operation or a caller has requested its end. */
  readonly isCancelRequested: boolean;
  /** The marks that the previous attempt left. */
  readonly steps: StepMarks;
}

/** The completed steps of an operation, and the begun step that must not be sent again without an observation. */
export interface StepMarks {
  readonly done: readonly string[];
  readonly begun: string | null;
}

interface ClaimedRow extends OperationRow {
  readonly started_at: Timestamp;
  readonly age_ms: number;
  readonly is_beside: boolean;
  readonly traceparent: string | null;
  readonly cancel_requested: boolean;
  readonly steps_done: readonly string[];
  readonly step_begun: string | null;
}

/**
 * A further CTE that records an event for each operation in `cte`: the statement that changes operations also records
 * their events.
 */
function insertEventsOf(cte: string, kind: string): string {
  return `insert into events (kind, severity, project_id, subject_kind, subject_id, subject_name, subject_name_folded, operation_id, user_id, request_id, detail)
    select ${kind}, case when ${kind} = 'operation.failed' then 'warning' else 'normal' end, o.project_id, o.subject_kind, o.subject_id, o.subject_name,
      o.subject_name_folded, o.id, o.user_id, o.request_id,
      jsonb_build_object('kind', o.kind) || case when o.fault is null then '{}' else jsonb_build_object('error_name', upper(o.fault ->> 'kind')) end
    from ${cte} o`;
}

const NOTIFY_SEQUENCER = `pg_notify('${UNNUMBERED_CHANNEL}', '')`;

/** The free slots of a worker in one lane. */
export interface Lane {
  /** Whether it can run another operation. */
  readonly hasRoom: boolean;
  /** The projects that already have their share of the lane and cannot run another operation in it. */
  readonly fullProjects: readonly ProjectId[];
}

/** The lanes of a worker, of which at least one has a free slot. */
export interface Lanes {
  readonly lifecycle: Lane;
  readonly beside: Lane;
}

const EMPTY_LANE: Lane = { hasRoom: true, fullProjects: [] };

/**
 * Claims the next operation of the host that can run now; null if there is none.
 *
 * The commit of the claim does not wait for the disk: this wait took half of the time between the commit of the request
 * and the start of the handler. It is safe if PostgreSQL loses the claim in a crash, because the end of the claiming
 * session undoes the claim anyway. A step that must not be sent twice is marked after the claim (`markSteps`), by a
 * commit that waits for the disk, and such a commit reaches the disk only together with all commits before it.
 */
export async function claimOperation(
  sql: Knex,
  host: HostId,
  worker: number,
  lanes: Lanes = { lifecycle: EMPTY_LANE, beside: EMPTY_LANE },
): Promise<ClaimedOperation | null> {
  const [row] = await namedRows<ClaimedRow>(
    sql,
    'claim-operation',
    `with claimed as (
     update operations t
     set state = 'running', worker = ?, attempts = t.attempts + 1, started_at = coalesce(t.started_at, clock_timestamp())
     where t.id = (
       select q.id from operations q
       where q.state = 'queued' and q.host_id = ? and (q.not_before is null or q.not_before <= clock_timestamp())
         and case when q.is_beside then ?::boolean and q.project_id <> all(?::uuid[]) else ?::boolean and q.project_id <> all(?::uuid[]) and not exists (
           select 1 from operations older
           where older.project_id = q.project_id and older.subject_id = q.subject_id and older.seq < q.seq and older.finished_at is null and not older.is_beside) end
       order by q.seq limit 1 for update of q skip locked)
     returning t.*),
     recorded as (${insertEventsOf('claimed', `'operation.started'`)} where o.attempts = 1)
     select ${COLUMNS}, (extract(epoch from clock_timestamp() - t.started_at) * 1000)::float8 as age_ms, t.is_beside, t.traceparent, t.cancel_requested, t.steps_done, t.step_begun, ${NOTIFY_SEQUENCER}, set_config('synchronous_commit', 'off', true) from claimed t`,
    [
      worker,
      host,
      ...[lanes.beside, lanes.lifecycle].flatMap(({ hasRoom, fullProjects }) => [hasRoom, [...fullProjects]]),
    ],
  );
  if (row === undefined) return null;
  return {
    ...operationFromRow(row),
    startedAt: row.started_at,
    // The age can be negative: the column is rounded to milliseconds.
    begunAtMs: performance.now() - Math.max(0, row.age_ms),
    isBeside: row.is_beside,
    traceparent: row.traceparent,
    isCancelRequested: row.cancel_requested,
    steps: { done: row.steps_done, begun: row.step_begun },
  };
}

/** Stores the step marks of an attempt. False if the operation no longer belongs to this worker: it was taken away. */
export async function markSteps(sql: Knex, id: OperationId, worker: number, steps: StepMarks): Promise<boolean> {
  const marked = await namedRows(
    sql,
    'mark-steps',
    `update operations set steps_done = ?::text[], step_begun = ? where id = ? and worker = ? and state = 'running' returning id`,
    [[...steps.done], steps.begun, id, worker],
  );
  return marked.length > 0;
}

/** Whether the operation belongs to this worker. If so, no other worker can take it until the transaction ends. */
export async function isStillClaimed(trx: Knex.Transaction, id: OperationId, worker: number): Promise<boolean> {
  const found = await namedRows(
    trx,
    'operation-still-claimed',
    `select id from operations where id = ? and worker = ? and state = 'running' for share`,
    [id, worker],
  );
  return found.length > 0;
}

/** Stores the progress, in percent. False if the operation no longer belongs to this worker: it was taken away. */
export async function writeProgress(sql: Knex, id: OperationId, worker: number, percent: number): Promise<boolean> {
  const written = await namedRows(
    sql,
    'write-progress',
    `update operations set progress = ? where id = ? and worker = ? and state = 'running' returning id`,
    [percent, id, worker],
  );
  return written.length > 0;
}

export interface OpenOperation {
  readonly id: OperationId;
  readonly kind: OperationKind;
}

/** The members of a subject that statements about its operations need. */
export interface SubjectOfOperations {
  readonly id: string;
  readonly projectId: ProjectId;
}

/** The newest operation of the subject's lifecycle that has not ended. */
export async function findNewestOpenOperation(
  trx: Knex.Transaction,
  subject: SubjectOfOperations,
): Promise<OpenOperation | null> {
  const [row] = await namedRows<OpenOperation>(
    trx,
    'newest-open-operation',
    `select id, kind from operations where project_id = ? and subject_id = ? and finished_at is null and not is_beside order by seq desc limit 1`,
    [subject.projectId, subject.id],
  );
  return row ?? null;
}

/**
 * Ends the operation if it still belongs to this worker and the worker holds the lease of its host. The lease then
 * stays locked until the transaction ends. False means that the operation was taken away, and that nothing may be
 * written about it.
 */
export async function endOperation(
  trx: Knex.Transaction,
  id: OperationId,
  worker: number,
  end: { state: Extract<OperationState, 'succeeded' | 'failed' | 'cancelled'>; fault: Fault | null },
): Promise<boolean> {
  const ended = await namedRows(
    trx,
    'end-operation',
    `with held as materialized (
       select l.host_id from host_leases l where l.worker = ? and l.host_id = (select o.host_id from operations o where o.id = ?) for key share),
     ended as (
       update operations t set state = ?, fault = ?::jsonb, worker = null, finished_at = clock_timestamp(),
         progress = case when ?::boolean then 100 else t.progress end from held
       where t.id = ? and t.worker = ? and t.state = 'running' and t.host_id = held.host_id returning t.*),
     recorded as (${insertEventsOf('ended', `'operation.' || o.state`)})
     select ${WAKE_WORKER}, pg_notify('${ENDED_CHANNEL}', id::text), ${NOTIFY_SEQUENCER} from ended`,
    [worker, id, end.state, faultToColumn(end.fault), end.state === 'succeeded', id, worker],
  );
  return ended.length > 0;
}

/**
 * Requeues the operation for a retry after `afterMs`; immediately if its cancellation was requested, because a newer
 * operation may wait for it.
 */
export async function requeueOperation(
  sql: Knex,
  id: OperationId,
  worker: number,
  again: { readonly afterMs: number; readonly steps: StepMarks },
): Promise<void> {
  await rows(
    sql,
    `update operations set state = 'queued', worker = null, steps_done = ?::text[], step_begun = ?,
       not_before = case when not cancel_requested then clock_timestamp() + ? * interval '1 millisecond' end
     where id = ? and worker = ? and state = 'running'`,
    // Null means now: a timestamp rounded to the milliseconds of the column could lie in the future.
    [[...again.steps.done], again.steps.begun, again.afterMs === 0 ? null : again.afterMs, id, worker],
  );
}

/**
 * Requests the end of every open operation of the guest's lifecycle, because a newer one needs the guest. Queued
 * operations end `cancelled` immediately; a running operation is aborted by its worker. Operations beside the lifecycle
 * continue. Returns the kinds of the operations that have ended.
 */
export async function requestCancelOfOpen(trx: Knex.Transaction, guest: SubjectOfOperations): Promise<OperationKind[]> {
  const ended = await rows<{ kind: OperationKind }>(
    trx,
    `with requested as (
       update operations set cancel_requested = true,
         state = case when state = 'queued' then 'cancelled' else state end,
         finished_at = case when state = 'queued' then clock_timestamp() else finished_at end
       where project_id = ? and subject_id = ? and finished_at is null and not is_beside returning *),
     recorded as (${insertEventsOf('requested', `'operation.cancelled'`)} where o.state = 'cancelled')
     select kind, pg_notify('${ENDED_CHANNEL}', id::text), ${NOTIFY_SEQUENCER} from requested where state = 'cancelled'`,
    [guest.projectId, guest.id],
  );
  return ended.map(({ kind }) => kind);
}

/**
 * Ends every open operation of the guest as `cancelled`. The worker of a running operation can then no longer write it;
 * `listToStop` reports this to the worker. Only for a guest whose row this transaction locks and deletes. Returns the
 * kinds of the operations.
 */
export async function endAllOpen(trx: Knex.Transaction, guest: SubjectOfOperations): Promise<OperationKind[]> {
  const ended = await rows<{ kind: OperationKind }>(
    trx,
    `with ended as (
       update operations set state = 'cancelled', worker = null, finished_at = clock_timestamp()
       where project_id = ? and subject_id = ? and finished_at is null returning *),
     recorded as (${insertEventsOf('ended', `'operation.cancelled'`)})
     select kind, ${WAKE_WORKER}, pg_notify('${ENDED_CHANNEL}', id::text), ${NOTIFY_SEQUENCER} from ended`,
    [guest.projectId, guest.id],
  );
  return ended.map(({ kind }) => kind);
}

export type OperationToCancel = Pick<Operation, 'kind' | 'state' | 'version'>;

/**
 * Requests the end of one operation if `isCancellable` allows it: a queued operation ends `cancelled` immediately, a
 * running operation is aborted by its worker. Returns the operation as it was before; null if it does not exist. The
 * subject's row must be locked in the same transaction; if the operation was `queued`, the transaction must also
 * rewrite the subject's facts.
 */
export async function requestCancel(
  trx: Knex.Transaction,
  id: OperationId,
  isCancellable: (before: OperationToCancel) => boolean,
): Promise<OperationToCancel | null> {
  const [before] = await namedRows<OperationToCancel>(
    trx,
    'operation-to-cancel',
    'select kind, state, version from operations where id = ? for update',
    [id],
  );
  if (before === undefined) return null;
  if (isCancellable(before)) {
    await namedRows(
      trx,
      'cancel-operation',
      `with requested as (
         update operations set cancel_requested = true,
           state = case when state = 'queued' then 'cancelled' else state end,
           finished_at = case when state = 'queued' then clock_timestamp() else finished_at end
         where id = ? returning *),
       recorded as (${insertEventsOf('requested', `'operation.cancelled'`)} where o.state = 'cancelled')
       select ${WAKE_WORKER},
         case when state = 'cancelled' then pg_notify('${ENDED_CHANNEL}', id::text) end, case when state = 'cancelled' then ${NOTIFY_SEQUENCER} end
       from requested`,
      [id],
    );
  }
  return before;
}

export interface OperationToStop {
  readonly id: OperationId;
  /** Whether the operation still belongs to the worker; otherwise it was taken away. */
  readonly isOurs: boolean;
}

/** Lists the operations that should end, among those that a worker is running (`running`). */
export async function listToStop(
  sql: Knex,
  worker: number,
  running: readonly OperationId[],
): Promise<OperationToStop[]> {
  const found = await namedRows<{ id: OperationId; is_ours: boolean }>(
    sql,
    'operations-to-stop',
    // `offset 0` makes PostgreSQL look up each id. A join could read the whole table (test/store/plans.test.ts).
    `select under_way.id, t.id is not null as is_ours from unnest(?::uuid[]) under_way (id)
     left join lateral (
       select o.id, o.cancel_requested from operations o where o.id = under_way.id and o.worker = ? and o.state = 'running' offset 0) t on true
     where t.id is null or t.cancel_requested`,
    [[...running], worker],
  );
  return found.map((row) => ({ id: row.id, isOurs: row.is_ours }));
}

/** Those of the hosts that have a queued operation whose time has come. */
export async function findHostsWithWork(sql: Knex, hosts: readonly HostId[]): Promise<HostId[]> {
  const found = await namedRows<{ id: HostId }>(
    sql,
    'hosts-with-work',
    `select host.id from unnest(?::uuid[]) host (id)
     where exists (
       select from operations q where q.host_id = host.id and q.state = 'queued' and (q.not_before is null or q.not_before <= clock_timestamp()))`,
    [[...hosts]],
  );
  return found.map(({ id }) => id);
}

/** Requeues the running operations of workers whose session has ended. Returns how many. */
export async function requeueLostOperations(sql: Knex, ownWorker: number): Promise<number> {
  const lost = await namedRows(
    sql,
    'requeue-lost',
    `with dead as materialized (
       select held.worker from (select distinct worker from operations where state = 'running' and worker <> ?) held
       where pg_try_advisory_xact_lock(${WORKER_LOCK_CLASS}, held.worker))
     update operations o set state = 'queued', worker = null from dead
     where o.worker = dead.worker and o.state = 'running' returning o.id`,
    [ownWorker],
  );
  return lost.length;
}
