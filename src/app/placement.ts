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

/**
 * Throws `capacity_exhausted` if a guest of this size is larger than the host: the host could never run it well. All
 * guests together can have more than the host has.
 */
export function requireFits(host: Host, size: { readonly vcpus?: number; readonly memoryMib?: number }): void {
  const { vcpus = 0, memoryMib = 0 } = size;
  const exceeded = [
    vcpus > host.vcpus ? `${host.vcpus} vCPUs, and the guest would have ${vcpus}` : null,
    memoryMib > host.memoryMib ? `${host.memoryMib} MiB of memory, and the guest would have ${memoryMib} MiB` : null,
  ].filter((each) => each !== null);
  if (exceeded.length === 0) return;
  throw new GuesthouseError('capacity_exhausted', `The host ${host.name} has ${exceeded.join('; it has ')}.`);
}

/** Throws `host_unreachable` if there is no host. Also returns a host that is away. */
export async function chooseHost(app: App, caller: Caller): Promise<Host> {
  const [oldest] = await query(app.db.of(caller), listEveryHost);
  if (oldest === undefined) throw new GuesthouseError('host_unreachable', 'The service has no host.');
  return oldest;
}
