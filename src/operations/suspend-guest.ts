/**
 * guest.suspend: the vCPUs pause, memory is kept.
 *
 *   1  suspend    repeatable: suspending a suspended guest resolves
 */
import type { OperationHandler } from './handler.js';

export const suspendGuest: OperationHandler = {
  kind: 'guest.suspend',
  launches: () => false,
  isReached: (observed) => observed === 'suspended',
  run: ({ backend, guestId, signal }) => backend.suspendGuest(guestId, { signal }),
};
