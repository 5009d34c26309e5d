/**
 * The addresses from which guests can connect to this service, for the check of the trusted proxies
 * (src/http/connection/trusted-proxies.ts).
 *
 * Only hosts that this service can drive count, and only networks that guests can use: those that the operator allows,
 * and those that existing guests have a NIC on. A host that does not respond adds nothing to what it reported before.
 */
import { networkInterfaces } from 'node:os';
import type { HostId } from '../domain/ids.js';
import type { Log } from '../domain/log.js';
import { allowedOf } from '../domain/networks.js';
import type { GuestAddresses } from '../domain/networks.js';
import { isConclusive } from '../operations/observe.js';
import type { Database } from '../store/database.js';
import { hasNic, hasPowerCycleRequired } from '../store/guests.js';
import { findHost } from '../store/hosts.js';
import { query } from '../store/transaction.js';
import type { Hosts, ListedHost } from './registry.js';

/** A host that responds takes less than a second. */
const HOST_DEADLINE_MS = 5_000;
const USER_NETWORK = 'user';
const CHECK_LATER =
  'the host does not report the networks of its guests; checking the trusted proxies again when it does';

export interface GuestAddressesDeps {
  readonly db: Database;
  readonly hosts: Pick<Hosts, 'list'>;
  /** The names of the networks that the operator allows. */
  readonly allowedNetworks: readonly string[];
  readonly log: Log;
}

type Subnets = ReadonlyMap<string, readonly string[]>;

export class GuestAddressesOfHosts {
  readonly #deps: GuestAddressesDeps;
  /** The last report of each host. */
  readonly #reported = new Map<HostId, Subnets>();
  /** The hosts that have reported that every guest is isolated. From then on, the observer records exceptions. */
  readonly #isolating = new Set<HostId>();

  constructor(deps: GuestAddressesDeps) {
    this.#deps = deps;
  }

  /** One entry for each host. */
  async find(signal: AbortSignal): Promise<readonly GuestAddresses[]> {
    const found = await Promise.all(this.#deps.hosts.list().map((host) => this.#findOn(host, signal)));
    return found.filter((each) => each !== null);
  }

  async #findOn(listed: ListedHost, signal: AbortSignal): Promise<GuestAddresses | null> {
    const { db, allowedNetworks } = this.#deps;
    const host = listed.isLocal ? await query(db, (sql) => findHost(sql, listed.host.id)) : null;
    if (host === null) return null;
    const isUsable = async (network: string): Promise<boolean> =>
      allowedOf([{ name: network }], allowedNetworks).length > 0 ||
      (await query(db, (sql) => hasNic(sql, host.id, { network })));
    const usable = new Map<string, readonly string[]>();
    for (const [network, subnets] of await this.#subnetsOf(listed, signal))
      if (await isUsable(network)) usable.set(network, subnets);
    const hasUserNetwork = listed.hasGuestsAtOwnAddresses && (await isUsable(USER_NETWORK));
    if (!hasUserNetwork) return { userNetwork: null, subnets: usable };
    const isIsolating = host.capabilities.userNetworkIsolation;
    const isIsolated =
      isIsolating && (await this.#hasReachableLoopback(listed, signal)) ? 'after_power_cycles' : isIsolating;
    return { userNetwork: { isIsolated, ownAddresses: ownAddresses() }, subnets: usable };
  }

  /**
   * Whether a guest runs that was started before the host could isolate the network `user`. Such a guest cannot appear
   * again after the host has reported that none runs, unless the driver is opened again.
   */
  async #hasReachableLoopback({ host, backend }: ListedHost, signal: AbortSignal): Promise<boolean> {
    if (this.#isolating.has(host.id)) return await query(this.#deps.db, (sql) => hasPowerCycleRequired(sql, host.id));
    const inTime = AbortSignal.any([signal, AbortSignal.timeout(HOST_DEADLINE_MS)]);
    try {
      const seen = [...(await backend.observeGuests('all', { signal: inTime })).values()];
      if (seen.some(({ powerCycleReason }) => powerCycleReason === 'loopback_reachable')) return true;
      if (seen.every(isConclusive)) this.#isolating.add(host.id);
    } catch (error) {
      signal.throwIfAborted();
      this.#deps.log.warn({ err: error, host: host.id }, CHECK_LATER);
    }
    return false;
  }

  async #subnetsOf({ host, backend }: ListedHost, signal: AbortSignal): Promise<Subnets> {
    try {
      const inTime = AbortSignal.any([signal, AbortSignal.timeout(HOST_DEADLINE_MS)]);
      this.#reported.set(host.id, await backend.listSubnets({ signal: inTime }));
    } catch (error) {
      signal.throwIfAborted();
      this.#deps.log.warn({ err: error, host: host.id }, CHECK_LATER);
    }
    return this.#reported.get(host.id) ?? new Map();
  }
}

/** The addresses of this machine that are not on its loopback. */
function ownAddresses(): string[] {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  return all.filter(({ internal }) => !internal).map(({ address }) => address);
}
