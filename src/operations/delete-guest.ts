/**
 * guest.delete: powers the guest off and removes everything of it, then its row goes. Pre-empts what is under way.
 *
 *   remove    repeatable: found by its name on the host, so a half-made guest goes too; removing an absent one resolves. Where the answer
 *             was lost it is done again at once: a look cannot tell whether disks are left of a guest that is not there
 *
 * The row goes in the transaction that ends the operation (attempt.ts), and only after the hypervisor has let go. Where it will not come back
 * to do so, the guest is forgotten, which is no operation (src/app/forget-guest.ts).
 * Invariant: of a guest that was deleted, nothing is left on the host (test/http/verbs.test.ts, test/http/random-walk.test.ts).
 */
import { isGuesthouseError } from '../domain/errors.js';
import type { OperationHandler } from './handler.js';

export const deleteGuest: OperationHandler = {
  kind: 'guest.delete',
  steps: ['remove'],
  launches: () => false,
  // Not even for a guest that is absent: its disks may still be there.
  isReached: () => false,
  run: ({ backend, guestId, signal, step }) =>
    step('remove', async () => {
      try {
        await backend.removeGuest(guestId, { signal });
      } catch (error) {
        if (!isGuesthouseError(error, 'outcome_unknown')) throw error;
        await backend.removeGuest(guestId, { signal });
      }
    }),
};
