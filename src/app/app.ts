/**
 * What every use case is given: the parts of the service it may use, and who asks. Use cases know no HTTP and no SQL text.
 */
import type { Backend, CallOptions } from '../../backends/backend.js';
import { EVERYTHING, requireRight, sightOfProject } from '../domain/access.js';
import type { Access, Sight } from '../domain/access.js';
import { GuesthouseError } from '../domain/errors.js';
import type { Precondition } from '../domain/etag.js';
import type { Host } from '../domain/host.js';
import type { ProjectId, UserId } from '../domain/ids.js';
import type { Log } from '../domain/log.js';
import type { Database } from '../store/database.js';
import { findOnlyHost } from '../store/hosts.js';
import type { ImageContent } from '../store/image-content.js';
import { query } from '../store/transaction.js';
import type { OperationEndings } from './await-operation.js';
import type { EventFeed } from './event-feed.js';
import type { GuestMetricsReader } from './guest-metrics.js';
import type { Metrics } from './metrics.js';
import type { IdempotencyKey, OnceKeeper } from './once.js';

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
  readonly onceKeeper: OnceKeeper;
  /** The number that this service's claims stand under now; null while it has no session with the database. */
  workerNumber(): number | null;
  /** Whether the first look at the host has been tried. */
  isFirstLookTried(): boolean;
}

/** Who asks, worked out once per request. */
export interface Asker extends Access {
  readonly userId: UserId;
  readonly requestId: string;
  /** IP address, as far as it can be known. */
  readonly clientAddress: string;
  /** The request as a part of a trace; absent where none is kept. */
  readonly traceparent?: string;
  readonly log: Log;
  /** `If-Match`: how what is changed must be for the change to be made. */
  readonly precondition: Precondition | null;
  /** `Idempotency-Key`: what must be done once. */
  readonly once: IdempotencyKey | null;
}

/** Who asks for what belongs to projects: there is a current one. */
export interface Caller extends Asker {
  readonly projectId: ProjectId;
}

/** Throws where no project is spoken of. */
export function requireCaller(asker: Asker): Caller {
  const { projectId } = asker;
  if (projectId === null) throw new GuesthouseError('project_required', 'Name a project in X-Project-ID.');
  return { ...asker, projectId };
}

/** What a list shows: of the current project and single guests, or all there is where an administrator asks for it. */
export function sightOfList(asker: Asker, isOfAllProjects: boolean): Sight {
  requireListable(asker, isOfAllProjects);
  return isOfAllProjects ? EVERYTHING : sightOfProject(asker);
}

/** Throws where all there is is asked for by somebody who may not see it. */
export function requireListable(asker: Asker, isOfAllProjects: boolean): void {
  if (isOfAllProjects) requireRight({ ...asker, right: 'everything.read' }, { projectId: null });
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
  return new GuesthouseError('host_unreachable', 'The host is served from another machine or data folder: ask there.');
}

/** How long a question to the hypervisor may take while a client waits for the answer. */
const ASKING_DEADLINE_MS = 5_000;

/** Asks the hypervisor something that changes nothing: no answer in time is `host_unreachable`. */
export async function ask<T>(
  { requestId }: Pick<Asker, 'requestId'>,
  question: (options: CallOptions) => Promise<T>,
): Promise<T> {
  const signal = AbortSignal.timeout(ASKING_DEADLINE_MS);
  try {
    return await question({ signal, about: { requestId } });
  } catch (error) {
    if (error !== signal.reason) throw error;
    throw new GuesthouseError('host_unreachable', 'The hypervisor did not answer in time.', { cause: error });
  }
}
