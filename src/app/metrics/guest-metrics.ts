/**
 * The counters of guests in the text format of Prometheus, for the hosts that this service owns.
 *
 *   scrape ─► a reading of each host, in parallel (host-meter.ts) ─┬─► the same readings as before: the same text
 *                                                                  └─► otherwise: new text
 *
 * If a host does not respond in time, its `guesthouse_host_up` is 0 and none of its guests is shown.
 * New readings replace the whole text, so a guest that is gone leaves no series behind.
 * The number of series is bounded: hosts beyond `HOSTS_MAX` are left out, and so are guests beyond the maximum, whose
 * number is shown for each host. The guests of the host that was added last are left out first, and among the guests of
 * one host, the newest.
 */
import { Gauge, Registry } from 'prom-client';
import type { HostId } from '../../domain/ids.js';
import type { Log } from '../../domain/log.js';
import type { Database } from '../../store/database.js';
import type { HostRegistry, ListedHost } from '../host-registry.js';
import { guestSeries } from './guest-series.js';
import type { GuestLabels, MeasuredGuest } from './guest-series.js';
import { HostMeter } from './host-meter.js';
import { HOSTS_MAX } from './host-series.js';
import type { HostReading } from './host-meter.js';

export interface GuestMetricsOptions {
  readonly db: Database;
  readonly hosts: HostRegistry;
  readonly labels: GuestLabels;
  readonly guestsMax: number;
  readonly log: Log;
}

export interface GuestMetricsReader {
  /** The text for a scrape. Never rejects. */
  read(): Promise<string>;
}

export class GuestMetricsOfHosts implements GuestMetricsReader {
  readonly #options: GuestMetricsOptions;
  #meters = new Map<HostId, { readonly listed: ListedHost; readonly meter: HostMeter }>();
  #written: { readonly readings: readonly HostReading[]; readonly text: Promise<string> } | null = null;

  constructor(options: GuestMetricsOptions) {
    this.#options = options;
  }

  async read(): Promise<string> {
    const readings = await Promise.all(this.#currentMeters().map((meter) => meter.read()));
    const written = this.#written;
    const isSame = readings.length === written?.readings.length;
    if (written !== null && isSame && readings.every((each, index) => each === written.readings[index])) {
      return written.text;
    }
    const text = this.#write(readings);
    this.#written = { readings, text };
    return text;
  }

  /** One meter for each host that is in the registry now. A host that was removed and added again gets a new meter. */
  #currentMeters(): HostMeter[] {
    const { db, hosts, labels, guestsMax, log } = this.#options;
    const options = { db, areGuestsShown: labels !== 'none', guestsMax, log };
    const before = this.#meters;
    this.#meters = new Map();
    for (const listed of hosts.list()) {
      const known = before.get(listed.host.id);
      const meter = known?.listed === listed ? known.meter : new HostMeter(listed, options);
      this.#meters.set(listed.host.id, { listed, meter });
    }
    return [...this.#meters.values()].map(({ meter }) => meter);
  }

  async #write(readings: readonly HostReading[]): Promise<string> {
    const registry = new Registry();
    const gauge = (name: string, help: string, valueOf: (reading: HostReading) => number | null): void => {
      const values = readings
        .slice(0, HOSTS_MAX)
        .map((reading) => ({ host: reading.host.name, value: valueOf(reading) }));
      if (values.every(({ value }) => value === null)) return;
      const all = new Gauge({ name: `guesthouse_${name}`, help, labelNames: ['host'], registers: [registry] });
      for (const { host, value } of values) if (value !== null) all.set({ host }, value);
    };
    const shown: MeasuredGuest[] = [];
    const leftOut = new Map<HostReading, number>();
    for (const reading of readings) {
      if (reading.guests === null) continue;
      const room = this.#options.guestsMax - shown.length;
      shown.push(...reading.guests.slice(0, room));
      leftOut.set(reading, reading.leftOut + Math.max(0, reading.guests.length - room));
    }
    gauge('host_owned', 'Whether this service owns the host and measures its guests.', (reading) =>
      Number(reading.isOwner),
    );
    gauge('host_up', 'Whether the host responded in time when its guests were last measured.', ({ isUp }) =>
      isUp === null ? null : Number(isUp),
    );
    gauge(
      'guests_left_out',
      'Powered guests that are not shown, because they exceed the maximum.',
      (reading) => leftOut.get(reading) ?? null,
    );
    if (leftOut.size === 0) return registry.metrics();
    return [await registry.metrics(), guestSeries(shown, this.#options.labels)].join('\n');
  }
}
