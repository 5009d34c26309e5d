/**
 * What the end of an operation means for its guest: the facts that its state follows from, its fault, and the event of a state that changed.
 *
 * A success clears the fault. After anything else the guest keeps the fault that it had, unless the look found its machine dead or gone.
 * Ways this can fail: the look failed or could not tell (the guest keeps what was observed before).
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
import { faultOfObserved, observedAfterLook } from './observe.js';

export interface Settlement {
  /** Whether success means that the guest was powered on anew. */
  readonly isLaunched?: boolean;
  /** Whether success means that the host was told everything that the guest's row says. */
  readonly isDefined?: boolean;
  /** The fault of a guest that was never observed, after an end without success. Default: the one that it has. */
  readonly faultIfUnmade?: Fault | null;
  /** Events that come before the one of the state. */
  readonly events?: (after: Guest) => readonly NewEvent[];
}

export async function settleGuest(
  trx: Knex.Transaction,
  ended: Ended<unknown, Guest, Observation | null>,
  { isLaunched = false, isDefined = false, faultIfUnmade, events }: Settlement,
): Promise<void> {
  const { id, subject: guest, state, actor, next } = ended;
  const isSuccess = state === 'succeeded';
  const observed = observedToWrite(ended);
  await writeFacts(trx, guest.id, {
    observed,
    openOperation: next === null ? null : openOperationOf(next),
    isHostAway: guest.state === 'unknown',
    fault: faultAfter(guest, isSuccess, observed, faultIfUnmade ?? guest.fault),
    isLaunched: isSuccess && isLaunched,
    isDefined: isSuccess && isDefined,
  });
  const after = (await lockGuest(trx, guest.id)) ?? guest;
  await recordEvents(trx, [...(events?.(after) ?? []), ...stateChange(guest, after, actor, id)]);
}

/** An open operation as the row of its guest holds it. Operations of a guest's lifecycle all have a state. */
export function openOperationOf({ id, kind, verb, stateMeanwhile }: OpenOperation): OpenOperationOfGuest {
  if (stateMeanwhile === null) throw new Error(`operations of the kind ${kind} give a guest no state`);
  return { id, kind, state: stateMeanwhile, target: verb === null ? null : powerTarget(verb) };
}

/** The event of a state that changed, or of a machine that was found dead or gone; none if everything is as before. */
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
  look,
  isAbsenceExpected,
}: Ended<unknown, Guest, Observation | null>): ObservedState | null {
  if (look.kind !== 'seen') return observed;
  return observedAfterLook(look.seen ?? undefined, { observed, isAbsenceExpected }) ?? observed;
}

function faultAfter(
  guest: Guest,
  isSuccess: boolean,
  observed: ObservedState | null,
  otherwise: Fault | null,
): Fault | null {
  const fromState = observed === null ? null : faultOfObserved(observed, timestampOf(new Date()));
  if (fromState !== null) return observed === guest.observed && !isSuccess ? guest.fault : fromState;
  if (isSuccess) return null;
  return observed === null ? otherwise : guest.fault;
}
