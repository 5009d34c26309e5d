/** The use cases of operations: read and cancel. The verbs of guests create them. */
import { requireRight, visibilityOf } from '../domain/access.js';
import { GuesthouseError } from '../domain/errors.js';
import { isIdForm } from '../domain/ids.js';
import type { OperationId } from '../domain/ids.js';
import { locationOf } from '../domain/operation.js';
import type { Operation } from '../domain/operation.js';
import { cancelOperation as cancel } from '../operations/enqueue.js';
import { withBallast } from '../store/database.js';
import * as store from '../store/operations.js';
import { query } from '../store/transaction.js';
import type { Page, PageRequest } from '../domain/page.js';
import { visibilityOfList } from './access/caller.js';
import type { App } from './app.js';
import type { ProjectCaller } from './access/caller.js';
import { getGuestSummary } from './guests.js';

export function listOperations(
  app: App,
  caller: ProjectCaller,
  page: PageRequest,
  isOfAllProjects: boolean,
): Promise<Page<Operation>> {
  const visibility = visibilityOfList(caller, isOfAllProjects);
  return query(app.db.ofPage(caller, page), (sql) => store.listOperations(sql, visibility, page));
}

export async function listGuestOperations(
  app: App,
  caller: ProjectCaller,
  guest: string,
  page: PageRequest,
  isOfAllProjects: boolean,
): Promise<Page<Operation>> {
  // A guest is in one project, but a request for all projects still requires the right to see all projects.
  const visibility = visibilityOfList(caller, isOfAllProjects);
  const { id } = await getGuestSummary(app, caller, guest);
  return query(app.db.ofPage(caller, page), (sql) => store.listOperationsOfGuest(sql, visibility, id, page));
}

export async function getOperation(app: App, caller: ProjectCaller, id: string): Promise<Operation> {
  const { userId, principal } = caller;
  const operationCaller = { userId, boundTo: principal.boundTo };
  const operation = isIdForm(id)
    ? await query(app.db.of(caller), (sql) =>
        store.findOperation(sql, visibilityOf(caller), id as OperationId, operationCaller),
      )
    : null;
  if (operation === null) throw new GuesthouseError('operation_not_found', 'There is no such operation.');
  const isOwn = operation.userId === userId && caller.right === 'operations.read';
  if (!isOwn) requireRight(caller, locationOf(operation));
  return operation;
}

export interface CancelledOperation {
  readonly operation: Operation;
  /** Whether the outcome is repeated from an earlier request with the same idempotency key. */
  readonly isReplayed: boolean;
}

export async function cancelOperation(app: App, caller: ProjectCaller, id: string): Promise<CancelledOperation> {
  const { result, isReplayed } = await app.idempotency.run<Operation>(
    withBallast(app.db.of(caller)),
    caller,
    async (run) => {
      const operation = await getOperation(app, caller, id);
      return run(async (trx) => {
        // Must come before the operation is read: it keeps other transactions from changing the operation.
        const cancellation = await cancel(trx, operation, caller);
        if (cancellation === 'ended') throw new GuesthouseError('operation_ended', 'The operation has already ended.');
        if (cancellation === 'not cancellable') {
          throw new GuesthouseError(
            'operation_not_cancellable',
            `An operation of the kind ${operation.kind} cannot be cancelled once it has started.`,
          );
        }
        return (await store.findOperationById(trx, operation.id)) ?? operation;
      });
    },
    async () => void (await getOperation(app, caller, id)),
  );
  // A running operation is counted by its worker when it ends.
  if (!isReplayed && result.state === 'cancelled') app.metrics.operationsCancelled([result.kind]);
  return { operation: result, isReplayed };
}
