/**
 * guest.create: makes the guest on its host, and with `start` powers it on.
 *
 *   1  define, making its disks    repeatable: disks that are there are kept
 *   2  start, if asked             repeatable: starting a running guest resolves
 *
 * If step 1 fails the guest stays in `error` and can only be deleted; if only step 2 fails it stays `stopped`.
 */
import type { OperationHandler } from './handler.js';

export const createGuest: OperationHandler = {
  kind: 'guest.create',
  launches: (params) => params.start === true,
  isReached: (observed, params) => observed === (params.start === true ? 'running' : 'stopped'),
  async run({ backend, guestId, params, signal, define }) {
    await backend.defineGuest(await define(), { disks: 'make', signal });
    if (params.start === true) await backend.startGuest(guestId, { signal });
  },
};
