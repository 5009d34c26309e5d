/**
 * guest.start: powers the guest on; a suspended one resumes.
 *
 *   1  look: does the host know the guest?   a guest that vanished is defined again, if its disks are there
 *   2  start                                 repeatable: starting a running guest resolves
 */
import type { OperationHandler } from './handler.js';

export const startGuest: OperationHandler = {
  kind: 'guest.start',
  launches: () => true,
  isReached: (observed) => observed === 'running',
  async run({ backend, guestId, signal, define }) {
    const seen = await backend.lookAtGuests([guestId], { signal });
    if (!seen.has(guestId)) await backend.defineGuest(await define(), { disks: 'keep', signal });
    await backend.startGuest(guestId, { signal });
  },
};
