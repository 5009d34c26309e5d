/**
 * The meter of one host: it reads the counters of the host's guests for scrapes, with one call to the driver for all
 * guests (B6).
 *
 *   read ─┬─► not the owner: no query of the host
 *         ├─► last reading younger than `CACHED_MS`: that reading
 *         └─► otherwise: one query of the host, shared by all scrapes that wait
 *
 * Only the owner queries the host, so if several services share a database, only one of them exports the counters of a
 * guest. Only the response to `describe` shows whether the host is up: guests that hang, or a measurement that takes
 * too long, do not count against it. If the host or the measurement does not respond in time, or the names of the
 * guests cannot be read from the database, the reading has no guests.
 */
import type { Log } from '../../domain/log.js';
import type { Database } from '../../store/database.js';
import { listGuestsToMeasure } from '../../store/metrics.js';
import { query } from '../../store/transaction.js';
import type { ListedHost } from '../host-registry.js';
import { deadlineOf } from './deadline.js';
import type { MeasuredGuest } from './guest-series.js';

/** Long enough that two Prometheus servers that scrape the same service cause one query of its host. */
const CACHED_MS = 3_000;
const RESPONSE_TIMEOUT_MS = 2_000;

export interface MeterOptions {
  readonly db: Database;
  readonly areGuestsShown: boolean;
  /** The maximum number of guests in a reading. */
  readonly guestsMax: number;
  readonly log: Log;
}

/** While a reading is cached, every scrape gets the same object. */
export interface HostReading {
  readonly host: ListedHost['host'];
  readonly isOwner: boolean;
  /** Whether the host responded in time; null if it was not queried. */
  readonly isUp: boolean | null;
  /** The oldest powered guests; null if they are not shown, or could not be measured. */
  readonly guests: readonly MeasuredGuest[] | null;
  /** The number of powered guests that are not shown. */
  readonly leftOut: number;
}

export class HostMeter {
  readonly #listed: ListedHost;
  readonly #options: MeterOptions;
  readonly #notOwned: HostReading;
  #cached: { readonly reading: HostReading; readonly untilMs: number } | null = null;
  #reading: Promise<HostReading> | null = null;

  constructor(listed: ListedHost, options: MeterOptions) {
    this.#listed = listed;
    this.#options = options;
    this.#notOwned = { host: listed.host, isOwner: false, isUp: null, guests: null, leftOut: 0 };
  }

  /** Never rejects. */
  async read(): Promise<HostReading> {
    if (!this.#listed.keeper.isOwner) return this.#notOwned;
    if (this.#cached !== null && this.#cached.untilMs > performance.now()) return this.#cached.reading;
    this.#reading ??= this.#readNow().finally(() => (this.#reading = null));
    return this.#reading;
  }

  async #readNow(): Promise<HostReading> {
    const deadline = deadlineOf(RESPONSE_TIMEOUT_MS);
    const abort = new AbortController();
    let isUp = false;
    const onResponse = (): void => void (isUp = true);
    try {
      const reading = await Promise.race([this.#measure(abort.signal, onResponse), deadline.passed]);
      this.#cached = { reading, untilMs: performance.now() + CACHED_MS };
      return reading;
    } catch (error) {
      this.#options.log.debug({ err: error, host: this.#listed.host.id }, 'failed to measure guests');
      return { host: this.#listed.host, isOwner: true, isUp, guests: null, leftOut: 0 };
    } finally {
      abort.abort();
      deadline.forget();
    }
  }

  async #measure(signal: AbortSignal, onResponse: () => void): Promise<HostReading> {
    const { host, backend } = this.#listed;
    const { db, areGuestsShown, guestsMax } = this.#options;
    const described = backend.describe({ signal }).then(onResponse);
    if (!areGuestsShown) {
      await described;
      return { host, isOwner: true, isUp: true, guests: null, leftOut: 0 };
    }
    const measuring = backend.measureGuests('all', { signal }).catch(async (error: unknown) => {
      // Otherwise this failure would hide whether the host is up.
      await described;
      throw error;
    });
    const [measured] = await Promise.all([measuring, described]);
    const named = await query(db, (sql) => listGuestsToMeasure(sql, host.id, [...measured.keys()], guestsMax));
    const guests = named.guests.flatMap((guest) => {
      const metrics = measured.get(guest.id);
      return metrics === undefined ? [] : [{ ...guest, metrics }];
    });
    return { host, isOwner: true, isUp: true, guests, leftOut: named.total - guests.length };
  }
}
