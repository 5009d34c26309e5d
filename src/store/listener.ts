/**
 * The one connection on which this process hears what others notify (LISTEN), whoever in it wants to know.
 *
 *   connecting ─► listening ─► lost ─► connecting … (backing off)        close() ends it from anywhere
 *
 * A notification that falls into a gap is lost for good: whoever subscribes is told when the gap is over (`onGap`), and looks for
 * itself at what it may have missed. It must never be the only way to learn something.
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
}

const RETRY_FIRST_MS = 100;
const RETRY_MAX_MS = 2_000;

export class Listener {
  readonly #db: Database;
  readonly #log: Log;
  readonly #subscribers = new Map<string, Set<Subscriber>>();
  readonly #closing = new AbortController();
  #client: pg.Client | null = null;
  #running: Promise<void> = Promise.resolve();

  /** `channels` are all that can be subscribed to: names of ours, never input. */
  constructor(db: Database, channels: readonly string[], log: Log) {
    this.#db = db;
    this.#log = log;
    for (const channel of channels) this.#subscribers.set(channel, new Set());
  }

  /** Whether what is notified now would be heard. */
  get isListening(): boolean {
    return this.#client !== null;
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
        if (!signal.aborted)
          this.#log.warn({ err: error }, 'notifications of the database cannot be heard; trying again');
      }
      await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
      pauseMs = Math.min(pauseMs * 2, RETRY_MAX_MS);
    }
  }

  /** Resolves when the connection is lost. */
  async #listen(signal: AbortSignal, onListening: () => void): Promise<void> {
    const client = await openSession(this.#db.sessionConfig);
    const lost = new Promise<void>((resolve) => {
      client.once('end', () => resolve());
      client.once('error', () => resolve());
    });
    client.on('notification', ({ channel, payload = '' }) => {
      for (const subscriber of this.#subscribers.get(channel) ?? []) subscriber.onNotified(payload);
    });
    try {
      for (const channel of this.#subscribers.keys()) await client.query(`listen ${channel}`);
      if (signal.aborted) return;
      this.#client = client;
      onListening();
      for (const subscribers of this.#subscribers.values()) for (const subscriber of subscribers) subscriber.onGap();
      await lost;
    } finally {
      this.#client = null;
      await client.end().catch(() => undefined);
    }
  }
}
