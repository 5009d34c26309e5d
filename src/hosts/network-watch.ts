/**
 * The network watch of one host: it keeps the rows that tell which networks the host has equal to what the host
 * reports.
 *
 *   start, reconnect, every 10 s ──► list the networks ──► same as written before: nothing
 *                                                     └──► otherwise: one transaction, events of what changed
 *
 * At the start, the rows tell what was written before. So the start of a service with many hosts, most of which have
 * not changed, costs one statement for each. It runs only while its session owns the host, and writes only in
 * transactions that hold the host's lease (fence.ts). A host that is away keeps the networks that it last reported.
 *
 * Ways this can fail: the host or the database is away (the next round tries again).
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Backend } from '../../backends/backend.js';
import { withDeadline } from '../domain/deadline.js';
import { isGuesthouseError } from '../domain/errors.js';
import type { HostId } from '../domain/ids.js';
import type { Log } from '../domain/log.js';
import type { ReportedNetwork } from '../domain/networks.js';
import { isDatabaseFailure } from '../store/database-failure.js';
import type { Database } from '../store/database.js';
import { listReportedNetworks, writeNetworksOfHost } from '../store/networks.js';
import { inTransaction, query } from '../store/transaction.js';
import { inHostTransaction } from './fence.js';
import type { Owner } from './fence.js';
import { slotAfter } from './wake-slots.js';

const ROUND_EVERY_MS = 10_000;
const DEADLINE_MS = 5_000;

export interface NetworkWatchDeps {
  readonly db: Database;
  readonly backend: Backend;
  readonly hostId: HostId;
  readonly owner: Owner;
  readonly log: Log;
  /** Called when the host has listed its networks. */
  readonly onListed: () => void;
}

export class NetworkWatch {
  readonly #deps: NetworkWatchDeps;
  /** What was last written, as text. The session that owns the host is the only one that writes it. */
  #written: string | null = null;
  #wake = new AbortController();
  #tried: () => void = () => undefined;
  /** Resolves after the first attempt to write the networks, successful or not. */
  readonly whenTried = new Promise<void>((resolve) => (this.#tried = resolve));

  constructor(deps: NetworkWatchDeps) {
    this.#deps = deps;
  }

  /** Lists the networks soon, because they may have changed. */
  check(): void {
    this.#wake.abort();
  }

  /** Watches until the signal aborts. `isUp`: whether the host can be queried now. */
  async run(signal: AbortSignal, isUp: () => boolean): Promise<void> {
    try {
      while (!signal.aborted) {
        this.#wake = new AbortController();
        if (isUp()) {
          await this.report(signal);
          this.#tried();
        }
        const until = AbortSignal.any([signal, this.#wake.signal]);
        const pauseMs = slotAfter(ROUND_EVERY_MS) - performance.now();
        await sleep(pauseMs, undefined, { signal: until }).catch(() => undefined);
      }
    } finally {
      this.#tried();
    }
  }

  /** Writes the networks if they are not the same as before. Never rejects. */
  async report(signal: AbortSignal): Promise<void> {
    const { db, backend, hostId, owner, log, onListed } = this.#deps;
    try {
      const sorted = await networksOf(backend, signal);
      onListed();
      const text = JSON.stringify(sorted);
      if (text === this.#written) return;
      if (this.#written === null && (await this.#isInRows(sorted))) {
        this.#written = text;
        return;
      }
      const isWhole = await inHostTransaction(db, owner, hostId, (trx) => writeNetworksOfHost(trx, hostId, sorted));
      this.#written = isWhole ? text : null;
      log.info({ networks: sorted.length }, 'networks of the host changed');
    } catch (error) {
      if (signal.aborted) return;
      const isExpected = isGuesthouseError(error) || isDatabaseFailure(error) || isTimeout(error);
      log[isExpected ? 'warn' : 'error']({ err: error }, 'failed to list the networks of the host; retrying');
    }
  }

  /** Only the service that owns the host writes these rows, so they cannot change meanwhile. */
  async #isInRows(networks: readonly ReportedNetwork[]): Promise<boolean> {
    const { db, hostId } = this.#deps;
    const known = new Set(await query(db, (sql) => listReportedNetworks(sql, hostId)));
    const reported = networks.filter(({ kind }) => kind !== 'user');
    return reported.length === known.size && reported.every(({ name }) => known.has(name));
  }
}

/**
 * Writes the networks of a host that has never reported any, so that the first requests can use them. From then on,
 * only the watch of the owner writes them.
 */
export async function writeFirstNetworks(db: Database, backend: Backend, hostId: HostId): Promise<void> {
  if ((await query(db, (sql) => listReportedNetworks(sql, hostId))).length > 0) return;
  const networks = await networksOf(backend, new AbortController().signal).catch(() => null);
  if (networks !== null) await inTransaction(db, (trx) => writeNetworksOfHost(trx, hostId, networks));
}

/** In a fixed order, so that a host that lists them in another order has not changed. */
async function networksOf(backend: Backend, signal: AbortSignal): Promise<ReportedNetwork[]> {
  const networks = await withDeadline(DEADLINE_MS, signal, (inTime) => backend.listNetworks({ signal: inTime }));
  return networks.map(({ name, kind }) => ({ name, kind })).sort((a, b) => (a.name < b.name ? -1 : 1));
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && error.name === 'TimeoutError';
}
