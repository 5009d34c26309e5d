/**
 * guest.suspend: pauses the vCPUs and keeps the memory.
 *
 *   suspend    repeatable: suspending a suspended guest resolves
 */
import { GUEST_VERB } from './guest-subject.js';
import type { GuestKind } from './guest-subject.js';
import { contradictionOf } from './promised-state.js';

export const suspendGuest: GuestKind = {
  ...GUEST_VERB,
  kind: 'guest.suspend',
  verb: 'suspend',
  stateMeanwhile: 'suspending',
  steps: { suspend: 100 },
  isReached: (seen) => seen?.state === 'suspended',
  contradiction: (seen) => contradictionOf('suspended', seen),
  run: ({ backend, subject, signal, step }) => step('suspend', () => backend.suspendGuest(subject.id, { signal })),
};
