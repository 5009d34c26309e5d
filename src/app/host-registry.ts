/**
 * What the use cases know of the registry of hosts (src/hosts/registry.ts): its types only. Hypervisors are reached through here and by no
 * other way.
 */
import type { Backend } from '../../backends/backend.js';
import type { Host } from '../domain/host.js';
import type { HostId } from '../domain/ids.js';

export interface HostEntry {
  /** Refuses everything with `host_unreachable` if this service does not drive the host. */
  readonly backend: Backend;
  readonly keeper: {
    /** Whether this service owns the host now. */
    readonly isOwner: boolean;
    /** Whether the first look at the host has been tried, or is for another service to try. */
    readonly isFirstLookTried: boolean;
  };
  /** Whether this service may drive the host. If not, a service on another machine or data folder drives it. */
  readonly isLocal: boolean;
}

export interface ListedHost extends HostEntry {
  readonly host: Pick<Host, 'id' | 'name'>;
}

export interface HostRegistry {
  /** Never fails: a host that nobody here knows is somebody else's. */
  get(id: HostId): HostEntry;
  /** Every host that this service drives or stands by for. */
  list(): readonly ListedHost[];
}
