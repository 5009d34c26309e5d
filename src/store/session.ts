/**
 * A session of a service's own beside the pool: it hears notifications, and its life is what the service's claims live by.
 *
 * A worker number is held by an advisory lock of this session, and so is the ownership of a host, with a lease on top (leases.ts).
 * When the process dies, or the connection does, the server frees the locks: whatever was done under them may be taken over.
 *
 *   joined ─► owning: renews its leases every second ─► lost: the connection, a lease, or the certainty of having it
 *      └──────────────────────────────────────────────► lost: the connection               (close() is a loss too)
 *
 * Who loses the session must stop at once what it does under it (`signal` says so); it joins again with a new session and number.
 * Invariant: what was stopped for longer than a lease is good does nothing more under it (test/live/replicas.test.ts).
 */
import type pg from 'pg';
import { GuesthouseError } from '../domain/errors.js';
import type { HostId } from '../domain/ids.js';
import type { Database } from './database.js';
import { openSession } from './database.js';
import { ensureLease, LEASE_GOOD_MS, lockHost, RENEW_EVERY_MS, renewLeases, takeLease } from './leases.js';
import { asDatabaseFailure } from './database-failure.js';

/** Class of advisory locks, ours by choice. */
export const WORKER_LOCK_CLASS = 0x67680001;

export interface WorkerSession {
  /** Never used by another session, before or after. */
  readonly worker: number;
  /** Aborts when the session is lost or closed. */
  readonly signal: AbortSignal;
  /** Whether this session owns the host, after trying to. Cheap to repeat. An owner that hangs is put out. */
  tryToOwn(host: HostId): Promise<boolean>;
  /** Throws where it is not certain, at this very moment, that what this session took is still its own; then the session is lost. */
  requireOwnership(): void;
  /** Ends what is done under it. Calling it twice is fine. */
  lose(why: string): void;
  close(): Promise<void>;
}

/** Opens a session that calls `onNotified` for every notification on `channels`. */
export async function openWorkerSession(
  db: Database,
  channels: readonly string[],
  onNotified: (channel: string) => void,
): Promise<WorkerSession> {
  let client: pg.Client;
  try {
    client = await openSession(db.sessionConfig);
  } catch (error) {
    throw asDatabaseFailure(error);
  }
  // Must come before the first statement: a connection lost in between has to be noticed.
  const isLost = new AbortController();
  const onLost = (): void => isLost.abort();
  client.once('end', onLost);
  client.once('error', onLost);
  client.on('notification', ({ channel }) => onNotified(channel));
  try {
    const drawn = await client.query<{ worker: number }>(`select nextval('worker_numbers')::int as worker`);
    const worker = drawn.rows[0]?.worker ?? 0;
    await client.query('select pg_advisory_lock($1, $2)', [WORKER_LOCK_CLASS, worker]);
    for (const channel of channels) await client.query(`listen ${channel}`);
    return new PostgresSession(client, worker, isLost.signal);
  } catch (error) {
    await client.end().catch(() => undefined);
    throw asDatabaseFailure(error);
  }
}

/**
 * A moment by both clocks. The monotonic one goes on while the process is stopped, but stands still while its machine sleeps; the wall
 * clock goes on then, but may be set back.
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

class PostgresSession implements WorkerSession {
  readonly worker: number;
  readonly #client: pg.Client;
  readonly #lost = new AbortController();
  readonly #owned = new Set<HostId>();
  /** When the last renewal that got through was sent. */
  #renewed: Moment = now();
  #renewing: NodeJS.Timeout | undefined;
  #isRenewalUnderWay = false;

  constructor(client: pg.Client, worker: number, connectionLost: AbortSignal) {
    this.#client = client;
    this.worker = worker;
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
    try {
      await ensureLease(this.#client, host);
      if (!(await lockHost(this.#client, host))) return false;
      await takeLease(this.#client, host, this.worker);
    } catch (error) {
      throw asDatabaseFailure(error);
    }
    this.#owned.add(host);
    await this.#renew();
    this.#renewing ??= setInterval(() => void this.#renew(), RENEW_EVERY_MS);
    return !this.#lost.signal.aborted;
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
    // With a statement under way this cuts the connection, without one it says good-bye.
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
    const sent = now();
    try {
      const held = await renewLeases(this.#client, this.worker);
      if (held === this.#owned.size) this.#renewed = sent;
      else this.lose('another service took its lease');
    } catch {
      this.lose('its lease could not be renewed');
    } finally {
      this.#isRenewalUnderWay = false;
    }
  }
}
