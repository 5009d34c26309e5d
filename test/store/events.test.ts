/**
 * Tests of events: they are numbered in the order in which they become visible, whatever the commit order, and one feed
 * reads them for all streams.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import type { ProjectCaller } from '../../src/app/access/caller.js';
import type { App } from '../../src/app/app.js';
import { EventFeed } from '../../src/app/events/event-feed.js';
import { matcherOf, streamEvents } from '../../src/app/events/events.js';
import type { EventFilter, StreamItem } from '../../src/app/events/events.js';
import { EVERYTHING, principalOf } from '../../src/domain/access.js';
import type { Visibility } from '../../src/domain/access.js';
import { isSeen } from '../../src/domain/event.js';
import type { Event, EventPlace, NewEvent } from '../../src/domain/event.js';
import { newId } from '../../src/domain/ids.js';
import type { GuestId, ProjectId, UserId } from '../../src/domain/ids.js';
import { SILENT_LOG } from '../../src/domain/log.js';
import { Sequencer } from '../../src/operations/sequencer.js';
import { openDatabase } from '../../src/store/database.js';
import type { Database } from '../../src/store/database.js';
import { DatabasePools } from '../../src/store/database-pools.js';
import {
  BATCH_MAX,
  expireEvents,
  isInHistory,
  listEventsAfter,
  listEventsBetween,
  NUMBERED_CHANNEL,
  numberEvents,
  readEventNumbers,
  recordEvents,
  UNNUMBERED_CHANNEL,
} from '../../src/store/events.js';
import { Listener } from '../../src/store/listener.js';
import { ensureProject } from '../../src/store/projects.js';
import { inTransaction } from '../../src/store/transaction.js';
import { eventually } from '../support/eventually.js';
import { createTestDatabase } from '../support/database/database.js';
import type { TestDatabase } from '../support/database/database.js';
import { allOf } from '../support/access/visibility.js';

const WRITERS = 16;
const ROUNDS = 25;

/** A viewer of the project; streams use no other part of the caller. */
function callerIn(projectId: ProjectId): ProjectCaller {
  const userId = newId<UserId>();
  const facts = { credentialId: userId, userId, userName: 'ann', boundTo: null, home: null, ceiling: null, scopes: [] };
  const grants = [{ role: 'viewer', projectId, projectName: 'default', guestId: null }] as const;
  const principal = principalOf({ ...facts, grants, expiresAtMs: null, validUntilMs: Infinity });
  return { userId, projectId, right: 'events.read', principal } as unknown as ProjectCaller;
}

describe('Events', () => {
  let database: TestDatabase;
  let db: Database;
  let project: ProjectId;

  before(async () => {
    database = await createTestDatabase();
    db = await openDatabase(database.url, { log: SILENT_LOG });
    project = await ensureProject(db.knex, 'default');
  });
  beforeEach(async () => {
    await expireEvents(db.knex, -1_000);
    // Those without a number.
    await db.knex('events').delete();
  });
  after(async () => {
    await db.close();
    await database.drop();
  });

  function happened(detail: NewEvent['detail'] = {}): NewEvent {
    const nobody = { subject: null, operationId: null, userId: null, requestId: null, clientAddress: null };
    return { kind: 'image.created', projectId: project, ...nobody, detail };
  }

  /** What streams need, with a feed that has read the database. `close` aborts `ending` first. */
  async function openStreams() {
    const pools = await DatabasePools.open(database.url, { log: SILENT_LOG });
    const listener = new Listener(db, [UNNUMBERED_CHANNEL, NUMBERED_CHANNEL], SILENT_LOG);
    const feed = new EventFeed(db, listener, SILENT_LOG);
    const ending = new AbortController();
    const hasBegun = feed.changed(ending.signal);
    listener.start();
    await hasBegun;
    const close = async (): Promise<void> => {
      ending.abort();
      await feed.close();
      await listener.close();
      await pools.close();
    };
    return { app: { db: pools, feed } as unknown as App, pools, ending, close };
  }

  const record = (...events: NewEvent[]): Promise<void> => inTransaction(db, (trx) => recordEvents(trx, events));
  const number = (): Promise<number | null> => inTransaction(db, numberEvents);

  async function all(after: EventPlace): Promise<Event[]> {
    const found: Event[] = [];
    for (;;) {
      const batch = (await listEventsAfter(db.knex, found.at(-1) ?? after)) ?? [];
      found.push(...batch);
      if (batch.length < BATCH_MAX) return found;
    }
  }

  it('become visible when they get their numbers, in the order in which their transaction recorded them', async () => {
    const { last } = await readEventNumbers(db.knex);
    await record(happened({ nth: 1 }), happened({ nth: 2 }), happened({ nth: 3 }));
    expect(await all(last)).to.deep.equal([]);
    expect(await number()).to.equal(3);
    const seen = await all(last);
    expect(seen.map(({ detail }) => detail['nth'])).to.deep.equal([1, 2, 3]);
    expect(seen.map(({ id }) => id)).to.deep.equal([last.id + 1, last.id + 2, last.id + 3]);
    expect(seen[0]).to.include({ kind: 'image.created', severity: 'normal', projectId: project });
  });

  it('are discarded when their transaction rolls back', async () => {
    const failing = inTransaction(db, async (trx) => {
      await recordEvents(trx, [happened()]);
      throw new Error('no');
    });
    expect(await failing.catch((error: unknown) => (error as Error).message)).to.equal('no');
    expect(await number()).to.equal(0);
  });

  it('are numbered by one transaction at a time: a concurrent second one numbers none', async () => {
    await record(happened());
    await inTransaction(db, async (trx) => {
      expect(await numberEvents(trx)).to.equal(1);
      expect(await number()).to.equal(null);
    });
    expect(await number()).to.equal(0);
  });

  it('are numbered without a join, even by a plan that was made while the table was empty', async () => {
    const only = await openDatabase(database.url, { log: SILENT_LOG, poolMax: 1 });
    try {
      // After a quiet week, PostgreSQL plans as if the table were empty.
      await only.knex.raw('vacuum events');
      expect(await inTransaction(only, numberEvents)).to.equal(0);
      const { rows } = await only.knex.raw<{ rows: Record<string, string>[] }>('explain execute "number-events"(0)');
      const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
      expect(plan).to.match(/Update on events/);
      expect(plan).to.not.match(/Join|Nested Loop/);
    } finally {
      await only.close();
    }
  });

  it('get higher numbers than the visible events when their transaction commits late', async () => {
    const { last } = await readEventNumbers(db.knex);
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    let isWritten = (): void => undefined;
    const written = new Promise<void>((resolve) => (isWritten = resolve));
    const early = inTransaction(db, async (trx) => {
      await recordEvents(trx, [happened({ name: 'written first' })]);
      isWritten();
      await held;
    });
    await written;
    await record(happened({ name: 'committed first' }));
    await number();
    const before = await all(last);
    release();
    await early;
    await number();
    expect((await all(last)).map(({ detail }) => detail['name'])).to.deep.equal(['committed first', 'written first']);
    expect(before.map(({ detail }) => detail['name'])).to.deep.equal(['committed first']);
  });

  it('each reach a reader of the feed once and in order when 16 writers commit concurrently', async () => {
    const listener = new Listener(db, [UNNUMBERED_CHANNEL, NUMBERED_CHANNEL], SILENT_LOG);
    const feed = new EventFeed(db, listener, SILENT_LOG);
    // Two services that share one database.
    const sequencers = [new Sequencer(db, listener, SILENT_LOG), new Sequencer(db, listener, SILENT_LOG)];
    const ending = new AbortController();
    const hasBegun = feed.changed(ending.signal);
    listener.start();
    await hasBegun;
    const { last } = await readEventNumbers(db.knex);
    const seen: Event[] = [];
    const reading = (async () => {
      let cursor = last.id;
      while (!ending.signal.aborted) {
        const changed = feed.changed(ending.signal);
        const batch = feed.after(cursor);
        seen.push(...batch);
        cursor = batch.at(-1)?.id ?? cursor;
        if (batch.length === 0) await changed;
      }
    })();
    try {
      await Promise.all(
        Array.from({ length: WRITERS }, async (_unused, writer) => {
          for (let nth = 0; nth < ROUNDS; nth++) {
            await inTransaction(db, async (trx) => {
              await recordEvents(trx, [happened({ writer, nth, part: 1 }), happened({ writer, nth, part: 2 })]);
              await sleep(Math.random() * 4);
            });
          }
        }),
      );
      await eventually(() => Promise.resolve(seen.length >= WRITERS * ROUNDS * 2));
    } finally {
      ending.abort();
      await reading;
      for (const sequencer of sequencers) await sequencer.close();
      await feed.close();
      await listener.close();
    }
    const ids = seen.map(({ id }) => id);
    expect(ids).to.deep.equal([...new Set(ids)].sort((a, b) => a - b));
    expect(seen).to.have.length(WRITERS * ROUNDS * 2);
    for (let writer = 0; writer < WRITERS; writer++) {
      const own = seen
        .filter(({ detail }) => detail['writer'] === writer)
        .map(({ detail }) => [detail['nth'], detail['part']]);
      expect(own, `writer ${writer}`).to.deep.equal(
        Array.from({ length: ROUNDS }, (_unused, nth) => [
          [nth, 1],
          [nth, 2],
        ]).flat(),
      );
    }
  });

  it('are numbered and read even if their notification was lost', async () => {
    // This listener was never started, so it receives nothing.
    const neverStarted = new Listener(db, [UNNUMBERED_CHANNEL, NUMBERED_CHANNEL], SILENT_LOG);
    const feed = new EventFeed(db, neverStarted, SILENT_LOG);
    const sequencer = new Sequencer(db, neverStarted, SILENT_LOG);
    const { last } = await readEventNumbers(db.knex);
    try {
      await feed.changed(new AbortController().signal);
      await record(happened({ name: 'unheard' }));
      await eventually(() => feed.after(last.id).length === 1);
    } finally {
      await sequencer.close();
      await feed.close();
    }
  });

  it('that a stream does not send do not postpone its keep-alives', async () => {
    const { app, ending, close } = await openStreams();
    const options = { after: null, silenceMs: 200, signal: ending.signal };
    const filter = { guest: null, kinds: ['project.deleted' as const] };
    const stream = (await streamEvents(app, callerIn(project), filter, options, false))[Symbol.asyncIterator]();
    let hasItem = false;
    const item = stream.next().finally(() => (hasItem = true));
    try {
      for (let nth = 0; !hasItem; nth++) {
        await record(happened({ nth }));
        await number();
        await sleep(10);
        expect(nth).to.be.lessThan(1_000);
      }
      expect((await item).value).to.equal('silence');
    } finally {
      await close();
    }
  });

  it('that a resuming stream reads are exactly those that it would get live', async () => {
    const { last } = await readEventNumbers(db.knex);
    const other = await ensureProject(db.knex, 'other');
    const guests = ['web', 'db'].map((name) => ({ kind: 'guest' as const, id: newId<GuestId>(), name }));
    const kinds = ['image.created', 'guest.crashed', 'host.up', 'user.created'] as const;
    const made = [project, other, null].flatMap((projectId) =>
      // Only events of a project have a guest.
      [...(projectId === null ? [] : guests), null].flatMap((subject) =>
        kinds.map((kind): NewEvent => ({ ...happened({}), kind, projectId, subject })),
      ),
    );
    await record(...made);
    await number();
    const everything = await all(last);
    const interval = { after: last.id, upTo: last.id + made.length };
    const guestIds = [guests[0]?.id ?? newId<GuestId>()];
    const visibilities: Visibility[] = [
      EVERYTHING,
      allOf(project),
      allOf(project, { canReadPermissions: false }),
      allOf(other, { guestIds }),
      allOf(other, { guestIds, canReadPermissions: false }),
      allOf(null, { guestIds }),
      allOf(null),
    ];
    const filters: EventFilter[] = [
      { guest: null, kinds: null },
      { guest: null, kinds: ['guest.crashed', 'host.up'] },
      { guest: 'WEB', kinds: null },
      { guest: guestIds[0] ?? null, kinds: ['image.created'] },
    ];
    for (const visibility of visibilities) {
      for (const filter of filters) {
        const read = await listEventsBetween(db.knex, visibility, filter, interval);
        const live = everything.filter((event) => isSeen(event, visibility) && matcherOf(filter)(event));
        expect(read, JSON.stringify({ visibility, filter })).to.deep.equal(live);
      }
    }
  });

  it('are read for one resuming stream of a user at a time, and a second user need not wait', async () => {
    const { last } = await readEventNumbers(db.knex);
    await record(...Array.from({ length: 5 }, (_, nth) => happened({ nth })));
    await number();
    const { app, pools, ending, close } = await openStreams();
    const [ann, ben] = [callerIn(project), callerIn(project)];
    const options = { after: last, silenceMs: 60_000, signal: ending.signal };
    const filter = { guest: null, kinds: null };
    const open = async (caller: ProjectCaller): Promise<AsyncIterator<StreamItem>> =>
      (await streamEvents(app, caller, filter, options, false))[Symbol.asyncIterator]();
    const streams = [await open(ann), await open(ann), await open(ann), await open(ben)];
    try {
      const lock = await db.knex.transaction();
      await lock.raw('lock table events in access exclusive mode');
      const waiting = async (): Promise<number> =>
        (
          await lock.raw<{ rows: unknown[] }>(
            `select 1 from pg_locks where relation = 'events'::regclass and not granted`,
          )
        ).rows.length;
      const firsts = streams.map((stream) => stream.next());
      await eventually(async () => (await waiting()) === 2);
      await eventually(() => pools.usage.pending === 2);
      expect(await waiting()).to.equal(2);
      await lock.commit();
      for (const { value } of await Promise.all(firsts)) expect(value).to.include({ id: last.id + 1 });
      for (const stream of streams) {
        for (const nth of [1, 2, 3, 4]) expect((await stream.next()).value).to.deep.include({ detail: { nth } });
      }
    } finally {
      await close();
    }
  });

  it('are deleted when their retention ends, and the first retained number moves up accordingly', async () => {
    await record(happened(), happened(), happened());
    await number();
    const { first, last } = await readEventNumbers(db.knex);
    expect(last.id - first).to.equal(2);
    const [oldest] = await db.knex<EventPlace>('events').where({ id: first }).select('id', 'mark');
    if (oldest === undefined) throw new Error('no event');
    await db.knex('events').where({ id: first }).update({ at: '2020-01-01T00:00:00Z' });
    await expireEvents(db.knex, 60_000);
    expect(await readEventNumbers(db.knex)).to.deep.equal({ first: first + 1, last });
    expect(await listEventsAfter(db.knex, oldest), 'after the newest one that expired').to.have.length(2);
    expect(await isInHistory(db.knex, { id: oldest.id, mark: 1 }), 'another event with its number').to.equal(false);
    await db.knex('events').update({ at: '2020-01-01T00:00:00Z' });
    await expireEvents(db.knex, 60_000);
    expect(await readEventNumbers(db.knex)).to.deep.equal({ first: last.id + 1, last });
    expect(await isInHistory(db.knex, oldest), 'an event after which others have expired').to.equal(false);
    await record(happened());
    await number();
    expect(await listEventsAfter(db.knex, last), 'after the last one, which has expired').to.have.length(1);
  });
});
