/**
 * The conclusions from an observation of a guest: the observed state to store, and the fault that explains it. Pure
 * functions.
 */
import type { Observation } from '../../backends/backend.js';
import { summaryOf } from '../domain/drift.js';
import type { Drift } from '../domain/drift.js';
import type { Fault } from '../domain/guest.js';
import type { Timestamp } from '../domain/timestamp.js';
import type { ObservedState } from '../domain/words.js';

/**
 * The observed state to store after an observation. `seen` is undefined if the host does not have the guest. Returns
 * undefined if no conclusion is possible: the guest did not respond, or the guest is absent as expected (it was never
 * observed before, or its open operation creates or removes it).
 */
export function observedStateOf(
  seen: Observation | undefined,
  before: { observed: ObservedState | null; isAbsenceExpected: boolean },
): ObservedState | undefined {
  if (seen?.state === 'unresponsive') return undefined;
  if (seen !== undefined) return seen.state;
  return before.observed === null || before.isAbsenceExpected ? undefined : 'absent';
}

/** The fault that an observed state implies; null for healthy states. */
export function faultOfObserved(observed: ObservedState, at: Timestamp): Fault | null {
  switch (observed) {
    case 'crashed':
      return { kind: 'guest_crashed', detail: 'The guest stopped unexpectedly: its virtual machine crashed.', at };
    case 'absent':
      return { kind: 'guest_vanished', detail: 'The host no longer knows the guest.', at };
    case 'stopped':
    case 'running':
    case 'suspended':
      return null;
    default:
      return observed satisfies never;
  }
}

/** The fault that the guest shows until its drift is accepted, discarded or undone. */
export function faultOfDrift({ since, differences }: Drift): Fault {
  return { kind: 'guest_changed_outside', detail: summaryOf(differences), at: since };
}

type Settled = Exclude<ObservedState, 'crashed' | 'absent'>;

/** The explanation for a guest whose state changed while no operation was open. */
const CHANGED_OUTSIDE: { readonly [Was in ObservedState]: Readonly<Record<Exclude<Settled, Was>, string>> } = {
  stopped: { running: 'was started', suspended: 'was started and suspended' },
  running: { stopped: 'was stopped, or powered itself off,', suspended: 'was suspended' },
  suspended: { stopped: 'was stopped', running: 'was resumed' },
  crashed: { stopped: 'was powered off', running: 'was started', suspended: 'was started and suspended' },
  absent: { stopped: 'was put back', running: 'was put back and started', suspended: 'was put back and suspended' },
};

/**
 * The fault of a guest after an observation. A guest that crashed or vanished always has a fault. For every other
 * guest, the result is null if an operation is open (which reports its own result), if the guest was never observed
 * before, or if its state has not changed.
 */
export function faultOfChange(
  observed: ObservedState,
  before: { observed: ObservedState | null; isOperationOpen: boolean },
  at: Timestamp,
): Fault | null {
  if (observed === 'crashed' || observed === 'absent') return faultOfObserved(observed, at);
  if (before.observed === null || before.isOperationOpen) return null;
  const whatOf: Partial<Record<Settled, string>> = CHANGED_OUTSIDE[before.observed];
  const what = whatOf[observed];
  if (what === undefined) return null;
  const detail = `The guest ${what} outside of Guesthouse: it was ${before.observed} and is now ${observed}.`;
  return { kind: 'guest_changed_outside', detail, at };
}
