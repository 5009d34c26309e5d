/**
 * The use cases of events: a page of events, or a stream that sends new events as they happen.
 *
 * A stream has a cursor, the number of the last event that it has passed, and reads the following events from the feed,
 * which all streams share. A stream that is further behind than the feed first catches up from the database. It reads
 * only the events that it sends, in small batches, and all streams and searches of its user together read one batch at
 * a time. The client pulls: a client that reads slowly gets its events late and costs no memory. A client that falls
 * too far behind is disconnected, and can resume from the last number that it received.
 * Invariant: a stream has every event that the caller can see, once, in order (test/http/events.test.ts).
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Visibility } from '../../domain/access.js';
import { GuesthouseError } from '../../domain/errors.js';
import { isSeen, shownEvent } from '../../domain/event.js';
import type { Event, EventPlace } from '../../domain/event.js';
import { fold } from '../../domain/fold.js';
import type { Page, PageRequest } from '../../domain/page.js';
import * as store from '../../store/events.js';
import { BATCH_MAX } from '../../store/events.js';
import type { EventFilter } from '../../store/events.js';
import { query } from '../../store/transaction.js';
import { visibilityOfList } from '../access/caller.js';
import type { App } from '../app.js';
import type { EventFeed } from './event-feed.js';
import type { ProjectCaller } from '../access/caller.js';

export type { EventFilter } from '../../store/events.js';

export async function listEvents(
  app: App,
  caller: ProjectCaller,
  filter: EventFilter,
  page: PageRequest,
  isOfAllProjects: boolean,
): Promise<Page<Event>> {
  const visibility = visibilityOfList(caller, isOfAllProjects);
  const filtered = { ...page, isFiltered: filter.guest !== null || filter.kinds !== null };
  const found = await query(app.db.ofPage(caller, filtered), (sql) =>
    store.listEvents(sql, visibility, filter, filtered),
  );
  return { ...found, rows: found.rows.map((event) => shownEvent(event, visibility)) };
}

/** An item of a stream: an event, or the fact that nothing happened for a while. */
export type StreamItem = Event | 'silence';

export interface StreamOptions {
  /**
   * The last event that the client has seen; null: only events from now on. Without a mark, the number can belong to
   * another event than the one that the client has seen.
   */
  readonly after: EventPlace | null;
  /** The longest time without an item. */
  readonly silenceMs: number;
  /** Ends the stream. */
  readonly signal: AbortSignal;
}

/**
 * Throws `events_gone` if the events that follow `after` are no longer retained, or if `after` was lost when the
 * database was restored from a backup. Reads no events until the caller iterates.
 */
export async function streamEvents(
  app: App,
  caller: ProjectCaller,
  filter: EventFilter,
  options: StreamOptions,
  isOfAllProjects: boolean,
): Promise<AsyncIterable<StreamItem>> {
  const visibility = visibilityOfList(caller, isOfAllProjects);
  const isWanted = matcherOf(filter);
  const { history } = app.feed;
  const { first, last } = await query(app.db.of(caller), store.readEventNumbers);
  const { after } = options;
  if (after !== null) {
    if (after.id < first - 1) throw gone(`Events after ${after.id} are no longer retained.`);
    const isKnown =
      after.id <= last.id &&
      (after.mark === null || (await query(app.db.of(caller), (sql) => store.isInHistory(sql, after))));
    if (!isKnown) {
      throw gone(
        `The database does not have event ${after.id} of Last-Event-ID: the event is no longer retained, or the ` +
          'database was restored from a backup, or failed over to a standby, that does not have the event.',
      );
    }
  }
  const db = app.db.ofSearch(caller, options.signal);
  const catchUp: CatchUp = (interval) => query(db, (sql) => store.listEventsBetween(sql, visibility, filter, interval));
  const isSent = (event: Event): boolean => isSeen(event, visibility) && isWanted(event);
  // Must come after all other reads: if the database was restored since then, the events that follow would belong to
  // another history.
  await app.feed.checkHistory();
  const stream = follow(app.feed, history, catchUp, isSent, after?.id ?? last.id, options);
  return shown(stream, visibility);
}

function gone(why: string): GuesthouseError {
  const remedy = 'Read the resources again, then open a stream without Last-Event-ID.';
  return new GuesthouseError('events_gone', `${why} ${remedy}`);
}

/** The events that the stream sends from an interval of numbers, at most `BATCH_MAX`. */
type CatchUp = (interval: { readonly after: number; readonly upTo: number }) => Promise<Event[]>;

/** How many event numbers one statement of a stream that catches up covers. The statement takes a few milliseconds. */
const CATCH_UP_NUMBERS = 10_000;
/**
 * The pause between two statements of a stream that catches up, so that the stream leaves most of the database's time
 * to others.
 */
const CATCH_UP_PAUSE_MS = 10;

/** The items as the caller can see them. */
async function* shown(items: AsyncIterable<StreamItem>, visibility: Visibility): AsyncGenerator<StreamItem> {
  for await (const item of items) yield item === 'silence' ? item : shownEvent(item, visibility);
}

async function* follow(
  feed: EventFeed,
  history: symbol,
  catchUp: CatchUp,
  isSent: (event: Event) => boolean,
  from: number,
  { silenceMs, signal }: StreamOptions,
): AsyncGenerator<StreamItem> {
  let cursor = from;
  let lastItemAtMs = performance.now();
  while (!signal.aborted && !feed.isReleased && feed.history === history) {
    const gapEnd = feed.gapAfter(cursor);
    if (gapEnd !== null) {
      const upTo = Math.min(gapEnd, cursor + CATCH_UP_NUMBERS);
      const missed = await unlessAborted(signal, catchUp({ after: cursor, upTo }));
      // Must come after the read: what was read from another history must not be sent.
      await unlessAborted(signal, feed.checkHistory());
      if (feed.history !== history) return;
      for (const event of missed ?? []) {
        if (signal.aborted) return;
        cursor = event.id;
        yield event;
        lastItemAtMs = performance.now();
      }
      if (missed !== null && missed.length < BATCH_MAX) cursor = upTo;
      if (performance.now() - lastItemAtMs >= silenceMs) {
        yield 'silence';
        lastItemAtMs = performance.now();
      }
      await unlessAborted(signal, sleep(CATCH_UP_PAUSE_MS, undefined, { signal }));
      continue;
    }
    const events = feed.after(cursor);
    for (const event of events) {
      cursor = event.id;
      if (!isSent(event)) continue;
      yield event;
      lastItemAtMs = performance.now();
      if (signal.aborted) return;
    }
    const silentInMs = lastItemAtMs + silenceMs - performance.now();
    if (silentInMs <= 0) {
      yield 'silence';
      lastItemAtMs = performance.now();
    } else if (events.length === 0) {
      // Nothing may be awaited between the read of the feed and this wait: an event in between would be missed.
      await feed.changed(signal, silentInMs);
    }
  }
}

/** Null if the signal aborts first. */
async function unlessAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if (signal.aborted) return null;
    throw error;
  }
}

/** Whether an event matches the filter, by the same rule as in the database. */
export function matcherOf({ guest, kinds }: EventFilter): (event: Event) => boolean {
  const id = guest?.toLowerCase();
  const name = guest === null ? null : fold(guest);
  return ({ kind, subject }) => {
    if (kinds !== null && !kinds.includes(kind)) return false;
    if (name === null) return true;
    return subject?.kind === 'guest' && (subject.id === id || fold(subject.name) === name);
  };
}
