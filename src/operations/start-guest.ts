/**
 * guest.start: powers the guest on; a suspended one resumes.
 *
 *   define    only for a guest that vanished or whose update did not succeed; its disks must exist; repeatable
 *   start     repeatable: starting a running guest resolves
 */
import { eventOfGuest } from '../domain/event.js';
import { machineOf } from './define-guest.js';
import { defineWhereNeeded } from './define-where-needed.js';
import { GUEST_VERB } from './guest-subject.js';
import type { GuestKind } from './guest-subject.js';
import { contradictionOf } from './promised-state.js';
import { settleGuest } from './settle-guest.js';

export const startGuest: GuestKind = {
  ...GUEST_VERB,
  kind: 'guest.start',
  verb: 'start',
  stateMeanwhile: 'starting',
  steps: { define: 50, start: 50 },
  isReached: (seen) => seen?.state === 'running',
  contradiction: (seen) => contradictionOf('running', seen),
  async run(work) {
    const { backend, subject, signal, step } = work;
    await defineWhereNeeded(work);
    await step('start', async () => {
      const { isRestored } = await backend.startGuest(subject.id, { signal, machine: machineOf(subject) });
      if (isRestored) work.note({ restored: true });
    });
  },
  commit: (trx, ended) =>
    settleGuest(trx, ended, {
      isLaunched: true,
      isDefined: true,
      events: (after) =>
        ended.notes['restored'] === true ? [eventOfGuest('guest.restored', after, ended.actor, {}, ended.id)] : [],
    }),
};
