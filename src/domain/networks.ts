/**
 * Networks: what NICs connect to. Hosts report them, and administrators decide which projects can use them. A project
 * can use a network only if the configuration of the service permits it too.
 */
import type { Visibility } from './access.js';
import type { NetworkId, ProjectId } from './ids.js';
import type { Timestamp } from './timestamp.js';
import type { MacChoice, NetworkAccess, NetworkKind, NetworkState } from './words.js';

export interface Network {
  readonly id: NetworkId;
  /** Exactly as on the hosts: case matters. No two networks have the same name. */
  readonly name: string;
  readonly kind: NetworkKind;
  readonly state: NetworkState;
  readonly description: string;
  readonly access: NetworkAccess;
  /** The projects that can use the network if `access` is `listed`. Sorted by name. */
  readonly projects: readonly { readonly id: ProjectId; readonly name: string }[];
  readonly macChoice: MacChoice;
  /** The number of hosts that have the network. */
  readonly hostCount: number;
  readonly createdAt: Timestamp;
  /** Changes whenever anything that clients see changes, including the names of the projects. */
  readonly version: number;
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

/** A network as a host reports it. */
export type ReportedNetwork = Pick<Network, 'name' | 'kind'>;

/** The networks that a caller can see: those that the project can use for new guests. Null: all networks. */
export type NetworkVisibility = {
  /** Null: only networks that all projects can use. */
  readonly projectId: ProjectId | null;
  /** The names of the networks that the configuration permits; null: all names. */
  readonly permitted: readonly string[] | null;
} | null;

/** `allowed` contains the names of the networks that the configuration permits; `*` as the only entry means all. */
export function networkVisibility(visibility: Visibility, allowed: readonly string[]): NetworkVisibility {
  return visibility.kind === 'everything' ? null : usableIn(visibility.projectId, allowed);
}

export function usableIn(projectId: ProjectId | null, allowed: readonly string[]): Exclude<NetworkVisibility, null> {
  return { projectId, permitted: allowed.includes('*') ? null : allowed };
}

/** The networks that the configuration permits; see `networkVisibility`. */
export function allowedOf<N extends Pick<Network, 'name'>>(
  networks: readonly N[],
  allowed: readonly string[],
): readonly N[] {
  return allowed.includes('*') ? networks : networks.filter(({ name }) => allowed.includes(name));
}
