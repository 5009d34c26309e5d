/**
 * The one connection on which this process hears what others notify (LISTEN), whoever in it wants to know.
 *
 *   connecting ─► listening ─► lost ─► connecting … (backing off)        close() ends it from anywhere
 *                  │     ▲
 *       no answer  ▼     │ an answer
 *                  in doubt ─► lost, when it stays so
 *
 * A notification that falls into a gap is lost for good: whoever subscribes is told when the gap is over (`onGap`), and looks for
 * itself at what it may have missed. It must never be the only way to learn something.
 *
 * A connection may be gone without a word (a host that died, a rule of a firewall). So it is asked something all the time: what was notified
 * before the question comes before the answer. Whoever must not act on what is no longer so asks whether it `isHearing`, and looks for
 * itself `onDoubt`.
 * Invariant: while it is hearing, whatever was notified more than LEASE_MS ago has been told (test/store/listener.test.ts).
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import type { Log } from '../domain/log.js';
import type { Database } from './database.js';
import { openSession } from './database.js';

export interface Subscriber {
  /** What was notified, in the order of the commits. */
  onNotified(payload: string): void;
  /** The connection stands (again): anything may have been missed. */
  onGap(): void;
  /** The connection does not answer, or there is none: something may be missed just now. Told again and again while that lasts. */
  onDoubt?(): void;
}

const RETRY_FIRST_MS = 100;
const RETRY_MAX_MS = 2_000;
/** How often the connection is asked for a sign of life. */
const BEAT_MS = 250;
/** For how long a sign of life, counted from its question, is good. */
const LEASE_MS = 700;
/** A connection that owes an answer for so long is given up. */
const ANSWER_TIMEOUT_MS = 3_000;

export class Listener {
  readonly #db: Database;
  readonly #log: Log;
  readonly #subscribers = new Map<string, Set<Subscriber>>();
  readonly #closing = new AbortController();
  #client: pg.Client | null = null;
  /** When the question was asked that was answered last, by the clock that never jumps. */
  #heardAtMs = -Infinity;
  #running: Promise<void> = Promise.resolve();

  /** `channels` are all that can be subscribed to: names of ours, never input. */
  constructor(db: Database, channels: readonly string[], log: Log) {
    this.#db = db;
    this.#log = log;
    for (const channel of channels) this.#subscribers.set(channel, new Set());
  }

  /** Whether nothing is missed, as far as can be known: see LEASE_MS. */
  get isHearing(): boolean {
    return this.#client !== null && performance.now() - this.#heardAtMs < LEASE_MS;
  }

  start(): void {
    this.#running = this.#run();
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#client?.end().catch(() => undefined);
    await this.#running;
  }

  /** Hears the channel until the returned function is called. */
  subscribe(channel: string, subscriber: Subscriber): () => void {
    const subscribers = this.#subscribers.get(channel);
    if (subscribers === undefined) throw new Error(`nobody listens to the channel ${channel}`);
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
        this.#doubt();
      }
      await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
      pauseMs = Math.min(pauseMs * 2, RETRY_MAX_MS);
    }
  }

  /** Resolves when the connection is lost. */
  async #listen(signal: AbortSignal, onListening: () => void): Promise<void> {
    const { sessionConfig } = this.#db;
    const client = await openSession({
      ...sessionConfig,
      client: { ...sessionConfig.client, query_timeout: ANSWER_TIMEOUT_MS },
    });
    const lost = new Promise<void>((resolve) => {
      client.once('end', () => resolve());
      client.once('error', () => resolve());
    });
    client.on('notification', ({ channel, payload = '' }) => {
      for (const subscriber of this.#subscribers.get(channel) ?? []) subscriber.onNotified(payload);
    });
    const ended = new AbortController();
    try {
      this.#heardAtMs = performance.now();
      for (const channel of this.#subscribers.keys()) await client.query(`listen ${channel}`);
      if (signal.aborted) return;
      this.#client = client;
      onListening();
      for (const subscriber of this.#everybody()) subscriber.onGap();
      await Promise.race([lost, this.#beat(client, ended.signal)]);
    } finally {
      this.#client = null;
      ended.abort();
      await client.end().catch(() => undefined);
    }
  }

  /** Rejects when an answer does not come. */
  async #beat(client: pg.Client, ended: AbortSignal): Promise<void> {
    const doubts = setInterval(() => {
      if (!this.isHearing) this.#doubt();
    }, BEAT_MS);
    try {
      for (;;) {
        const askedAtMs = performance.now();
        await client.query('select 1 as listening');
        this.#heardAtMs = askedAtMs;
        await sleep(BEAT_MS, undefined, { signal: ended });
      }
    } finally {
      clearInterval(doubts);
    }
  }

  #doubt(): void {
    for (const subscriber of this.#everybody()) subscriber.onDoubt?.();
  }

  *#everybody(): Generator<Subscriber> {
    for (const subscribers of this.#subscribers.values()) yield* subscribers;
  }
}
