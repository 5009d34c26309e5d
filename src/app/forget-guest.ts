/**
 * The use case of `deleteGuest` with `forget`: it removes the guest only from the database, for a host that will not
 * come back.
 *
 *   conditions   the caller can see and delete the guest, and is an administrator (`guests.forget`); the guest has the
 *                version of If-Match; its host is away, otherwise `host_not_away`: if the host is up, a normal deletion
 *                can remove the guest from it
 *   effect       in one transaction, which locks the guest's row first, as every change of a guest does:
 *                  its open operations end `cancelled`, even running ones (`operation.cancelled` for each)
 *                  its row is deleted, with its permissions and uses of images; a tombstone stays
 *                  the event `guest.deleted` is recorded, with `forgotten` and the host in its detail
 *
 * Forgetting is not an operation: only the owner of a host runs operations, and the host may have no owner. So this use
 * case must never call the hypervisor or wait for a worker. A worker that is executing an operation of the guest
 * detects the deletion itself, in every phase of the operation:
 *
 *   about to start      the row is gone: the operation ends, and nothing is written
 *   in a driver call    `listToStop` returns the operation, and the worker aborts the call
 *   between two steps   the write that records the next step fails, and the worker does not run the step
 *   about to end        the write of the end fails; or that write came first, and this use case waited for its commit
 *
 * The host can still execute calls that were sent before the worker detected the deletion. Their results stay on the
 * host like the rest of the guest, under the guest's name and in no project. The observer (hosts/observer.ts) reads
 * only guests that have a row. So if the host does come back, the guest does not reappear. A guest without a row is
 * never removed from its host (B8).
 * Invariant: nothing is reported or written about a guest after it was forgotten (test/http/forget.test.ts).
 */
import { requireRight } from '../domain/access.js';
import { GuesthouseError } from '../domain/errors.js';
import { requirePrecondition } from '../domain/etag.js';
import { eventOfGuest } from '../domain/event.js';
import { withBallast } from '../store/database.js';
import { recordEvents } from '../store/events.js';
import { imagesOfGuest } from '../domain/guest.js';
import { deleteGuest, lockGuest } from '../store/guests.js';
import { findHost } from '../store/hosts.js';
import { releaseImageCopies } from '../store/image-copies.js';
import { endAllOpen } from '../store/operations.js';
import { inTransaction } from '../store/transaction.js';
import type { App } from './app.js';
import type { ProjectCaller } from './access/caller.js';
import { getGuestSummary, noSuchGuest } from './guests.js';

export async function forgetGuest(app: App, caller: ProjectCaller, idOrName: string): Promise<void> {
  const { id } = await getGuestSummary(app, caller, idOrName);
  requireRight({ ...caller, right: 'guests.forget' }, { projectId: null });
  const ended = await inTransaction(withBallast(app.db.of(caller)), async (trx) => {
    const guest = await lockGuest(trx, id);
    if (guest === null) throw noSuchGuest();
    requirePrecondition(caller.precondition, guest.version);
    const host = await findHost(trx, guest.hostId);
    if (host?.state !== 'away') {
      throw new GuesthouseError(
        'host_not_away',
        'The host of the guest is not away. Delete the guest without `forget`.',
      );
    }
    const kinds = await endAllOpen(trx, guest);
    await deleteGuest(trx, id);
    await releaseImageCopies(trx, guest.hostId, imagesOfGuest(guest));
    await recordEvents(trx, [eventOfGuest('guest.deleted', guest, caller, { forgotten: true, host: guest.hostName })]);
    return kinds;
  });
  app.metrics.operationsCancelled(ended);
}
