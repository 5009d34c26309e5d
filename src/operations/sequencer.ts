/**
 * The sequencer of events. It numbers committed events, so that readers see them in an order that never changes.
 *
 * Every service runs a sequencer, but only one sequencer at a time numbers events (the row of `event_numbers` is the
 * lock). Each commit that wrote events wakes all sequencers. Each sequencer also checks once a second for events
 * without a number: such events remain if a notification was lost, or if a service died while it numbered events.
 */
import { CoalescedTask } from '../domain/coalesced-task.js';
import type { Log } from '../domain/log.js';
import type { Database } from '../store/database.js';
import { BATCH_MAX, numberEvents, UNNUMBERED_CHANNEL } from '../store/events.js';
import type { Listener } from '../store/listener.js';
import { inTransaction } from '../store/transaction.js';

const SWEEP_EVERY_MS = 1_000;

export class Sequencer {
  readonly #sweep: NodeJS.Timeout;
  readonly #unsubscribe: () => void;
  readonly #turns: CoalescedTask;

  constructor(db: Database, listener: Listener, log: Log) {
    this.#turns = new CoalescedTask(
      () => takeTurn(db),
      (error) => log.debug({ err: error }, 'failed to number events; retrying'),
    );
    const wake = (): void => this.#turns.wake();
    this.#unsubscribe = listener.subscribe(UNNUMBERED_CHANNEL, { onNotified: wake, onGap: wake });
    this.#sweep = setInterval(wake, SWEEP_EVERY_MS);
  }

  async close(): Promise<void> {
    clearInterval(this.#sweep);
    this.#unsubscribe();
    await this.#turns.stop();
  }
}

async function takeTurn(db: Database): Promise<void> {
  while ((await inTransaction(db, numberEvents)) === BATCH_MAX);
}
