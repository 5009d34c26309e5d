/**
 * The event `access.denied`, recorded for every request that is rejected because the caller lacks a right. It appears
 * among the events of the caller's project.
 */
import type { Log } from '../../domain/log.js';
import { recordEvents } from '../../store/events.js';
import { inTransaction } from '../../store/transaction.js';
import type { App } from '../app.js';
import type { Caller } from './caller.js';

/**
 * Resolves when the event is written. If it cannot be written, it is logged instead; the request is rejected either
 * way.
 */
export async function recordRefusal(
  { db }: Pick<App, 'db'>,
  {
    projectId,
    userId,
    requestId,
    clientAddress,
    right,
    log,
  }: Pick<Caller, 'projectId' | 'userId' | 'requestId' | 'clientAddress' | 'right'> & { log: Log },
  operationId: string | null,
): Promise<void> {
  const actor = { userId, requestId, clientAddress };
  const detail = { reason: 'forbidden', operation: operationId, right };
  const happened = { kind: 'access.denied', projectId, subject: null, operationId: null } as const;
  try {
    await inTransaction(db, (trx) => recordEvents(trx, [{ ...happened, ...actor, detail }]));
  } catch (error) {
    log.warn({ err: error, ...actor, ...detail }, 'failed to record a rejected request as an event');
  }
}
