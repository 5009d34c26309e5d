/**
 * Transactions and single statements, and the handling of their failures. database-failure.ts classifies the failures.
 *
 *   failure                                  handling
 *   ─────────────────────────────────────    ──────────────────────────────────────────────────────────────────────────
 *   RETRYABLE, in a transaction              retry from the start, a few times, then `database_unreachable`
 *   UNREACHABLE, anywhere                    `database_unreachable`, no retry
 *   EXHAUSTED, anywhere                      one retry if the handle's ballast can be released, then `DatabaseFull`
 *   the response to COMMIT was lost          `database_unreachable`, no retry: it may or may not have been committed
 *   a GuesthouseError                        rethrown unchanged, after the rollback
 *   anything else (23505 …)                  rethrown unchanged, so that callers can match a constraint by name
 *
 * A function passed to `inTransaction` can run more than once, so it must only execute statements of its transaction.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Knex } from 'knex';
import { GuesthouseError } from '../domain/errors.js';
import { asDatabaseFailure, codeOf, DatabaseFull } from './database-failure.js';
import type { Database } from './database.js';

/**
 * SQLSTATEs after which a retry of the same transaction can succeed: the server rolled it back because of concurrent
 * transactions.
 */
const RETRYABLE: ReadonlyMap<string, string> = new Map([
  ['40001', 'serialization_failure'],
  ['40P01', 'deadlock_detected'],
]);

const MAX_ATTEMPTS = 5;
/**
 * Upper bound of the first random pause before a retry. The bound doubles each time, so that competing transactions
 * drift apart.
 */
const FIRST_PAUSE_MS = 10;

/**
 * Runs `fn` in one transaction and commits. Resolves only after the commit.
 * Invariant: whatever `fn` throws or swallows, all of its changes are committed or none
 * (`test/store/transaction.test.ts`).
 */
export function inTransaction<T>(db: Database, fn: (trx: Knex.Transaction) => Promise<T>): Promise<T> {
  return traced(db, 'transaction', () => withRoom(db, () => transact(db, fn)));
}

async function transact<T>(db: Database, fn: (trx: Knex.Transaction) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const progress = { isCommitting: false };
    try {
      return await db.inTurn(() => runOnce(db, fn, progress));
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
  // knex returns a transaction even if BEGIN failed; its promise then has the error.
  if (trx.isCompleted()) await trx.executionPromise;
  let result: T;
  try {
    result = await fn(trx);
  } catch (error) {
    // Never rejects. If it fails, the connection is lost, and the transaction with it.
    await trx.rollback(error);
    throw error;
  }
  progress.isCommitting = true;
  const committed = (await trx.commit()) as { response?: { command?: string } } | undefined;
  // commit() does not reject either: after a failed COMMIT the promise has the error.
  if (committed?.response === undefined) await trx.executionPromise;
  // If a statement of the transaction failed, PostgreSQL responds to COMMIT with ROLLBACK, without an error. Code that
  // swallowed the statement's error would assume that its changes were saved.
  if (committed?.response?.command !== 'COMMIT') {
    throw new GuesthouseError('internal', 'An internal error occurred. The log of the service has the details.', {
      logDetail: 'a statement of the transaction failed and its error was swallowed; nothing was saved',
    });
  }
  return result;
}

/** Runs statements outside any transaction, with the same handling of failures but no retry. */
export function query<T>(db: Database, fn: (knex: Knex) => PromiseLike<T>): Promise<T> {
  return traced(db, 'query', () => withRoom(db, () => db.inTurn(() => runQuery(db, fn))));
}

/** If the database has no room for `work`, releases ballast, and runs `work` again if that has made room. */
async function withRoom<T>({ ballast, releasesBallast }: Database, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const isReleased = releasesBallast && error instanceof DatabaseFull && (await ballast?.release()) === true;
    if (!isReleased) throw error;
    return await work();
  }
}

/** Must never record SQL: its values can be secrets. */
function traced<T>({ tracer }: Database, what: 'transaction' | 'query', work: () => Promise<T>): Promise<T> {
  if (!tracer) return work();
  const attributes = { 'db.system.name': 'postgresql' };
  return tracer.span(`database ${what}`, { kind: 'client', attributes, isPartOnly: true }, work);
}

async function runQuery<T>(db: Database, fn: (knex: Knex) => PromiseLike<T>): Promise<T> {
  try {
    return await fn(db.knex);
  } catch (error) {
    throw asDatabaseFailure(error);
  }
}
