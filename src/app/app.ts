/**
 * The parts of the service that every use case can use. Use cases contain no HTTP and no SQL text.
 */
import type { CallOptions } from '../../backends/backend.js';
import { deadlineSignal } from '../domain/deadline.js';
import { GuesthouseError } from '../domain/errors.js';
import type { QuotaLimits } from '../domain/quota.js';
import type { ImageContentStore } from '../store/content/image-content-store.js';
import type { DatabasePools } from '../store/database-pools.js';
import type { Caller } from './access/caller.js';
import type { Refusals } from './access/refusals.js';
import type { EventFeed } from './events/event-feed.js';
import type { OperationEndings } from './events/operation-endings.js';
import type { HostPlaces, HostRegistry } from './host-registry.js';
import type { IdempotencyKeeper } from './idempotency.js';
import type { GuestMetricsReader } from './metrics/guest-metrics.js';
import type { Metrics } from './metrics/metrics.js';

export interface App {
  readonly db: DatabasePools;
  readonly hosts: HostRegistry;
  /** Where hosts are, and which hypervisor is there. */
  readonly hostPlaces: HostPlaces;
  readonly imageContent: ImageContentStore;
  /** The networks that guests can use; see `allowedOf` in src/domain/networks.ts. */
  readonly allowedNetworks: readonly string[];
  /** The maximum size of the content of an image, in bytes. */
  readonly imageMaxBytes: number;
  /** The limits that apply where a project has none of its own. */
  readonly quotaDefaults: QuotaLimits;
  /** The maximum number of tokens of a user that have not expired; 0: no limit. */
  readonly tokensMax: number;
  /** The path of the program that inspects images; null if it is not installed. */
  readonly qemuImg: string | null;
  /** The requests of this process that wait for the end of an operation. */
  readonly endings: OperationEndings;
  /** The live feed of events. */
  readonly feed: EventFeed;
  /** The record of requests that are rejected because the caller lacks a right. */
  readonly refusals: Refusals;
  /** The metrics for operators. */
  readonly metrics: Metrics;
  /** The counters of the guests, for operators' metrics. */
  readonly guestMetrics: GuestMetricsReader;
  /** The requests with an idempotency key that are in progress in this process. */
  readonly idempotency: IdempotencyKeeper;
}

/** How long a query to the hypervisor can take while a client waits for the response. */
const BACKEND_QUERY_TIMEOUT_MS = 5_000;

/**
 * Queries the hypervisor; the query must not change anything. Throws `host_unreachable` if it does not respond in time.
 */
export async function queryBackend<T>(
  { requestId }: Pick<Caller, 'requestId'>,
  call: (options: CallOptions) => Promise<T>,
): Promise<T> {
  const signal = deadlineSignal(BACKEND_QUERY_TIMEOUT_MS);
  try {
    return await call({ signal, about: { requestId } });
  } catch (error) {
    if (error !== signal.reason) throw error;
    throw new GuesthouseError('host_unreachable', 'The hypervisor did not respond in time.', { cause: error });
  }
}
