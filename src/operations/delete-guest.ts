/**
 * guest.delete: powers the guest off, removes everything that it has on the host, then deletes its row. Pre-empts the
 * open operation.
 *
 *   remove    repeatable: the host finds the guest by its name, so a partly created guest is removed too; the removal
 *             of an absent guest resolves. If the response was lost, the step repeats immediately, because an
 *             observation cannot show whether disks of an absent guest remain
 *
 * A guest whose disks others changed is not removed (`guest_changed_outside`), until a person accepts or discards the
 * changes. Files that carry the name of the guest but are not its own stay; the event names them.
 *
 * The row is deleted in the transaction that ends the operation, and only after the hypervisor has removed the guest.
 * If the hypervisor will never come back, the guest can be forgotten, which is not an operation
 * (src/app/forget-guest.ts). A running deletion cannot be cancelled: the disks may already be gone, and a partly
 * deleted guest is useless.
 * Invariant: nothing of a deleted guest remains on the host (test/http/verbs.test.ts, test/http/random-walk.test.ts).
 */
import type { Baseline } from '../../backends/backend.js';
import { eventOfGuest } from '../domain/event.js';
import { isGuesthouseError } from '../domain/errors.js';
import { imagesOfGuest } from '../domain/guest.js';
import { findBaseline } from '../store/baselines.js';
import { recordEvents } from '../store/events.js';
import { deleteGuest as deleteGuestRow } from '../store/guests.js';
import { releaseImageCopies } from '../store/image-copies.js';
import { GUEST_VERB } from './guest-subject.js';
import type { GuestKind } from './guest-subject.js';
import { contradictionOf } from './promised-state.js';
import { settleGuest } from './settle-guest.js';
import { keepingDrift } from './write-definition.js';

export const deleteGuest: GuestKind = {
  ...GUEST_VERB,
  kind: 'guest.delete',
  verb: 'delete',
  stateMeanwhile: 'deleting',
  isAbsenceExpected: true,
  isCancellable: false,
  isAlwaysAdmitted: true,
  steps: { remove: 100 },
  // A success needs no observation: the row is deleted, so there is no state to write.
  observation: 'informs',
  // Even the absence of the guest is no proof: its disks may still exist.
  isReached: () => false,
  contradiction: (seen) => contradictionOf('absent', seen),
  run: (work) =>
    work.step('remove', async (onProgress) => {
      const { backend, subject, signal, query, note } = work;
      const expected = await query((sql) => findBaseline<Baseline>(sql, subject.id));
      const remove = (): Promise<{ left: readonly string[] }> =>
        keepingDrift(work, () => backend.removeGuest(subject.id, { expected, signal, onProgress }));
      const { left } = await remove().catch((error: unknown) => {
        if (!isGuesthouseError(error, 'outcome_unknown')) throw error;
        return remove();
      });
      if (left.length > 0) note({ left: left.join(', ') });
    }),
  async commit(trx, ended) {
    if (ended.state !== 'succeeded') return settleGuest(trx, ended, {});
    const { id, subject, actor, notes } = ended;
    await deleteGuestRow(trx, subject.id);
    await releaseImageCopies(trx, subject.hostId, imagesOfGuest(subject));
    await recordEvents(trx, [eventOfGuest('guest.deleted', subject, actor, notes, id)]);
  },
};
