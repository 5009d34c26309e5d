/**
 * Transactions and single statements: the one place that knows what PostgreSQL's and pg's failures mean.
 *
 *   what failed                              what becomes of it
 *   ─────────────────────────────────────    ──────────────────────────────────────────────────────────────────────────────
 *   RETRYABLE, in a transaction              run again from the start, a few times, then `database_unreachable`
 *   UNREACHABLE, anywhere                    `database_unreachable`, never run again
 *   the answer to COMMIT was lost            `database_unreachable`, never run again: it may have happened or not
 *   one of our own errors                    thrown as it is, after the rollback
 *   anything else (23505 …)                  thrown as it is, so that callers can match a constraint by name
 *
 * A function given to `inTransaction` may run more than once: it must do nothing but statements of its own transaction.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Knex } from 'knex';
import { GuesthouseError } from '../domain/errors.js';
import type { Database } from './database.js';

/** SQLSTATEs after which the very same transaction may well succeed: the server rolled it back because of others, and said so. */
const RETRYABLE: ReadonlyMap<string, string> = new Map([
  ['40001', 'serialization_failure'],
  ['40P01', 'deadlock_detected'],
]);

/** Codes that mean "no database there, or not for us now": SQLSTATEs, then those of the operating system. Class 08 is matched whole. */
const UNREACHABLE: ReadonlyMap<string, string> = new Map([
  ['25006', 'read_only_sql_transaction: after a fail-over this is a standby'],
  ['25P03', 'idle_in_transaction_session_timeout'],
  ['53300', 'too_many_connections'],
  ['57014', 'query_canceled: statement_timeout'],
  ['57P01', 'admin_shutdown'],
  ['57P02', 'crash_shutdown'],
  ['57P03', 'cannot_connect_now'],
  ['57P05', 'idle_session_timeout'],
  ['EACCES', 'the socket is not ours'],
  ['EAI_AGAIN', 'name service does not answer'],
  ['ECONNREFUSED', 'nobody listens'],
  ['ECONNRESET', 'connection cut'],
  ['EHOSTUNREACH', 'no way to the host'],
  ['ENETUNREACH', 'no way to the network'],
  ['ENOENT', 'no socket there'],
  ['ENOTFOUND', 'no such host'],
  ['EPIPE', 'connection cut while writing'],
  ['ETIMEDOUT', 'no answer'],
]);

/** pg and knex mark these by nothing but their text (knex puts the statement before it), so here, and only here, text is matched. */
const UNREACHABLE_TEXTS: readonly string[] = [
  'Connection terminated',
  'Connection terminated unexpectedly',
  'Connection ended unexpectedly',
  'Client has encountered a connection error and is not queryable',
  'Client was closed and is not queryable',
  'Unable to acquire a connection',
  'timeout expired',
  'aborted',
];

const MAX_ATTEMPTS = 5;
/** Upper end of the first random pause before a retry; doubles each time, so that rivals fall out of step. */
const FIRST_PAUSE_MS = 10;

/**
 * Runs `fn` in one transaction and commits. Resolved means committed.
 * Invariant: whatever `fn` threw or swallowed, nothing is half done (`test/store/transaction.test.ts`).
 */
export function inTransaction<T>(db: Database, fn: (trx: Knex.Transaction) => Promise<T>): Promise<T> {
  return traced(db, 'transaction', () => transact(db, fn));
}

async function transact<T>(db: Database, fn: (trx: Knex.Transaction) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const progress = { isCommitting: false };
    try {
      return await runOnce(db, fn, progress);
    } catch (error) {
      const code = codeOf(error);
      if (code !== undefined && RETRYABLE.has(code)) {
        if (attempt < MAX_ATTEMPTS) {
          await sleep(Math.random() * FIRST_PAUSE_MS * 2 ** (attempt - 1));
          continue;
        }
        throw new GuesthouseError('database_unreachable', 'The database is too busy. Try again.', {
          logDetail: `${RETRYABLE.get(code)} ${MAX_ATTEMPTS} times in a row`,
          cause: error,
        });
      }
      throw asDatabaseFailure(error, progress.isCommitting ? 'commit' : 'statement');
    }
  }
}

async function runOnce<T>(
  db: Database,
  fn: (trx: Knex.Transaction) => Promise<T>,
  progress: { isCommitting: boolean },
): Promise<T> {
  const trx = await db.knex.transaction();
  // knex hands one out even when BEGIN failed; its promise has the error.
  if (trx.isCompleted()) await trx.executionPromise;
  let result: T;
  try {
    result = await fn(trx);
  } catch (error) {
    // Never rejects. Should it not get through, the connection is lost, and the transaction with it.
    await trx.rollback(error);
    throw error;
  }
  progress.isCommitting = true;
  const answer = (await trx.commit()) as { response?: { command?: string } } | undefined;
  // Nor does this one reject: after a failed COMMIT the promise has the error.
  if (answer?.response === undefined) await trx.executionPromise;
  // PostgreSQL answers the COMMIT of a transaction with a failed statement in it like this, without an error: whoever swallowed
  // that statement's error would take lost work for done.
  if (answer?.response?.command !== 'COMMIT') {
    throw new GuesthouseError('internal', 'Something went wrong inside Guesthouse.', {
      logDetail: 'a statement of the transaction failed and its error was swallowed; nothing was saved',
    });
  }
  return result;
}

/** Runs statements outside any transaction, with the same meaning of failures but no retry. */
export function query<T>(db: Database, fn: (knex: Knex) => PromiseLike<T>): Promise<T> {
  return traced(db, 'query', () => ask(db, fn));
}

/** Never with SQL: its values may be secrets. */
function traced<T>({ tracer }: Database, what: 'transaction' | 'query', work: () => Promise<T>): Promise<T> {
  if (!tracer) return work();
  const attributes = { 'db.system.name': 'postgresql' };
  return tracer.span(`database ${what}`, { kind: 'client', attributes, isPartOnly: true }, work);
}

async function ask<T>(db: Database, fn: (knex: Knex) => PromiseLike<T>): Promise<T> {
  try {
    return await fn(db.knex);
  } catch (error) {
    throw asDatabaseFailure(error);
  }
}

/**
 * Whether `error` says that a row is named by another, or names none, against the foreign key of that name. `on delete restrict` has
 * a code of its own since PostgreSQL 18.
 */
export function isForeignKeyViolation(error: unknown, constraint: string): boolean {
  const isViolation = codeOf(error) === '23503' || codeOf(error) === '23001';
  return isViolation && (error as { constraint?: unknown }).constraint === constraint;
}

/** Whether `error` says that a row would stand twice in the unique constraint or index of that name. */
export function isUniqueViolation(error: unknown, constraint: string): boolean {
  return codeOf(error) === '23505' && (error as { constraint?: unknown }).constraint === constraint;
}

/** Whether `error` says that a lock was not to be had in the time that `lock_timeout` gives. */
export function isLockTimeout(error: unknown): boolean {
  return codeOf(error) === '55P03';
}

const UNREACHABLE_MESSAGE = 'The database cannot be reached.';

/** `database_unreachable` if that is what `error` means, else the error itself. */
export function asDatabaseFailure(error: unknown, at: 'statement' | 'commit' = 'statement'): unknown {
  if (error instanceof GuesthouseError) return error;
  const reason = unreachableReason(error);
  if (reason === undefined) return error;
  const message =
    at === 'commit'
      ? 'The database was lost while it was saving; whether the change was made is not known.'
      : UNREACHABLE_MESSAGE;
  return new GuesthouseError('database_unreachable', message, { logDetail: reason, cause: error });
}

function unreachableReason(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  // A host with several addresses fails with one error per address.
  if (error instanceof AggregateError)
    return error.errors.map(unreachableReason).find((reason) => reason !== undefined);
  const code = codeOf(error);
  if (code !== undefined) {
    return code.startsWith('08') ? `connection_exception ${code}` : UNREACHABLE.get(code);
  }
  if (error.name === 'KnexTimeoutError') return 'no free connection in the pool';
  return UNREACHABLE_TEXTS.find((text) => error.message === text || error.message.endsWith(` - ${text}`));
}

function codeOf(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : undefined;
}
