/**
 * Operations in PostgreSQL: the row is both the queue's entry and the API's resource. One function per statement.
 *
 * Order: `seq`. One guest's operations run one after another: `claimOperation` passes over a guest with an older open one, and the
 * unique index `operations_one_running` forbids two running ones whatever the code does.
 * Fencing: a worker writes only rows that are `running` under its own number; one that was taken from it is no longer its to write.
 * Invariant: no two operations of a guest run at once (test/store/operations.test.ts).
 */
import type { Knex } from 'knex';
import type { Fault } from '../domain/guest.js';
import type { GuestId, HostId, OperationId, ProjectId } from '../domain/ids.js';
import type { Operation, OperationParams } from '../domain/operation.js';
import type { Timestamp } from '../domain/timestamp.js';
import type { OperationKind, OperationState } from '../domain/words.js';
import { selectPage } from './paging.js';
import type { Page, PagedCollection, PageRequest } from './paging.js';
import { faultToColumn, operationFromRow } from './rows.js';
import type { OperationRow } from './rows.js';
import { WORKER_LOCK_CLASS } from './session.js';
import { namedRows, rows } from './statement.js';

const COLUMNS = `t.id, t.kind, t.state, t.guest_id, t.guest_name, t.project_id, t.user_id, t.request_id, t.params, t.progress, t.attempts,
  t.fault, t.created_at, t.started_at, t.finished_at`;
const SELECT = `select ${COLUMNS} from operations t`;

const OPERATIONS: PagedCollection = {
  name: 'operations',
  select: SELECT,
  table: 'operations',
  scope: 't.project_id = ?',
  leavesTombstones: false,
};
const OPERATIONS_OF_GUEST: PagedCollection = {
  ...OPERATIONS,
  name: 'operations-of-guest',
  scope: 't.project_id = ? and t.guest_id = ?',
};

export function listOperations(sql: Knex, project: ProjectId, page: PageRequest): Promise<Page<Operation>> {
  return selectPage<OperationRow, Operation>(sql, OPERATIONS, [project], page, operationFromRow);
}

export function listOperationsOfGuest(
  sql: Knex,
  project: ProjectId,
  guest: GuestId,
  page: PageRequest,
): Promise<Page<Operation>> {
  return selectPage<OperationRow, Operation>(sql, OPERATIONS_OF_GUEST, [project, guest], page, operationFromRow);
}

export async function findOperation(sql: Knex, project: ProjectId, id: OperationId): Promise<Operation | null> {
  const [row] = await namedRows<OperationRow>(sql, 'operation-by-id', `${SELECT} where t.project_id = ? and t.id = ?`, [
    project,
    id,
  ]);
  return row ? operationFromRow(row) : null;
}

/** How many operations of the project have not ended. */
export async function countOpenOperations(sql: Knex, project: ProjectId): Promise<number> {
  const [row] = await namedRows<{ count: number }>(
    sql,
    'open-operations',
    `select count(*)::int as count from operations where project_id = ? and state in ('queued', 'running')`,
    [project],
  );
  return row?.count ?? 0;
}

export interface NewOperation {
  readonly id: OperationId;
  readonly kind: OperationKind;
  readonly hostId: HostId;
  readonly guestId: GuestId;
  readonly guestName: string;
  readonly projectId: ProjectId;
  readonly userId: string | null;
  readonly requestId: string;
  readonly params: OperationParams;
}

/** Queues it and wakes the workers when the transaction commits. The guest's row must be locked, or new, in the same transaction. */
export async function insertOperation(trx: Knex.Transaction, operation: NewOperation): Promise<void> {
  await namedRows(
    trx,
    'insert-operation',
    `with queued as (
       insert into operations (id, kind, host_id, guest_id, guest_name, project_id, user_id, request_id, params)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb) returning id)
     select pg_notify('${WAKE_CHANNEL}', '') from queued`,
    [
      operation.id,
      operation.kind,
      operation.hostId,
      operation.guestId,
      operation.guestName,
      operation.projectId,
      operation.userId,
      operation.requestId,
      JSON.stringify(operation.params),
    ],
  );
}

/** Channel on which workers are told to look at the table. Carries nothing: a lost notification only costs time. */
export const WAKE_CHANNEL = 'guesthouse_operations';

/** An operation as a worker gets it. */
export interface ClaimedOperation extends Operation {
  /** When its first attempt began: what bounds how long it is tried again. */
  readonly startedAt: Timestamp;
  /** Whether a newer one wants it to end. */
  readonly isCancelRequested: boolean;
}

/** Takes the next operation of the host that may run now, or null. */
export async function claimOperation(sql: Knex, host: HostId, worker: number): Promise<ClaimedOperation | null> {
  const [row] = await namedRows<OperationRow & { started_at: Timestamp; cancel_requested: boolean }>(
    sql,
    'claim-operation',
    `update operations t
     set state = 'running', worker = ?, attempts = t.attempts + 1, started_at = coalesce(t.started_at, clock_timestamp())
     where t.state = 'queued' and t.id = (
       select q.id from operations q
       where q.state = 'queued' and q.host_id = ? and (q.not_before is null or q.not_before <= clock_timestamp())
         and not exists (
           select 1 from operations older
           where older.guest_id = q.guest_id and older.seq < q.seq and older.state in ('queued', 'running'))
       order by q.seq limit 1 for update of q skip locked)
     returning ${COLUMNS}, t.cancel_requested`,
    [worker, host],
  );
  return row ? { ...operationFromRow(row), startedAt: row.started_at, isCancelRequested: row.cancel_requested } : null;
}

export interface OpenOperation {
  readonly id: OperationId;
  readonly kind: OperationKind;
}

/** The newest operation of the guest that has not ended. */
export async function findNewestOpenOperation(trx: Knex.Transaction, guest: GuestId): Promise<OpenOperation | null> {
  const [row] = await namedRows<OpenOperation>(
    trx,
    'newest-open-operation',
    `select id, kind from operations where guest_id = ? and state in ('queued', 'running') order by seq desc limit 1`,
    [guest],
  );
  return row ?? null;
}

/** Ends it, if it still is this worker's; false means that it was taken away and nothing may be written about it. */
export async function endOperation(
  trx: Knex.Transaction,
  id: OperationId,
  worker: number,
  end: { state: Extract<OperationState, 'succeeded' | 'failed' | 'cancelled'>; fault: Fault | null },
): Promise<boolean> {
  const ended = await namedRows(
    trx,
    'end-operation',
    `with ended as (
       update operations set state = ?, fault = ?::jsonb, worker = null, finished_at = clock_timestamp()
       where id = ? and worker = ? and state = 'running' returning id)
     select pg_notify('${WAKE_CHANNEL}', '') from ended`,
    [end.state, faultToColumn(end.fault), id, worker],
  );
  return ended.length > 0;
}

/** Puts it back into the queue, to be tried again after a while; at once if it should end: a newer one waits for it. */
export async function requeueOperation(sql: Knex, id: OperationId, worker: number, afterMs: number): Promise<void> {
  await rows(
    sql,
    `update operations set state = 'queued', worker = null,
       not_before = case when cancel_requested then null else clock_timestamp() + ? * interval '1 millisecond' end
     where id = ? and worker = ? and state = 'running'`,
    [afterMs, id, worker],
  );
}

/**
 * Asks every open operation of the guest to end, because a newer one wants the guest: queued ones end `cancelled` at once, the
 * running one is told and ends as it can.
 */
export async function requestCancelOfOpen(trx: Knex.Transaction, guest: GuestId): Promise<void> {
  await rows(
    trx,
    `update operations set cancel_requested = true,
       state = case when state = 'queued' then 'cancelled' else state end,
       finished_at = case when state = 'queued' then clock_timestamp() else finished_at end
     where guest_id = ? and state in ('queued', 'running')`,
    [guest],
  );
}

/** Which of this worker's running operations should end. */
export async function listCancelRequested(sql: Knex, worker: number): Promise<OperationId[]> {
  const found = await namedRows<{ id: OperationId }>(
    sql,
    'cancel-requested',
    `select id from operations where worker = ? and state = 'running' and cancel_requested`,
    [worker],
  );
  return found.map((row) => row.id);
}

/** Gives back to the queue what workers hold whose session has ended: nobody is doing it any more. Answers how many. */
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
