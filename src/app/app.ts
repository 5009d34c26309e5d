/**
 * What every use case is given: the parts of the service that it can use. Use cases know no HTTP and no SQL text.
 */
import type { CallOptions } from '../../backends/backend.js';
import { GuesthouseError } from '../domain/errors.js';
import type { ImageContentStore } from '../store/content/image-content-store.js';
import type { Database } from '../store/database.js';
import type { Caller } from './access/caller.js';
import type { EventFeed } from './events/event-feed.js';
import type { OperationEndings } from './events/operation-endings.js';
import type { HostRegistry } from './host-registry.js';
import type { IdempotencyKeeper } from './idempotency.js';
import type { GuestMetricsReader } from './metrics/guest-metrics.js';
import type { Metrics } from './metrics/metrics.js';

export interface App {
  readonly db: Database;
  readonly hosts: HostRegistry;
  readonly imageContent: ImageContentStore;
  /** Largest content of an image, in bytes. */
  readonly imageMaxBytes: number;
  /** The program that inspects images; null where there is none. */
  readonly qemuImg: string | null;
  /** Who waits here for the end of an operation. */
  readonly endings: OperationEndings;
  /** What happens, as it happens. */
  readonly feed: EventFeed;
  /** What operators watch, as it is counted. */
  readonly metrics: Metrics;
  /** The counters of the guests, for operators. */
  readonly guestMetrics: GuestMetricsReader;
  /** What is under way here under an idempotency key. */
  readonly idempotency: IdempotencyKeeper;
}

/** How long a question to the hypervisor may take while a client waits for the answer. */
const ASKING_DEADLINE_MS = 5_000;

/** Asks the hypervisor something that changes nothing: no answer in time is `host_unreachable`. */
export async function ask<T>(
  { requestId }: Pick<Caller, 'requestId'>,
  question: (options: CallOptions) => Promise<T>,
): Promise<T> {
  const signal = AbortSignal.timeout(ASKING_DEADLINE_MS);
  try {
    return await question({ signal, about: { requestId } });
  } catch (error) {
    if (error !== signal.reason) throw error;
    throw new GuesthouseError('host_unreachable', 'The hypervisor did not respond in time.', { cause: error });
  }
}
