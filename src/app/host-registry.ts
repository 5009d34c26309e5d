/**
 * The registry of hosts (src/hosts/registry.ts) as the use cases see it: only its types. The use cases reach
 * hypervisors in no other way.
 */
import type { Backend } from '../../backends/backend.js';
import type { Host } from '../domain/host.js';
import type { HostId } from '../domain/ids.js';

export interface HostEntry {
  /** Rejects every call with `host_unreachable` if this service does not drive the host. */
  readonly backend: Backend;
  readonly keeper: {
    /** Whether this service owns the host now. */
    readonly isOwner: boolean;
    /** Whether this service has tried to observe the host, or another service does. */
    readonly isFirstPollTried: boolean;
  };
  /** Whether this service can drive the host. If not, a service on another machine or data folder drives it. */
  readonly isLocal: boolean;
}

export interface ListedHost extends HostEntry {
  readonly host: Pick<Host, 'id' | 'name'>;
}

export interface HostRegistry {
  /** Never fails: a host that was not added here belongs to another service. */
  get(id: HostId): HostEntry;
  /** Every host that this service drives or stands by for. */
  list(): readonly ListedHost[];
}
