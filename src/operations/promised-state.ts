/**
 * The state that an operation promises, compared with the observation after it. An operation whose calls all succeeded
 * still fails if the guest is not in the promised state.
 *
 * One difference is no contradiction: the operation promised a running guest, and the guest is stopped. The driver has
 * seen the guest run (rule B2), so the guest has powered itself off, or another program has powered it off. Invariant:
 * an operation never ends as `succeeded` while the observation after it contradicts its promise.
 * (test/wire/promised-state.test.ts, test/http/stalled-guests.test.ts)
 */
import { GuesthouseError } from '../domain/errors.js';
import { stalled } from '../domain/stall.js';
import type { SeenGuest } from './guest-subject.js';

/** `defined`: the host has the guest, in any state. */
export type PromisedState = 'running' | 'stopped' | 'suspended' | 'defined' | 'absent';

type SeenState = 'running' | 'stopped' | 'suspended' | 'crashed' | 'absent';

const KEEPS = {
  running: ['running', 'stopped'],
  stopped: ['stopped'],
  suspended: ['suspended'],
  defined: ['running', 'stopped', 'suspended', 'crashed'],
  absent: ['absent'],
} as const satisfies Record<PromisedState, readonly SeenState[]>;

/** The failure of an operation that promised this state; null if the observation does not contradict it. */
export function contradictionOf(promised: PromisedState, seen: SeenGuest): GuesthouseError | null {
  const state = seen?.state ?? 'absent';
  if (state === 'unresponsive' || state === 'unsettled') return null;
  const keeps: readonly SeenState[] = KEEPS[promised];
  if (keeps.includes(state)) return null;
  if (seen?.stall !== undefined) return stalled(seen.stall);
  if (state === 'crashed') return new GuesthouseError('guest_crashed', 'The guest crashed during the operation.');
  if (state === 'absent')
    return new GuesthouseError('guest_vanished', 'After the operation, the host does not know the guest.');
  const wanted = promised === 'absent' ? 'removed' : promised;
  const detail = `The operation was carried out, but afterwards the guest was ${state} instead of ${wanted}.`;
  return new GuesthouseError('guest_changed_outside', detail);
}
