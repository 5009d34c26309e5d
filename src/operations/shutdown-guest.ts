/**
 * guest.shutdown: the guest powers itself off, or with `force` is powered off when it does not in time.
 *
 *   shut down    repeatable: a guest that is off already needs no asking
 */
import type { OperationHandler } from './handler.js';
import { softShutdown } from './soft-shutdown.js';

export const shutdownGuest: OperationHandler = {
  kind: 'guest.shutdown',
  steps: ['shut down'],
  launches: () => false,
  isReached: (observed) => observed === 'stopped',
  run: (work) => work.step('shut down', () => softShutdown(work)),
};
