/**
 * guest.poweroff: power cut, from any powered state. Pre-empts what is under way.
 *
 *   power off    repeatable: powering off a stopped guest resolves
 */
import type { OperationHandler } from './handler.js';

export const poweroffGuest: OperationHandler = {
  kind: 'guest.poweroff',
  steps: ['power off'],
  launches: () => false,
  isReached: (observed) => observed === 'stopped',
  run: ({ backend, guestId, signal, step }) => step('power off', () => backend.poweroffGuest(guestId, { signal })),
};
