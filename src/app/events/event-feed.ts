/**
 * The live feed of events in this process: one reader of the database for all streams, whatever their number.
 *
 * It keeps the last few thousand events. A stream that has seen up to some number takes what follows from here; one that is further
 * behind reads the database itself (`listEventsAfter`). Nothing is ever pushed into a stream, so a slow one holds up nobody and costs
 * no memory.
 * Notifications only say that there is more: numbers say what, so a lost one costs time and nothing else.
 */
import { CoalescedTask } from '../../domain/coalesced-task.js';
import type { Event } from '../../domain/event.js';
import type { Log } from '../../domain/log.js';
import type { Database } from '../../store/database.js';
import { BATCH_MAX, listEventsAfter, NUMBERED_CHANNEL, readEventNumbers } from '../../store/events.js';
import type { Listener } from '../../store/listener.js';
import { query } from '../../store/transaction.js';

const KEPT_MAX = 10_000;
/** For notifications that got lost without their connection. */
const SWEEP_EVERY_MS = 2_000;

export class EventFeed {
  readonly #db: Database;
  readonly #sweep: NodeJS.Timeout;
  readonly #unsubscribe: () => void;
  /** In the order of their numbers, none missing between the first and the last. */
  #recent: Event[] = [];
  /** What was read so far: everything up to it is in `#recent` or older. Null until the first reading. */
  #last: number | null = null;
  readonly #waiting = new Set<() => void>();
  readonly #readings: CoalescedTask;
  #isReleased = false;

  constructor(db: Database, listener: Listener, log: Log) {
    this.#db = db;
    this.#readings = new CoalescedTask(
      () => this.#read(),
      (error) => log.debug({ err: error }, 'failed to read events; retrying'),
    );
    const wake = (): void => this.#readings.wake();
    this.#unsubscribe = listener.subscribe(NUMBERED_CHANNEL, { onNotified: wake, onGap: wake });
    this.#sweep = setInterval(wake, SWEEP_EVERY_MS);
  }

  /** Whether streams are to end: the service stops. */
  get isReleased(): boolean {
    return this.#isReleased;
  }

  /** Ends every stream; their clients come back to whoever serves next. */
  release(): void {
    this.#isReleased = true;
    for (const wake of [...this.#waiting]) wake();
  }

  async close(): Promise<void> {
    this.release();
    clearInterval(this.#sweep);
    this.#unsubscribe();
    await this.#readings.stop();
  }

  /** The events that follow `after`, at most `BATCH_MAX`; empty when there are none yet. */
  async after(after: number): Promise<readonly Event[]> {
    const first = this.#recent[0];
    if (this.#last !== null && after >= this.#last) return [];
    if (first === undefined || after < first.id - 1) return query(this.#db, (sql) => listEventsAfter(sql, after));
    const start = indexAfter(this.#recent, after);
    return this.#recent.slice(start, start + BATCH_MAX);
  }

  /** Resolves when there may be more than before, or the signal aborts. */
  changed(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        this.#waiting.delete(done);
        signal.removeEventListener('abort', done);
        resolve();
      };
      if (signal.aborted || this.#isReleased) {
        resolve();
        return;
      }
      this.#waiting.add(done);
      signal.addEventListener('abort', done);
    });
  }

  async #read(): Promise<void> {
    this.#last ??= (await query(this.#db, readEventNumbers)).last;
    for (;;) {
      const from: number = this.#last;
      const batch: Event[] = await query(this.#db, (sql) => listEventsAfter(sql, from));
      const newest = batch.at(-1);
      if (newest === undefined) return;
      this.#recent.push(...batch);
      if (this.#recent.length > KEPT_MAX) this.#recent = this.#recent.slice(-KEPT_MAX / 2);
      this.#last = newest.id;
      for (const wake of [...this.#waiting]) wake();
      if (batch.length < BATCH_MAX) return;
    }
  }
}

/** Where the first event stands whose number is larger; numbers may have gaps. */
function indexAfter(events: readonly Event[], after: number): number {
  let low = 0;
  let high = events.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((events[middle]?.id ?? Infinity) <= after) low = middle + 1;
    else high = middle;
  }
  return low;
}
