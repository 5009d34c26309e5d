/**
 * The wait for the end of an operation (`Prefer: wait`). The notification of the end wakes it; it never polls.
 *
 * A waiting request holds no database connection. When its client disconnects (`signal`) or its timeout expires, the
 * wait ends and leaves nothing behind. Notifications can be lost while the listening connection is down. So every
 * waiting request queries its operation once after a reconnect.
 */
import { once } from 'node:events';
import type { OperationId } from '../../domain/ids.js';
import type { Operation } from '../../domain/operation.js';
import { findOperationById } from '../../store/operations.js';
import { query } from '../../store/transaction.js';
import type { Caller } from '../access/caller.js';
import type { App } from '../app.js';

/**
 * The ended operation. Null if the operation has not ended after `waitMs`, if the client has disconnected, if the
 * service stops, or if the operation is no longer retained.
 */
export async function awaitOperation(
  app: App,
  caller: Caller,
  id: OperationId,
  options: { readonly waitMs: number; readonly signal: AbortSignal },
): Promise<Operation | null> {
  const overtime = new AbortController();
  const timer = setTimeout(() => overtime.abort(), options.waitMs);
  const over = AbortSignal.any([options.signal, overtime.signal]);
  const wakes = new EventTarget();
  let isNotified = false;
  // Must come before the first query: otherwise an end in between would be missed.
  const unwatch = app.endings.watch(id, () => {
    isNotified = true;
    wakes.dispatchEvent(new Event('wake'));
  });
  try {
    for (;;) {
      isNotified = false;
      const operation = await query(app.db.of(caller), (sql) => findOperationById(sql, id));
      // Null: the operation ended so long ago that it is no longer retained.
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
