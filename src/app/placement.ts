/**
 * Which host a new guest goes to.
 *
 * There is no placement yet: it is the oldest host, whatever it has room for. Placement by room, zone, capability and network comes later, and
 * takes its claim in the transaction that makes the guest.
 */
import { GuesthouseError } from '../domain/errors.js';
import type { Host } from '../domain/host.js';
import { listEveryHost } from '../store/hosts.js';
import { query } from '../store/transaction.js';
import type { App } from './app.js';

/** Throws `host_unreachable` if there is no host at all. A host that is away is chosen too. */
export async function chooseHost(app: App): Promise<Host> {
  const [oldest] = await query(app.db, listEveryHost);
  if (oldest === undefined) throw new GuesthouseError('host_unreachable', 'The service has no host.');
  return oldest;
}
