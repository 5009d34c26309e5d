/**
 * What one kind of operation is: everything about it stands in its own file, and the engine (enqueue.ts, worker.ts, attempt.ts) asks the
 * definition instead of testing the kind by name. kinds.ts lists the definitions.
 *
 *   request ─► enqueue ───────────────► queue ─► attempt ──────────────────────────► end, in one transaction
 *              readParams later reads              run: steps, driver calls             commit: what it writes for its subject
 *              what is stored; onQueued            look: the subject as it is now       (also when it is cancelled in the queue)
 *                                                  isReached: done after all?
 *
 * Two lanes for each subject:
 *   lifecycle   one after another, in the order of the queue; a newer one can pre-empt; a guest shows `stateMeanwhile`
 *   beside      any number at once, next to each other and to the lifecycle (`isBeside`): they neither wait nor block, and change no state
 *
 * Rules for every kind:
 * - It can be run again from its start: after a crash of the service, or when the hypervisor could not be reached. Which steps are done is
 *   kept (steps.ts), and everything that changes the subject happens in a step.
 * - `run` writes nothing to the database and does not retry: attempt.ts looks, writes, and decides what a failure means. (delete-guest.ts and
 *   update-guest.ts repeat their one step, where no look could tell whether it was done.)
 * - `commit` must not call the hypervisor: it holds locks.
 *
 * Ways this can fail: a row of a kind that this program does not know (written by a newer one: the operation fails `internal`); an operation
 * that is pre-empted before it began (it ends without its `commit`: nothing was done, and the newer operation writes the subject).
 */
import type { Knex } from 'knex';
import type { Backend } from '../../backends/backend.js';
import { GuesthouseError } from '../domain/errors.js';
import type { Actor } from '../domain/event.js';
import type { Fault } from '../domain/guest.js';
import type { OperationId } from '../domain/ids.js';
import type { StoredParams } from '../domain/operation.js';
import type { Timestamp } from '../domain/timestamp.js';
import type { GuestState, OperationKind, OperationState, SubjectKind, Verb } from '../domain/words.js';
import type { StepRunner } from './steps.js';

/** What operations of several kinds are done to: how it is found, locked, and looked at. `Seen` is what a look can tell of it. */
export interface SubjectDefinition<Subject, Seen> {
  readonly kind: SubjectKind;
  /** As it is now; null if it is gone. */
  find(sql: Knex, id: string): Promise<Subject | null>;
  /** The same with its row locked until the transaction ends. The row of a subject is locked before any row of an operation. */
  lock(trx: Knex.Transaction, id: string): Promise<Subject | null>;
  /** The fault of an operation whose subject is gone. */
  missing(): GuesthouseError;
  /** What its host shows of it now. Never called for kinds whose `look` is `none`. */
  look(subject: Subject, backend: Backend, signal: AbortSignal): Promise<Seen>;
  /** Whether what was seen tells anything. */
  isConclusive(seen: Seen): boolean;
}

/** What a kind of operation is given to do its work. */
export interface Work<Params, Subject> extends StepRunner {
  readonly backend: Backend;
  /** As it was when this attempt began. */
  readonly subject: Subject;
  readonly params: Params;
  /** When the first attempt began: a time limit of the whole operation counts from here. */
  readonly startedAt: Timestamp;
  /** Aborts when the operation should end: cancelled, or no longer this worker's. */
  readonly signal: AbortSignal;
  /** Reads the database. */
  readonly query: <T>(read: (sql: Knex) => Promise<T>) => Promise<T>;
  /** Where the content of an image lies, by its content id. */
  readonly pathOfContent: (contentId: string) => string;
}

export type EndState = Exclude<OperationState, 'queued' | 'running'>;

/** What the look after an attempt came to. */
export type Look<Seen> =
  | { readonly kind: 'seen'; readonly seen: Seen }
  | { readonly kind: 'failed'; readonly error: GuesthouseError }
  /** Nobody looked: the kind needs no look, or the operation never began. */
  | { readonly kind: 'none' };

/** An open operation in the lane of the lifecycle, and what its subject shows because of it. */
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
  /** Who is named by the events of what changes. */
  readonly actor: Actor;
  /** Locked in this transaction; as it was before. */
  readonly subject: Subject;
  readonly look: Look<Seen>;
  /** The newest operation of the subject's lifecycle that is open after this one has ended. */
  readonly next: OpenOperation | null;
  readonly isAbsenceExpected: boolean;
}

export interface OperationKindDefinition<Params, Subject, Seen> {
  readonly kind: OperationKind;
  readonly subject: SubjectDefinition<Subject, Seen>;
  /** Whether it runs beside the lifecycle of its subject. Then `verb` and `stateMeanwhile` are null. */
  readonly isBeside: boolean;
  /** The verb of the lifecycle that asks for it; null if none does. */
  readonly verb: Verb | null;
  /** What the subject, a guest, shows while this operation is open; null for other subjects. */
  readonly stateMeanwhile: GuestState | null;
  /** Whether its host may not have the subject while it is open, because it makes or removes it: a look then concludes nothing from that. */
  readonly isAbsenceExpected: boolean;
  /** Whether it can be cancelled once it runs. In the queue it always can. */
  readonly isCancellable: boolean;
  /** Whether it is queued even if the project has too many open operations: what sets resources free is never held up. */
  readonly isAlwaysAdmitted: boolean;
  /**
   * The names of its steps, in their order, each with its share of the whole in percent, for `progress`. Not every operation of the kind needs
   * each of them.
   */
  readonly steps: Readonly<Record<string, number>>;
  /**
   * The look at the subject after an attempt.
   *   decides   the operation has succeeded only if the look worked
   *   informs   it is made, and what it saw is written, but a success does not depend on it
   *   none      nobody looks: the hypervisor shows nothing of what the operation did
   */
  readonly look: 'decides' | 'informs' | 'none';
  /** What was stored when it was queued, with what was left out filled in. */
  readParams(stored: StoredParams): Params;
  run(work: Work<Params, Subject>): Promise<void>;
  /** Whether a look that saw this proves that the operation was done, although its response was lost. */
  isReached(seen: Seen, params: Params): boolean;
  /** Writes what becomes true of the subject as soon as the operation is queued. */
  onQueued(trx: Knex.Transaction, subject: Subject): Promise<void>;
  /**
   * Writes what follows from its end, in the transaction that ends it, and what events tell of it. If it refuses a success with a
   * GuesthouseError, the operation fails with that, and this is called again for the failure.
   */
  commit(trx: Knex.Transaction, ended: Ended<Params, Subject, Seen>): Promise<void>;
}

/** A definition as the engine sees it: it hands a kind only what that kind's own functions returned. */
export type AnyKind = OperationKindDefinition<unknown, unknown, unknown>;

/** Definitions by the name of their kind. */
export type Kinds = Readonly<Record<string, AnyKind>>;

/** What a kind without parameters reads. */
export type NoParams = Readonly<Record<string, never>>;

export function getKind(kinds: Kinds, name: string): AnyKind {
  const found = kinds[name];
  if (found !== undefined) return found;
  throw new GuesthouseError('internal', `This version of the service does not know operations of the kind ${name}.`);
}
