/**
 * The sequencer of events: gives numbers to committed events, so that readers see them in an order that never changes.
 *
 * One runs in every service, and one at a time has a turn (the row of `event_numbers` is the lock). All are woken by each commit that
 * wrote events, and sweep once a second for what a lost notification, or a service that died in its turn, left behind.
 */
import type { Log } from '../domain/log.js';
import type { Database } from '../store/database.js';
import { BATCH_MAX, numberEvents, UNNUMBERED_CHANNEL } from '../store/events.js';
import type { Listener } from '../store/listener.js';
import { inTransaction } from '../store/transaction.js';

const SWEEP_EVERY_MS = 1_000;

export class Sequencer {
  readonly #db: Database;
  readonly #log: Log;
  readonly #sweep: NodeJS.Timeout;
  readonly #unsubscribe: () => void;
  #turn: Promise<void> | null = null;
  #isWokenAgain = false;
  #isClosed = false;

  constructor(db: Database, listener: Listener, log: Log) {
    this.#db = db;
    this.#log = log;
    const wake = (): void => this.#wake();
    this.#unsubscribe = listener.subscribe(UNNUMBERED_CHANNEL, { onNotified: wake, onGap: wake });
    this.#sweep = setInterval(wake, SWEEP_EVERY_MS);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearInterval(this.#sweep);
    this.#unsubscribe();
    await this.#turn;
  }

  /** One turn at a time; a wake during a turn is worth one more. */
  #wake(): void {
    if (this.#isClosed) return;
    if (this.#turn !== null) {
      this.#isWokenAgain = true;
      return;
    }
    this.#turn = this.#takeTurn()
      .catch((error: unknown) => this.#log.debug({ err: error }, 'failed to number events; retrying'))
      .finally(() => {
        this.#turn = null;
        if (!this.#isWokenAgain) return;
        this.#isWokenAgain = false;
        this.#wake();
      });
  }

  async #takeTurn(): Promise<void> {
    while ((await inTransaction(this.#db, numberEvents)) === BATCH_MAX);
  }
}
