/**
 * The changes of a guest at the end of an operation: the facts that determine its state, its fault, and the event of a
 * state change.
 *
 * The fault: if the observed state is `crashed` or `absent`, the guest gets the fault of that state (a guest that was
 * already in that state keeps its fault, unless the operation succeeded). In every other state, a success clears the
 * fault, and without a success the guest keeps its fault (or gets `faultIfNotCreated`, if it was never observed). While
 * the guest differs from its baseline (B10), it shows the fault of its drift.
 * Ways this can fail: the observation failed or was inconclusive (the guest keeps its previous observed state).
 */
import type { Knex } from 'knex';
import type { Observation } from '../../backends/backend.js';
import { eventOfGuest } from '../domain/event.js';
import type { Actor, NewEvent } from '../domain/event.js';
import type { Fault, Guest } from '../domain/guest.js';
import type { OperationId } from '../domain/ids.js';
import { powerTarget } from '../domain/lifecycle.js';
import { timestampOf } from '../domain/timestamp.js';
import type { ObservedState } from '../domain/words.js';
import { recordEvents } from '../store/events.js';
import { lockGuest, writeFacts } from '../store/guests.js';
import type { OpenOperationOfGuest } from '../store/guests.js';
import type { Ended, OpenOperation } from './kind.js';
import { faultOfDrift, faultOfObserved, observedStateOf } from './observe.js';

export interface Settlement {
  /** Whether success means that the guest was powered on or reset. */
  readonly isLaunched?: boolean;
  /** Whether success means that the host has the definition in the guest's row. */
  readonly isDefined?: boolean;
  /** Whether the host has the definition in the guest's row, although the operation did not succeed. */
  readonly isStillDefined?: boolean;
  /**
   * The fault of a guest that was never observed, if the operation ends without success. Default: its current fault.
   */
  readonly faultIfNotCreated?: Fault | null;
  /** Events to record before the event of the state change. */
  readonly events?: (after: Guest) => readonly NewEvent[];
}

export async function settleGuest(
  trx: Knex.Transaction,
  ended: Ended<unknown, Guest, Observation | null>,
  { isLaunched = false, isDefined = false, isStillDefined = false, faultIfNotCreated, events }: Settlement,
): Promise<void> {
  const { id, subject: guest, state, actor, next } = ended;
  const isSuccess = state === 'succeeded';
  const observed = observedToWrite(ended);
  await writeFacts(trx, guest.id, {
    observed,
    openOperation: next === null ? null : openOperationOf(next),
    isHostAway: guest.state === 'unknown',
    fault: faultAfter(guest, isSuccess, observed, faultIfNotCreated ?? guest.fault),
    isLaunched: isSuccess && isLaunched,
    isDefined: isSuccess ? isDefined : isStillDefined,
  });
  const after = (await lockGuest(trx, guest.id)) ?? guest;
  await recordEvents(trx, [...(events?.(after) ?? []), ...stateChange(guest, after, actor, id)]);
}

/**
 * An open operation as stored in its guest's row. Throws for a kind without `stateMeanwhile`; every kind in the
 * lifecycle lane has one.
 */
export function openOperationOf({ id, kind, verb, stateMeanwhile }: OpenOperation): OpenOperationOfGuest {
  if (stateMeanwhile === null) throw new Error(`operations of the kind ${kind} have no state for their guest`);
  return { id, kind, state: stateMeanwhile, target: verb === null ? null : powerTarget(verb) };
}

/** The event of a state change, or of a machine that newly crashed or vanished; empty if nothing has changed. */
export function stateChange(before: Guest, after: Guest, by: Actor, operationId: OperationId | null): NewEvent[] {
  if (after.observed !== before.observed && (after.observed === 'crashed' || after.observed === 'absent')) {
    const kind = after.observed === 'crashed' ? 'guest.crashed' : 'guest.vanished';
    return [eventOfGuest(kind, after, by, { state: after.state, before: before.state }, operationId)];
  }
  if (before.state === after.state) return [];
  const detail = { state: after.state, before: before.state };
  return [eventOfGuest('guest.state_changed', after, by, detail, operationId)];
}

function observedToWrite({
  subject: { observed },
  observation,
  isAbsenceExpected,
}: Ended<unknown, Guest, Observation | null>): ObservedState | null {
  if (observation.kind !== 'seen') return observed;
  return observedStateOf(observation.seen ?? undefined, { observed, isAbsenceExpected }) ?? observed;
}

function faultAfter(
  guest: Guest,
  isSuccess: boolean,
  observed: ObservedState | null,
  otherwise: Fault | null,
): Fault | null {
  const fromState = observed === null ? null : faultOfObserved(observed, timestampOf(new Date()));
  if (fromState !== null) return observed === guest.observed && !isSuccess ? guest.fault : fromState;
  if (guest.drift !== null) return faultOfDrift(guest.drift);
  if (isSuccess) return null;
  return observed === null ? otherwise : guest.fault;
}
