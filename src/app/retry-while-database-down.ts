/**
 * The retry of the single transaction that ends long work, so that an outage of the database at that moment does not
 * waste the work.
 *
 *   work ─► done
 *     └─ database_unreachable ─► pause ─► work …
 *
 * If the client disconnects or the timeout expires, the last failure is thrown.
 *
 * `work` can run again after a COMMIT whose response was lost. It must detect that case and must not commit twice.
 * Failures other than `database_unreachable` are thrown immediately.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { deadlineSignal } from '../domain/deadline.js';
import { isGuesthouseError } from '../domain/errors.js';
import type { Log } from '../domain/log.js';

/** Long enough for a fail-over or a restart of the database; clients and proxies seldom wait longer. */
const RETRY_FOR_MS = 60_000;
/** The same interval as between attempts to open a database session. */
const TRY_AGAIN_MS = 500;

export interface RetryWhileDatabaseDownOptions {
  /** Aborts when the client no longer waits for the outcome. */
  readonly gone: AbortSignal;
  readonly log: Log;
  readonly withinMs?: number;
}

export async function retryWhileDatabaseDown<T>(
  work: () => Promise<T>,
  { gone, log, withinMs = RETRY_FOR_MS }: RetryWhileDatabaseDownOptions,
): Promise<T> {
  const over = AbortSignal.any([gone, deadlineSignal(withinMs)]);
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (!isGuesthouseError(error, 'database_unreachable')) throw error;
      if (attempt === 1)
        log.warn({ err: error }, 'database unreachable while recording the result of long work; retrying');
      await sleep(TRY_AGAIN_MS, undefined, { signal: over }).catch(() => undefined);
      if (over.aborted) throw error;
    }
  }
}
