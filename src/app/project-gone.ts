/** What is made in a project fails when the project is deleted before it is there: the row that it would name is gone. */
import { GuesthouseError } from '../domain/errors.js';
import { isForeignKeyViolation } from '../store/transaction.js';

const NAMES_PROJECT = ['guests_project_id_fkey', 'images_project_id_fkey', 'idempotency_keys_project_id_fkey'];

/** `project_required`, as it would have been a moment later, where that is what `error` means; else the error itself. */
export function asProjectGone(error: unknown): unknown {
  if (!NAMES_PROJECT.some((constraint) => isForeignKeyViolation(error, constraint))) return error;
  return new GuesthouseError('project_required', 'The project was deleted meanwhile.', { cause: error });
}
