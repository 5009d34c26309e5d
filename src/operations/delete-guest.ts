/**
 * guest.delete: powers the guest off and removes everything of it, then its row goes. Pre-empts what is under way.
 *
 *   1  remove         repeatable: found by its name on the host, so a half-made guest goes too; removing an absent one resolves
 *   2  remove again   only where the answer was lost: a look cannot tell whether disks are left of a guest that is not there
 *   3  the row        in the transaction that ends the operation (attempt.ts), and only after the hypervisor has let go
 *
 * Invariant: of a guest whose row is gone, nothing is left on the host (test/http/verbs.test.ts, test/http/random-walk.test.ts).
 */
import { isGuesthouseError } from '../domain/errors.js';
import type { OperationHandler } from './handler.js';

export const deleteGuest: OperationHandler = {
  kind: 'guest.delete',
  launches: () => false,
  // Not even for a guest that is absent: its disks may still be there.
  isReached: () => false,
  async run({ backend, guestId, signal }) {
    try {
      await backend.removeGuest(guestId, { signal });
    } catch (error) {
      if (!isGuesthouseError(error, 'outcome_unknown')) throw error;
      await backend.removeGuest(guestId, { signal });
    }
  },
};
