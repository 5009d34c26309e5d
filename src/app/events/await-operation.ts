/**
 * `Prefer: wait`: waits until an operation has ended, woken by what its end notifies and never by looking again and again.
 *
 * Waiting takes no database connection. Whoever goes away (`signal`) or whose time is over leaves nothing behind. Where notifications
 * were lost in a gap, everyone who waits looks once when it is over.
 */
import { once } from 'node:events';
import type { OperationId } from '../../domain/ids.js';
import type { Operation } from '../../domain/operation.js';
import { findOperationById } from '../../store/operations.js';
import { query } from '../../store/transaction.js';
import type { App } from '../app.js';

/** The operation as it ended; null when it is still under way after `waitMs`, nobody wants to know any more, or it is kept no more. */
export async function awaitOperation(
  app: App,
  id: OperationId,
  options: { readonly waitMs: number; readonly signal: AbortSignal },
): Promise<Operation | null> {
  const overtime = new AbortController();
  const timer = setTimeout(() => overtime.abort(), options.waitMs);
  const over = AbortSignal.any([options.signal, overtime.signal]);
  const wakes = new EventTarget();
  let isWoken = false;
  // Watching must come before the first look: an end between the two would be missed.
  const unwatch = app.endings.watch(id, () => {
    isWoken = true;
    wakes.dispatchEvent(new Event('wake'));
  });
  try {
    for (;;) {
      isWoken = false;
      const operation = await query(app.db, (sql) => findOperationById(sql, id));
      // One that ended so long ago that it is kept no more has nothing to wait for.
      if (operation === null || operation.finishedAt !== null) return operation;
      while (!isWoken) {
        if (over.aborted || app.endings.isReleased) return null;
        await once(wakes, 'wake', { signal: over }).catch(() => undefined);
      }
    }
  } finally {
    unwatch();
    clearTimeout(timer);
  }
}
