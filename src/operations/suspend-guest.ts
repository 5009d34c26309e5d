/**
 * guest.suspend: the vCPUs pause, memory is kept.
 *
 *   suspend    repeatable: suspending a suspended guest resolves
 */
import type { OperationHandler } from './handler.js';

export const suspendGuest: OperationHandler = {
  kind: 'guest.suspend',
  steps: ['suspend'],
  launches: () => false,
  isReached: (observed) => observed === 'suspended',
  run: ({ backend, guestId, signal, step }) => step('suspend', () => backend.suspendGuest(guestId, { signal })),
};
