/**
 * The counters of one host's guests, read for scrapes: one call of the driver for all guests (B6).
 *
 *   read ─► not the owner: nothing is asked ─► younger than `KEPT_MS`: the reading of then ─► otherwise the host is asked, once for all who wait
 *
 * Only the owner asks: of several services on one database each guest is shown by one. If the host does not answer in time, or the database
 * cannot name the guests, the reading has no guests.
 */
import type { Log } from '../../domain/log.js';
import type { Database } from '../../store/database.js';
import { listGuestsToMeasure } from '../../store/metrics.js';
import { query } from '../../store/transaction.js';
import type { ListedHost } from '../host-registry.js';
import { deadlineOf } from './deadline.js';
import type { MeasuredGuest } from './guest-series.js';

/** Two Prometheus that scrape the same service ask its host once. */
const KEPT_MS = 3_000;
const ANSWER_WITHIN_MS = 2_000;

export interface MeterOptions {
  readonly db: Database;
  readonly areGuestsShown: boolean;
  /** Most guests that a reading has. */
  readonly guestsMax: number;
  readonly log: Log;
}

/** The same object while it is kept. */
export interface HostReading {
  readonly host: ListedHost['host'];
  readonly isOwner: boolean;
  /** Whether the host answered in time; null if it was not asked. */
  readonly isUp: boolean | null;
  /** The oldest powered guests; null if they were not asked for, or could not be measured. */
  readonly guests: readonly MeasuredGuest[] | null;
  /** How many powered guests there are beyond those. */
  readonly leftOut: number;
}

export class HostMeter {
  readonly #listed: ListedHost;
  readonly #options: MeterOptions;
  readonly #notOwned: HostReading;
  #kept: { readonly reading: HostReading; readonly untilMs: number } | null = null;
  #reading: Promise<HostReading> | null = null;

  constructor(listed: ListedHost, options: MeterOptions) {
    this.#listed = listed;
    this.#options = options;
    this.#notOwned = { host: listed.host, isOwner: false, isUp: null, guests: null, leftOut: 0 };
  }

  /** Never rejects. */
  async read(): Promise<HostReading> {
    if (!this.#listed.keeper.isOwner) return this.#notOwned;
    if (this.#kept !== null && this.#kept.untilMs > performance.now()) return this.#kept.reading;
    this.#reading ??= this.#readNow().finally(() => (this.#reading = null));
    return this.#reading;
  }

  async #readNow(): Promise<HostReading> {
    const deadline = deadlineOf(ANSWER_WITHIN_MS);
    const abort = new AbortController();
    let isUp = false;
    const onAnswer = (): void => void (isUp = true);
    try {
      const reading = await Promise.race([this.#measure(abort.signal, onAnswer), deadline.passed]);
      this.#kept = { reading, untilMs: performance.now() + KEPT_MS };
      return reading;
    } catch (error) {
      this.#options.log.debug({ err: error, host: this.#listed.host.id }, 'failed to measure guests');
      return { host: this.#listed.host, isOwner: true, isUp, guests: null, leftOut: 0 };
    } finally {
      abort.abort();
      deadline.forget();
    }
  }

  async #measure(signal: AbortSignal, onAnswer: () => void): Promise<HostReading> {
    const { host, backend } = this.#listed;
    const { db, areGuestsShown, guestsMax } = this.#options;
    if (!areGuestsShown) {
      await backend.describe({ signal });
      return { host, isOwner: true, isUp: true, guests: null, leftOut: 0 };
    }
    const measured = await backend.measureGuests('all', { signal });
    onAnswer();
    const named = await query(db, (sql) => listGuestsToMeasure(sql, host.id, [...measured.keys()], guestsMax));
    const guests = named.guests.flatMap((guest) => {
      const metrics = measured.get(guest.id);
      return metrics === undefined ? [] : [{ ...guest, metrics }];
    });
    return { host, isOwner: true, isUp: true, guests, leftOut: named.total - guests.length };
  }
}
