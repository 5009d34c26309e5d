/**
 * The events `access.denied` of requests that are rejected because the caller lacks a right. They appear among the
 * events of the caller's project.
 *
 *   first refusal of a user for an operation in this minute     an event immediately, with the request
 *   further refusals                                            counted; one event for all of them at the next flush
 *
 * One event for each request would let any user fill the database. So a user can cause at most `EVENTS_BURST` events at
 * once and one every `1 / EVENTS_PER_SECOND` s on average. The refusals beyond that are counted together: one event a
 * minute for each user, which only administrators see.
 * Invariant: every refusal is in exactly one event or count, and at most `COUNTS_MAX` counts are kept for a minute
 * (test/store/refusals.test.ts).
 */
import type { NewEvent } from '../../domain/event.js';
import type { Log } from '../../domain/log.js';
import { RateLimiter } from '../../domain/rate-limiter.js';
import type { Database } from '../../store/database.js';
import { recordEvents } from '../../store/events.js';
import { inTransaction } from '../../store/transaction.js';
import type { Caller } from './caller.js';

const EVENTS_PER_SECOND = 0.1;
const EVENTS_BURST = 100;
const COUNTS_MAX = 10_000;

/**
 * The refusals that are counted together. If a member is null, refusals with any value of the member are counted here.
 */
interface Refused {
  readonly projectId: Caller['projectId'];
  readonly userId: string | null;
  readonly operation: string | null;
  readonly right: string | null;
}

interface Counted {
  readonly refused: Refused;
  count: number;
}

export type RefusedCaller = Pick<Caller, 'projectId' | 'userId' | 'requestId' | 'clientAddress' | 'right' | 'log'>;

export class Refusals {
  readonly #db: Database;
  readonly #log: Log;
  readonly #events = new RateLimiter({ perSecond: EVENTS_PER_SECOND, burst: EVENTS_BURST, keysMax: COUNTS_MAX });
  #counts = new Map<string, Counted>();

  constructor(db: Database, log: Log) {
    this.#db = db;
    this.#log = log;
  }

  /**
   * Resolves when the event has been written, or the refusal has been counted. If the event cannot be written, it is
   * logged instead; the request is rejected either way.
   */
  async record(caller: RefusedCaller, operationId: string | null): Promise<void> {
    const { projectId, userId, requestId, clientAddress, right, log } = caller;
    const refused = { projectId, userId, operation: operationId, right };
    const counted = this.#counts.get(keyOf(refused));
    if (counted !== undefined) {
      counted.count += 1;
      return;
    }
    if (!this.#hasEvent(userId)) {
      this.#add(ofUser(userId), 1);
      return;
    }
    // Until the next flush, further refusals are counted.
    this.#add(refused, 0);
    const actor = { userId, requestId, clientAddress };
    const event = eventOf(refused);
    try {
      await this.#write([{ ...event, ...actor }]);
    } catch (error) {
      log.warn({ err: error, ...actor, ...event.detail }, 'failed to record a rejected request as an event');
    }
  }

  /** Writes the counts since the last call, if any. If the write fails, the next call includes them. */
  async flush(): Promise<void> {
    const counts = this.#counts;
    this.#counts = new Map();
    for (const { refused, count } of counts.values()) {
      if (count > 0) this.#add(this.#hasEvent(refused.userId) ? refused : ofUser(refused.userId), count);
    }
    const due = this.#counts;
    this.#counts = new Map();
    if (due.size === 0) return;
    try {
      await this.#write([...due.values()].map(({ refused, count }) => eventOf(refused, count)));
    } catch (error) {
      for (const { refused, count } of due.values()) this.#add(refused, count);
      this.#log.warn({ err: error }, 'failed to record counts of rejected requests; retrying');
    }
  }

  /** Whether the user can cause an event now. If so, the event counts towards the user's limit. */
  #hasEvent(userId: string | null): boolean {
    return userId !== null && this.#events.take(userId, performance.now()) === 0;
  }

  #add(refused: Refused, count: number): void {
    const isRoom = this.#counts.size < COUNTS_MAX || this.#counts.has(keyOf(refused));
    const shared = isRoom ? refused : ofUser(null);
    const key = keyOf(shared);
    const known = this.#counts.get(key);
    if (known === undefined) this.#counts.set(key, { refused: shared, count });
    else known.count += count;
  }

  #write(events: readonly NewEvent[]): Promise<void> {
    return inTransaction(this.#db, (trx) => recordEvents(trx, events));
  }
}

function ofUser(userId: string | null): Refused {
  return { projectId: null, userId, operation: null, right: null };
}

function keyOf({ projectId, userId, operation, right }: Refused): string {
  return JSON.stringify([projectId, userId, operation, right]);
}

/** `count` is the number of further refusals; it is absent in the event of a single refusal. */
function eventOf({ projectId, userId, operation, right }: Refused, count?: number): NewEvent {
  return {
    kind: 'access.denied',
    projectId,
    subject: null,
    operationId: null,
    userId,
    requestId: null,
    clientAddress: null,
    detail: { reason: 'forbidden', operation, right, ...(count === undefined ? {} : { count }) },
  };
}
