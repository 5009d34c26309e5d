/**
 * What every use case is given: the parts of the service that it can use. Use cases know no HTTP and no SQL text.
 */
import type { Backend, CallOptions } from '../../backends/backend.js';
import { GuesthouseError } from '../domain/errors.js';
import type { Host } from '../domain/host.js';
import type { Database } from '../store/database.js';
import { findOnlyHost } from '../store/hosts.js';
import type { ImageContent } from '../store/content/image-content.js';
import { query } from '../store/transaction.js';
import type { OperationEndings } from './events/operation-endings.js';
import type { Caller } from './access/caller.js';
import type { EventFeed } from './events/event-feed.js';
import type { GuestMetricsReader } from './metrics/guest-metrics.js';
import type { Metrics } from './metrics/metrics.js';
import type { IdempotencyKeeper } from './idempotency.js';

export interface App {
  readonly db: Database;
  readonly backend: Backend;
  readonly imageContent: ImageContent;
  /** Whether the host and the content of images lie here; else another service, on their machine and data folder, has them. */
  readonly isHostHere: boolean;
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
  /** The number that this service's claims stand under now; null while it has no session with the database. */
  workerNumber(): number | null;
  /** Whether the first look at the host has been tried. */
  isFirstLookTried(): boolean;
}

/** The only host there is today. */
export async function getOnlyHost(app: App): Promise<Host> {
  const host = await query(app.db, findOnlyHost);
  if (host === null) throw new GuesthouseError('internal', 'The service has no host.');
  return host;
}

/** Throws where the content of images is another service's: a file kept here would be of no use to the host. */
export function requireHostHere(app: App): void {
  if (!app.isHostHere) throw hostElsewhere();
}

export function hostElsewhere(): GuesthouseError {
  return new GuesthouseError(
    'host_unreachable',
    'A service on another machine, or with another data folder, drives the host. Send the request to that service.',
  );
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
