/**
 * guest.shutdown: the guest powers itself off, or with `force` is powered off when it does not in time.
 *
 *   1  soft shutdown    repeatable: a guest that is off already needs no asking
 */
import type { OperationHandler } from './handler.js';
import { softShutdown } from './soft-shutdown.js';

export const shutdownGuest: OperationHandler = {
  kind: 'guest.shutdown',
  launches: () => false,
  isReached: (observed) => observed === 'stopped',
  run: softShutdown,
};
