/**
 * guest.reboot: soft shutdown, then start, as one operation.
 *
 *   shut down    repeatable until it is done: a guest that is off already needs no asking. That it is done is written before the next step
 *                begins, so what has been started again is never shut down again
 *   define       where a change was left half done, or the guest has vanished meanwhile; repeatable
 *   start        repeatable: starting a running guest resolves
 */
import { defineWhereNeeded } from './define-where-needed.js';
import type { OperationHandler } from './handler.js';
import { softShutdown } from './soft-shutdown.js';

export const rebootGuest: OperationHandler = {
  kind: 'guest.reboot',
  steps: ['shut down', 'define', 'start'],
  launches: () => true,
  isReached: () => false,
  async run(work) {
    const { backend, guestId, signal, step } = work;
    await step('shut down', () => softShutdown(work));
    await defineWhereNeeded(work);
    await step('start', () => backend.startGuest(guestId, { signal }));
  },
};
