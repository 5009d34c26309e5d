/**
 * Transactions and single statements: what becomes of a failure. What a failure means is in database-failure.ts.
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
import { asDatabaseFailure, codeOf } from './database-failure.js';
import type { Database } from './database.js';

/** SQLSTATEs after which the very same transaction may well succeed: the server rolled it back because of others, and said so. */
const RETRYABLE: ReadonlyMap<string, string> = new Map([
  ['40001', 'serialization_failure'],
  ['40P01', 'deadlock_detected'],
]);

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
    throw new GuesthouseError('internal', 'An internal error occurred. The log of the service has the details.', {
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
