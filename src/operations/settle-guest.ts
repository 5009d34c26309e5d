/**
 * The changes of a guest at the end of an operation: the facts that determine its state, its fault, and the event of a
 * state change.
 *
 * The fault after the operation, by the first of these cases that applies:
 *   the observation itself implies a fault (the guest    that fault; if the guest already has it and the operation did
 *   crashed, vanished or stalled)                        not succeed, it stays unchanged
 *   the guest differs from its baseline (B10)            the fault of its drift
 *   the operation succeeded, or a stall is over          none
 *   the guest was never observed                         `faultIfNotCreated`
 *   otherwise                                            the fault that the guest already has
 *
 * Ways this can fail: the observation failed or was inconclusive (the guest keeps its previous observed state).
 */
import type { Knex } from 'knex';
import type { Observation } from '../../backends/backend.js';
import { eventOfGuest } from '../domain/event.js';
import type { Actor, EventDetail, NewEvent } from '../domain/event.js';
import type { Fault, Guest } from '../domain/guest.js';
import type { OperationId } from '../domain/ids.js';
import { powerTarget } from '../domain/lifecycle.js';
import { isStall } from '../domain/stall.js';
import { timestampNow } from '../domain/timestamp.js';
import type { EventKind, ObservedState } from '../domain/words.js';
import { recordEvents } from '../store/events.js';
import { lockGuest, writeFacts } from '../store/guests.js';
import type { OpenOperationOfGuest } from '../store/guests.js';
import type { Ended, OpenOperation } from './kind.js';
import { addressesOf, faultOfDrift, faultOfObserved, isConclusive, observedStateOf } from './observe.js';
import type { Found } from './observe.js';

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
  const { observation } = ended;
  const seen = observation.kind === 'seen' ? observation.seen : null;
  await writeFacts(trx, guest.id, {
    observed,
    addresses: addressesOf(seen, observed),
    hasResponded: observation.kind === 'seen' && isConclusive(observation.seen),
    openOperation: next === null ? null : openOperationOf(next),
    isHostAway: guest.state === 'unknown',
    fault: faultAfter(
      guest,
      isSuccess,
      observed === null ? null : { observed, stall: seen?.stall },
      faultIfNotCreated ?? guest.fault,
    ),
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

/** The events of a state change, and of a machine that newly crashed, vanished, stalled or responds again. */
export function stateChange(before: Guest, after: Guest, by: Actor, operationId: OperationId | null): NewEvent[] {
  const detail = { state: after.state, before: before.state };
  const eventOf = (kind: EventKind, more: EventDetail = {}): NewEvent =>
    eventOfGuest(kind, after, by, { ...detail, ...more }, operationId);
  const answers =
    before.unresponsiveSince !== null && after.unresponsiveSince === null ? [eventOf('guest.responsive')] : [];
  const stall = after.fault?.kind ?? null;
  if (after.observed === 'suspended' && isStall(stall) && stall !== before.fault?.kind) {
    return [...answers, eventOf('guest.stalled', { error_name: stall.toUpperCase() })];
  }
  if (after.observed !== before.observed && (after.observed === 'crashed' || after.observed === 'absent')) {
    return [...answers, eventOf(after.observed === 'crashed' ? 'guest.crashed' : 'guest.vanished')];
  }
  return before.state === after.state ? answers : [...answers, eventOf('guest.state_changed')];
}

function observedToWrite({
  subject: { observed },
  observation,
  isAbsenceExpected,
}: Ended<unknown, Guest, Observation | null>): ObservedState | null {
  if (observation.kind !== 'seen') return observed;
  return observedStateOf(observation.seen ?? undefined, { observed, isAbsenceExpected }) ?? observed;
}

function faultAfter(guest: Guest, isSuccess: boolean, found: Found | null, otherwise: Fault | null): Fault | null {
  const implied = found === null ? null : faultOfObserved(found, timestampNow());
  if (found !== null && implied !== null) {
    const isSame = isStall(implied.kind) ? implied.kind === guest.fault?.kind : found.observed === guest.observed;
    return isSame && !isSuccess ? guest.fault : implied;
  }
  if (guest.drift !== null) return faultOfDrift(guest.drift);
  const isStallOver = found !== null && found.observed !== 'suspended' && isStall(guest.fault?.kind ?? null);
  if (isSuccess || isStallOver) return null;
  return found === null ? otherwise : guest.fault;
}
