/** Guests as the subject of operations, and the defaults that most kinds of operation on guests share. */
import type { Knex } from 'knex';
import type { Observation } from '../../backends/backend.js';
import { GuesthouseError } from '../domain/errors.js';
import type { Guest } from '../domain/guest.js';
import type { GuestId } from '../domain/ids.js';
import { findGuestById, lockGuest } from '../store/guests.js';
import type { Ended, NoParams, OperationKindDefinition, SubjectDefinition, Work } from './kind.js';
import { isConclusive } from './observe.js';
import { settleGuest } from './settle-guest.js';

/** Null if the host does not have the guest. */
export type SeenGuest = Observation | null;

export type GuestWork<Params> = Work<Params, Guest>;
export type GuestKind<Params = NoParams> = OperationKindDefinition<Params, Guest, SeenGuest>;

export const GUEST: SubjectDefinition<Guest, SeenGuest> = {
  kind: 'guest',
  find: (sql, id) => findGuestById(sql, id as GuestId),
  lock: (trx, id) => lockGuest(trx, id as GuestId),
  missing: () => new GuesthouseError('guest_not_found', 'The guest no longer exists.'),
  async observe({ id }, backend, signal) {
    const seen = await backend.observeGuests([id], { signal });
    return seen.get(id) ?? null;
  },
  isConclusive,
  unresponsive: (seen) => (seen?.state === 'unresponsive' ? guestUnresponsive() : null),
};

/** Defaults for the kinds of operation on guests; the file of each kind overrides them. */
export const GUEST_VERB = {
  subject: GUEST,
  isBeside: false,
  isAbsenceExpected: false,
  isCancellable: true,
  isAlwaysAdmitted: false,
  observation: 'decides',
  readParams: () => ({}),
  onQueued: () => Promise.resolve(),
  commit: (trx: Knex.Transaction, ended: Ended<unknown, Guest, SeenGuest>) => settleGuest(trx, ended, {}),
} as const satisfies Partial<GuestKind<object>>;

function guestUnresponsive(): GuesthouseError {
  return new GuesthouseError('guest_unresponsive', 'The virtual machine of the guest does not respond.');
}
