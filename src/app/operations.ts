/** Use cases of operations: they are only read; the verbs of guests make them. */
import { GuesthouseError } from '../domain/errors.js';
import { isIdForm } from '../domain/ids.js';
import type { OperationId } from '../domain/ids.js';
import type { Operation } from '../domain/operation.js';
import * as store from '../store/operations.js';
import { query } from '../store/transaction.js';
import type { App, Caller, Page, PageRequest } from './app.js';
import { getGuest } from './guests.js';

export function listOperations(app: App, caller: Caller, page: PageRequest): Promise<Page<Operation>> {
  return query(app.db, (sql) => store.listOperations(sql, caller.projectId, page));
}

export async function listGuestOperations(
  app: App,
  caller: Caller,
  guest: string,
  page: PageRequest,
): Promise<Page<Operation>> {
  const { id } = await getGuest(app, caller, guest);
  return query(app.db, (sql) => store.listOperationsOfGuest(sql, caller.projectId, id, page));
}

export async function getOperation(app: App, caller: Caller, id: string): Promise<Operation> {
  const operation = isIdForm(id)
    ? await query(app.db, (sql) => store.findOperation(sql, caller.projectId, id as OperationId))
    : null;
  if (operation === null) throw new GuesthouseError('operation_not_found', 'There is no such operation.');
  return operation;
}
