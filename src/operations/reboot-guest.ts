/**
 * guest.reboot: soft shutdown, then start, as one operation.
 *
 *   1  soft shutdown    repeatable: a guest that is off already needs no asking
 *   2  start            repeatable
 *
 * Repeated after step 2 had been done it reboots the guest once more: asked for, harmless, and better than a guest left off.
 */
import type { OperationHandler } from './handler.js';
import { softShutdown } from './soft-shutdown.js';

export const rebootGuest: OperationHandler = {
  kind: 'guest.reboot',
  launches: () => true,
  isReached: () => false,
  async run(work) {
    await softShutdown(work);
    await work.backend.startGuest(work.guestId, { signal: work.signal });
  },
};
