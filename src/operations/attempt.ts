/**
 * One attempt at one operation, from the claim to the transaction that ends it.
 *
 *   claimed ─► handler ─► look ─► one transaction: observed state, end of the operation, the guest's fault
 *                 │         │
 *                 └─────────┴─► host unreachable, less than 5 minutes since the first attempt: back into the queue
 *
 * What a failure of the handler means: `outcome_unknown` is settled by the look (done if the look shows what was wanted); an abort
 * because a newer operation wants the guest ends it `cancelled`; one because the service stops puts it back into the queue; one
 * because the database session was lost writes nothing at all: another worker has it now. All else ends it `failed`.
 *
 * Invariant: a client never sees `succeeded` with a state that has not arrived (test/http/verbs.test.ts).
 * Ways this can fail: the database away at the end (nothing is written; the operation is taken over and repeated), the look refused
 * (the end is written with the state as it was observed before).
 */
import type { Backend, Observation } from '../../backends/backend.js';
import { asGuesthouseError, GuesthouseError, isGuesthouseError } from '../domain/errors.js';
import type { Fault, Guest } from '../domain/guest.js';
import type { Log } from '../domain/log.js';
import { timestampOf, toEpochMs } from '../domain/timestamp.js';
import type { ObservedState, OperationKind } from '../domain/words.js';
import type { Database } from '../store/database.js';
import { deleteGuest as deleteGuestRow, findGuestById, lockGuest, writeFacts } from '../store/guests.js';
import { endOperation, findNewestOpenOperation, requeueOperation } from '../store/operations.js';
import type { ClaimedOperation } from '../store/operations.js';
import { inTransaction, query } from '../store/transaction.js';
import { createGuest } from './create-guest.js';
import { defineGuest } from './define-guest.js';
import { deleteGuest } from './delete-guest.js';
import type { OperationHandler } from './handler.js';
import { faultOfObserved, observedAfterLook } from './observe.js';
import { poweroffGuest } from './poweroff-guest.js';
import { rebootGuest } from './reboot-guest.js';
import { restartGuest } from './restart-guest.js';
import { shutdownGuest } from './shutdown-guest.js';
import { startGuest } from './start-guest.js';
import { suspendGuest } from './suspend-guest.js';

const HANDLERS = {
  'guest.create': createGuest,
  'guest.start': startGuest,
  'guest.shutdown': shutdownGuest,
  'guest.reboot': rebootGuest,
  'guest.restart': restartGuest,
  'guest.poweroff': poweroffGuest,
  'guest.suspend': suspendGuest,
  'guest.delete': deleteGuest,
} as const satisfies Record<OperationKind, OperationHandler>;

/** How long an operation whose host is away is tried again, from its first attempt on. */
const RETRY_FOR_MS = 5 * 60_000;
const RETRY_PAUSE_FIRST_MS = 500;
const RETRY_PAUSE_MAX_MS = 15_000;

/** Why an attempt is told to end. */
export type StopReason = 'cancelled' | 'stopping' | 'session_lost';

export interface AttemptDeps {
  readonly db: Database;
  readonly backend: Backend;
  readonly worker: number;
  readonly pathOfContent: (contentId: string) => string;
  readonly log: Log;
}

type HandlerResult = { readonly isDone: true } | { readonly isDone: false; readonly error: GuesthouseError };

/** `stop` aborts with a `StopReason`; `lost` aborts when the database session is gone and nothing may be written any more. */
export async function attemptOperation(
  operation: ClaimedOperation,
  deps: AttemptDeps,
  signals: { readonly stop: AbortSignal; readonly lost: AbortSignal },
): Promise<void> {
  const { db, worker } = deps;
  const log = deps.log.child({ operation: operation.id, kind: operation.kind, guest: operation.guestId });
  const guest = await query(db, (sql) => findGuestById(sql, operation.guestId));
  if (guest === null) {
    const fault = faultOf(new GuesthouseError('guest_not_found', 'The guest is gone.'));
    await inTransaction(db, (trx) => endOperation(trx, operation.id, worker, { state: 'failed', fault }));
    return;
  }
  log.debug({ attempt: operation.attempts }, 'operation begins');
  const result = await runHandler(operation, guest, deps, signals.stop);
  if (signals.lost.aborted) return;
  const stopReason = signals.stop.aborted ? (signals.stop.reason as StopReason) : null;
  if (!result.isDone && stopReason === 'stopping') {
    await query(db, (sql) => requeueOperation(sql, operation.id, worker, 0));
    return;
  }
  const look = await lookAtGuest(guest, deps, signals.lost);
  if (signals.lost.aborted) return;
  const unreachable = [result.isDone ? null : result.error, look.error].find((error) =>
    isGuesthouseError(error, 'host_unreachable'),
  );
  if (unreachable && stopReason !== 'cancelled' && Date.now() - toEpochMs(operation.startedAt) < RETRY_FOR_MS) {
    const pauseMs = Math.min(RETRY_PAUSE_FIRST_MS * 2 ** (operation.attempts - 1), RETRY_PAUSE_MAX_MS);
    log.warn({ err: unreachable, pauseMs }, 'host unreachable: the operation is tried again');
    await query(db, (sql) => requeueOperation(sql, operation.id, worker, pauseMs));
    return;
  }
  const end = judge(operation, result, look, stopReason);
  await writeEnd(operation, end, look, deps, log);
}

async function runHandler(
  operation: ClaimedOperation,
  guest: Guest,
  { db, backend, pathOfContent }: AttemptDeps,
  signal: AbortSignal,
): Promise<HandlerResult> {
  try {
    signal.throwIfAborted();
    await HANDLERS[operation.kind].run({
      backend,
      guestId: guest.id,
      params: operation.params,
      startedAt: operation.startedAt,
      signal,
      define: () => query(db, (sql) => defineGuest(sql, guest, pathOfContent)),
    });
    return { isDone: true };
  } catch (error) {
    return { isDone: false, error: asGuesthouseError(error) };
  }
}

interface Look {
  /** What was seen; undefined when the host does not know the guest. */
  readonly seen: Observation | undefined;
  /** Why nothing could be seen; null when the look worked. */
  readonly error: GuesthouseError | null;
}

async function lookAtGuest(guest: Guest, { backend }: AttemptDeps, signal: AbortSignal): Promise<Look> {
  try {
    const seen = await backend.lookAtGuests([guest.id], { signal });
    return { seen: seen.get(guest.id), error: null };
  } catch (error) {
    return { seen: undefined, error: asGuesthouseError(error) };
  }
}

interface End {
  readonly state: 'succeeded' | 'failed' | 'cancelled';
  readonly fault: Fault | null;
  readonly error: GuesthouseError | null;
}

function judge(operation: ClaimedOperation, result: HandlerResult, look: Look, stopReason: StopReason | null): End {
  const succeeded: End = { state: 'succeeded', fault: null, error: null };
  const isSeen = look.error === null && look.seen?.state !== 'unanswered';
  // A delete needs no look: its row goes, and no state with it.
  if (result.isDone && (isSeen || operation.kind === 'guest.delete')) return succeeded;
  const error = result.isDone
    ? new GuesthouseError('outcome_unknown', 'It was done, but the host does not show the guest.', {
        cause: look.error,
      })
    : result.error;
  if (isSeen) {
    const isReached = HANDLERS[operation.kind].isReached(look.seen?.state ?? 'absent', operation.params);
    if (isReached && isGuesthouseError(error, 'outcome_unknown')) return succeeded;
    if (isReached && stopReason === 'cancelled') return succeeded;
  }
  if (stopReason === 'cancelled') return { state: 'cancelled', fault: null, error: null };
  return { state: 'failed', fault: faultOf(error), error };
}

async function writeEnd(
  operation: ClaimedOperation,
  end: End,
  look: Look,
  { db, worker }: AttemptDeps,
  log: Log,
): Promise<void> {
  const isEnded = await inTransaction(db, async (trx) => {
    // The row lock must come first: requests that enqueue take it too, and then the operation's.
    const guest = await lockGuest(trx, operation.guestId);
    if (!(await endOperation(trx, operation.id, worker, end))) return false;
    if (guest === null) return true;
    if (operation.kind === 'guest.delete' && end.state === 'succeeded') {
      await deleteGuestRow(trx, guest.id);
      return true;
    }
    const observed = look.error === null ? observedToWrite(operation, guest, look.seen) : guest.observed;
    await writeFacts(trx, guest.id, {
      observed,
      openOperation: await findNewestOpenOperation(trx, guest.id),
      isHostAway: guest.state === 'unknown',
      fault: faultAfter(operation, guest, end, observed),
      isLaunched: end.state === 'succeeded' && HANDLERS[operation.kind].launches(operation.params),
    });
    return true;
  });
  if (!isEnded) {
    log.warn({}, 'operation was taken over by another worker: nothing written');
  } else if (end.state === 'failed') {
    log.warn({ err: end.error, detail: end.error?.logDetail }, 'operation failed');
  } else {
    log.info({ state: end.state }, 'operation ended');
  }
}

function observedToWrite(
  operation: ClaimedOperation,
  guest: Guest,
  seen: Observation | undefined,
): ObservedState | null {
  return observedAfterLook(seen, { observed: guest.observed, openKind: operation.kind }) ?? guest.observed;
}

/** A success clears the fault; a failed creation explains itself on the guest; a guest found dead says so whatever ended. */
function faultAfter(operation: ClaimedOperation, guest: Guest, end: End, observed: ObservedState | null): Fault | null {
  const fromState = observed === null ? null : faultOfObserved(observed, timestampOf(new Date()));
  if (fromState !== null) return observed === guest.observed && end.state !== 'succeeded' ? guest.fault : fromState;
  if (end.state === 'succeeded') return null;
  return operation.kind === 'guest.create' && observed === null && end.fault !== null ? end.fault : guest.fault;
}

function faultOf(error: GuesthouseError): Fault {
  return { kind: error.kind, detail: error.message, at: timestampOf(new Date()) };
}
