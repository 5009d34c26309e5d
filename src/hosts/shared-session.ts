/**
 * The database session that all hosts of a service share. It holds the locks of the hosts, and receives the
 * notifications that wake their workers. A service with a thousand hosts therefore has one such connection, and runs
 * one statement of each kind a second, not a thousand.
 *
 *   opening ─► open: keepers own hosts under it ─► lost: the keepers stop their work ─► opening again …
 *      └──────────────────┴──────────────────────────────┴─► stop() ends it in any state
 *
 * Each second, while the session is open:
 *   hosts that keepers stand by for    one statement finds those without an owner; their keepers try to own them
 *   hosts that cannot be driven here   one statement finds those whose owners are gone (absent-owner.ts)
 *   hosts with a worker                one statement requeues operations of lost sessions, and one finds the hosts with
 *                                      queued operations; their workers look at the queue, as after a notification
 *
 * Must not decide who may own a host: keeper.ts and store/leases.ts do.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { CoalescedTask } from '../domain/coalesced-task.js';
import type { HostId } from '../domain/ids.js';
import type { Log } from '../domain/log.js';
import type { Database } from '../store/database.js';
import { findHostsWithWork, requeueLostOperations, WAKE_CHANNEL } from '../store/operations.js';
import { openWorkerSession } from '../store/session.js';
import type { WorkerSession } from '../store/session.js';
import { query } from '../store/transaction.js';
import { markAbandonedAway } from './absent-owner.js';

const OPEN_AGAIN_AFTER_MS = 500;
const CHECK_EVERY_MS = 1_000;

/** The part of a worker that the session uses. */
export interface WakeableWorker {
  readonly isBusy: boolean;
  wake(): void;
}

export class SharedSession {
  readonly #db: Database;
  readonly #log: Log;
  readonly #stop = new AbortController();
  readonly #workers = new Map<HostId, WakeableWorker>();
  /** The keepers that stand by: each is called when its host may be free. */
  readonly #standingBy = new Map<HostId, () => void>();
  /** The hosts that this service stands by for and can never own. */
  readonly #watched = new Set<HostId>();
  readonly #checks: CoalescedTask;
  #session: WorkerSession | null = null;
  /** The keepers that wait for a session. */
  readonly #joining = new Set<(session: WorkerSession) => void>();
  #running: Promise<void> = Promise.resolve();

  constructor(db: Database, log: Log) {
    this.#db = db;
    this.#log = log;
    this.#checks = new CoalescedTask(
      () => this.#check(),
      (error) => log.warn({ err: error }, 'failed to check the hosts and their queues; retrying'),
    );
  }

  start(): void {
    this.#running = this.#run();
  }

  /** The keepers must have stopped. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#checks.stop();
    await this.#running;
  }

  /** The open session, or the next one. Rejects when the signal aborts. */
  async join(signal: AbortSignal): Promise<WorkerSession> {
    signal.throwIfAborted();
    if (this.#session !== null && !this.#session.signal.aborted) return this.#session;
    return await new Promise((resolve, reject) => {
      const onAbort = (): void => {
        this.#joining.delete(join);
        reject(signal.reason as Error);
      };
      const join = (session: WorkerSession): void => {
        signal.removeEventListener('abort', onAbort);
        resolve(session);
      };
      signal.addEventListener('abort', onAbort, { once: true });
      this.#joining.add(join);
    });
  }

  /** Resolves when the host may have no owner, at the latest when the signal aborts. */
  async whenFree(host: HostId, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    await new Promise<void>((resolve) => {
      const end = (): void => {
        signal.removeEventListener('abort', end);
        this.#standingBy.delete(host);
        resolve();
      };
      signal.addEventListener('abort', end, { once: true });
      this.#standingBy.set(host, end);
    });
  }

  /** Watches whether the host has an owner, until the signal aborts. */
  watch(host: HostId, signal: AbortSignal): void {
    if (signal.aborted) return;
    this.#watched.add(host);
    signal.addEventListener('abort', () => this.#watched.delete(host), { once: true });
  }

  /** From now on, the worker is woken when its host has work. Returns a function that ends this. */
  add(host: HostId, worker: WakeableWorker): () => void {
    this.#workers.set(host, worker);
    // What another session has left behind must not wait for the next check.
    this.#checks.wake();
    return () => {
      if (this.#workers.get(host) === worker) this.#workers.delete(host);
    };
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    // A keeper joins a session only after it has stopped its work under an earlier one.
    const earlier: number[] = [];
    while (!signal.aborted) {
      let session: WorkerSession | null = null;
      try {
        const onNotified = (_channel: string, host: string): void => this.#notified(host);
        session = await openWorkerSession(this.#db, [WAKE_CHANNEL], onNotified, [...earlier]);
        await this.#keepOpen(session);
        if (!signal.aborted)
          this.#log.warn({ err: session.signal.reason as unknown }, 'the database session was lost; reconnecting');
      } catch (error) {
        if (!signal.aborted) this.#log.warn({ err: error }, 'cannot open a database session; retrying');
      } finally {
        await session?.close().catch(() => undefined);
        if (session !== null) earlier.push(session.worker);
      }
      await pause(OPEN_AGAIN_AFTER_MS, signal);
    }
  }

  async #keepOpen(session: WorkerSession): Promise<void> {
    const until = AbortSignal.any([this.#stop.signal, session.signal]);
    this.#session = session;
    for (const join of this.#joining) join(session);
    this.#joining.clear();
    while (!until.aborted) {
      this.#checks.wake();
      await pause(CHECK_EVERY_MS, until);
    }
    this.#session = null;
  }

  /** Services of version 0.3 notify without a host. */
  #notified(host: string): void {
    if (host !== '') this.#workers.get(host as HostId)?.wake();
    else for (const worker of this.#workers.values()) worker.wake();
  }

  async #check(): Promise<void> {
    const session = this.#session;
    if (session === null || session.signal.aborted) return;
    if (this.#standingBy.size > 0)
      for (const host of await session.findFree([...this.#standingBy.keys()])) this.#standingBy.get(host)?.();
    if (this.#watched.size > 0) await markAbandonedAway(this.#db, [...this.#watched], this.#log);
    if (this.#workers.size === 0) return;
    const count = await query(this.#db, (sql) => requeueLostOperations(sql, session.worker));
    if (count > 0) this.#log.warn({ count }, 'took over operations of a lost worker');
    const hosts = [...this.#workers.keys()];
    const due = new Set(await query(this.#db, (sql) => findHostsWithWork(sql, hosts)));
    // A busy worker also looks for operations that it must abort.
    for (const [host, worker] of this.#workers) if (due.has(host) || worker.isBusy) worker.wake();
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
}
