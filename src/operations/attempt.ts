/**
 * One attempt at one operation, from the claim to the transaction that ends it. Everything that depends on the kind of
 * operation comes from its definition (kind.ts).
 *
 *   claimed ─► run ─► observe ─► one transaction: end the operation, and commit the writes of its kind
 *               │       │                          (for a guest: observed state, fault, events)
 *               └───────┴─► host lost, less than 5 minutes since the first attempt (30 s if only the guest's
 *                           machine is silent): requeue
 *
 * After the run, the subject is observed once, except if the kind of operation needs no observation, and in the cases
 * `stopping`, `session_lost` and `taken_away`. The meaning of a failure of `run`:
 *   host lost           the host or the guest's machine could not be reached, or was lost between two messages of a
 *                       repeatable step (steps.ts): requeue
 *   `outcome_unknown`   if the host does not count as lost, the observation decides: `succeeded` if it shows the
 *                       requested state, `failed` otherwise
 *   `cancelled`         a newer operation needs the subject, or a caller cancelled the operation: `succeeded` if the
 *                       observation shows the requested state, `cancelled` otherwise
 *   `stopping`          the service stops: requeue
 *   `session_lost`      the database session was lost: write nothing, because another worker can have the operation now
 *   `taken_away`        the guest was forgotten, which ended the operation (src/app/forget-guest.ts): write nothing
 *   anything else       `failed`
 * A success is compared with the observation too: if the observation contradicts what the kind of operation promises,
 * the operation has failed (promised-state.ts).
 *
 * The step marks of an attempt are stored for the next attempt (steps.ts), however the attempt ends.
 * Invariant: a client that sees `succeeded` also sees the state that the operation has reached
 * (test/http/verbs.test.ts).
 * Ways this can fail: the database is away or full at the end (nothing is written; another worker takes over and
 * repeats the operation), the observation is rejected (the end is written with the previously observed state), this
 * program does not know the kind (`failed`, `internal`).
 */
import type { Backend } from '../../backends/backend.js';
import { withCallOptions } from '../../backends/decorate.js';
import { asGuesthouseError, GuesthouseError, isGuesthouseError } from '../domain/errors.js';
import type { EventDetail } from '../domain/event.js';
import type { Fault } from '../domain/guest.js';
import type { HostId } from '../domain/ids.js';
import type { Log } from '../domain/log.js';
import { timestampNow, toEpochMs } from '../domain/timestamp.js';
import type { Tracer } from '../domain/trace.js';
import type { OperationKind } from '../domain/words.js';
import type { ImageContents } from '../store/content/image-content-store.js';
import type { Database } from '../store/database.js';
import { isDatabaseFailure } from '../store/database-failure.js';
import { listKeptImages } from '../store/image-copies.js';
import {
  endOperation,
  findOperationById,
  isStillClaimed,
  markSteps,
  requeueOperation,
  writeProgress,
} from '../store/operations.js';
import type { ClaimedOperation, StepMarks } from '../store/operations.js';
import { inTransaction, query } from '../store/transaction.js';
import { findNext } from './enqueue.js';
import { getKind } from './kind.js';
import type { AnyKind, EndState, Kinds, ObservationResult } from './kind.js';
import { Progress } from './progress.js';
import { Steps } from './steps.js';

/** How long an operation is retried while its host is away, counted from the first attempt. */
const RETRY_FOR_MS = 5 * 60_000;
/** How long an operation is retried while only the guest's machine does not respond. Its power can be cut meanwhile. */
const RETRY_UNRESPONSIVE_FOR_MS = 30_000;
const RETRY_PAUSE_FIRST_MS = 500;
const RETRY_PAUSE_MAX_MS = 15_000;

/** Why an attempt is aborted. `taken_away`: the request that forgot the guest also ended the operation. */
export type StopReason = 'cancelled' | 'stopping' | 'session_lost' | 'taken_away';

export interface AttemptDeps {
  readonly db: Database;
  readonly backend: Backend;
  readonly worker: number;
  readonly kinds: Kinds;
  readonly hostId: HostId;
  readonly content: ImageContents;
  readonly watch: OperationWatch;
  readonly tracer: Tracer | null;
  readonly log: Log;
}

/** Receives the start and end of operations, for metrics. */
export interface OperationWatch {
  /** The first attempt begins; `queuedMs` is the time since the request. */
  operationBegan(kind: OperationKind, queuedMs: number): void;
  /** The end is written; `runMs` is the time since the first attempt began. */
  operationEnded(kind: OperationKind, result: EndState, runMs: number): void;
}

type RunResult = { readonly isDone: true } | { readonly isDone: false; readonly error: GuesthouseError };

/** Ends a step after its worker has lost the operation: the operation's work must not continue. */
class TakenAway extends Error {}

/**
 * The signal `stop` aborts with a `StopReason`. The signal `lost` aborts when the database session is lost: from then
 * on nothing may be written.
 */
export function attemptOperation(operation: ClaimedOperation, deps: AttemptDeps, signals: Signals): Promise<void> {
  const { id, kind, subject, requestId, attempts, traceparent: cause, createdAt, startedAt } = operation;
  if (attempts === 1) deps.watch.operationBegan(kind, Math.max(0, toEpochMs(startedAt) - toEpochMs(createdAt)));
  const backend = withCallOptions(deps.backend, {
    about: { operation: id, requestId },
    listKeptImages: () => query(deps.db, (sql) => listKeptImages(sql, deps.hostId)),
  });
  const run = (): Promise<void> => attempt(operation, { ...deps, backend }, signals);
  if (deps.tracer === null) return run();
  const attributes = {
    'guesthouse.operation.id': id,
    'guesthouse.operation.kind': kind,
    'guesthouse.operation.attempt': attempts,
    [`guesthouse.${subject.kind}.id`]: subject.id,
    'guesthouse.request_id': requestId,
  };
  return deps.tracer.span(`operation ${kind}`, { kind: 'consumer', isRoot: true, cause, attributes }, run);
}

interface Signals {
  readonly stop: AbortSignal;
  readonly lost: AbortSignal;
}

async function attempt(operation: ClaimedOperation, deps: AttemptDeps, signals: Signals): Promise<void> {
  const { db, worker, kinds } = deps;
  const { id, kind, subject, requestId } = operation;
  const log = deps.log.child({ operation: id, kind, [subject.kind]: subject.id, requestId });
  let definition: AnyKind;
  let found: unknown;
  try {
    definition = getKind(kinds, kind);
    found = await query(db, (sql) => definition.subject.find(sql, subject.id));
    if (found === null) throw definition.subject.missing();
  } catch (error) {
    if (!isGuesthouseError(error) || isDatabaseFailure(error)) throw error;
    const isEnded = await inTransaction(db, (trx) =>
      endOperation(trx, id, worker, { state: 'failed', fault: faultOf(error) }),
    );
    if (isEnded) noteEnd(operation, 'failed', deps);
    return;
  }
  log.debug({ attempt: operation.attempts }, 'operation started');
  const progress = new Progress(operation.progress, (percent) => showProgress(operation, percent, deps, signals.lost), {
    log,
  });
  const steps = new Steps(operation.steps, {
    shares: definition.steps,
    mark: (marks) => keepMarks(operation, marks, deps),
    report: (percent) => progress.report(percent),
  });
  const notes: EventDetail[] = [];
  const result = await runOperation(operation, definition, found, steps, notes, deps, signals.stop);
  await progress.close();
  if (signals.lost.aborted) return;
  const stopReason = signals.stop.aborted ? (signals.stop.reason as StopReason) : null;
  if (result === 'taken_away' || stopReason === 'taken_away') {
    log.info({}, 'the guest was forgotten, which ended the operation; recorded nothing');
    return;
  }
  if (!result.isDone && stopReason === 'stopping') {
    await query(db, (sql) => requeueOperation(sql, operation.id, worker, { afterMs: 0, steps: steps.marks }));
    return;
  }
  const observation = await observeSubject(definition, found, deps, signals.lost);
  if (signals.lost.aborted) return;
  const lost = [result.isDone ? null : result.error, observation.kind === 'failed' ? observation.error : null].find(
    (error) => error !== null && steps.canContinueAfter(error),
  );
  const retryForMs = lost && isOfGuest(lost) ? RETRY_UNRESPONSIVE_FOR_MS : RETRY_FOR_MS;
  if (lost && stopReason !== 'cancelled' && performance.now() - operation.begunAtMs < retryForMs) {
    const pauseMs = Math.min(RETRY_PAUSE_FIRST_MS * 2 ** (operation.attempts - 1), RETRY_PAUSE_MAX_MS);
    log.warn({ err: lost, pauseMs }, 'host or guest does not respond; the operation will be retried');
    await query(db, (sql) => requeueOperation(sql, operation.id, worker, { afterMs: pauseMs, steps: steps.marks }));
    return;
  }
  const end = judge(operation, definition, result, observation, stopReason);
  await writeEnd(
    operation,
    definition,
    { ...end, notes: Object.assign({}, ...notes) as EventDetail },
    observation,
    deps,
    log,
  );
}

/** Whether it was the guest's virtual machine that did not respond, and not the host. */
function isOfGuest(error: GuesthouseError): boolean {
  return [error, error.cause].some((each) => isGuesthouseError(each, 'guest_unresponsive'));
}

async function showProgress(
  { id }: ClaimedOperation,
  percent: number,
  { db, worker }: AttemptDeps,
  lost: AbortSignal,
): Promise<boolean> {
  return !lost.aborted && (await query(db, (sql) => writeProgress(sql, id, worker, percent)));
}

/** Throws if the operation no longer belongs to this worker. Then nothing after the mark may run. */
async function keepMarks(operation: ClaimedOperation, marks: StepMarks, { db, worker }: AttemptDeps): Promise<void> {
  if (await query(db, (sql) => markSteps(sql, operation.id, worker, marks))) return;
  // Check first whether the operation was taken away, because `listToStop` may report this only later. Otherwise,
  // another worker has taken over the operation.
  const now = await query(db, (sql) => findOperationById(sql, operation.id));
  if (now === null || now.finishedAt !== null) throw new TakenAway();
  throw new GuesthouseError('database_unreachable', 'Another worker took over the operation.');
}

async function runOperation(
  { id, params, begunAtMs }: ClaimedOperation,
  definition: AnyKind,
  subject: unknown,
  steps: Steps,
  notes: EventDetail[],
  { db, backend, worker, hostId, content }: AttemptDeps,
  signal: AbortSignal,
): Promise<RunResult | 'taken_away'> {
  try {
    signal.throwIfAborted();
    await definition.run({
      backend,
      subject,
      params: definition.readParams(params),
      begunAtMs,
      signal,
      query: (read) => query(db, read),
      write: (write) =>
        inTransaction(db, async (trx) => {
          await write(trx);
          if (!(await isStillClaimed(trx, id, worker))) throw new TakenAway();
        }),
      note: (detail) => notes.push(detail),
      pathOfContent: content.pathOf,
      bringContent: (images, onPercent) => content.bring(images, hostId, { signal, onPercent }),
      step: (name, run) => steps.step(name, run),
      stepOnce: (name, run, tookEffect) => steps.stepOnce(name, run, tookEffect),
    });
    return { isDone: true };
  } catch (error) {
    if (error instanceof TakenAway) return 'taken_away';
    // This error does not come from the hypervisor, so it does not decide the result: the next worker that reaches the
    // database continues where this attempt stopped.
    if (isDatabaseFailure(error) && !signal.aborted) throw error;
    return { isDone: false, error: asGuesthouseError(error) };
  }
}

async function observeSubject(
  definition: AnyKind,
  subject: unknown,
  { backend }: AttemptDeps,
  signal: AbortSignal,
): Promise<ObservationResult<unknown>> {
  if (definition.observation === 'none') return { kind: 'none' };
  try {
    return { kind: 'seen', seen: await definition.subject.observe(subject, backend, signal) };
  } catch (error) {
    return { kind: 'failed', error: asGuesthouseError(error) };
  }
}

interface Judgement {
  readonly state: EndState;
  readonly fault: Fault | null;
  readonly error: GuesthouseError | null;
}

interface End extends Judgement {
  readonly notes: EventDetail;
}

function judge(
  operation: ClaimedOperation,
  definition: AnyKind,
  result: RunResult,
  observation: ObservationResult<unknown>,
  stopReason: StopReason | null,
): Judgement {
  const succeeded: Judgement = { state: 'succeeded', fault: null, error: null };
  const isSeen = observation.kind === 'seen' && definition.subject.isConclusive(observation.seen);
  const params = definition.readParams(operation.params);
  const contradiction = result.isDone && isSeen ? definition.contradiction(observation.seen, params) : null;
  if (result.isDone && contradiction === null && (isSeen || definition.observation !== 'decides')) return succeeded;
  const error = result.isDone ? (contradiction ?? inconclusive(operation, definition, observation)) : result.error;
  if (isSeen) {
    const isReached = definition.isReached(observation.seen, params);
    if (isReached && isGuesthouseError(error, 'outcome_unknown')) return succeeded;
    if (isReached && stopReason === 'cancelled') return succeeded;
  }
  if (stopReason === 'cancelled') return { state: 'cancelled', fault: null, error: null };
  return { state: 'failed', fault: faultOf(error), error };
}

/** The failure of an operation that was carried out, after an observation that shows nothing. */
function inconclusive(
  { subject }: ClaimedOperation,
  definition: AnyKind,
  observation: ObservationResult<unknown>,
): GuesthouseError {
  const unresponsive = observation.kind === 'seen' ? definition.subject.unresponsive(observation.seen) : null;
  if (unresponsive !== null) return unresponsive;
  return new GuesthouseError(
    'outcome_unknown',
    `The operation was carried out, but the host does not report the ${subject.kind}.`,
    observation.kind === 'failed' ? { cause: observation.error } : {},
  );
}

async function writeEnd(
  operation: ClaimedOperation,
  definition: AnyKind,
  end: End,
  observation: ObservationResult<unknown>,
  deps: AttemptDeps,
  log: Log,
): Promise<void> {
  let ended = end;
  let isEnded: boolean;
  try {
    isEnded = await writeOnce(operation, definition, end, observation, deps);
  } catch (error) {
    // The kind refuses to commit the success: something changed since the request was checked and conflicts with its
    // changes.
    const isRefused = isGuesthouseError(error) && !isDatabaseFailure(error) && error.kind !== 'internal';
    if (end.state !== 'succeeded' || !isRefused) throw error;
    ended = { state: 'failed', fault: faultOf(error), error, notes: end.notes };
    isEnded = await writeOnce(operation, definition, ended, observation, deps);
  }
  if (isEnded) {
    noteEnd(operation, ended.state, deps);
    deps.content.mayHaveReleased();
  }
  if (!isEnded) {
    log.warn({}, 'another worker took over the operation, or its guest was forgotten; recorded nothing');
  } else if (ended.state === 'failed') {
    log.warn({ err: ended.error, detail: ended.error?.logDetail }, 'operation failed');
  } else {
    log.info({ state: ended.state }, 'operation ended');
  }
}

function noteEnd({ kind, begunAtMs }: ClaimedOperation, state: EndState, { watch }: AttemptDeps): void {
  watch.operationEnded(kind, state, performance.now() - begunAtMs);
}

function writeOnce(
  operation: ClaimedOperation,
  definition: AnyKind,
  end: End,
  observation: ObservationResult<unknown>,
  { db, worker, kinds }: AttemptDeps,
): Promise<boolean> {
  const { id, kind, params } = operation;
  return inTransaction(db, async (trx) => {
    // The subject's row lock must come first: requests that enqueue lock the subject, then the operation.
    const subject = await definition.subject.lock(trx, operation.subject.id);
    if (!(await endOperation(trx, id, worker, end))) return false;
    if (subject === null) return true;
    await definition.commit(trx, {
      id,
      kind,
      params: definition.readParams(params),
      state: end.state,
      fault: end.fault,
      notes: end.notes,
      actor: operation,
      subject,
      observation,
      next: await findNext(trx, operation, kinds),
      isAbsenceExpected: definition.isAbsenceExpected,
    });
    return true;
  });
}

function faultOf(error: GuesthouseError): Fault {
  return { kind: error.kind, detail: error.message, at: timestampNow() };
}
