/**
 * The types of the registry of hosts (src/hosts/registry.ts), for the use cases. The use cases reach hypervisors only
 * through this registry.
 */
import type { Backend } from '../../backends/backend.js';
import type { Host } from '../domain/host.js';
import type { HostId } from '../domain/ids.js';

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

export interface HostRegistry {
  /** Never fails: a host that was not added here belongs to another service, and its backend rejects every call. */
  get(id: HostId): HostEntry;
  /** Every host that this service drives or stands by for. */
  list(): readonly ListedHost[];
}
