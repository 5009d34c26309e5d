/**
 * guest.create: makes the guest on its host, and with `start` powers it on.
 *
 *   define    making its disks; repeatable: disks that are there are kept
 *   start     if asked; repeatable: starting a running guest resolves
 *
 * If `define` fails the guest stays in `error` and can only be deleted; if only `start` fails it stays `stopped`.
 */
import type { OperationHandler } from './handler.js';

export const createGuest: OperationHandler = {
  kind: 'guest.create',
  steps: ['define', 'start'],
  launches: (params) => params.start === true,
  isReached: (observed, params) => observed === (params.start === true ? 'running' : 'stopped'),
  async run({ backend, guestId, params, signal, define, step }) {
    await step('define', async () => backend.defineGuest(await define(), { disks: 'make', signal }));
    if (params.start === true) await step('start', () => backend.startGuest(guestId, { signal }));
  },
};
