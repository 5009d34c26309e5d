/**
 * The use cases of events: a page of events, or a stream that sends new events as they happen.
 *
 * A stream has a cursor, the number of the last event that it has sent, and reads the following events from the feed.
 * The client pulls: a client that reads slowly gets its events late and costs no memory. A client that falls too far
 * behind is disconnected, and can resume from the last number that it received.
 * Invariant: a stream has every event that the caller can see, once, in order (test/http/events.test.ts).
 */
import type { Visibility } from '../../domain/access.js';
import { GuesthouseError } from '../../domain/errors.js';
import { isSeen, shownEvent } from '../../domain/event.js';
import type { Event } from '../../domain/event.js';
import { fold } from '../../domain/fold.js';
import type { Page, PageRequest } from '../../domain/page.js';
import * as store from '../../store/events.js';
import type { EventFilter } from '../../store/events.js';
import { query } from '../../store/transaction.js';
import { visibilityOfList } from '../access/caller.js';
import type { App } from '../app.js';
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
  const found = await query(app.db, (sql) => store.listEvents(sql, visibility, filter, page));
  return { ...found, rows: found.rows.map((event) => shownEvent(event, visibility)) };
}

/** An item of a stream: an event, or the fact that nothing happened for a while. */
export type StreamItem = Event | 'silence';

export interface StreamOptions {
  /** The last event that the client has seen; null: only events from now on. */
  readonly after: number | null;
  /** The longest time without an item. */
  readonly silenceMs: number;
  /** Ends the stream. */
  readonly signal: AbortSignal;
}

/**
 * Throws `events_gone` if the events that follow `after` are no longer retained. Reads no events until the caller
 * iterates.
 */
export async function streamEvents(
  app: App,
  caller: ProjectCaller,
  filter: EventFilter,
  options: StreamOptions,
  isOfAllProjects: boolean,
): Promise<AsyncIterable<StreamItem>> {
  const visibility = visibilityOfList(caller, isOfAllProjects);
  const { first, last } = await query(app.db, store.readEventNumbers);
  const { after } = options;
  if (after !== null && after < first - 1) {
    throw new GuesthouseError('events_gone', `Events after ${after} are no longer retained.`);
  }
  // A number larger than the last assigned one comes from another database. Then the stream begins with new events.
  return follow(app, visibility, filter, after === null || after > last ? last : after, options);
}

async function* follow(
  app: App,
  visibility: Visibility,
  filter: EventFilter,
  from: number,
  { silenceMs, signal }: StreamOptions,
): AsyncGenerator<StreamItem> {
  let cursor = from;
  while (!signal.aborted && !app.feed.isReleased) {
    const pause = new AbortController();
    // Must come before the feed is read: otherwise an event in between would be missed.
    const changed = app.feed.changed(AbortSignal.any([signal, pause.signal]));
    const events = await app.feed.after(cursor);
    for (const event of events) {
      cursor = event.id;
      if (isSeen(event, visibility) && isWanted(event, filter)) yield shownEvent(event, visibility);
      if (signal.aborted) return;
    }
    if (events.length > 0) {
      pause.abort();
      continue;
    }
    let isSilent = false;
    const timer = setTimeout(() => {
      isSilent = true;
      pause.abort();
    }, silenceMs);
    await changed;
    clearTimeout(timer);
    if (isSilent) yield 'silence';
  }
}

function isWanted(event: Event, { guest, kinds }: EventFilter): boolean {
  if (kinds !== null && !kinds.includes(event.kind)) return false;
  if (guest === null) return true;
  const { subject } = event;
  if (subject?.kind !== 'guest') return false;
  return subject.id === guest.toLowerCase() || fold(subject.name) === fold(guest);
}
