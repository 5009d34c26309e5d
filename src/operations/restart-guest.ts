/**
 * guest.restart: hard reset.
 *
 *   reset    never sent twice: an observation cannot tell a guest that was reset from one that was not. An attempt that
 *            finds the step begun ends the operation with `outcome_unknown`
 */
import { GUEST_VERB } from './guest-subject.js';
import type { GuestKind } from './guest-subject.js';
import { settleGuest } from './settle-guest.js';

export const restartGuest: GuestKind = {
  ...GUEST_VERB,
  kind: 'guest.restart',
  verb: 'restart',
  stateMeanwhile: 'rebooting',
  steps: { reset: 100 },
  isReached: () => false,
  run: ({ backend, subject, signal, stepOnce }) =>
    stepOnce('reset', () => backend.restartGuest(subject.id, { signal })),
  commit: (trx, ended) => settleGuest(trx, ended, { isLaunched: true }),
};
