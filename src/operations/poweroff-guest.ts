/**
 * guest.poweroff: cuts the power, from any powered state. Pre-empts the open operation.
 *
 *   power off    repeatable: powering off a stopped guest resolves
 */
import { GUEST_VERB } from './guest-subject.js';
import type { GuestKind } from './guest-subject.js';
import { contradictionOf } from './promised-state.js';

export const poweroffGuest: GuestKind = {
  ...GUEST_VERB,
  kind: 'guest.poweroff',
  verb: 'poweroff',
  stateMeanwhile: 'stopping',
  isAlwaysAdmitted: true,
  steps: { 'power off': 100 },
  isReached: (seen) => seen?.state === 'stopped',
  contradiction: (seen) => contradictionOf('stopped', seen),
  run: ({ backend, subject, signal, step }) => step('power off', () => backend.poweroffGuest(subject.id, { signal })),
};
