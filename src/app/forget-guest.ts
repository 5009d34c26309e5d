/**
 * What `deleteGuest` does with `forget`: the guest goes from the database alone, for its host will not come back.
 *
 *   may it be?   the caller sees the guest and may delete it, and is an administrator (`guests.forget`); it is as If-Match has it;
 *                its host is away, else `host_not_away`: a host that is there can remove what it has, and a plain deletion has it do so
 *   then         in one transaction, the guest's row locked first, as everywhere:
 *                  its open operations end `cancelled`, those that run too (`operation.cancelled` each)
 *                  its row goes as after a deletion, and with it its permissions and uses of images; a tombstone stays
 *                  `guest.deleted`, whose detail says `forgotten`, and of which host
 *
 * It is no operation: those are done by whoever owns the host, and there may be nobody. So it must never speak to the hypervisor, nor wait for
 * a worker. A worker that has an operation of the guest under way finds out by itself, wherever it is:
 *   about to begin      there is no row: it ends, with nothing to write
 *   in a driver's call  it is told (`listToStop`), and aborts the call
 *   between two steps   the mark before the next step is refused, and the next step is not done
 *   about to end        its end is refused, or was written before, and the row was locked until then
 *
 * What was sent to the host, until the worker has heard of it, may still be carried out. It is like all else that the host has of the guest:
 * left there, found by its name, and nobody's. Looks go by rows (operations/host-observer.ts), so a host that does come back brings no guest
 * back, and no guest is touched for want of a row (B8).
 * Invariant: nothing is told or written of a guest after it was forgotten (test/http/forget.test.ts).
 */
import { requireRight } from '../domain/access.js';
import { GuesthouseError } from '../domain/errors.js';
import { requirePrecondition } from '../domain/etag.js';
import { eventOfGuest } from '../domain/event.js';
import { recordEvents } from '../store/events.js';
import { deleteGuest, lockGuest } from '../store/guests.js';
import { findHost } from '../store/hosts.js';
import { endAllOpen } from '../store/operations.js';
import { inTransaction } from '../store/transaction.js';
import type { App } from './app.js';
import type { ProjectCaller } from './access/caller.js';
import { getGuest, noSuchGuest } from './guests.js';

export async function forgetGuest(app: App, caller: ProjectCaller, idOrName: string): Promise<void> {
  const { id } = await getGuest(app, caller, idOrName);
  requireRight({ ...caller, right: 'guests.forget' }, { projectId: null });
  const ended = await inTransaction(app.db, async (trx) => {
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
    const kinds = await endAllOpen(trx, id);
    await deleteGuest(trx, id);
    await recordEvents(trx, [eventOfGuest('guest.deleted', guest, caller, { forgotten: true, host: guest.hostName })]);
    return kinds;
  });
  app.metrics.operationsCancelled(ended);
}
