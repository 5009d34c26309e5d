/**
 * The wait of `Prefer: wait`: until an operation has ended. The notification of the end wakes it; it never polls.
 *
 * Waiting takes no database connection. A client that goes away (`signal`), or whose timeout expires, leaves nothing
 * behind. If notifications could have been lost while the connection was down, every waiting request queries the
 * operation once when it is up again.
 */
import { once } from 'node:events';
import type { OperationId } from '../../domain/ids.js';
import type { Operation } from '../../domain/operation.js';
import { findOperationById } from '../../store/operations.js';
import { query } from '../../store/transaction.js';
import type { App } from '../app.js';

/**
 * The ended operation; null if it has not ended after `waitMs`, the client has gone or the service stops, or it is no
 * longer retained.
 */
export async function awaitOperation(
  app: App,
  id: OperationId,
  options: { readonly waitMs: number; readonly signal: AbortSignal },
): Promise<Operation | null> {
  const overtime = new AbortController();
  const timer = setTimeout(() => overtime.abort(), options.waitMs);
  const over = AbortSignal.any([options.signal, overtime.signal]);
  const wakes = new EventTarget();
  let isNotified = false;
  // Must come before the first query: an end between the two would be missed.
  const unwatch = app.endings.watch(id, () => {
    isNotified = true;
    wakes.dispatchEvent(new Event('wake'));
  });
  try {
    for (;;) {
      isNotified = false;
      const operation = await query(app.db, (sql) => findOperationById(sql, id));
      // An operation that ended so long ago that it is no longer retained: there is nothing to wait for.
      if (operation === null || operation.finishedAt !== null) return operation;
      while (!isNotified) {
        if (over.aborted || app.endings.isReleased) return null;
        await once(wakes, 'wake', { signal: over }).catch(() => undefined);
      }
    }
  } finally {
    unwatch();
    clearTimeout(timer);
  }
}
