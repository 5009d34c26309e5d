/**
 * The counters of guests in Prometheus' form, for the service that owns their host: one call of the driver for all of them (B6).
 *
 *   scrape ─► younger than `KEPT_MS`: the text of then ─► else the host is asked, once for all who wait ─► text
 *
 * Only the owner asks: of several services on one database each guest is shown by one. Where the host does not answer in time
 * `guesthouse_host_up` is 0 and no guest is shown; nor is one where the database cannot name them.
 * Everything is made anew for each reading, so a guest that is gone leaves no series behind.
 * The number of series is bounded: guests beyond the largest number allowed are left out, the newest first, and counted.
 */
import { Gauge, Registry } from 'prom-client';
import type { Backend } from '../../../backends/backend.js';
import type { HostId } from '../../domain/ids.js';
import type { Log } from '../../domain/log.js';
import type { Database } from '../../store/database.js';
import { listGuestsToMeasure } from '../../store/metrics.js';
import { query } from '../../store/transaction.js';
import { guestSeries } from './guest-series.js';
import type { GuestLabels, MeasuredGuest } from './guest-series.js';

/** Two Prometheus that scrape the same service ask its host once. */
const KEPT_MS = 3_000;
const ANSWER_WITHIN_MS = 2_000;

export interface GuestMetricsOptions {
  readonly db: Database;
  readonly backend: Pick<Backend, 'measureGuests' | 'describe'>;
  readonly host: { readonly id: HostId; readonly name: string };
  readonly isOwner: () => boolean;
  readonly labels: GuestLabels;
  readonly guestsMax: number;
  readonly log: Log;
}

export interface GuestMetricsReader {
  /** Text for a scrape. Never rejects. */
  read(): Promise<string>;
}

export class GuestMetricsOfHost implements GuestMetricsReader {
  readonly #options: GuestMetricsOptions;
  #kept: { readonly text: string; readonly untilMs: number } | null = null;
  #reading: Promise<string> | null = null;

  constructor(options: GuestMetricsOptions) {
    this.#options = options;
  }

  async read(): Promise<string> {
    if (!this.#options.isOwner()) return this.#write({ isOwner: false });
    if (this.#kept !== null && this.#kept.untilMs > performance.now()) return this.#kept.text;
    this.#reading ??= this.#readNow().finally(() => (this.#reading = null));
    return this.#reading;
  }

  async #readNow(): Promise<string> {
    const deadline = deadlineOf(ANSWER_WITHIN_MS);
    const abort = new AbortController();
    let isUp = false;
    const onAnswer = (): void => void (isUp = true);
    try {
      const text = await Promise.race([this.#measure(abort.signal, onAnswer), deadline.passed]);
      this.#kept = { text, untilMs: performance.now() + KEPT_MS };
      return text;
    } catch (error) {
      this.#options.log.debug({ err: error }, 'failed to measure guests');
      return await this.#write({ isOwner: true, isUp });
    } finally {
      abort.abort();
      deadline.forget();
    }
  }

  async #measure(signal: AbortSignal, onAnswer: () => void): Promise<string> {
    const { db, backend, host, labels, guestsMax } = this.#options;
    if (labels === 'none') {
      await backend.describe({ signal });
      return this.#write({ isOwner: true, isUp: true });
    }
    const measured = await backend.measureGuests('all', { signal });
    onAnswer();
    const named = await query(db, (sql) => listGuestsToMeasure(sql, host.id, [...measured.keys()], guestsMax));
    const guests = named.guests.flatMap((guest) => {
      const metrics = measured.get(guest.id);
      return metrics === undefined ? [] : [{ ...guest, metrics }];
    });
    return this.#write({ isOwner: true, isUp: true, guests, leftOut: named.total - guests.length });
  }

  async #write(reading: {
    isOwner: boolean;
    isUp?: boolean;
    guests?: readonly MeasuredGuest[];
    leftOut?: number;
  }): Promise<string> {
    const { host, labels } = this.#options;
    const registry = new Registry();
    const gauge = (name: string, help: string, value: number): void =>
      new Gauge({ name: `guesthouse_${name}`, help, labelNames: ['host'], registers: [registry] }).set(
        { host: host.name },
        value,
      );
    gauge('host_owned', 'Whether this service owns the host, and so measures its guests.', reading.isOwner ? 1 : 0);
    if (reading.isUp !== undefined) {
      gauge(
        'host_up',
        'Whether the host has answered in time when its guests were last measured.',
        Number(reading.isUp),
      );
    }
    if (reading.leftOut !== undefined) {
      gauge('guests_left_out', 'Powered guests that are not shown, being more than are allowed.', reading.leftOut);
    }
    if (reading.guests !== undefined) {
      return [await registry.metrics(), guestSeries(reading.guests, labels)].join('\n');
    }
    return registry.metrics();
  }
}

/** A moment after which nobody waits any more: for a race with what may take longer. */
export interface Deadline {
  /** Rejects when it has passed. */
  readonly passed: Promise<never>;
  forget(): void;
}

export function deadlineOf(ms: number): Deadline {
  let timer: NodeJS.Timeout | undefined;
  const passed = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms);
  });
  return { passed, forget: () => clearTimeout(timer) };
}
