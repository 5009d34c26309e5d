/**
 * The drift watch of one host: it compares guests with their baselines (B10), and shows the differences.
 *
 *   an event about a guest ─┐
 *   start, every 5 minutes ─┴─► queue ─► one guest after the other: compare ─► drift, fault, event
 *
 * It decides nothing and changes nothing on the host: a person accepts or discards the differences. A guest without a
 * baseline, which an older version made, gets what is on the host as its baseline if nothing that matters differs. A
 * guest whose CPU model or machine type is not known yet shows what it has on the host.
 * A guest with an open operation is skipped, because the operation may be writing its definition. So is a guest that
 * has changed during its comparison. The next event or the next round compares it again.
 *
 * Ways this can fail: the host or its storage is not available (the next round tries again), the database is away
 * (likewise).
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Backend, Baseline } from '../../backends/backend.js';
import { isGuesthouseError } from '../domain/errors.js';
import type { Guest } from '../domain/guest.js';
import type { GuestId, HostId } from '../domain/ids.js';
import type { Log } from '../domain/log.js';
import { defineGuest } from '../operations/define-guest.js';
import { recordDrift } from '../operations/record-drift.js';
import { machineIn } from '../operations/write-definition.js';
import { findBaseline, writeBaseline } from '../store/baselines.js';
import { isDatabaseFailure } from '../store/database-failure.js';
import type { Database } from '../store/database.js';
import { findGuestById, listGuestsToCompare, lockGuest, writeMachine } from '../store/guests.js';
import { query } from '../store/transaction.js';
import { inHostTransaction } from './fence.js';
import type { Owner } from './fence.js';

const ROUND_EVERY_MS = 5 * 60_000;
/** After an event, the operation that caused it should have ended before the guest is compared. */
const SETTLE_MS = 500;
/** At most fifty guests a second, so that a round over many guests does not slow down their operations. */
const PAUSE_MS = 20;

export interface DriftWatchDeps {
  readonly db: Database;
  readonly backend: Backend;
  readonly hostId: HostId;
  readonly owner: Owner;
  readonly pathOfContent: (contentId: string) => string;
  readonly log: Log;
}

export class DriftWatch {
  readonly #deps: DriftWatchDeps;
  readonly #queue = new Set<GuestId>();
  #isRoundDue = true;
  #wake: () => void = () => undefined;

  constructor(deps: DriftWatchDeps) {
    this.#deps = deps;
  }

  guestChanged(guest: GuestId): void {
    this.#queue.add(guest);
    this.#wake();
  }

  compareAll(): void {
    this.#isRoundDue = true;
    this.#wake();
  }

  /** Compares guests until the signal aborts. */
  async run(signal: AbortSignal): Promise<void> {
    const rounds = setInterval(() => this.compareAll(), ROUND_EVERY_MS);
    signal.addEventListener('abort', () => this.#wake(), { once: true });
    try {
      while (!signal.aborted) {
        if (this.#queue.size === 0 && !this.#isRoundDue) {
          await new Promise<void>((resolve) => (this.#wake = resolve));
          continue;
        }
        await pause(SETTLE_MS, signal);
        await this.#compareQueued(signal);
      }
    } finally {
      clearInterval(rounds);
    }
  }

  async #compareQueued(signal: AbortSignal): Promise<void> {
    const { db, hostId, log } = this.#deps;
    try {
      if (this.#isRoundDue) {
        const guests = await query(db, (sql) => listGuestsToCompare(sql, hostId));
        this.#isRoundDue = false;
        for (const guest of guests) this.#queue.add(guest);
      }
      for (const guest of this.#queue) {
        if (signal.aborted) return;
        // Must come before the comparison: a change that arrives during it needs another comparison.
        this.#queue.delete(guest);
        await this.#compare(guest, signal);
        await pause(PAUSE_MS, signal);
      }
    } catch (error) {
      if (signal.aborted) return;
      const isExpected = isGuesthouseError(error, 'host_unreachable', 'outcome_unknown') || isDatabaseFailure(error);
      log[isExpected ? 'warn' : 'error']({ err: error }, 'failed to compare a guest with its baseline');
      await pause(SETTLE_MS, signal);
    }
  }

  async #compare(id: GuestId, signal: AbortSignal): Promise<void> {
    const { db, backend, hostId, owner, pathOfContent, log } = this.#deps;
    const guest = await query(db, (sql) => findGuestById(sql, id));
    if (guest === null || !isComparable(guest)) return;
    const stored = await query(db, (sql) => findBaseline<Baseline>(sql, id));
    const expected = stored ?? (await query(db, (sql) => defineGuest(sql, guest, pathOfContent)));
    const seen = await backend.inspectGuest(id, { expected, signal });
    if (seen === null) return;
    const isAdopted = stored === null && seen.differences.length === 0;
    const isSame = JSON.stringify(guest.drift?.differences ?? []) === JSON.stringify(seen.differences);
    const { cpuModel, machineType } = machineIn(seen.found);
    // The guest of an older version shows what it has. Later, only an accepted difference changes what it shows.
    const learned = {
      cpuModel: guest.cpuModel === null ? cpuModel : null,
      machineType: guest.machineType === null ? machineType : null,
    };
    const hasLearned = learned.cpuModel !== null || learned.machineType !== null;
    if (isSame && !isAdopted && !hasLearned) return;
    await inHostTransaction(db, owner, hostId, async (trx) => {
      const now = await lockGuest(trx, id);
      if (now === null || now.version !== guest.version || !isComparable(now)) return;
      if (isAdopted) await writeBaseline(trx, id, seen.found);
      await recordDrift(trx, now, seen.differences);
      if (hasLearned) await writeMachine(trx, id, learned);
    });
    if (!isSame)
      log.info({ guest: id, differences: seen.differences.map(({ what }) => what) }, 'drift of a guest changed');
  }
}

function isComparable({ openOperation, observed, state }: Guest): boolean {
  return openOperation === null && observed !== null && observed !== 'absent' && state !== 'unknown';
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
}
