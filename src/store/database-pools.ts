/**
 * The database connections of this process, in three pools, so that no user can occupy the connections of other users,
 * and requests cannot occupy those of the service.
 *
 *   pool       connections   for                                                       share of one user
 *   ────────   ───────────   ───────────────────────────────────────────────────────   ──────────────────────────────
 *   own        4             workers, sequencer, event feed, access lookups            –
 *   requests   9             everything that requests do, except                       3, or 1 if contended
 *   searches   3             statements whose cost the client chooses (`isCostly`)     1, and 10 waiting
 *
 * The connections are contended while several users send requests. The share of each user is then smaller, because
 * users compete for the processors before they compete for connections: the requests of others wait for the statements
 * that one user runs at the same time. For the same reason, the searches of each user then have a budget
 * (`SEARCH_TIME_OF_USER`), and the searches of the embedded server always run with a low priority. Under attack, the
 * requests of an honest member took 7.0 to 7.8 times as long as without; these limits reduced that to 2.7 to 3.9 times
 * (test/live/hostile-tenant.test.ts, on two cores).
 *
 * The share of a user covers all its credentials. Requests above the share wait for at most `WAIT_MS`. A search above
 * the limit on waiting searches is rejected with `too_many_requests`.
 * Sessions outside the pools (LISTEN, host ownership, uploads) are additional.
 */
import { GuesthouseError } from '../domain/errors.js';
import { isCostly } from '../domain/page.js';
import type { PageRequest } from '../domain/page.js';
import { TooManyRequests } from '../domain/rate-limiter.js';
import { ActiveKeys } from './active-keys.js';
import { openDatabase } from './database.js';
import type { Database, DatabaseConnection, DatabaseOptions } from './database.js';
import { FairQueue } from './fair-queue.js';
import { poolUsage } from './metrics.js';
import type { PoolUsage } from './metrics.js';
import { SEARCH_TIMEOUT_MS } from './statement.js';

const OWN_MAX = 4;
const REQUESTS_MAX = 9;
const REQUESTS_OF_USER_MAX = 3;
const SEARCHES_MAX = 3;
const SEARCHES_WAITING_MAX = 10;
/**
 * The time that the searches of one user can take. Without this limit, one user who searches constantly would keep a
 * whole processor busy. On a host with two processors, that is half of what the service has.
 */
const SEARCH_TIME_OF_USER = { burstMs: SEARCH_TIMEOUT_MS, msPerSecond: 200 };
/** How long a request waits for its turn. */
const WAIT_MS = 10_000;

/** The user whose share a statement uses. */
interface Holder {
  readonly userId: string;
}

/** The holder for all requests without a caller. Together they have one share. */
export const ANYONE: Holder = { userId: '' };

export class DatabasePools {
  /** For the work of the service itself. */
  readonly own: Database;
  readonly #requests: Database;
  readonly #searches: Database;
  readonly #activeUsers = new ActiveKeys();
  readonly #requestTurns = new FairQueue({
    slots: REQUESTS_MAX,
    slotsPerKey: REQUESTS_OF_USER_MAX,
    contended: { active: this.#activeUsers, slotsPerKey: 1, budget: null },
    waitingPerKey: Infinity,
    waitMs: WAIT_MS,
    refusal: () =>
      new GuesthouseError('database_unreachable', 'The database is too busy. Try again.', {
        logDetail: 'no free connection for this user',
      }),
  });
  readonly #searchTurns = new FairQueue({
    slots: SEARCHES_MAX,
    slotsPerKey: 1,
    waitingPerKey: SEARCHES_WAITING_MAX,
    waitMs: WAIT_MS,
    contended: { active: this.#activeUsers, slotsPerKey: 1, budget: SEARCH_TIME_OF_USER },
    refusal: () =>
      new TooManyRequests(
        'Too many searches are waiting. Send one search, filtered list or large page at a time.',
        SEARCH_TIMEOUT_MS,
      ),
  });

  private constructor(own: Database, requests: Database, searches: Database) {
    this.own = own;
    this.#requests = requests;
    this.#searches = searches;
  }

  static async open(where: DatabaseConnection | string, options: DatabaseOptions): Promise<DatabasePools> {
    const opened: Database[] = [];
    const open = async (poolMax: number, isLowPriority = false): Promise<Database> => {
      const pool = await openDatabase(where, { ...options, poolMax, isLowPriority });
      opened.push(pool);
      return pool;
    };
    try {
      return new DatabasePools(
        await open(OWN_MAX),
        await open(REQUESTS_MAX),
        await open(SEARCHES_MAX, typeof where !== 'string'),
      );
    } catch (error) {
      for (const pool of opened) await pool.close();
      throw error;
    }
  }

  /** For the statements of a request. A transaction counts as one statement. */
  of({ userId }: Holder): Database {
    return { ...this.#requests, inTurn: (work) => this.#requestTurns.run(userId, work) };
  }

  /**
   * For statements whose cost the client chooses. With `signal` (event streams), a statement can wait until the signal
   * aborts, and the limit on waiting searches does not apply.
   */
  ofSearch({ userId }: Holder, signal?: AbortSignal): Database {
    return { ...this.#searches, inTurn: (work) => this.#searchTurns.run(userId, work, signal) };
  }

  /** For one page of a list. */
  ofPage(holder: Holder, page: PageRequest): Database {
    return isCostly(page) ? this.ofSearch(holder) : this.of(holder);
  }

  /** The usage of all pools together. */
  get usage(): PoolUsage {
    const all = [this.own, this.#requests, this.#searches].map(poolUsage);
    const sum = (of: (usage: PoolUsage) => number): number => all.reduce((total, usage) => total + of(usage), 0);
    return {
      used: sum(({ used }) => used),
      free: sum(({ free }) => free),
      pending: sum(({ pending }) => pending) + this.#requestTurns.waiting + this.#searchTurns.waiting,
    };
  }

  async close(): Promise<void> {
    // Must come first: otherwise a statement that waits for its turn would wait for a connection of a closed pool.
    for (const turns of [this.#searchTurns, this.#requestTurns]) turns.close();
    await Promise.all([this.#searches.close(), this.#requests.close()]);
    await this.own.close();
  }
}
