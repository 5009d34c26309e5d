/**
 * The live feed of events in this process: a single reader of the database for all streams.
 *
 * The feed keeps the last few thousand events. A stream passes the number of its last event and gets the following
 * events. A stream that is further behind must first read the events up to `gapAfter` from the database itself
 * (events.ts). The feed never pushes events into a stream, so a slow stream delays no other stream and costs no memory.
 * A notification only reports that there are new events; the feed then reads the events by number. So a lost
 * notification costs only time.
 *
 * The database can be restored from a backup while the service runs. Then the last event that the feed has read is
 * missing, or another event has its number. Each read checks this. The feed then begins a new history, and the streams
 * of the old one must end (`history`): their clients come back, and are rejected if they have seen a lost event.
 * Invariant: a stream gets only events of one history (test/http/restored-database.test.ts).
 */
import { CoalescedTask } from '../../domain/coalesced-task.js';
import type { Event, EventPlace } from '../../domain/event.js';
import type { Log } from '../../domain/log.js';
import type { Database } from '../../store/database.js';
import { BATCH_MAX, isInHistory, listEventsAfter, NUMBERED_CHANNEL, readEventNumbers } from '../../store/events.js';
import type { Listener } from '../../store/listener.js';
import { query } from '../../store/transaction.js';

const RECENT_MAX = 10_000;
/** Covers notifications that are lost although their connection stays up. */
const SWEEP_EVERY_MS = 2_000;

export class EventFeed {
  readonly #db: Database;
  readonly #log: Log;
  readonly #sweep: NodeJS.Timeout;
  readonly #unsubscribe: () => void;
  /** In the order of their numbers. No event between the first and the last one is missing. */
  #recent: Event[] = [];
  /**
   * The last event read: every event up to its number is in `#recent`, or older than the events in `#recent`. Null
   * until the first read.
   */
  #last: EventPlace | null = null;
  #history = Symbol('history');
  readonly #waiting = new Set<() => void>();
  readonly #reads: CoalescedTask;
  #isReleased = false;

  constructor(db: Database, listener: Listener, log: Log) {
    this.#db = db;
    this.#log = log;
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

  /** Changes when the database was restored from a backup: then streams of an earlier history must end. */
  get history(): symbol {
    return this.#history;
  }

  /** Detects a restore that happened before this call, even if no event was numbered since. */
  async checkHistory(): Promise<void> {
    const last = this.#last;
    if (last === null || (await query(this.#db, (sql) => isInHistory(sql, last)))) return;
    if (this.#last === last) this.#beginHistory();
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
    const lastGone = (this.#recent[0]?.id ?? this.#last.id + 1) - 1;
    return after < lastGone ? lastGone : null;
  }

  /** The events that follow `after`, at most `BATCH_MAX`; empty if there are none yet. See `gapAfter` first. */
  after(after: number): readonly Event[] {
    const start = indexAfter(this.#recent, after);
    return this.#recent.slice(start, start + BATCH_MAX);
  }

  /** Resolves when there can be new events, when the signal aborts, or after `withinMs`. */
  changed(signal: AbortSignal, withinMs?: number): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        this.#waiting.delete(done);
        signal.removeEventListener('abort', done);
        clearTimeout(timer);
        resolve();
      };
      const timer = withinMs === undefined ? undefined : setTimeout(() => done(), withinMs);
      if (signal.aborted || this.#isReleased) {
        done();
        return;
      }
      this.#waiting.add(done);
      signal.addEventListener('abort', done);
    });
  }

  async #read(): Promise<void> {
    for (;;) {
      const history = this.#history;
      if (this.#last === null) {
        const { last } = await query(this.#db, readEventNumbers);
        if (history !== this.#history) continue;
        this.#last = last;
        this.#wakeAll();
      }
      const from: EventPlace = this.#last;
      const batch = await query(this.#db, (sql) => listEventsAfter(sql, from));
      if (history !== this.#history) continue;
      if (batch === null) {
        this.#beginHistory();
        continue;
      }
      const newest = batch.at(-1);
      if (newest === undefined) return;
      this.#recent.push(...batch);
      if (this.#recent.length > RECENT_MAX) this.#recent = this.#recent.slice(-RECENT_MAX / 2);
      this.#last = newest;
      this.#wakeAll();
      if (batch.length < BATCH_MAX) return;
    }
  }

  #beginHistory(): void {
    this.#log.warn(
      { lastEvent: this.#last?.id },
      'the database was restored from a backup or lost changes in a fail-over; ending event streams',
    );
    this.#history = Symbol('history');
    this.#recent = [];
    this.#last = null;
    this.#wakeAll();
    this.#reads.wake();
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
