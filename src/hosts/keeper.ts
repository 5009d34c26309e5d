/**
 * The keeper of one host: it owns the host while it can. At most one service on the database owns a host, and only the
 * owner observes the host and runs its operations.
 *
 *   joining ─► standing by (tries to own, once a second) ─► owning (worker and observer run) ─► joining again …
 *      ▲              │                                         │
 *      └──────────────┴──── session lost: everything stops ◄────┘        stop() ends it in any state, worker first
 *
 * All keepers of a service join one database session, which has a number of its own (shared-session.ts). A service that
 * loses the session loses its hosts and all its claims on operations. An owner that hangs loses its lease to a service
 * that stands by (src/store/leases.ts), and detects the loss before its next step (fence.ts). A service never owns a
 * host whose guests are on another machine: it only stands by, and marks the host as away when no service is left on
 * that machine (absent-owner.ts).
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { isSamePlace } from '../domain/host.js';
import type { PlacedHost } from '../domain/host.js';
import type { HostId } from '../domain/ids.js';
import type { Log } from '../domain/log.js';
import type { Tracer } from '../domain/trace.js';
import type { ImageContents } from '../store/content/image-content-store.js';
import type { Database } from '../store/database.js';
import { findPlacedHost } from '../store/host-places.js';
import type { WorkerSession } from '../store/session.js';
import { query } from '../store/transaction.js';
import type { OperationWatch } from '../operations/attempt.js';
import type { SharedSession } from './shared-session.js';
import type { HostDriver } from './driver.js';
import type { DriftPace } from './drift-pace.js';
import { DriftWatch } from './drift-watch.js';
import { ImageWatch } from './image-watch.js';
import { HostObserver } from './observer.js';
import { KINDS } from '../operations/kinds.js';
import { Worker } from '../operations/worker.js';

/** How long a failed attempt to own the host is not repeated. */
const TRY_AGAIN_AFTER_MS = 500;

export interface KeeperDeps {
  readonly db: Database;
  readonly session: SharedSession;
  readonly driftPace: DriftPace;
  readonly hostId: HostId;
  /** Null: the host belongs to another machine or data folder, and this service only stands by. */
  readonly driver: HostDriver | null;
  /** Whether the host reported its description when the service started. */
  readonly isDescribed: boolean;
  readonly content: ImageContents;
  readonly watch: OperationWatch;
  readonly tracer: Tracer | null;
  readonly log: Log;
}

export class HostKeeper {
  readonly #deps: KeeperDeps;
  readonly #stop = new AbortController();
  #worker: Worker | null = null;
  #isFirstPollTried = false;
  #isDescribed: boolean;
  #running: Promise<void> = Promise.resolve();

  constructor(deps: KeeperDeps) {
    this.#deps = deps;
    this.#isDescribed = deps.isDescribed;
  }

  /** Whether this service owns the host now. */
  get isOwner(): boolean {
    return this.#worker !== null;
  }

  /** Whether this service has tried to poll the host. Also true if another service observes the host. */
  get isFirstPollTried(): boolean {
    return this.#isFirstPollTried;
  }

  start(): void {
    this.#running = this.#run();
  }

  /** Resolves when this service has nothing in progress on the host. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { session: shared, hostId, log } = this.#deps;
    const { signal } = this.#stop;
    while (!signal.aborted) {
      try {
        const session = await shared.join(signal);
        await this.#keep(session);
        await session.release(hostId);
      } catch (error) {
        if (!signal.aborted) log.warn({ err: error }, 'failed to own the host; retrying');
      }
      await pause(TRY_AGAIN_AFTER_MS, signal);
    }
  }

  async #keep(session: WorkerSession): Promise<void> {
    const { session: shared, hostId, driver, log } = this.#deps;
    const until = AbortSignal.any([this.#stop.signal, session.signal]);
    if (driver === null) return await this.#watch(until);
    for (let isStandingBy = false; !until.aborted && !(await session.tryToOwn(hostId)); isStandingBy = true) {
      if (!isStandingBy) log.info({ worker: session.worker }, 'standing by; another service owns the host');
      this.#isFirstPollTried = true;
      await shared.whenFree(hostId, until);
    }
    if (until.aborted) return;
    // The host can have been deleted, moved, or taken over by another service meanwhile.
    const current = await this.#findUnmoved(driver);
    if (current === null) return;
    log.info({ worker: session.worker }, 'host acquired');
    await this.#own(session, driver, current.state === 'away', until);
  }

  /** Stands by for a host that this service can never own. */
  async #watch(until: AbortSignal): Promise<void> {
    const { session: shared, hostId, log } = this.#deps;
    log.info({}, 'standing by; another service owns the host');
    this.#isFirstPollTried = true;
    shared.watch(hostId, until);
    await whenAborted(until);
  }

  /** The current row of the host; null if the host is not where the driver was made for. */
  async #findUnmoved({ place }: HostDriver): Promise<PlacedHost | null> {
    const { db, hostId } = this.#deps;
    const host = await query(db, (sql) => findPlacedHost(sql, hostId));
    return host !== null && isSamePlace(host, place) ? host : null;
  }

  async #own(session: WorkerSession, driver: HostDriver, isAway: boolean, until: AbortSignal): Promise<void> {
    const { db, session: shared, driftPace: pace, hostId, content, watch, tracer, log } = this.#deps;
    const { backend, fence } = driver;
    const { pathOf: pathOfContent } = content;
    const driftWatch = new DriftWatch({ db, backend, hostId, owner: session, pace, pathOfContent, log });
    const observer = new HostObserver(
      {
        ...{ db, backend, hostId, owner: session, log },
        onChange: (which) => (which === 'all' ? driftWatch.compareAll() : driftWatch.guestChanged(which)),
        onPollTried: () => (this.#isFirstPollTried = true),
      },
      { isAway, isDescribed: this.#isDescribed },
    );
    fence.setOwner(session);
    const onOperation = (): void => observer.rowsMayChange();
    const worker = new Worker({
      ...{ db, backend, hostId, session, kinds: KINDS, content, watch, onOperation, tracer, log },
    });
    this.#worker = worker;
    const removeWorker = shared.add(hostId, worker);
    try {
      const imageWatch = new ImageWatch({ db, backend, content, hostId, owner: session, log });
      await Promise.all([observer.run(until), driftWatch.run(until), imageWatch.run(until)]);
    } finally {
      this.#isDescribed = observer.isDescribed;
      this.#worker = null;
      removeWorker();
      await worker.stop();
      fence.setOwner(null);
    }
  }
}

function whenAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
}
