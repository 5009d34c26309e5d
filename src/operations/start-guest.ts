/**
 * guest.start: powers the guest on; a suspended one resumes.
 *
 *   define    only for a guest that vanished or whose update did not succeed; its disks must exist; repeatable
 *   start     repeatable: starting a running guest resolves; if the host refuses it, and the guest has a saved state,
 *             the differences of the guest are stored, so that the next power-off drops this state
 */
import type { Baseline } from '../../backends/backend.js';
import { SAVED_STATE } from '../domain/drift.js';
import { isGuesthouseError } from '../domain/errors.js';
import { eventOfGuest } from '../domain/event.js';
import { findBaseline } from '../store/baselines.js';
import { define } from './define-guest.js';
import { machineOf } from './define-guest.js';
import { defineWhereNeeded } from './define-where-needed.js';
import { GUEST_VERB } from './guest-subject.js';
import type { GuestKind, GuestWork } from './guest-subject.js';
import { contradictionOf } from './promised-state.js';
import { settleGuest } from './settle-guest.js';
import { keepDrift } from './write-definition.js';

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
      const { isRestored } = await backend
        .startGuest(subject.id, { signal, machine: machineOf(subject) })
        .catch(async (error: unknown) => {
          if (isGuesthouseError(error, 'backend_refused', 'capacity_exhausted')) await keepSavedState(work);
          throw error;
        });
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

/**
 * Must come before the operation ends: `poweroff` of a stopped guest does nothing unless the guest is known to have a
 * saved state. If the comparison fails, the drift watch repeats it.
 */
async function keepSavedState(work: GuestWork<unknown>): Promise<void> {
  const { backend, subject, signal, query } = work;
  const expected = (await query((sql) => findBaseline<Baseline>(sql, subject.id))) ?? (await define(work));
  const seen = await backend.inspectGuest(subject.id, { expected, signal }).catch(() => null);
  const differences = seen?.differences ?? [];
  if (differences.some(({ what }) => what === SAVED_STATE)) await keepDrift(work, differences);
}
