/**
 * The definition of one kind of operation. Everything specific to a kind is in the kind's own file; the engine
 * (enqueue.ts, worker.ts, attempt.ts) reads the definition and must not test the kind by name. kinds.ts lists the
 * definitions.
 *
 *   request ─► enqueue ─────────────► queue ─► attempt ────────────────────► end, in one transaction
 *              stores the parameters           readParams: read them back     commit: writes to its subject
 *              onQueued                        run: steps, driver calls       (also if cancelled in the queue)
 *                                              observe: the state of the subject
 *                                              isReached, contradiction: did it succeed?
 *
 * Each subject has two lanes:
 *   lifecycle   operations run one after another, in queue order; a newer operation can pre-empt the older ones; a
 *               guest shows the `stateMeanwhile` of its newest open operation
 *   beside      any number of operations (`isBeside`) run in parallel with each other and with the lifecycle: they do
 *               not wait, do not block others, and change no state
 *
 * Rules for every kind:
 * - `run` must be repeatable from its start: the engine repeats it after a crash of the service, or if the hypervisor
 *   could not be reached. Completed steps are recorded (steps.ts), and every change of the subject happens in a step.
 * - `run` does not write to the database and does not retry: attempt.ts observes, writes, and decides what a failure
 *   means. The only exception is `write`: what a driver call returned and the next attempt needs.
 *   (delete-guest.ts and update-guest.ts repeat their one step, because no observation can show whether it took
 *   effect.)
 * - `commit` must not call the hypervisor: it holds locks.
 *
 * Ways this can fail: a newer version of Guesthouse wrote a row of a kind that this version does not know (the
 * operation fails `internal`); an operation is pre-empted before it begins (it ends without `commit`: nothing was done,
 * and the newer operation writes the subject).
 */
import type { Knex } from 'knex';
import type { Backend } from '../../backends/backend.js';
import { GuesthouseError } from '../domain/errors.js';
import type { Actor, EventDetail } from '../domain/event.js';
import type { Fault } from '../domain/guest.js';
import type { OperationId } from '../domain/ids.js';
import type { Image } from '../domain/image.js';
import type { StoredParams } from '../domain/operation.js';
import type { GuestState, OperationKind, OperationState, SubjectKind, Verb } from '../domain/words.js';
import type { StepRunner } from './steps.js';

/**
 * A kind of subject that operations act on: how to find, lock and observe a subject of that kind. `Seen` is the result
 * of an observation.
 */
export interface SubjectDefinition<Subject, Seen> {
  readonly kind: SubjectKind;
  /** The current row; null if it no longer exists. */
  find(sql: Knex, id: string): Promise<Subject | null>;
  /**
   * Like `find`, but with the row locked until the transaction ends. A subject's row is always locked before the row of
   * an operation.
   */
  lock(trx: Knex.Transaction, id: string): Promise<Subject | null>;
  /** The fault of an operation whose subject no longer exists. */
  missing(): GuesthouseError;
  /** Observes the subject on its host. Never called for kinds whose `observation` is `none`. */
  observe(subject: Subject, backend: Backend, signal: AbortSignal): Promise<Seen>;
  /** Whether the observation allows a conclusion about the subject's state. */
  isConclusive(seen: Seen): boolean;
  /** The fault of a subject that did not respond to the observation although its host did; null for every other. */
  unresponsive(seen: Seen): GuesthouseError | null;
}

/** The input of the `run` of a kind. */
export interface Work<Params, Subject> extends StepRunner {
  readonly backend: Backend;
  /** The subject as it was when this attempt began. */
  readonly subject: Subject;
  readonly params: Params;
  /** When the first attempt began, by the monotonic clock: a time limit of the whole operation counts from here. */
  readonly begunAtMs: number;
  /** Aborts when the operation should end, because it was cancelled or no longer belongs to this worker. */
  readonly signal: AbortSignal;
  /** Reads the database. */
  readonly query: <T>(read: (sql: Knex) => Promise<T>) => Promise<T>;
  /**
   * Writes what a driver call returned. The transaction commits only if the operation still belongs to this worker. As
   * in every such transaction, the callback must first lock the row of the subject.
   */
  readonly write: (write: (trx: Knex.Transaction) => Promise<void>) => Promise<void>;
  /** Adds facts to the detail of the event that `commit` records. They are lost if the attempt is interrupted. */
  readonly note: (detail: EventDetail) => void;
  /** The path of an image's content by its content id, whether this service has the content or not. */
  readonly pathOfContent: (contentId: string) => string;
  /**
   * Resolves when this service has the content of the images, for this operation's host. If some of it has to be copied
   * from another service, `onPercent` receives the progress, and the result is true.
   */
  readonly bringContent: (images: readonly Image[], onPercent: (percent: number) => void) => Promise<boolean>;
}

export type EndState = Exclude<OperationState, 'queued' | 'running'>;

/** The result of the observation after an attempt. */
export type ObservationResult<Seen> =
  | { readonly kind: 'seen'; readonly seen: Seen }
  | { readonly kind: 'failed'; readonly error: GuesthouseError }
  /** Nothing was observed: the kind needs no observation, or the operation never began. */
  | { readonly kind: 'none' };

/** An open operation in the lifecycle lane, with the state that its subject shows while the operation is open. */
export interface OpenOperation {
  readonly id: OperationId;
  readonly kind: OperationKind;
  readonly verb: Verb | null;
  readonly stateMeanwhile: GuestState | null;
}

/** An operation that ends in this transaction. */
export interface Ended<Params, Subject, Seen> {
  readonly id: OperationId;
  readonly kind: OperationKind;
  readonly params: Params;
  readonly state: EndState;
  readonly fault: Fault | null;
  /** What `run` has noted. */
  readonly notes: EventDetail;
  /** The actor that the resulting events name. */
  readonly actor: Actor;
  /** The subject before the change; its row is locked in this transaction. */
  readonly subject: Subject;
  readonly observation: ObservationResult<Seen>;
  /** The newest operation of the subject's lifecycle that is open after this one has ended. */
  readonly next: OpenOperation | null;
  readonly isAbsenceExpected: boolean;
}

export interface OperationKindDefinition<Params, Subject, Seen> {
  readonly kind: OperationKind;
  readonly subject: SubjectDefinition<Subject, Seen>;
  /**
   * Whether operations of this kind run beside the lifecycle of their subject. If so, `verb` and `stateMeanwhile` are
   * null.
   */
  readonly isBeside: boolean;
  /** The lifecycle verb whose requests queue operations of this kind; null if there is none. */
  readonly verb: Verb | null;
  /** The state that a guest shows while an operation of this kind is open; null for other subjects. */
  readonly stateMeanwhile: GuestState | null;
  /**
   * Whether the subject may be absent from its host while the operation is open, because the operation creates or
   * removes the subject. If so, the absence of the subject in an observation is not conclusive.
   */
  readonly isAbsenceExpected: boolean;
  /** Whether a running operation of this kind can be cancelled. A queued operation always can. */
  readonly isCancellable: boolean;
  /**
   * Whether operations of this kind are queued even if the project has too many open operations: an operation that
   * frees resources must never be blocked.
   */
  readonly isAlwaysAdmitted: boolean;
  /**
   * The names of the steps in order, each with its share of the whole operation in percent, for `progress`. An
   * operation of this kind may skip some of the steps.
   */
  readonly steps: Readonly<Record<string, number>>;
  /**
   * Whether and why the engine observes the subject after an attempt.
   *   decides   the operation has succeeded only if the observation is conclusive
   *   informs   the result of the observation is written, but success does not depend on it
   *   none      no observation: the hypervisor does not show the effect of the operation
   */
  readonly observation: 'decides' | 'informs' | 'none';
  /** The parameters that were stored when the operation was queued, with defaults filled in. */
  readParams(stored: StoredParams): Params;
  run(work: Work<Params, Subject>): Promise<void>;
  /**
   * Whether this observation proves that the operation took effect. If so, the operation succeeds even if its attempt
   * ended with `outcome_unknown` or was cancelled.
   */
  isReached(seen: Seen, params: Params): boolean;
  /**
   * The failure of an operation whose `run` is done, although this conclusive observation shows that its effect has not
   * arrived; null if the observation contradicts nothing.
   */
  contradiction(seen: Seen, params: Params): GuesthouseError | null;
  /** Writes the changes of the subject that take effect when the operation is queued, in the same transaction. */
  onQueued(trx: Knex.Transaction, subject: Subject): Promise<void>;
  /**
   * Writes what the end of the operation changes, and records the events of these changes, in the transaction that ends
   * the operation. If `commit` throws a GuesthouseError for a success, the operation fails with that error, and
   * `commit` is called again for the failure.
   */
  commit(trx: Knex.Transaction, ended: Ended<Params, Subject, Seen>): Promise<void>;
}

/**
 * A definition as the engine sees it. Type-safe because the engine passes a kind only values that the kind's own
 * functions returned.
 */
export type AnyKind = OperationKindDefinition<unknown, unknown, unknown>;

/** Definitions by the name of their kind. */
export type Kinds = Readonly<Record<string, AnyKind>>;

/** The parameters of a kind without parameters. */
export type NoParams = Readonly<Record<string, never>>;

export function getKind(kinds: Kinds, name: string): AnyKind {
  const found = kinds[name];
  if (found !== undefined) return found;
  throw new GuesthouseError('internal', `This version of the service does not know operations of the kind ${name}.`);
}
