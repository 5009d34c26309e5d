/**
 * guest.start: powers the guest on; a suspended one resumes.
 *
 *   define    where that is needed: a guest that vanished, or that a change left half done, if its disks are there; repeatable
 *   start     repeatable: starting a running guest resolves
 */
import { defineWhereNeeded } from './define-where-needed.js';
import type { OperationHandler } from './handler.js';

export const startGuest: OperationHandler = {
  kind: 'guest.start',
  steps: ['define', 'start'],
  launches: () => true,
  isReached: (observed) => observed === 'running',
  async run(work) {
    const { backend, guestId, signal, step } = work;
    await defineWhereNeeded(work);
    await step('start', () => backend.startGuest(guestId, { signal }));
  },
};
