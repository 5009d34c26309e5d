/**
 * Tests of events: they are numbered in the order in which they become visible, whatever the commit order, and one feed
 * reads them for all streams.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { EventFeed } from '../../src/app/events/event-feed.js';
import type { Event, NewEvent } from '../../src/domain/event.js';
import type { ProjectId } from '../../src/domain/ids.js';
import { SILENT_LOG } from '../../src/domain/log.js';
import { Sequencer } from '../../src/operations/sequencer.js';
import { openDatabase } from '../../src/store/database.js';
import type { Database } from '../../src/store/database.js';
import {
  BATCH_MAX,
  expireEvents,
  listEventsAfter,
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

const WRITERS = 16;
const ROUNDS = 25;

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

  const record = (...events: NewEvent[]): Promise<void> => inTransaction(db, (trx) => recordEvents(trx, events));
  const number = (): Promise<number | null> => inTransaction(db, numberEvents);

  async function all(after = 0): Promise<Event[]> {
    const found: Event[] = [];
    for (;;) {
      const batch = await listEventsAfter(db.knex, found.at(-1)?.id ?? after);
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
    expect(seen.map(({ id }) => id)).to.deep.equal([last + 1, last + 2, last + 3]);
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
    listener.start();
    const ending = new AbortController();
    const { last } = await readEventNumbers(db.knex);
    const seen: Event[] = [];
    const reading = (async () => {
      let cursor = last;
      while (!ending.signal.aborted) {
        const changed = feed.changed(ending.signal);
        const batch = await feed.after(cursor);
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
      await record(happened({ name: 'unheard' }));
      await eventually(async () => (await feed.after(last)).length === 1);
    } finally {
      await sequencer.close();
      await feed.close();
    }
  });

  it('are deleted when their retention ends, and the first retained number moves up accordingly', async () => {
    await record(happened(), happened(), happened());
    await number();
    const { first, last } = await readEventNumbers(db.knex);
    expect(last - first).to.equal(2);
    await db.knex('events').where({ id: first }).update({ at: '2020-01-01T00:00:00Z' });
    await expireEvents(db.knex, 60_000);
    expect(await readEventNumbers(db.knex)).to.deep.equal({ first: first + 1, last });
    await db.knex('events').update({ at: '2020-01-01T00:00:00Z' });
    await expireEvents(db.knex, 60_000);
    expect(await readEventNumbers(db.knex)).to.deep.equal({ first: last + 1, last });
  });
});
