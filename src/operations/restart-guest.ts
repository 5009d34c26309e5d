/**
 * guest.restart: hard reset.
 *
 *   1  reset    a lost answer is not repeated: a look cannot tell a reset guest from one that was not
 */
import type { OperationHandler } from './handler.js';

export const restartGuest: OperationHandler = {
  kind: 'guest.restart',
  launches: () => true,
  isReached: () => false,
  run: ({ backend, guestId, signal }) => backend.restartGuest(guestId, { signal }),
};
