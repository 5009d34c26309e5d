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
