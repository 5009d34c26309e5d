/** What a look means for a guest: the observed state to store, and the fault that explains it. Pure. */
import type { Observation } from '../../backends/backend.js';
import type { Fault } from '../domain/guest.js';
import type { Timestamp } from '../domain/timestamp.js';
import type { ObservedState, OperationKind } from '../domain/words.js';

/**
 * The observed state after a look that `seen` came from (undefined: the host does not know the guest). Undefined when nothing can be
 * concluded: it did not answer, or it was never there to be missed.
 */
export function observedAfterLook(
  seen: Observation | undefined,
  before: { observed: ObservedState | null; openKind: OperationKind | null },
): ObservedState | undefined {
  if (seen?.state === 'unanswered') return undefined;
  if (seen !== undefined) return seen.state;
  const isExpected =
    before.observed === null || before.openKind === 'guest.create' || before.openKind === 'guest.delete';
  return isExpected ? undefined : 'absent';
}

/** The fault that a state brings with it; null where it is nothing to worry about. */
export function faultOfObserved(observed: ObservedState, at: Timestamp): Fault | null {
  switch (observed) {
    case 'crashed':
      return { kind: 'guest_crashed', detail: 'The guest stopped without being asked to: its machine died.', at };
    case 'absent':
      return { kind: 'guest_vanished', detail: 'The host does not know the guest any more.', at };
    case 'stopped':
    case 'running':
    case 'suspended':
      return null;
    default:
      return observed satisfies never;
  }
}

/** What a guest shows that went from one of these to another with no operation open. */
const CHANGED_BEHIND_OUR_BACK = {
  stopped: {
    kind: 'guest_not_running',
    detail: 'The guest stopped, or was stopped, without Guesthouse being asked to.',
  },
  running: { kind: 'guest_not_stopped', detail: 'The guest was started or resumed without Guesthouse being asked to.' },
  suspended: { kind: 'guest_suspended', detail: 'The guest was suspended without Guesthouse being asked to.' },
} as const satisfies Partial<Record<ObservedState, Pick<Fault, 'kind' | 'detail'>>>;

/**
 * The fault of a guest that a look found otherwise than it was. Null where an operation is open, which will say itself what came of it,
 * and where nothing was known before.
 */
export function faultOfChange(
  observed: ObservedState,
  before: { observed: ObservedState | null; openKind: OperationKind | null },
  at: Timestamp,
): Fault | null {
  if (observed === 'crashed' || observed === 'absent') return faultOfObserved(observed, at);
  if (before.observed === null || before.openKind !== null) return null;
  return { ...CHANGED_BEHIND_OUR_BACK[observed], at };
}

/** What a guest shows whose creation came to nothing because somebody did not want it any more. It can only be deleted. */
export function creationCancelled(at: Timestamp): Fault {
  return { kind: 'operation_cancelled', detail: 'The creation of the guest was cancelled.', at };
}
