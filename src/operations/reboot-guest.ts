/**
 * guest.reboot: soft shutdown, then start, as one operation.
 *
 *   shut down    repeatable until it is done: a guest that is already off gets no request. The completion is written
 *                before the next step begins, so a guest that was started again is never shut down again
 *   define       only after an update that did not succeed, or if the guest has vanished meanwhile; repeatable
 *   start        repeatable: starting a running guest resolves
 */
import { machineOf } from './define-guest.js';
import { defineWhereNeeded } from './define-where-needed.js';
import { GUEST_VERB } from './guest-subject.js';
import type { GuestKind } from './guest-subject.js';
import { contradictionOf } from './promised-state.js';
import { settleGuest } from './settle-guest.js';
import { readSoftPowerParams, softShutdown } from './soft-shutdown.js';
import type { SoftPowerParams } from './soft-shutdown.js';

export const rebootGuest: GuestKind<SoftPowerParams> = {
  ...GUEST_VERB,
  kind: 'guest.reboot',
  verb: 'reboot',
  stateMeanwhile: 'rebooting',
  steps: { 'shut down': 50, define: 25, start: 25 },
  readParams: readSoftPowerParams,
  isReached: () => false,
  contradiction: (seen) => contradictionOf('running', seen),
  async run(work) {
    const { backend, subject, signal, step } = work;
    await step('shut down', () => softShutdown(work));
    await defineWhereNeeded(work);
    await step(
      'start',
      async () => void (await backend.startGuest(subject.id, { signal, machine: machineOf(subject) })),
    );
  },
  commit: (trx, ended) => settleGuest(trx, ended, { isLaunched: true, isDefined: true }),
};
