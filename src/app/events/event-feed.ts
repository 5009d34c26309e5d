/**
 * The live feed of events in this process: a single reader of the database for all streams.
 *
 * The feed keeps the last few thousand events. A stream passes the number of its last event and gets the following
 * events. A stream that is further behind must first read the events up to `gapAfter` from the database itself
 * (events.ts). The feed never pushes events into a stream, so a slow stream delays no other stream and costs no memory.
 * A notification only reports that there are new events; the feed then reads the events by number. So a lost
 * notification costs only time.
 */
import { CoalescedTask } from '../../domain/coalesced-task.js';
import type { Event } from '../../domain/event.js';
import type { Log } from '../../domain/log.js';
import type { Database } from '../../store/database.js';
import { BATCH_MAX, listEventsAfter, NUMBERED_CHANNEL, readEventNumbers } from '../../store/events.js';
import type { Listener } from '../../store/listener.js';
import { query } from '../../store/transaction.js';

const RECENT_MAX = 10_000;
/** Covers notifications that are lost although their connection stays up. */
const SWEEP_EVERY_MS = 2_000;

export class EventFeed {
  readonly #db: Database;
  readonly #sweep: NodeJS.Timeout;
  readonly #unsubscribe: () => void;
  /** In the order of their numbers. No event between the first and the last one is missing. */
  #recent: Event[] = [];
  /**
   * The last number read: every event up to this number is in `#recent`, or older than the events in `#recent`. Null
   * until the first read.
   */
  #last: number | null = null;
  readonly #waiting = new Set<() => void>();
  readonly #reads: CoalescedTask;
  #isReleased = false;

  constructor(db: Database, listener: Listener, log: Log) {
    this.#db = db;
    this.#reads = new CoalescedTask(
      () => this.#read(),
      (error) => log.debug({ err: error }, 'failed to read events; retrying'),
    );
    const wake = (): void => this.#reads.wake();
    this.#unsubscribe = listener.subscribe(NUMBERED_CHANNEL, { onNotified: wake, onGap: wake });
    this.#sweep = setInterval(wake, SWEEP_EVERY_MS);
  }

  /** Whether streams must end, because the service is stopping. */
  get isReleased(): boolean {
    return this.#isReleased;
  }

  /** Ends every stream; the clients reconnect to another replica or to the next process. */
  release(): void {
    this.#isReleased = true;
    this.#wakeAll();
  }

  async close(): Promise<void> {
    this.release();
    clearInterval(this.#sweep);
    this.#unsubscribe();
    await this.#reads.stop();
  }

  /**
   * The last event number that the feed can no longer deliver to a reader at `after`: the reader must read the events
   * up to this number from the database. Null if the feed has every event after `after`, or has not read the database
   * yet.
   */
  gapAfter(after: number): number | null {
    if (this.#last === null) return null;
    const lastGone = (this.#recent[0]?.id ?? this.#last + 1) - 1;
    return after < lastGone ? lastGone : null;
  }

  /** The events that follow `after`, at most `BATCH_MAX`; empty if there are none yet. See `gapAfter` first. */
  after(after: number): readonly Event[] {
    const start = indexAfter(this.#recent, after);
    return this.#recent.slice(start, start + BATCH_MAX);
  }

  /** Resolves when there can be new events, or the signal aborts. */
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
    if (this.#last === null) {
      this.#last = (await query(this.#db, readEventNumbers)).last;
      this.#wakeAll();
    }
    for (;;) {
      const from: number = this.#last;
      const batch: Event[] = await query(this.#db, (sql) => listEventsAfter(sql, from));
      const newest = batch.at(-1);
      if (newest === undefined) return;
      this.#recent.push(...batch);
      if (this.#recent.length > RECENT_MAX) this.#recent = this.#recent.slice(-RECENT_MAX / 2);
      this.#last = newest.id;
      this.#wakeAll();
      if (batch.length < BATCH_MAX) return;
    }
  }

  #wakeAll(): void {
    for (const wake of [...this.#waiting]) wake();
  }
}

/** The index of the first event with a larger number. The numbers can have gaps. */
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
