/**
 * The addresses from which guests can connect to this service, for the check of the trusted proxies
 * (src/http/connection/trusted-proxies.ts).
 *
 * Only hosts that this service can drive count, and only networks that guests can use: those that the operator allows,
 * and those that existing guests have a NIC on. A host that does not respond adds nothing to what it reported before.
 */
import { networkInterfaces } from 'node:os';
import { withDeadline } from '../domain/deadline.js';
import type { HostId } from '../domain/ids.js';
import type { Log } from '../domain/log.js';
import { allowedOf } from '../domain/networks.js';
import type { GuestAddresses } from '../domain/networks.js';
import { isConclusive } from '../operations/observe.js';
import type { Database } from '../store/database.js';
import { findGuestNetworks } from '../store/guests.js';
import type { GuestNetworks } from '../store/guests.js';
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

  /** One entry for each host. The database gets one query, however many hosts and networks exist. */
  async find(signal: AbortSignal): Promise<readonly GuestAddresses[]> {
    const { db, hosts, allowedNetworks } = this.#deps;
    const local = hosts.list().filter(({ isLocal }) => isLocal);
    const reported = await Promise.all(
      local.map(async (host) => ({ host, subnets: await this.#subnetsOf(host, signal) })),
    );
    const onUser = local.some(({ hasGuestsAtOwnAddresses }) => hasGuestsAtOwnAddresses) ? [USER_NETWORK] : [];
    const networks = [...new Set([...onUser, ...reported.flatMap(({ subnets }) => [...subnets.keys()])])];
    const allowed = new Set(
      allowedOf(
        networks.map((name) => ({ name })),
        allowedNetworks,
      ).map(({ name }) => name),
    );
    const facts = await query(db, (sql) =>
      findGuestNetworks(sql, {
        hosts: local.map(({ host }) => host.id),
        networks: networks.filter((name) => !allowed.has(name)),
        isolating: [...this.#isolating],
      }),
    );
    const found = reported.map(async ({ host, subnets }) => {
      const known = facts.get(host.host.id);
      // The host was deleted meanwhile.
      if (known === undefined) return null;
      const isUsable = (network: string): boolean => allowed.has(network) || known.networks.includes(network);
      const usable = new Map([...subnets].filter(([network]) => isUsable(network)));
      const hasUserNetwork = host.hasGuestsAtOwnAddresses && isUsable(USER_NETWORK);
      return { userNetwork: hasUserNetwork ? await this.#userNetworkOf(host, known, signal) : null, subnets: usable };
    });
    return (await Promise.all(found)).filter((each) => each !== null);
  }

  async #userNetworkOf(
    listed: ListedHost,
    { isIsolating, isPowerCycleRequired }: GuestNetworks,
    signal: AbortSignal,
  ): Promise<GuestAddresses['userNetwork']> {
    const isReachable = isIsolating && (isPowerCycleRequired ?? (await this.#hasReachableLoopback(listed, signal)));
    return { isIsolated: isReachable ? 'after_power_cycles' : isIsolating, ownAddresses: ownAddresses() };
  }

  /**
   * Whether a guest runs that was started before the host could isolate the network `user`. Such a guest cannot appear
   * again after the host has reported that none runs, unless the driver is opened again. From then on, the database
   * knows.
   */
  async #hasReachableLoopback({ host, backend }: ListedHost, signal: AbortSignal): Promise<boolean> {
    try {
      const observed = await withDeadline(HOST_DEADLINE_MS, signal, (inTime) =>
        backend.observeGuests('all', { signal: inTime }),
      );
      const seen = [...observed.values()];
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
      const subnets = await withDeadline(HOST_DEADLINE_MS, signal, (inTime) => backend.listSubnets({ signal: inTime }));
      this.#reported.set(host.id, subnets);
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
