/**
 * guest.shutdown: the guest powers itself off, or with `force` is powered off when it does not in time.
 *
 *   shut down    repeatable: a guest that is off already needs no asking
 */
import { GUEST_VERB } from './guest-subject.js';
import type { GuestKind } from './guest-subject.js';
import { readSoftPowerParams, softShutdown } from './soft-shutdown.js';
import type { SoftPowerParams } from './soft-shutdown.js';

export const shutdownGuest: GuestKind<SoftPowerParams> = {
  ...GUEST_VERB,
  kind: 'guest.shutdown',
  verb: 'shutdown',
  stateMeanwhile: 'stopping',
  steps: { 'shut down': 100 },
  readParams: readSoftPowerParams,
  isReached: (seen) => seen?.state === 'stopped',
  run: (work) => work.step('shut down', () => softShutdown(work)),
};
