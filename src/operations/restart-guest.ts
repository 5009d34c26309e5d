/**
 * guest.restart: hard reset.
 *
 *   reset    never sent twice: an observation cannot show whether a guest was reset. If an attempt finds that the step
 *            had begun, it ends the operation with `outcome_unknown`
 */
import { GUEST_VERB } from './guest-subject.js';
import type { GuestKind } from './guest-subject.js';
import { contradictionOf } from './promised-state.js';
import { settleGuest } from './settle-guest.js';

export const restartGuest: GuestKind = {
  ...GUEST_VERB,
  kind: 'guest.restart',
  verb: 'restart',
  stateMeanwhile: 'rebooting',
  steps: { reset: 100 },
  isReached: () => false,
  contradiction: (seen) => contradictionOf('running', seen),
  run: ({ backend, subject, signal, stepOnce }) =>
    stepOnce('reset', () => backend.restartGuest(subject.id, { signal })),
  commit: (trx, ended) => settleGuest(trx, ended, { isLaunched: true }),
};
