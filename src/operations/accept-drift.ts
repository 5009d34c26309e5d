/**
 * guest.accept_drift: accepts the guest as it now is on its host, after others changed it (B10).
 *
 *   compare    what is on the host becomes the baseline of the guest; repeatable
 *
 * The end of the operation writes the vCPUs and the memory of the baseline to the guest's row, even beyond the quota:
 * the host already has them. All other differences stay on the host: later changes edit the definition and do not
 * replace it. A saved state is not accepted, and remains a difference: `start` resumes it, and `poweroff` drops it.
 */
import type { Baseline } from '../../backends/backend.js';
import { SAVED_STATE } from '../domain/drift.js';
import { eventOfGuest } from '../domain/event.js';
import { GuesthouseError } from '../domain/errors.js';
import { findBaseline } from '../store/baselines.js';
import { writeChanges } from '../store/guests.js';
import { settleClaim } from '../store/placements.js';
import { define } from './define-guest.js';
import { GUEST_VERB } from './guest-subject.js';
import type { GuestKind } from './guest-subject.js';
import { contradictionOf } from './promised-state.js';
import { settleGuest } from './settle-guest.js';
import { keepBaseline } from './write-definition.js';

export const acceptDrift: GuestKind = {
  ...GUEST_VERB,
  kind: 'guest.accept_drift',
  verb: 'accept_drift',
  stateMeanwhile: 'updating',
  steps: { compare: 100 },
  // An observation shows the state of a guest, but not its definition.
  isReached: () => false,
  contradiction: (seen) => contradictionOf('defined', seen),
  run: (work) =>
    work.step('compare', async () => {
      const { backend, subject, signal, query } = work;
      const expected = (await query((sql) => findBaseline<Baseline>(sql, subject.id))) ?? (await define(work));
      const seen = await backend.inspectGuest(subject.id, { expected, signal });
      if (seen === null) throw new GuesthouseError('guest_vanished', 'The host no longer knows the guest.');
      const { [SAVED_STATE]: _, ...parts } = seen.found.parts;
      const left = seen.differences.filter(({ what }) => what === SAVED_STATE);
      await keepBaseline(work, { ...seen.found, parts }, left);
    }),
  async commit(trx, ended) {
    const { id, state, subject, actor } = ended;
    const baseline = state === 'succeeded' ? await findBaseline<Baseline>(trx, subject.id) : null;
    if (baseline === null) return settleGuest(trx, ended, {});
    const { vcpus, memoryMib } = baseline;
    const changes = {
      ...(vcpus === subject.vcpus ? {} : { vcpus }),
      ...(memoryMib === subject.memoryMib ? {} : { memoryMib }),
    };
    const changed = Object.keys(changes).join(' ');
    await writeChanges(trx, subject, changes);
    await settleClaim(trx, subject.id);
    await settleGuest(trx, ended, {
      isDefined: true,
      events: (after) => (changed === '' ? [] : [eventOfGuest('guest.updated', after, actor, { changed }, id)]),
    });
  },
};
