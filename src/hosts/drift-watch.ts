/**
 * The drift watch of one host: it compares guests with their baselines (B10), and shows the differences.
 *
 *   an event about a guest ─► queue ─┐
 *   start, every 5 minutes ─► round ─┴─► one guest after the other: compare ─► drift, fault, event
 *
 * Guests of the queue are compared first. All hosts of a service share the pace of their rounds (drift-pace.ts), and a
 * round reads the rows of many guests by one statement. A guest that changes after its row was read is compared again.
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
import { writeBaseline } from '../store/baselines.js';
import { isDatabaseFailure } from '../store/database-failure.js';
import type { Database } from '../store/database.js';
import { listGuestsToCompare, listWithBaselines, lockGuest, writeMachine } from '../store/guests.js';
import type { WithBaseline } from '../store/guests.js';
import { query } from '../store/transaction.js';
import type { DriftPace } from './drift-pace.js';
import { inHostTransaction } from './fence.js';
import type { Owner } from './fence.js';

const ROUND_EVERY_MS = 5 * 60_000;
/** After an event, the operation that caused it should have ended before the guest is compared. */
const SETTLE_MS = 500;
/** At most fifty guests a second, so that many events do not slow down the operations of their guests. */
const PAUSE_MS = 20;
/** How many guests of a round are read by one statement. */
const READ_MAX = 20;

export interface DriftWatchDeps {
  readonly db: Database;
  readonly backend: Backend;
  readonly hostId: HostId;
  readonly owner: Owner;
  readonly pace: DriftPace;
  readonly pathOfContent: (contentId: string) => string;
  readonly log: Log;
}

export class DriftWatch {
  readonly #deps: DriftWatchDeps;
  readonly #queue = new Set<GuestId>();
  /** The guests that the current round has yet to compare. */
  #round: GuestId[] = [];
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
        if (this.#queue.size > 0) {
          await pause(SETTLE_MS, signal);
          await this.#retrying(signal, () => this.#compareQueued(signal));
        } else if (this.#isRoundDue || this.#round.length > 0) {
          await this.#retrying(signal, () => this.#continueRound(signal));
        } else await new Promise<void>((resolve) => (this.#wake = resolve));
      }
    } finally {
      clearInterval(rounds);
    }
  }

  async #compareQueued(signal: AbortSignal): Promise<void> {
    const { db } = this.#deps;
    for (const id of this.#queue) {
      if (signal.aborted) return;
      // Must come before the comparison: a change that arrives during it needs another comparison.
      this.#queue.delete(id);
      const [guest] = await query(db, (sql) => listWithBaselines<Baseline>(sql, [id]));
      if (guest !== undefined) await this.#compare(guest, signal);
      await pause(PAUSE_MS, signal);
    }
  }

  /** Compares some guests of the round, until an event needs another guest to be compared first. */
  async #continueRound(signal: AbortSignal): Promise<void> {
    const { db, hostId, pace } = this.#deps;
    if (this.#isRoundDue) {
      await pace.turn(signal);
      this.#round = await query(db, (sql) => listGuestsToCompare(sql, hostId));
      this.#isRoundDue = false;
    }
    const some = this.#round.slice(0, READ_MAX);
    if (some.length === 0) return;
    // Must come before the statement: a guest that waits for its turn can have changed after it was read.
    await pace.turn(signal);
    const guests = await query(db, (sql) => listWithBaselines<Baseline>(sql, some));
    const byId = new Map(guests.map((each) => [each.guest.id, each]));
    for (const id of some) {
      if (signal.aborted || this.#queue.size > 0) return;
      this.#round.shift();
      const guest = byId.get(id);
      if (guest !== undefined) await this.#compare(guest, signal);
      await pace.turn(signal);
    }
  }

  async #retrying(signal: AbortSignal, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (signal.aborted) return;
      const isExpected = isGuesthouseError(error, 'host_unreachable', 'outcome_unknown') || isDatabaseFailure(error);
      this.#deps.log[isExpected ? 'warn' : 'error']({ err: error }, 'failed to compare a guest with its baseline');
      await pause(SETTLE_MS, signal);
    }
  }

  async #compare({ guest, baseline: stored }: WithBaseline<Baseline>, signal: AbortSignal): Promise<void> {
    const { db, backend, hostId, owner, pathOfContent, log } = this.#deps;
    const { id } = guest;
    if (!isComparable(guest)) return;
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
      if (now === null || !isComparable(now)) return;
      if (now.version !== guest.version) return void this.guestChanged(id);
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
