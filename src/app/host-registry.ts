/**
 * The types of the registry of hosts (src/hosts/registry.ts) and of their places (src/host-drivers.ts), for the use
 * cases. The use cases reach hypervisors only through this registry.
 */
import type { Backend, CallOptions } from '../../backends/backend.js';
import type { Host, HostPlace } from '../domain/host.js';
import type { HostId } from '../domain/ids.js';
import type { BackendName } from '../domain/words.js';

export interface HostEntry {
  /** If this service does not drive the host, the backend rejects every call with `host_unreachable`. */
  readonly backend: Backend;
  readonly keeper: {
    /** Whether this service owns the host now. */
    readonly isOwner: boolean;
    /** Whether this service has tried to poll the host. Also true if another service observes the host. */
    readonly isFirstPollTried: boolean;
  };
  /**
   * Whether this service can drive the host. If not, a service on another machine or with another data folder drives
   * it.
   */
  readonly isLocal: boolean;
}

export interface ListedHost extends HostEntry {
  readonly host: Pick<Host, 'id' | 'name'>;
}

/** The place of a host that a request names, or the mistake in its URI, in a sentence without a full stop. */
export type FoundPlace = { readonly place: HostPlace } | { readonly mistake: string };

export interface HostPlaces {
  findPlace(backend: BackendName, uri: string): Promise<FoundPlace>;
  /**
   * The identity of the hypervisor at this place; null if it reports none. Rejects with `host_unreachable` if it does
   * not respond.
   */
  identify(place: HostPlace, options: CallOptions): Promise<string | null>;
}

export interface HostRegistry {
  /** Never fails: a host that was not added here belongs to another service, and its backend rejects every call. */
  get(id: HostId): HostEntry;
  /** Whether this service has tried once to poll each of its hosts. Hosts that are added later do not count. */
  readonly isFirstPollTried: boolean;
  /** Every host that this service drives or stands by for. */
  list(): readonly ListedHost[];
}
