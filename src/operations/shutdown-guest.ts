/**
 * guest.shutdown: the guest powers itself off; with `force`, its power is cut if it is still on after the timeout.
 *
 *   shut down    repeatable: a guest that is already off gets no request
 */
import { GUEST_VERB } from './guest-subject.js';
import type { GuestKind } from './guest-subject.js';
import { contradictionOf } from './promised-state.js';
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
  contradiction: (seen) => contradictionOf('stopped', seen),
  run: (work) => work.step('shut down', () => softShutdown(work)),
};
