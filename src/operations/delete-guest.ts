/**
 * guest.delete: powers the guest off and removes everything of it, then its row goes. Pre-empts what is under way.
 *
 *   remove    repeatable: found by its name on the host, so a half-made guest goes too; removing an absent one resolves. If the response
 *             was lost it is done again at once: a look cannot tell whether disks are left of a guest that is not there
 *
 * The row goes in the transaction that ends the operation, and only after the hypervisor has let go. If the hypervisor will not come back
 * to do so, the guest is forgotten, which is no operation (src/app/forget-guest.ts). Once it runs it cannot be cancelled: its disks may be
 * gone already, and half a guest is of no use.
 * Invariant: of a guest that was deleted, nothing is left on the host (test/http/verbs.test.ts, test/http/random-walk.test.ts).
 */
import { eventOfGuest } from '../domain/event.js';
import { isGuesthouseError } from '../domain/errors.js';
import { recordEvents } from '../store/events.js';
import { deleteGuest as deleteGuestRow } from '../store/guests.js';
import { GUEST_VERB } from './guest-subject.js';
import type { GuestKind } from './guest-subject.js';
import { settleGuest } from './settle-guest.js';

export const deleteGuest: GuestKind = {
  ...GUEST_VERB,
  kind: 'guest.delete',
  verb: 'delete',
  stateMeanwhile: 'deleting',
  isAbsenceExpected: true,
  isCancellable: false,
  isAlwaysAdmitted: true,
  steps: { remove: 100 },
  // A success needs no look: the row goes, and no state with it.
  look: 'informs',
  // Not even for a guest that is absent: its disks may still be there.
  isReached: () => false,
  run: ({ backend, subject, signal, step }) =>
    step('remove', async (onProgress) => {
      try {
        await backend.removeGuest(subject.id, { signal, onProgress });
      } catch (error) {
        if (!isGuesthouseError(error, 'outcome_unknown')) throw error;
        await backend.removeGuest(subject.id, { signal, onProgress });
      }
    }),
  async commit(trx, ended) {
    if (ended.state !== 'succeeded') return settleGuest(trx, ended, {});
    const { id, subject, actor } = ended;
    await deleteGuestRow(trx, subject.id);
    await recordEvents(trx, [eventOfGuest('guest.deleted', subject, actor, {}, id)]);
  },
};
