/**
 * Owns one host while it can: at most one service on the database does, and it alone observes the host and runs its operations.
 *
 *   joining ─► standing by (tries to own, once a second) ─► owning (worker and observer run) ─► joining again …
 *      ▲              │                                         │
 *      └──────────────┴──── session lost: everything stops ◄────┘        stop() ends it from anywhere, worker first
 *
 * Joining opens a database session with a number of its own. Whoever loses the session has lost the host and every claim with it; an
 * owner that hangs is put out by one that stands by (src/store/leases.ts), and finds out before it does anything else (fence.ts).
 * A host whose guests live on another machine is never owned here; such a service only stands by, and says so when nobody there is left
 * (absent-owner.ts).
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Backend } from '../../backends/backend.js';
import type { Host } from '../domain/host.js';
import type { HostId } from '../domain/ids.js';
import type { Log } from '../domain/log.js';
import type { Tracer } from '../domain/trace.js';
import type { Database } from '../store/database.js';
import { findHost } from '../store/hosts.js';
import { WAKE_CHANNEL } from '../store/operations.js';
import { openWorkerSession } from '../store/session.js';
import type { WorkerSession } from '../store/session.js';
import { query } from '../store/transaction.js';
import { declareAbandonedAway } from './absent-owner.js';
import type { OperationWatch } from '../operations/attempt.js';
import type { HostFence } from './fence.js';
import { HostObserver } from './observer.js';
import { Worker } from '../operations/worker.js';

const JOIN_AGAIN_AFTER_MS = 500;
const TRY_TO_OWN_EVERY_MS = 1_000;

export interface KeeperDeps {
  readonly db: Database;
  readonly backend: Backend;
  readonly hostId: HostId;
  /** Lets whoever owns the host change its guests. */
  readonly fence: HostFence;
  /** Whether this machine may drive the host at all. */
  readonly isDrivable: (host: Host) => Promise<boolean>;
  /** Whether the host described itself when the service started. */
  readonly isDescribed: boolean;
  readonly pathOfContent: (contentId: string) => string;
  readonly watch: OperationWatch;
  readonly tracer: Tracer | null;
  readonly log: Log;
}

export class HostKeeper {
  readonly #deps: KeeperDeps;
  readonly #stop = new AbortController();
  #session: WorkerSession | null = null;
  #worker: Worker | null = null;
  #isFirstLookTried = false;
  #isDescribed: boolean;
  #running: Promise<void> = Promise.resolve();

  constructor(deps: KeeperDeps) {
    this.#deps = deps;
    this.#isDescribed = deps.isDescribed;
  }

  /** The number that this service's claims stand under now; null while it has no session. */
  get workerNumber(): number | null {
    return this.#session === null || this.#session.signal.aborted ? null : this.#session.worker;
  }

  /** Whether this service owns the host now. */
  get isOwner(): boolean {
    return this.#worker !== null;
  }

  /** Whether the host was looked at, or is another service's to look at. */
  get isFirstLookTried(): boolean {
    return this.#isFirstLookTried;
  }

  start(): void {
    this.#running = this.#run();
  }

  /** Resolves when nothing of this service's is under way on the host. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { db, log } = this.#deps;
    const { signal } = this.#stop;
    while (!signal.aborted) {
      try {
        this.#session = await openWorkerSession(db, [WAKE_CHANNEL], () => this.#worker?.wake());
        await this.#keep(this.#session);
        if (!signal.aborted && this.#session.signal.aborted)
          log.warn({ err: this.#session.signal.reason as unknown }, 'the database session was lost; reconnecting');
      } catch (error) {
        if (!signal.aborted) log.warn({ err: error }, 'cannot open a database session; retrying');
      } finally {
        await this.#session?.close().catch(() => undefined);
        this.#session = null;
      }
      await pause(JOIN_AGAIN_AFTER_MS, signal);
    }
  }

  async #keep(session: WorkerSession): Promise<void> {
    const { db, hostId, isDrivable, log } = this.#deps;
    const until = AbortSignal.any([this.#stop.signal, session.signal]);
    let isStandingBy = false;
    const host = await query(db, (sql) => findHost(sql, hostId));
    const mayOwn = host !== null && (await isDrivable(host));
    while (!until.aborted) {
      if (mayOwn && (await session.tryToOwn(hostId))) break;
      if (!isStandingBy) log.info({ worker: session.worker }, 'standing by; another service owns the host');
      isStandingBy = true;
      this.#isFirstLookTried = true;
      if (!mayOwn) await declareAbandonedAway(db, hostId, log);
      await pause(TRY_TO_OWN_EVERY_MS, until);
    }
    if (until.aborted) return;
    const current = await query(db, (sql) => findHost(sql, hostId));
    // A service elsewhere may have taken a host without guests just before.
    if (current === null || !(await isDrivable(current))) return;
    log.info({ host: hostId, worker: session.worker }, 'host owned');
    await this.#own(session, current.state === 'away', until);
  }

  async #own(session: WorkerSession, isAway: boolean, until: AbortSignal): Promise<void> {
    const { db, backend, hostId, fence, pathOfContent, watch, tracer, log } = this.#deps;
    const observer = new HostObserver(
      { db, backend, hostId, owner: session, log, onFirstLook: () => (this.#isFirstLookTried = true) },
      { isAway, isDescribed: this.#isDescribed },
    );
    fence.setOwner(session);
    const worker = new Worker({ db, backend, hostId, session, pathOfContent, watch, tracer, log });
    this.#worker = worker;
    try {
      await observer.run(until);
    } finally {
      this.#isDescribed = observer.isDescribed;
      this.#worker = null;
      await worker.stop();
      fence.setOwner(null);
    }
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
}
