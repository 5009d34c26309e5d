/**
 * Records how a guest differs from its baseline (B10): its drift, the fault that shows it, and the event of a guest
 * that newly differs. Operations and the drift watch use it. It compares nothing, and must not call a driver.
 *
 * Invariant: a fault that the guest's state itself implies (crashed, vanished, stalled) is never replaced with that of
 * its drift (test/http/drift.test.ts).
 */
import type { Knex } from 'knex';
import type { Difference } from '../domain/drift.js';
import { eventOfGuest, NOBODY } from '../domain/event.js';
import type { Guest } from '../domain/guest.js';
import { isStall } from '../domain/stall.js';
import { timestampNow } from '../domain/timestamp.js';
import { recordEvents } from '../store/events.js';
import { writeDrift } from '../store/guests.js';
import { faultOfDrift } from './observe.js';

/** The guest's row must be locked. Without differences, the guest no longer differs. */
export async function recordDrift(
  trx: Knex.Transaction,
  guest: Guest,
  differences: readonly Difference[],
): Promise<void> {
  if (differences.length === 0) {
    if (guest.drift !== null) await writeDrift(trx, guest.id, null, faultWithoutDrift(guest));
    return;
  }
  const drift = { since: guest.drift?.since ?? timestampNow(), differences };
  await writeDrift(trx, guest.id, drift, hasFaultOfItsState(guest) ? guest.fault : faultOfDrift(drift));
  if (guest.drift !== null) return;
  const detail = { differences: differences.map(({ what }) => what).join(', ') };
  await recordEvents(trx, [eventOfGuest('guest.changed_outside', guest, NOBODY, detail)]);
}

function hasFaultOfItsState({ observed, fault }: Guest): boolean {
  return observed === 'crashed' || observed === 'absent' || isStall(fault?.kind ?? null);
}

function faultWithoutDrift({ fault, drift }: Guest): Guest['fault'] {
  return drift !== null && fault?.detail === faultOfDrift(drift).detail ? null : fault;
}
