/**
 * Keeps the registry of a service equal to the rows of `hosts`: every host has an entry, with a driver if this service
 * can drive the host.
 *
 *   start ─────────────────────────────┐
 *   notification of the database ──────┼─► read all places (one statement) ─► for each host that differs:
 *   notifications can have been missed ┘      new ─► add     moved ─► remove, then add     gone ─► remove
 *
 * The changes of one host follow each other; those of different hosts run in parallel. So a host whose removal waits
 * for a hypervisor that hangs delays no other host.
 *
 * Must not decide who owns a host (keeper.ts), and must not write to the database.
 * Ways this can fail: the database is away (the next notification, or the end of the gap, leads to another reading).
 */
import { CoalescedTask } from '../domain/coalesced-task.js';
import { isSamePlace } from '../domain/host.js';
import type { PlacedHost } from '../domain/host.js';
import type { HostId } from '../domain/ids.js';
import type { Log } from '../domain/log.js';
import type { Database } from '../store/database.js';
import { HOSTS_CHANNEL, listPlacedHosts } from '../store/host-places.js';
import type { Listener } from '../store/listener.js';
import { query } from '../store/transaction.js';
import type { HostDriver } from './driver.js';
import type { Hosts } from './registry.js';

const READ_AGAIN_AFTER_MS = 1_000;

export interface HostRowsDeps {
  readonly db: Database;
  readonly hosts: Pick<Hosts, 'add' | 'remove' | 'rename'>;
  /** The driver of the host; null if this service cannot drive it. */
  readonly driverOf: (host: PlacedHost) => Promise<HostDriver | null>;
  readonly log: Log;
}

/** A driver that is already open, and whose host has described itself. */
export interface OpenedHost {
  readonly id: HostId;
  readonly driver: HostDriver;
  readonly isDescribed: boolean;
}

export class HostRows {
  readonly #deps: HostRowsDeps;
  /** The entries as they are, or as the changes in progress will leave them. */
  readonly #known = new Map<HostId, PlacedHost>();
  /** The last change of each host that has changes in progress. */
  readonly #changes = new Map<HostId, Promise<void>>();
  readonly #readings: CoalescedTask;
  #opened: OpenedHost | null = null;
  #again: NodeJS.Timeout | undefined;
  #unsubscribe: () => void = () => undefined;

  constructor(deps: HostRowsDeps) {
    this.#deps = deps;
    this.#readings = new CoalescedTask(
      () => this.#read(),
      (error) => {
        deps.log.warn({ err: error }, 'failed to read which hosts there are; retrying');
        this.#again = setTimeout(() => this.#readings.wake(), READ_AGAIN_AFTER_MS);
      },
    );
  }

  /** Adds every host, and resolves when each has its entry. `opened`: the driver to use for the host that it is of. */
  async begin(opened: OpenedHost | null): Promise<void> {
    this.#opened = opened;
    await this.#read();
    await Promise.all(this.#changes.values());
  }

  /** Follows the rows from now on. */
  follow(listener: Listener): void {
    const wake = (): void => this.#readings.wake();
    this.#unsubscribe = listener.subscribe(HOSTS_CHANNEL, { onNotified: wake, onGap: wake });
  }

  /** Ends the following. The registry keeps its entries. */
  async stop(): Promise<void> {
    this.#unsubscribe();
    await this.#readings.stop();
    clearTimeout(this.#again);
  }

  async #read(): Promise<void> {
    const rows = await query(this.#deps.db, listPlacedHosts);
    const found = new Set(rows.map(({ id }) => id));
    for (const id of this.#known.keys()) {
      if (found.has(id)) continue;
      this.#known.delete(id);
      this.#change(id, async () => this.#deps.hosts.remove(id));
    }
    for (const row of rows) {
      const known = this.#known.get(row.id);
      this.#known.set(row.id, row);
      if (known === undefined) this.#change(row.id, () => this.#add(row));
      else if (!isSamePlace(known, row)) this.#change(row.id, () => this.#move(row));
      else if (known.name !== row.name) this.#change(row.id, async () => this.#deps.hosts.rename(row.id, row.name));
    }
  }

  async #move(row: PlacedHost): Promise<void> {
    await this.#deps.hosts.remove(row.id);
    await this.#add(row);
  }

  async #add(row: PlacedHost): Promise<void> {
    const { hosts, driverOf, log } = this.#deps;
    // A later reading can have seen that the host is gone.
    const current = this.#known.get(row.id);
    if (current === undefined || !isSamePlace(current, row)) return;
    const opened = this.#opened?.id === row.id ? this.#opened : null;
    this.#opened = opened === null ? this.#opened : null;
    const driver =
      opened?.driver ??
      (await driverOf(row).catch((error: unknown) => {
        log.error({ err: error, host: row.id, uri: row.uri }, 'the host has no driver here; standing by');
        return null;
      }));
    hosts.add(row, driver, opened?.isDescribed ?? false);
  }

  #change(id: HostId, change: () => Promise<void>): void {
    const before = this.#changes.get(id) ?? Promise.resolve();
    const changed: Promise<void> = before
      .then(change)
      .catch((error: unknown) => {
        this.#deps.log.error({ err: error, host: id }, 'failed to change the entry of a host');
        // The next reading compares again.
        this.#known.delete(id);
      })
      .finally(() => {
        if (this.#changes.get(id) === changed) this.#changes.delete(id);
      });
    this.#changes.set(id, changed);
  }
}
