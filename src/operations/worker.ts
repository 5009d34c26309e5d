/**
 * The worker of one host: claims the host's operations and runs attempts at them, for several subjects in parallel. In
 * the lifecycle lane, a subject runs one operation at a time; in the lane beside it, any number (kind.ts). Each lane
 * has its own limit, so neither lane can block the other.
 *
 * A project can run another operation in a lane only while it runs fewer operations there than the lane has free slots.
 * So if only one project has operations, it can have half of the slots. However many operations a project queues, and
 * however long they take, a slot is free for the next project.
 * Invariant: no project occupies all slots of a lane (test/http/operation-slots.test.ts).
 *
 * Notifications wake the worker. The shared session also wakes it once a second if it has work, because a change can
 * come without a notification: when the pause before a retry is over, when another worker has died, or when a
 * notification was lost (src/hosts/shared-session.ts). The worker claims operations under the number of that session
 * (src/store/session.ts), and ends with the session.
 *
 *   running ─► stopping (claims nothing, waits for attempts, then aborts them; they are requeued) ─► stopped
 *      └─► session lost (aborts every attempt, writes nothing) ─► stopped
 */
import type { Backend } from '../../backends/backend.js';
import { CoalescedTask } from '../domain/coalesced-task.js';
import type { HostId, OperationId, ProjectId } from '../domain/ids.js';
import type { Log } from '../domain/log.js';
import type { Tracer } from '../domain/trace.js';
import type { ImageContents } from '../store/content/image-content-store.js';
import type { Database } from '../store/database.js';
import { claimOperation, listToStop } from '../store/operations.js';
import type { ClaimedOperation, Lane, Lanes } from '../store/operations.js';
import type { WorkerSession } from '../store/session.js';
import { query } from '../store/transaction.js';
import { attemptOperation } from './attempt.js';
import type { OperationWatch, StopReason } from './attempt.js';
import type { Kinds } from './kind.js';

/**
 * Maximum number of concurrent operations in each lane. Each operation mostly waits for a hypervisor and holds a
 * database connection only briefly. A single project can run half of this number.
 */
const LANE_MAX = 64;
/**
 * How long attempts can continue when the service stops. Operations whose attempts take longer (a soft shutdown, for
 * example) are requeued, and continue after the next start.
 */
const STOP_GRACE_MS = 5_000;

export interface WorkerDeps {
  readonly db: Database;
  readonly backend: Backend;
  readonly hostId: HostId;
  readonly session: WorkerSession;
  readonly kinds: Kinds;
  readonly content: ImageContents;
  readonly watch: OperationWatch;
  /** Called when an operation begins and when it has ended: it can change what the database knows of its subject. */
  readonly onOperation?: () => void;
  readonly tracer: Tracer | null;
  readonly log: Log;
}

interface Running {
  readonly projectId: ProjectId;
  readonly isBeside: boolean;
  readonly stop: AbortController;
  readonly done: Promise<void>;
}

export class Worker {
  readonly #deps: WorkerDeps;
  readonly #running = new Map<OperationId, Running>();
  readonly #turns: CoalescedTask;

  constructor(deps: WorkerDeps) {
    this.#deps = deps;
    this.#turns = new CoalescedTask(
      () => this.#takeTurn(),
      (error) => deps.log.warn({ err: error }, 'worker failed to read its queue; retrying'),
    );
    deps.session.signal.addEventListener('abort', () => this.#abortAll('session_lost'), { once: true });
    this.wake();
  }

  /** Whether it runs an operation. */
  get isBusy(): boolean {
    return this.#running.size > 0;
  }

  /** Makes the worker check for operations to claim, and for running operations to abort. */
  wake(): void {
    this.#turns.wake();
  }

  /** Resolves when every attempt of this worker has ended. */
  async stop(): Promise<void> {
    await this.#turns.stop();
    const grace = setTimeout(() => this.#abortAll('stopping'), STOP_GRACE_MS);
    await Promise.all([...this.#running.values()].map(({ done }) => done));
    clearTimeout(grace);
  }

  async #takeTurn(): Promise<void> {
    const { db, hostId, session } = this.#deps;
    if (session.signal.aborted) return;
    if (this.#running.size > 0) {
      const running = [...this.#running.keys()];
      for (const { id, isOurs } of await query(db, (sql) => listToStop(sql, session.worker, running))) {
        // `isOurs` is also false if the operation has just ended normally; then there is nothing left to abort.
        this.#running.get(id)?.stop.abort((isOurs ? 'cancelled' : 'taken_away') satisfies StopReason);
      }
    }
    while (!this.#turns.isStopped && !session.signal.aborted) {
      const lanes = this.#lanes();
      if (!lanes.lifecycle.hasRoom && !lanes.beside.hasRoom) return;
      session.requireOwnership();
      const operation = await query(db, (sql) => claimOperation(sql, hostId, session.worker, lanes));
      if (operation === null) return;
      this.#begin(operation);
    }
  }

  #lanes(): Lanes {
    const running = [...this.#running.values()];
    return {
      lifecycle: laneOf(running.filter(({ isBeside }) => !isBeside)),
      beside: laneOf(running.filter(({ isBeside }) => isBeside)),
    };
  }

  #begin(operation: ClaimedOperation): void {
    const { session, onOperation, log } = this.#deps;
    onOperation?.();
    const stop = new AbortController();
    if (operation.isCancelRequested) stop.abort('cancelled' satisfies StopReason);
    const deps = { ...this.#deps, worker: session.worker };
    const done = attemptOperation(operation, deps, { stop: stop.signal, lost: session.signal })
      .catch((error: unknown) => {
        // The operation's row stays `running` under this worker's number. Another worker takes it over when our session
        // ends, so end the session now.
        log.error(
          { err: error, operation: operation.id },
          'failed to record the end of an operation; closing the database session',
        );
        return session.close();
      })
      .catch(() => undefined)
      .finally(() => {
        this.#running.delete(operation.id);
        onOperation?.();
        this.wake();
      });
    const { projectId, isBeside } = operation;
    this.#running.set(operation.id, { projectId, isBeside, stop, done });
  }

  #abortAll(reason: StopReason): void {
    for (const { stop } of this.#running.values()) stop.abort(reason);
  }
}

function laneOf(running: readonly Running[]): Lane {
  const free = LANE_MAX - running.length;
  const counts = new Map<ProjectId, number>();
  for (const { projectId } of running) counts.set(projectId, (counts.get(projectId) ?? 0) + 1);
  const fullProjects = [...counts].filter(([, count]) => count >= free).map(([projectId]) => projectId);
  return { hasRoom: free > 0, fullProjects };
}
