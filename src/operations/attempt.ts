/**
 * One attempt at one operation, from the claim to the transaction that ends it.
 *
 *   claimed ─► handler ─► look ─► one transaction: observed state, end of the operation, the guest's fault
 *                 │         │
 *                 └─────────┴─► host lost, less than 5 minutes since the first attempt: back into the queue
 *
 * What a failure of the handler means: the host is lost when it could not be reached, or was lost between two messages of a step that can be
 * repeated (steps.ts). All other `outcome_unknown` is settled by the look (done if the look shows what was wanted); an abort
 * because a newer operation wants the guest ends it `cancelled`; one because the service stops puts it back into the queue; one
 * because the database session was lost writes nothing at all: another worker has it now; nor does one because the operation was taken away:
 * its guest was forgotten (src/app/forget-guest.ts), which has ended it. All else ends it `failed`.
 *
 * What an attempt has come to is kept for the next one (steps.ts), whichever way it ends.
 * Invariant: a client never sees `succeeded` with a state that has not arrived (test/http/verbs.test.ts).
 * Ways this can fail: the database away at the end (nothing is written; the operation is taken over and repeated), the look refused
 * (the end is written with the state as it was observed before).
 */
import type { Backend, Observation } from '../../backends/backend.js';
import { withCallOptions } from '../../backends/decorate.js';
import { asGuesthouseError, GuesthouseError, isGuesthouseError } from '../domain/errors.js';
import { eventOfGuest } from '../domain/event.js';
import type { NewEvent } from '../domain/event.js';
import type { Fault, Guest } from '../domain/guest.js';
import type { Log } from '../domain/log.js';
import type { GuestId } from '../domain/ids.js';
import { timestampOf, toEpochMs } from '../domain/timestamp.js';
import type { Tracer } from '../domain/trace.js';
import type { ObservedState, OperationKind, OperationState } from '../domain/words.js';
import type { Database } from '../store/database.js';
import { recordEvents } from '../store/events.js';
import { deleteGuest as deleteGuestRow, findGuestById, lockGuest, writeChanges, writeFacts } from '../store/guests.js';
import {
  endOperation,
  findNewestOpenOperation,
  findOperationById,
  markSteps,
  requeueOperation,
} from '../store/operations.js';
import type { ClaimedOperation, StepMarks } from '../store/operations.js';
import { inTransaction, query } from '../store/transaction.js';
import { isUniqueViolation } from '../store/database-failure.js';
import { stateChange } from './enqueue.js';
import { defineGuest } from './define-guest.js';
import { HANDLERS } from './handlers.js';
import { creationCancelled, faultOfObserved, observedAfterLook } from './observe.js';
import { Steps } from './steps.js';

const DEFINING: readonly OperationKind[] = ['guest.create', 'guest.update', 'guest.start', 'guest.reboot'];

/** How long an operation whose host is away is tried again, from its first attempt on. */
const RETRY_FOR_MS = 5 * 60_000;
const RETRY_PAUSE_FIRST_MS = 500;
const RETRY_PAUSE_MAX_MS = 15_000;

/** Why an attempt is told to end. `taken_away`: others have ended its operation. */
export type StopReason = 'cancelled' | 'stopping' | 'session_lost' | 'taken_away';

export interface AttemptDeps {
  readonly db: Database;
  readonly backend: Backend;
  readonly worker: number;
  readonly pathOfContent: (contentId: string) => string;
  readonly watch: OperationWatch;
  readonly tracer: Tracer | null;
  readonly log: Log;
}

/** Who counts operations. */
export interface OperationWatch {
  /** The first attempt begins, so long after the request. */
  operationBegan(kind: OperationKind, queuedMs: number): void;
  /** It has ended, and its end is written, so long after the first attempt began. */
  operationEnded(kind: OperationKind, result: EndState, runMs: number): void;
}

type EndState = Exclude<OperationState, 'queued' | 'running'>;

type HandlerResult = { readonly isDone: true } | { readonly isDone: false; readonly error: GuesthouseError };

/** Thrown to a handler whose operation was ended by others: it must do no more. */
class TakenAway extends Error {}

/** `stop` aborts with a `StopReason`; `lost` aborts when the database session is gone and nothing may be written any more. */
export function attemptOperation(operation: ClaimedOperation, deps: AttemptDeps, signals: Signals): Promise<void> {
  const { id, kind, subject, requestId, attempts, params, createdAt, startedAt } = operation;
  if (attempts === 1) deps.watch.operationBegan(kind, Math.max(0, toEpochMs(startedAt) - toEpochMs(createdAt)));
  const backend = withCallOptions(deps.backend, { about: { operation: id, requestId } });
  const run = (): Promise<void> => attempt(operation, { ...deps, backend }, signals);
  if (deps.tracer === null) return run();
  const attributes = {
    'guesthouse.operation.id': id,
    'guesthouse.operation.kind': kind,
    'guesthouse.operation.attempt': attempts,
    [`guesthouse.${subject.kind}.id`]: subject.id,
    'guesthouse.request_id': requestId,
  };
  const { traceparent: cause = null } = params;
  return deps.tracer.span(`operation ${kind}`, { kind: 'consumer', isRoot: true, cause, attributes }, run);
}

interface Signals {
  readonly stop: AbortSignal;
  readonly lost: AbortSignal;
}

async function attempt(operation: ClaimedOperation, deps: AttemptDeps, signals: Signals): Promise<void> {
  const { db, worker } = deps;
  const { id, kind, subject, requestId } = operation;
  const log = deps.log.child({ operation: id, kind, [subject.kind]: subject.id, requestId });
  const guest = await query(db, (sql) => findGuestById(sql, subject.id as GuestId));
  if (guest === null) {
    const fault = faultOf(new GuesthouseError('guest_not_found', 'The guest no longer exists.'));
    const isEnded = await inTransaction(db, (trx) => endOperation(trx, id, worker, { state: 'failed', fault }));
    if (isEnded) noteEnd(operation, 'failed', deps);
    return;
  }
  log.debug({ attempt: operation.attempts }, 'operation started');
  const steps = new Steps(operation.steps, (marks) => keepMarks(operation, marks, deps));
  const result = await runHandler(operation, guest, steps, deps, signals.stop);
  if (signals.lost.aborted) return;
  const stopReason = signals.stop.aborted ? (signals.stop.reason as StopReason) : null;
  if (result === 'taken_away' || stopReason === 'taken_away') {
    log.info({}, 'operation was ended elsewhere; recorded nothing');
    return;
  }
  if (!result.isDone && stopReason === 'stopping') {
    await query(db, (sql) => requeueOperation(sql, operation.id, worker, { afterMs: 0, steps: steps.marks }));
    return;
  }
  const look = await lookAtGuest(guest, deps, signals.lost);
  if (signals.lost.aborted) return;
  const lost = [result.isDone ? null : result.error, look.error].find(
    (error) => error !== null && steps.mayGoOnAfter(error),
  );
  if (lost && stopReason !== 'cancelled' && Date.now() - toEpochMs(operation.startedAt) < RETRY_FOR_MS) {
    const pauseMs = Math.min(RETRY_PAUSE_FIRST_MS * 2 ** (operation.attempts - 1), RETRY_PAUSE_MAX_MS);
    log.warn({ err: lost, pauseMs }, 'host unreachable; the operation will be retried');
    await query(db, (sql) => requeueOperation(sql, operation.id, worker, { afterMs: pauseMs, steps: steps.marks }));
    return;
  }
  const end = judge(operation, result, look, stopReason);
  await writeEnd(operation, end, look, deps, log);
}

/** Throws where the operation is no longer ours: then nothing that follows the mark may be done. */
async function keepMarks(operation: ClaimedOperation, marks: StepMarks, { db, worker }: AttemptDeps): Promise<void> {
  if (await query(db, (sql) => markSteps(sql, operation.id, worker, marks))) return;
  // Must come before a lost session is blamed: the worker is told of what was taken away, but maybe later than this.
  const now = await query(db, (sql) => findOperationById(sql, operation.id));
  if (now === null || now.finishedAt !== null) throw new TakenAway();
  throw new GuesthouseError('database_unreachable', 'Another worker took over the operation.');
}

async function runHandler(
  operation: ClaimedOperation,
  guest: Guest,
  steps: Steps,
  { db, backend, pathOfContent }: AttemptDeps,
  signal: AbortSignal,
): Promise<HandlerResult | 'taken_away'> {
  try {
    signal.throwIfAborted();
    await HANDLERS[operation.kind].run({
      backend,
      guestId: guest.id,
      params: operation.params,
      startedAt: operation.startedAt,
      signal,
      isDefinitionStale: guest.isDefinitionStale,
      define: () => query(db, (sql) => defineGuest(sql, guest, pathOfContent)),
      step: (name, run) => steps.step(name, run),
      stepOnce: (name, run, look) => steps.stepOnce(name, run, look),
    });
    return { isDone: true };
  } catch (error) {
    if (error instanceof TakenAway) return 'taken_away';
    // No word of the hypervisor's: whoever has the database again goes on where this attempt was.
    if (isGuesthouseError(error, 'database_unreachable') && !signal.aborted) throw error;
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
    const seen = await backend.observeGuests([guest.id], { signal });
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
    ? new GuesthouseError('outcome_unknown', 'The operation was carried out, but the host does not report the guest.', {
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

async function writeEnd(operation: ClaimedOperation, end: End, look: Look, deps: AttemptDeps, log: Log): Promise<void> {
  const { db, worker } = deps;
  let ended = end;
  let isEnded: boolean;
  try {
    isEnded = await writeOnce(operation, end, look, db, worker);
  } catch (error) {
    const refused = refusalOfChanges(error);
    if (refused === null) throw error;
    ended = { state: 'failed', fault: faultOf(refused), error: refused };
    isEnded = await writeOnce(operation, ended, look, db, worker);
  }
  if (isEnded) noteEnd(operation, ended.state, deps);
  if (!isEnded) {
    log.warn({}, 'operation was taken over or ended elsewhere; recorded nothing');
  } else if (ended.state === 'failed') {
    log.warn({ err: ended.error, detail: ended.error?.logDetail }, 'operation failed');
  } else {
    log.info({ state: ended.state }, 'operation ended');
  }
}

function noteEnd({ kind, startedAt }: ClaimedOperation, state: EndState, { watch }: AttemptDeps): void {
  watch.operationEnded(kind, state, Math.max(0, Date.now() - toEpochMs(startedAt)));
}

/** What others did since the request was checked can leave no room for its changes: a name taken, too many pairs of metadata. */
function refusalOfChanges(error: unknown): GuesthouseError | null {
  if (isGuesthouseError(error, 'validation_failed')) return error;
  if (!isUniqueViolation(error, 'guests_name_unique')) return null;
  return new GuesthouseError(
    'guest_name_already_exists',
    'Another guest of the project took this name in the meantime.',
    { cause: error },
  );
}

function writeOnce(operation: ClaimedOperation, end: End, look: Look, db: Database, worker: number): Promise<boolean> {
  return inTransaction(db, async (trx) => {
    // The row lock must come first: requests that enqueue take it too, and then the operation's.
    const guest = await lockGuest(trx, operation.subject.id as GuestId);
    if (!(await endOperation(trx, operation.id, worker, end))) return false;
    if (guest === null) return true;
    if (operation.kind === 'guest.delete' && end.state === 'succeeded') {
      await deleteGuestRow(trx, guest.id);
      await recordEvents(trx, [eventOfGuest('guest.deleted', guest, operation, {}, operation.id)]);
      return true;
    }
    if (operation.kind === 'guest.update' && end.state === 'succeeded') {
      await writeChanges(trx, guest, operation.params.changes ?? {});
    }
    const observed = look.error === null ? observedToWrite(operation, guest, look.seen) : guest.observed;
    await writeFacts(trx, guest.id, {
      observed,
      openOperation: await findNewestOpenOperation(trx, guest.id),
      isHostAway: guest.state === 'unknown',
      fault: faultAfter(operation, guest, end, observed),
      isLaunched: end.state === 'succeeded' && HANDLERS[operation.kind].launches(operation.params),
      // What defined the guest and got through has told the host all that the row has.
      isDefined: end.state === 'succeeded' && DEFINING.includes(operation.kind),
    });
    const after = (await lockGuest(trx, guest.id)) ?? guest;
    await recordEvents(trx, [
      ...changesTold(operation, end, after),
      ...stateChange(guest, after, operation, operation.id),
    ]);
    return true;
  });
}

function changesTold(operation: ClaimedOperation, end: End, guest: Guest): NewEvent[] {
  if (operation.kind !== 'guest.update' || end.state !== 'succeeded') return [];
  const changed = Object.keys(operation.params.changes ?? {}).join(' ');
  return [eventOfGuest('guest.updated', guest, operation, { changed }, operation.id)];
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
  if (operation.kind !== 'guest.create' || observed !== null) return guest.fault;
  return end.state === 'cancelled' ? creationCancelled(timestampOf(new Date())) : (end.fault ?? guest.fault);
}

function faultOf(error: GuesthouseError): Fault {
  return { kind: error.kind, detail: error.message, at: timestampOf(new Date()) };
}
