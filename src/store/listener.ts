/**
 * The connection on which this process receives notifications (LISTEN), shared by all subscribers.
 *
 *   connecting ─► listening ─► lost ─► connecting … (with backoff)       close() ends it in every state
 *                  │      ▲
 *     no response  ▼      │ a response
 *                  stale ─► lost, after RESPONSE_TIMEOUT_MS
 *
 * Notifications that are sent while there is no connection (a gap) are lost. When the gap is over, the listener calls
 * `onGap` of each subscriber, which must then check for missed changes itself. No subscriber must depend only on
 * notifications.
 *
 * A connection can die silently (a machine crashed, a firewall drops packets). So the listener regularly sends a
 * heartbeat query. The response arrives after all notifications that the server sent before it received the query.
 * Subscribers that must not act on stale data check `isFresh`, and discard their data in `onStale`.
 * Invariant: while `isFresh`, every notification older than FRESH_MS has been delivered
 * (test/store/listener.test.ts).
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import type { Log } from '../domain/log.js';
import type { Database } from './database.js';
import { openSession } from './database.js';

export interface Subscriber {
  /** Called for each notification. Notifications arrive in commit order. */
  onNotified(payload: string): void;
  /** Called when the connection was established or re-established: notifications may have been missed. */
  onGap(): void;
  /**
   * Called repeatedly while the connection does not respond, or while there is no connection: notifications may be
   * missed now.
   */
  onStale?(): void;
}

const RETRY_FIRST_MS = 100;
const RETRY_MAX_MS = 2_000;
/** Pause between heartbeat queries. */
const BEAT_MS = 250;
/** How long a heartbeat is valid, counted from when its query was sent. */
const FRESH_MS = 700;
/** A connection that does not respond to a query for this long is closed. */
const RESPONSE_TIMEOUT_MS = 3_000;

export class Listener {
  readonly #db: Database;
  readonly #log: Log;
  readonly #subscribers = new Map<string, Set<Subscriber>>();
  readonly #closing = new AbortController();
  #client: pg.Client | null = null;
  /** The time at which the last heartbeat that got a response was sent, by the monotonic clock. */
  #freshSinceMs = -Infinity;
  #running: Promise<void> = Promise.resolve();

  /** `channels`: all channels that can be subscribed to. They must be constants, never input. */
  constructor(db: Database, channels: readonly string[], log: Log) {
    this.#db = db;
    this.#log = log;
    for (const channel of channels) this.#subscribers.set(channel, new Set());
  }

  /** Whether the last heartbeat is recent enough to trust that no notification is missing. */
  get isFresh(): boolean {
    return this.#client !== null && performance.now() - this.#freshSinceMs < FRESH_MS;
  }

  start(): void {
    this.#running = this.#run();
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#client?.end().catch(() => undefined);
    await this.#running;
  }

  /** Subscribes to the channel until the returned function is called. */
  subscribe(channel: string, subscriber: Subscriber): () => void {
    const subscribers = this.#subscribers.get(channel);
    if (subscribers === undefined) throw new Error(`the listener does not receive the channel ${channel}`);
    subscribers.add(subscriber);
    return () => subscribers.delete(subscriber);
  }

  async #run(): Promise<void> {
    const { signal } = this.#closing;
    let pauseMs = RETRY_FIRST_MS;
    while (!signal.aborted) {
      try {
        await this.#listen(signal, () => (pauseMs = RETRY_FIRST_MS));
      } catch (error) {
        if (!signal.aborted) this.#log.warn({ err: error }, 'cannot receive notifications of the database; retrying');
        this.#reportStale();
      }
      await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
      pauseMs = Math.min(pauseMs * 2, RETRY_MAX_MS);
    }
  }

  /** Resolves when the connection is lost. */
  async #listen(signal: AbortSignal, onListening: () => void): Promise<void> {
    const { sessionConfig } = this.#db;
    const client = await openSession({ ...sessionConfig, responseTimeoutMs: RESPONSE_TIMEOUT_MS });
    const lost = new Promise<void>((resolve) => {
      client.once('end', () => resolve());
      client.once('error', () => resolve());
    });
    client.on('notification', ({ channel, payload = '' }) => {
      for (const subscriber of this.#subscribers.get(channel) ?? []) subscriber.onNotified(payload);
    });
    const ended = new AbortController();
    try {
      this.#freshSinceMs = performance.now();
      for (const channel of this.#subscribers.keys()) await client.query(`listen ${channel}`);
      if (signal.aborted) return;
      this.#client = client;
      onListening();
      for (const subscriber of this.#allSubscribers()) subscriber.onGap();
      await Promise.race([lost, this.#beat(client, ended.signal)]);
    } finally {
      this.#client = null;
      ended.abort();
      await client.end().catch(() => undefined);
    }
  }

  /** Sends heartbeats. Rejects if one gets no response. */
  async #beat(client: pg.Client, ended: AbortSignal): Promise<void> {
    const staleCheck = setInterval(() => {
      if (!this.isFresh) this.#reportStale();
    }, BEAT_MS);
    try {
      for (;;) {
        const sentAtMs = performance.now();
        await client.query('select 1 as listening');
        this.#freshSinceMs = sentAtMs;
        await sleep(BEAT_MS, undefined, { signal: ended });
      }
    } finally {
      clearInterval(staleCheck);
    }
  }

  #reportStale(): void {
    for (const subscriber of this.#allSubscribers()) subscriber.onStale?.();
  }

  *#allSubscribers(): Generator<Subscriber> {
    for (const subscribers of this.#subscribers.values()) yield* subscribers;
  }
}
