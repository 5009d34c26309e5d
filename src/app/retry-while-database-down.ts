/**
 * For the one transaction that long work ends with: a database that is away at that very moment must not cost all of it.
 *
 *   work ─► done
 *     └─ database_unreachable ─► pause ─► work …    until the client has gone, or the time is over: then with the last failure
 *
 * `work` may run again after a COMMIT whose answer was lost: it must find that it was done, and not do it twice. Whatever else goes
 * wrong in it ends this at once.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { isGuesthouseError } from '../domain/errors.js';
import type { Log } from '../domain/log.js';

/** A fail-over, or a restart of the database, is over by then; clients and what stands between seldom wait longer. */
const RETRY_FOR_MS = 60_000;
/** As often as the service tries to have a session again. */
const TRY_AGAIN_MS = 500;

export interface RetryWhileDatabaseDownOptions {
  /** Aborts when nobody waits for the outcome any more. */
  readonly gone: AbortSignal;
  readonly log: Log;
  readonly withinMs?: number;
}

export async function retryWhileDatabaseDown<T>(
  work: () => Promise<T>,
  { gone, log, withinMs = RETRY_FOR_MS }: RetryWhileDatabaseDownOptions,
): Promise<T> {
  const over = AbortSignal.any([gone, AbortSignal.timeout(withinMs)]);
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (!isGuesthouseError(error, 'database_unreachable')) throw error;
      if (attempt === 1) log.warn({ err: error }, 'database unreachable at the end of long work; waiting for it');
      await sleep(TRY_AGAIN_MS, undefined, { signal: over }).catch(() => undefined);
      if (over.aborted) throw error;
    }
  }
}
