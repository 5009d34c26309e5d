/**
 * The counts of rejected credentials, which administrators see as events: one event a minute for each address, with the
 * number of rejected credentials. One event for each request would let anyone fill the database.
 *
 * Invariant: at most `ADDRESSES_MAX` addresses are counted separately in a minute; all others share one event without
 * an address (test/store/denials.test.ts).
 */
import type { NewEvent } from '../../domain/event.js';
import type { Log } from '../../domain/log.js';
import type { Database } from '../../store/database.js';
import { recordEvents } from '../../store/events.js';
import { inTransaction } from '../../store/transaction.js';
import { addressGroup } from './address-group.js';

const ADDRESSES_MAX = 100;

export class Denials {
  readonly #db: Database;
  readonly #log: Log;
  #counts = new Map<string | null, number>();

  constructor(db: Database, log: Log) {
    this.#db = db;
    this.#log = log;
  }

  /** Counts a request that was rejected because it had no valid credential. */
  count(clientAddress: string): void {
    this.#add(addressGroup(clientAddress), 1);
  }

  /** Writes the counts since the last call, if there are any. If the write fails, the next call includes them. */
  async flush(): Promise<void> {
    const counts = this.#counts;
    if (counts.size === 0) return;
    this.#counts = new Map();
    try {
      await inTransaction(this.#db, (trx) => recordEvents(trx, [...counts].map(eventOf)));
    } catch (error) {
      for (const [address, count] of counts) this.#add(address, count);
      this.#log.warn({ err: error }, 'failed to record rejected credentials; retrying');
    }
  }

  #add(address: string | null, count: number): void {
    const isRoom = this.#counts.has(address) || this.#counts.size - Number(this.#counts.has(null)) < ADDRESSES_MAX;
    const key = isRoom ? address : null;
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + count);
  }
}

function eventOf([address, count]: [string | null, number]): NewEvent {
  return {
    kind: 'access.denied',
    projectId: null,
    subject: null,
    operationId: null,
    userId: null,
    requestId: null,
    clientAddress: null,
    detail: { address, count, reason: 'unauthenticated' },
  };
}
