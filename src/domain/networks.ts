/**
 * The collection of networks. They come from the hypervisor, not from a table, so they are searched, sorted and paged
 * in memory. Guests can use only those that the operator allows.
 */
import { NETWORKS } from './collections.js';
import { fold } from './fold.js';
import { inMemory } from './page-in-memory.js';
import type { NetworkKind } from './words.js';

export interface Network {
  readonly name: string;
  readonly kind: NetworkKind;
}

/** The addresses from which the guests of a host can connect to this service. */
export interface GuestAddresses {
  /** Null if no guest on the network `user` connects from an address of this machine. */
  readonly userNetwork: {
    /**
     * Whether guests on the network `user` are cut off from the loopback of the machine. `after_power_cycles`: only
     * those that were started since the host isolates the network, and others still run.
     */
    readonly isIsolated: boolean | 'after_power_cycles';
    /** The addresses of the machine that are not on its loopback. */
    readonly ownAddresses: readonly string[];
  } | null;
  /** The IP networks of the guests, as CIDRs, by the name of the network that guests can use. */
  readonly subnets: ReadonlyMap<string, readonly string[]>;
}

/** The `networks` that guests can use. `allowed` contains their names; `*` as the only entry means every network. */
export function allowedOf<N extends Pick<Network, 'name'>>(
  networks: readonly N[],
  allowed: readonly string[],
): readonly N[] {
  return allowed.includes('*') ? networks : networks.filter(({ name }) => allowed.includes(name));
}

/** A network has no id, so its name is also its marker. */
export const NETWORKS_IN_MEMORY = inMemory<Network, typeof NETWORKS>(NETWORKS, {
  idOf: ({ name }) => name,
  sort: { name: ({ name }) => fold(name) },
  fields: { name: ({ name }) => [name], kind: ({ kind }) => [kind] },
});
