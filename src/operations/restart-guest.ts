/**
 * guest.restart: hard reset.
 *
 *   reset    never sent twice: a look cannot tell a guest that was reset from one that was not. An attempt that finds it begun ends the
 *            operation `outcome_unknown`
 */
import type { OperationHandler } from './handler.js';

export const restartGuest: OperationHandler = {
  kind: 'guest.restart',
  steps: ['reset'],
  launches: () => true,
  isReached: () => false,
  run: ({ backend, guestId, signal, stepOnce }) => stepOnce('reset', () => backend.restartGuest(guestId, { signal })),
};
