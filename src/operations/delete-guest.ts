/**
 * guest.delete: powers the guest off and removes everything of it, then its row goes. Pre-empts what is under way.
 *
 *   1  remove    repeatable: found by its name on the host, so a half-made guest goes too; removing an absent one resolves
 *   2  the row   in the transaction that ends the operation (worker.ts), and only after the hypervisor has let go
 */
import type { OperationHandler } from './handler.js';

export const deleteGuest: OperationHandler = {
  kind: 'guest.delete',
  launches: () => false,
  isReached: (observed) => observed === 'absent',
  run: ({ backend, guestId, signal }) => backend.removeGuest(guestId, { signal }),
};
