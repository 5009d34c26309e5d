/**
 * The database connections of this process, in three pools, so that no user can occupy the connections of other users,
 * and requests cannot occupy those of the service.
 *
 *   pool       connections   for                                                       share of one user
 *   ────────   ───────────   ───────────────────────────────────────────────────────   ──────────────────────────────
 *   own        4             workers, sequencer, event feed, access lookups            –
 *   requests   9             everything that requests do, except                       3, or fewer if contended
 *   searches   3             statements whose cost the client chooses (`isCostly`)     1, and 10 waiting
 *
 * The connections are contended while several users send requests. The share of each user is then smaller, because
 * users compete for the processors before they compete for connections: the requests of others wait for the statements
 * that one user runs at the same time. The embedded server runs on the processors of the service, so with it each user
 * then also has a budget of processor time (`PROCESSORS_OF_USER`), and searches always have a low priority. While
 * another user attacked, the requests of an honest member took 7.0 to 7.8 times as long as usual. With these limits,
 * they take 1.7 to 2.1 times as long (test/live/hostile-tenant.test.ts, on two cores).
 *
 * The share of a user covers all its credentials. Requests above the share wait for at most `WAIT_MS`. A search above
 * the limit on waiting searches is rejected with `too_many_requests`.
 * Sessions outside the pools (LISTEN, host ownership, uploads) are additional.
 */
import { availableParallelism } from 'node:os';
import { GuesthouseError } from '../domain/errors.js';
import { isCostly } from '../domain/page.js';
import type { PageRequest } from '../domain/page.js';
import { TooManyRequests } from '../domain/rate-limiter.js';
import { ActiveKeys } from './active-keys.js';
import { databaseServers, openDatabase } from './database.js';
import type { Database, DatabaseOptions } from './database.js';
import type { DatabaseConnection } from './database-servers.js';
import { FairQueue } from './fair-queue.js';
import type { WorkBudget } from './fair-queue.js';
import { poolUsage } from './metrics.js';
import type { PoolUsage } from './metrics.js';
import { SEARCH_TIMEOUT_MS } from './statement.js';

const OWN_MAX = 4;
const REQUESTS_MAX = 9;
const REQUESTS_OF_USER_MAX = 3;
const SEARCHES_MAX = 3;
const SEARCHES_WAITING_MAX = 10;
/**
 * How many processors the requests of one user can keep busy while other users are active. A user that sends requests
 * without a pause would otherwise take half of a small host.
 */
const PROCESSORS_OF_USER = availableParallelism() / 4;
/** Searches are the smaller part, because a client can choose how much they cost. */
const PROCESSORS_OF_SEARCHES = availableParallelism() / 10;
/** A statement of a request needs less processor time than this. If it takes longer, it waits for a lock or a disk. */
const REQUEST_CHARGE_MAX_MS = 250;
/** The size of the burst in which a user can use more than its processors. */
const BURST_MS = SEARCH_TIMEOUT_MS;
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
  readonly #requestTurns: FairQueue;
  readonly #searchTurns: FairQueue;

  private constructor(own: Database, requests: Database, searches: Database, isEmbedded: boolean) {
    this.own = own;
    this.#requests = requests;
    this.#searches = searches;
    const active = new ActiveKeys();
    this.#requestTurns = new FairQueue({
      slots: REQUESTS_MAX,
      slotsPerKey: REQUESTS_OF_USER_MAX,
      contended: {
        active,
        slotsPerKey: Math.min(REQUESTS_OF_USER_MAX, Math.ceil(PROCESSORS_OF_USER)),
        budget: isEmbedded ? budgetOf(PROCESSORS_OF_USER, REQUEST_CHARGE_MAX_MS) : null,
      },
      waitingPerKey: Infinity,
      waitMs: WAIT_MS,
      refusal: () =>
        new GuesthouseError('database_unreachable', 'The database is too busy. Try again.', {
          logDetail: 'no free connection for this user',
        }),
    });
    this.#searchTurns = new FairQueue({
      slots: SEARCHES_MAX,
      slotsPerKey: 1,
      contended: { active, slotsPerKey: 1, budget: budgetOf(PROCESSORS_OF_SEARCHES, SEARCH_TIMEOUT_MS) },
      waitingPerKey: SEARCHES_WAITING_MAX,
      waitMs: WAIT_MS,
      refusal: () =>
        new TooManyRequests(
          'Too many searches are waiting. Send one search, filtered list or large page at a time.',
          SEARCH_TIMEOUT_MS,
        ),
    });
  }

  static async open(where: DatabaseConnection | string, options: DatabaseOptions): Promise<DatabasePools> {
    const opened: Database[] = [];
    const servers = databaseServers(where, options.log);
    const open = async (poolMax: number, isLowPriority = false): Promise<Database> => {
      const pool = await openDatabase(servers, { ...options, poolMax, isLowPriority });
      opened.push(pool);
      return pool;
    };
    try {
      const isEmbedded = typeof where !== 'string';
      return new DatabasePools(
        await open(OWN_MAX),
        await open(REQUESTS_MAX),
        await open(SEARCHES_MAX, isEmbedded),
        isEmbedded,
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

function budgetOf(processors: number, chargeMaxMs: number): WorkBudget {
  return { burstMs: BURST_MS, msPerSecond: processors * 1000, chargeMaxMs };
}
