/**
 * What one kind of operation is: the driver calls it makes, and how to tell from a look that it has been done.
 *
 * Every handler can be run again from its start: after a crash of the service, or when the hypervisor could not be reached. Its
 * steps stand at the top of its file, with what is looked at before a step that must not be repeated blindly; which of them are done is
 * kept (steps.ts). Whatever changes the guest happens in a step.
 * A handler writes nothing to the database and leaves retries to others: attempt.ts looks, writes, and decides what a failure means.
 * (delete-guest.ts alone repeats its one step, where no look could tell that it was done.)
 */
import type { Backend, GuestDefinition } from '../../backends/backend.js';
import type { GuestId } from '../domain/ids.js';
import type { OperationParams } from '../domain/operation.js';
import type { Timestamp } from '../domain/timestamp.js';
import type { ObservedState, OperationKind } from '../domain/words.js';
import type { StepRunner } from './steps.js';

export interface Work extends StepRunner {
  readonly backend: Backend;
  readonly guestId: GuestId;
  readonly params: OperationParams;
  /** When the first attempt began: what a time limit of the whole operation counts from. */
  readonly startedAt: Timestamp;
  /** Aborts when the operation should end: cancelled, or no longer ours. */
  readonly signal: AbortSignal;
  /** Whether the host may know the guest otherwise than its row has it. */
  readonly isDefinitionStale: boolean;
  /** What the host must know of the guest, with the paths of its images. */
  readonly define: () => Promise<GuestDefinition>;
}

export interface OperationHandler {
  readonly kind: OperationKind;
  /** The names of its steps, in their order; not every operation of the kind needs each of them. */
  readonly steps: readonly string[];
  /** Whether success means that the guest was powered on anew. */
  launches(params: OperationParams): boolean;
  /** Whether a look that saw this proves that the operation was done, though its answer was lost. */
  isReached(observed: ObservedState, params: OperationParams): boolean;
  run(work: Work): Promise<void>;
}
