/**
 * The choice of the host for a new guest.
 *
 * It always chooses the oldest host, whatever its free capacity. Placement by capacity, zone, capability and network is
 * planned; it will reserve the capacity in the transaction that creates the guest.
 */
import { GuesthouseError } from '../domain/errors.js';
import type { Host } from '../domain/host.js';
import { listEveryHost } from '../store/hosts.js';
import { query } from '../store/transaction.js';
import type { Caller } from './access/caller.js';
import type { App } from './app.js';

/** Throws `host_unreachable` if there is no host. Also returns a host that is away. */
export async function chooseHost(app: App, caller: Caller): Promise<Host> {
  const [oldest] = await query(app.db.of(caller), listEveryHost);
  if (oldest === undefined) throw new GuesthouseError('host_unreachable', 'The service has no host.');
  return oldest;
}
