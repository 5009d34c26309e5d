/**
 * A database session of the service outside the pool: it receives notifications, and the service's locks depend on it.
 *
 * The session holds advisory locks on its worker number and on the hosts that it owns. For each of these hosts, there
 * is also a lease (leases.ts). If the process or the connection dies, the database server releases the locks, and other
 * services can take over the work.
 *
 *   joined ─► owning: renews its leases every second ─► lost: the connection or a lease, or a renewal is overdue
 *      └──────────────────────────────────────────────► lost: the connection            (close() counts as a loss)
 *
 * When the session is lost (`signal` aborts), the service must immediately stop all work that depends on the session.
 * The service then continues with a new session and a new number.
 * Invariant: a process that was paused for longer than LEASE_GOOD_MS does nothing more under its lease
 * (test/live/replicas.test.ts).
 */
import { setMaxListeners } from 'node:events';
import type pg from 'pg';
import { GuesthouseError } from '../domain/errors.js';
import type { HostId } from '../domain/ids.js';
import type { Database } from './database.js';
import { openSession } from './database.js';
import type { DatabaseServers } from './database-servers.js';
import {
  ensureLease,
  findFreeHosts,
  LEASE_GOOD_MS,
  lockHost,
  releaseHosts,
  RENEW_EVERY_MS,
  renewLeases,
  STALE_AFTER_MS,
  takeFreeHosts,
  takeLease,
} from './leases.js';
import { asDatabaseFailure, isLockTimeout } from './database-failure.js';

/** Class of the advisory locks for worker numbers; an arbitrary constant of Guesthouse. */
export const WORKER_LOCK_CLASS = 0x67680001;

export interface WorkerSession {
  /** Drawn at random, so that no other session has it, before or after a fail-over. */
  readonly worker: number;
  /** Aborts when the session is lost or closed. */
  readonly signal: AbortSignal;
  /**
   * Tries to own the host and returns whether the session owns it. Repeated calls are cheap. Ends the session of an
   * owner that hangs.
   */
  tryToOwn(host: HostId): Promise<boolean>;
  /** Those of the hosts for which `tryToOwn` can succeed now. */
  findFree(hosts: readonly HostId[]): Promise<HostId[]>;
  /**
   * Gives up a host whose work has ended. The other hosts of the session are not affected. Does nothing if the session
   * does not own the host, or is lost.
   */
  release(host: HostId): Promise<void>;
  /**
   * Returns only if it is certain at this moment that the session still owns its hosts; otherwise loses the session and
   * throws.
   */
  requireOwnership(): void;
  /** Ends the session and aborts `signal`. Idempotent. */
  lose(why: string): void;
  close(): Promise<void>;
}

/**
 * Opens a session that calls `onNotified` for every notification on `channels`. `earlier`: the numbers of the
 * sessions that this one replaces. A host must have no work under them when `tryToOwn` is called for it.
 */
export async function openWorkerSession(
  db: Database,
  channels: readonly string[],
  onNotified: (channel: string, payload: string) => void,
  earlier: readonly number[] = [],
): Promise<WorkerSession> {
  let client: pg.Client;
  try {
    client = await openSession(db.sessionConfig);
  } catch (error) {
    throw asDatabaseFailure(error);
  }
  // Must come before the first statement, so that a loss of the connection during a statement is detected.
  const isLost = new AbortController();
  const onLost = (): void => isLost.abort();
  client.once('end', onLost);
  client.once('error', onLost);
  client.on('notification', ({ channel, payload = '' }) => onNotified(channel, payload));
  try {
    const worker = await drawWorker(client);
    for (const channel of channels) await client.query(`listen ${channel}`);
    return new PostgresSession(client, worker, { earlier, servers: db.sessionConfig.servers, lost: isLost.signal });
  } catch (error) {
    await client.end().catch(() => undefined);
    throw asDatabaseFailure(error);
  }
}

/**
 * Draws the number of a session, and locks it. Zero marks a lease that was taken from its owner.
 *
 * The number is random, because a sequence counts again from an earlier number after a fail-over to a standby that had
 * not received the last changes. A late write of a session on the former primary would then have the number of a
 * session on the new one.
 */
async function drawWorker(client: pg.Client): Promise<number> {
  for (;;) {
    const drawn = await client.query<{ worker: number }>('select (draw_mark() & 2147483647)::int as worker');
    const worker = drawn.rows[0]?.worker ?? 0;
    const { rows } = await client.query<{ isFree: boolean }>('select pg_try_advisory_lock($1, $2) as "isFree"', [
      WORKER_LOCK_CLASS,
      worker,
    ]);
    if (worker > 0 && rows[0]?.isFree === true) return worker;
  }
}

/**
 * A time by both clocks. The monotonic clock advances while the process is stopped, but not while its machine sleeps.
 * The wall clock also advances while the machine sleeps, but can be set back.
 */
interface Moment {
  readonly monotonicMs: number;
  readonly wallMs: number;
}

const now = (): Moment => ({ monotonicMs: performance.now(), wallMs: Date.now() });

function elapsedMs(since: Moment): number {
  const { monotonicMs, wallMs } = now();
  return Math.max(monotonicMs - since.monotonicMs, wallMs - since.wallMs);
}

interface Circumstances {
  readonly earlier: readonly number[];
  readonly servers: DatabaseServers;
  /** Aborts when the connection is lost. */
  readonly lost: AbortSignal;
}

class PostgresSession implements WorkerSession {
  readonly worker: number;
  readonly #client: pg.Client;
  readonly #servers: DatabaseServers;
  readonly #earlier: readonly number[];
  readonly #lost = new AbortController();
  readonly #owned = new Set<HostId>();
  /** The hosts that wait for an attempt to own them together. */
  #wanted = new Map<HostId, (isFree: boolean) => void>();
  /** The hosts that wait to be released together. */
  #unwanted = new Map<HostId, () => void>();
  #last: Promise<unknown> = Promise.resolve();
  /** The time at which the last successful renewal was sent. */
  #renewed: Moment = now();
  #renewing: NodeJS.Timeout | undefined;
  #isRenewalUnderWay = false;

  constructor(client: pg.Client, worker: number, { earlier, servers, lost: connectionLost }: Circumstances) {
    this.#client = client;
    this.worker = worker;
    this.#earlier = earlier;
    this.#servers = servers;
    // Every operation that the worker runs listens to this signal.
    setMaxListeners(0, this.#lost.signal);
    const onLost = (): void => this.lose('the connection ended');
    if (connectionLost.aborted) onLost();
    else connectionLost.addEventListener('abort', onLost, { once: true });
  }

  get signal(): AbortSignal {
    return this.#lost.signal;
  }

  async tryToOwn(host: HostId): Promise<boolean> {
    if (this.#lost.signal.aborted) return false;
    if (this.#owned.has(host)) return true;
    if (await this.#ownTogether(host)) return true;
    return await this.#inTurn(() => this.#own(host));
  }

  /**
   * Owns the host together with others that are wanted at the same time, so that the start of a service with many
   * hosts takes few statements. False: the host must be tried by itself.
   */
  async #ownTogether(host: HostId): Promise<boolean> {
    if (this.#servers.hasFailedOverWithin(STALE_AFTER_MS)) return false;
    return await new Promise((resolve) => {
      this.#wanted.set(host, resolve);
      if (this.#wanted.size === 1) void this.#inTurn(() => this.#ownWanted());
    });
  }

  /** Never rejects. */
  async #ownWanted(): Promise<void> {
    const wanted = this.#wanted;
    this.#wanted = new Map();
    let taken: readonly HostId[] = [];
    // A single host is tried by itself.
    if (wanted.size > 1 && !this.#lost.signal.aborted)
      taken = await takeFreeHosts(this.#client, [...wanted.keys()], this.worker).catch(() => []);
    for (const host of taken) this.#owned.add(host);
    if (taken.length > 0) await this.#renewFromNow();
    for (const [host, resolve] of wanted) resolve(taken.includes(host) && !this.#lost.signal.aborted);
  }

  /** Transactions must not overlap, and a statement inside a transaction that has failed would fail too. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#last.then(work);
    this.#last = mine.catch(() => undefined);
    return mine;
  }

  async #own(host: HostId): Promise<boolean> {
    let isLocked = false;
    try {
      await ensureLease(this.#client, host);
      const mustBeStaleUnlessOf = this.#servers.hasFailedOverWithin(STALE_AFTER_MS) ? this.#earlier : null;
      isLocked = await lockHost(this.#client, host, { mustBeStaleUnlessOf });
      if (!isLocked) return false;
      await takeLease(this.#client, host, this.worker);
    } catch (error) {
      if (!isLockTimeout(error)) throw asDatabaseFailure(error);
      if (isLocked) await releaseHosts(this.#client, [host], this.worker);
      return false;
    }
    this.#owned.add(host);
    await this.#renewFromNow();
    return !this.#lost.signal.aborted;
  }

  async #renewFromNow(): Promise<void> {
    await this.#renewNow();
    this.#renewing ??= setInterval(() => void this.#renew(), RENEW_EVERY_MS);
  }

  async findFree(hosts: readonly HostId[]): Promise<HostId[]> {
    if (this.#lost.signal.aborted) return [];
    return await this.#inTurn(() => findFreeHosts(this.#client, hosts)).catch((error: unknown) => {
      throw asDatabaseFailure(error);
    });
  }

  async release(host: HostId): Promise<void> {
    if (!this.#owned.has(host) || this.#lost.signal.aborted) return;
    // Must come first: a renewal that counts the leases meanwhile must not miss this one.
    this.#owned.delete(host);
    await new Promise<void>((resolve) => {
      this.#unwanted.set(host, resolve);
      if (this.#unwanted.size === 1) void this.#inTurn(() => this.#releaseUnwanted());
    });
  }

  /** Releases hosts together, so that the stop of a service with many hosts takes few statements. Never rejects. */
  async #releaseUnwanted(): Promise<void> {
    const unwanted = this.#unwanted;
    this.#unwanted = new Map();
    try {
      await releaseHosts(this.#client, [...unwanted.keys()], this.worker);
    } catch {
      // The end of the session releases everything.
      this.lose(`it could not release ${unwanted.size} hosts`);
    }
    for (const resolve of unwanted.values()) resolve();
  }

  requireOwnership(): void {
    if (this.#owned.size === 0) this.lose('the session owns nothing');
    else if (elapsedMs(this.#renewed) > LEASE_GOOD_MS) this.lose('its lease was not renewed in time');
    this.#lost.signal.throwIfAborted();
  }

  lose(why: string): void {
    if (this.#lost.signal.aborted) return;
    clearInterval(this.#renewing);
    this.#lost.abort(new GuesthouseError('database_unreachable', 'The database session was lost.', { logDetail: why }));
    // Breaks the connection if a statement is in progress; otherwise closes it properly.
    this.#client.end().catch(() => undefined);
  }

  async close(): Promise<void> {
    this.lose('closed');
    await this.#client.end();
  }

  /** Never rejects. */
  async #renew(): Promise<void> {
    if (this.#isRenewalUnderWay) {
      if (elapsedMs(this.#renewed) > LEASE_GOOD_MS) this.lose('the database does not respond');
      return;
    }
    this.#isRenewalUnderWay = true;
    await this.#inTurn(() => this.#renewNow());
    this.#isRenewalUnderWay = false;
  }

  /** Never rejects. Must run in turn: a transaction that is rolled back would undo the renewal. */
  async #renewNow(): Promise<void> {
    const sent = now();
    try {
      const held = await renewLeases(this.#client, this.worker);
      if ([...this.#owned].every((host) => held.has(host))) this.#renewed = sent;
      else this.lose('another service took its lease');
    } catch {
      this.lose('its lease could not be renewed');
    }
  }
}
