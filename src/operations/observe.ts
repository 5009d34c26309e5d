/**
 * The conclusions from an observation of a guest: the observed state to store, and the fault that explains it. Pure
 * functions.
 */
import type { Observation } from '../../backends/backend.js';
import { summaryOf } from '../domain/drift.js';
import type { Drift } from '../domain/drift.js';
import type { ErrorKind } from '../domain/errors.js';
import type { Fault, SeenAddresses } from '../domain/guest.js';
import { isStall, stalled } from '../domain/stall.js';
import type { Stall } from '../domain/stall.js';
import type { Timestamp } from '../domain/timestamp.js';
import type { ObservedState } from '../domain/words.js';

/** Whether the state of the guest can be concluded from the observation. */
export function isConclusive(seen: Observation | null): boolean {
  return seen?.state !== 'unresponsive' && seen?.state !== 'unsettled';
}

/**
 * The observed state to store after an observation. `seen` is undefined if the host does not have the guest. Returns
 * undefined if no conclusion is possible: the guest did not respond or its state is being changed, or the guest is
 * absent as expected (it was never observed before, or its open operation creates or removes it).
 */
export function observedStateOf(
  seen: Observation | undefined,
  before: { observed: ObservedState | null; isAbsenceExpected: boolean },
): ObservedState | undefined {
  if (seen?.state === 'unresponsive' || seen?.state === 'unsettled') return undefined;
  if (seen !== undefined) return seen.state;
  return before.observed === null || before.isAbsenceExpected ? undefined : 'absent';
}

/**
 * The addresses to store for a guest that is in the state `observed` after an observation; undefined: those that are
 * stored stay. A guest without power loses its addresses by itself (migrations/0026-addresses-and-machines.ts).
 */
export function addressesOf(seen: Observation | null, observed: ObservedState | null): SeenAddresses | undefined {
  if (seen?.state !== observed || (observed !== 'running' && observed !== 'suspended')) return undefined;
  return seen.addresses ?? {};
}

/** What an observation found, once its state is known. */
export interface Found {
  readonly observed: ObservedState;
  /** See `Observation`. */
  readonly stall?: Stall | undefined;
}

/** The fault that an observation implies by itself; null for healthy states. */
export function faultOfObserved({ observed, stall }: Found, at: Timestamp): Fault | null {
  switch (observed) {
    case 'crashed':
      return { kind: 'guest_crashed', detail: 'The guest stopped unexpectedly: its virtual machine crashed.', at };
    case 'absent':
      return { kind: 'guest_vanished', detail: 'The host no longer knows the guest.', at };
    case 'suspended':
      return stall === undefined ? null : { kind: stall, detail: stalled(stall).message, at };
    case 'stopped':
    case 'running':
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
 * The new fault of a guest after an observation; null if its fault stays as it is. A guest that crashed, vanished or
 * stalled always has the corresponding fault. For every other guest, the result is null if an operation is open (which
 * reports its own result), if the guest was never observed before, or if nothing has changed.
 */
export function faultOfChange(
  found: Found,
  before: { observed: ObservedState | null; faultKind: ErrorKind | null; isOperationOpen: boolean },
  at: Timestamp,
): Fault | null {
  const { observed } = found;
  const isSame = observed === before.observed;
  const implied = faultOfObserved(found, at);
  if (implied !== null) return isSame && isStall(implied.kind) && implied.kind === before.faultKind ? null : implied;
  if (before.observed === null || before.isOperationOpen) return null;
  // The reason of the pause is gone, but not the pause: someone resumed the guest and suspended it again.
  if (isSame && !(observed === 'suspended' && isStall(before.faultKind))) return null;
  const whatOf: Partial<Record<ObservedState, string>> = CHANGED_OUTSIDE[before.observed];
  const what = whatOf[observed] ?? 'was resumed and suspended';
  const detail = `The guest ${what} outside of Guesthouse: it was ${before.observed} and is now ${observed}.`;
  return { kind: 'guest_changed_outside', detail, at };
}
