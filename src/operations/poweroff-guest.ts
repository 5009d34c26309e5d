/**
 * guest.poweroff: power cut, from any powered state. Pre-empts what is under way.
 *
 *   1  poweroff    repeatable: powering off a stopped guest resolves
 */
import type { OperationHandler } from './handler.js';

export const poweroffGuest: OperationHandler = {
  kind: 'guest.poweroff',
  launches: () => false,
  isReached: (observed) => observed === 'stopped',
  run: ({ backend, guestId, signal }) => backend.poweroffGuest(guestId, { signal }),
};
