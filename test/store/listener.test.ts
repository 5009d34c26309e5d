/**
 * Tests of the notifications that one process receives from others, and of waiters that learn from them that an
 * operation has ended (src/app/events/await-operation.ts): a notification wakes a waiter without any polling, no waiter
 * is stranded by a lost connection, and a waiter ends when its client disconnects.
 */
import { expect } from 'chai';
import type { Caller } from '../../src/app/access/caller.js';
import type { App } from '../../src/app/app.js';
import { awaitOperation } from '../../src/app/events/await-operation.js';
import { OperationEndings } from '../../src/app/events/operation-endings.js';
import { newId } from '../../src/domain/ids.js';
import type { OperationId, UserId } from '../../src/domain/ids.js';
import { SILENT_LOG } from '../../src/domain/log.js';
import type { Operation } from '../../src/domain/operation.js';
import { openDatabase } from '../../src/store/database.js';
import type { Database } from '../../src/store/database.js';
import { Listener } from '../../src/store/listener.js';
import { claimOperation, ENDED_CHANNEL, endOperation, requestCancelOfOpen } from '../../src/store/operations.js';
import { openWorkerSession } from '../../src/store/session.js';
import type { WorkerSession } from '../../src/store/session.js';
import { inTransaction } from '../../src/store/transaction.js';
import { eventually } from '../support/eventually.js';
import { createTestDatabase } from '../support/database/database.js';
import type { TestDatabase } from '../support/database/database.js';
import { DatabaseProxy } from '../support/database/database-proxy.js';
import { makeGuest, makeWorld, type World } from '../support/database/rows.js';

/** Longer than any test. */
const LONG_MS = 600_000;

/** Waits use no other part of the caller. */
const CALLER = { userId: newId<UserId>() } as Caller;

describe('The listener', () => {
  let database: TestDatabase;
  let db: Database;
  let listener: Listener;
  before(async () => {
    database = await createTestDatabase();
    db = await openDatabase(database.url, { log: SILENT_LOG });
  });
  beforeEach(async () => {
    listener = new Listener(db, [ENDED_CHANNEL, 'other_channel'], SILENT_LOG);
  });
  afterEach(() => listener.close());
  after(async () => {
    await db.close();
    await database.drop();
  });

  function notify(channel: string, payload: string): Promise<unknown> {
    return db.knex.raw('select pg_notify(?, ?)', [channel, payload]);
  }

  async function started(of: Listener = listener): Promise<void> {
    of.start();
    await eventually(() => of.isFresh);
  }

  /** Kills the connection on which the listener listens. */
  async function cut(): Promise<void> {
    const ended = `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query = 'select 1 as listening'`;
    // The test recognizes the connection by its first probe, which the listener sends when it is listening.
    await eventually(async () => (await db.knex.raw<{ rowCount: number }>(ended)).rowCount === 1);
  }

  /** Records the notifications of a subscriber, in order. */
  function record(channel: string, of: Listener = listener): { readonly received: string[]; readonly end: () => void } {
    const received: string[] = [];
    const end = of.subscribe(channel, {
      onNotified: (payload) => received.push(payload),
      onGap: () => received.push('(gap)'),
    });
    return { received, end };
  }

  it('delivers each channel to its subscribers, in order, until they unsubscribe', async () => {
    const [one, two, other] = [record(ENDED_CHANNEL), record(ENDED_CHANNEL), record('other_channel')];
    await started();
    for (const payload of ['a', 'b', 'c']) await notify(ENDED_CHANNEL, payload);
    await notify('other_channel', 'd');
    await eventually(() => other.received.length === 2);
    for (const { received } of [one, two]) expect(received).to.deep.equal(['(gap)', 'a', 'b', 'c']);
    expect(other.received).to.deep.equal(['(gap)', 'd']);
    one.end();
    await notify(ENDED_CHANNEL, 'e');
    await eventually(() => two.received.includes('e'));
    expect(one.received).to.not.include('e');
  });

  it('rejects a subscription to a channel that it was not created with', () => {
    expect(() => record('nobody_said_so')).to.throw('nobody_said_so');
  });

  it('reports a gap when its connection was lost, and then receives again', async () => {
    const { received } = record(ENDED_CHANNEL);
    await started();
    for (let times = 1; times <= 3; times++) {
      await cut();
      await eventually(() => received.length === times + 1);
      expect(received).to.deep.equal(Array(times + 1).fill('(gap)'));
    }
    await notify(ENDED_CHANNEL, 'heard');
    await eventually(() => received.includes('heard'));
  });

  it('reconnects when the database returns, however long it was away', async () => {
    const proxy = await DatabaseProxy.open(database.url);
    const away = await openDatabase(proxy.url, { log: SILENT_LOG });
    const behind = new Listener(away, ['other_channel'], SILENT_LOG);
    const { received } = record('other_channel', behind);
    try {
      await started(behind);
      await proxy.cut();
      await eventually(() => !behind.isFresh);
      await proxy.restore();
      await eventually(() => received.length === 2);
      await notify('other_channel', 'heard');
      await eventually(() => received.includes('heard'));
    } finally {
      await behind.close();
      await away.close();
      await proxy.leave();
    }
  });

  it('reports doubt repeatedly while its connection swallows all messages, and then opens another connection', async () => {
    const proxy = await DatabaseProxy.open(database.url);
    const away = await openDatabase(proxy.url, { log: SILENT_LOG });
    const behind = new Listener(away, ['other_channel'], SILENT_LOG);
    const { received } = record('other_channel', behind);
    let doubtCount = 0;
    const count = { onNotified: () => undefined, onGap: () => undefined, onStale: () => (doubtCount += 1) };
    behind.subscribe('other_channel', count);
    try {
      await started(behind);
      await proxy.swallow('listen');
      await notify('other_channel', 'missed');
      await eventually(() => !behind.isFresh);
      await eventually(() => doubtCount >= 3);
      expect(received).to.deep.equal(['(gap)']);
      proxy.swallowNoMore();
      await eventually(() => received.length === 2 && behind.isFresh);
      await notify('other_channel', 'heard');
      await eventually(() => received.includes('heard'));
      expect(received).to.deep.equal(['(gap)', '(gap)', 'heard']);
    } finally {
      await behind.close();
      await away.close();
      await proxy.leave();
    }
  });

  it('can be closed at any time, even before it has a connection', async () => {
    const fresh = new Listener(db, ['other_channel'], SILENT_LOG);
    fresh.start();
    await fresh.close();
    expect(fresh.isFresh).to.equal(false);
    const never = new Listener(db, ['other_channel'], SILENT_LOG);
    await never.close();
  });

  describe('with a waiter for an operation', () => {
    let world: World;
    let session: WorkerSession;
    let endings: OperationEndings;
    let app: App;
    let queries = 0;
    before(async () => {
      session = await openWorkerSession(db, [], () => undefined);
    });
    after(() => session.close());
    beforeEach(async () => {
      world = await makeWorld(db);
      await session.tryToOwn(world.host);
      endings = new OperationEndings(listener);
      // Waiting uses no other part of an App.
      const counted: Database = {
        ...db,
        get knex() {
          queries += 1;
          return db.knex;
        },
      };
      app = { db: { of: () => counted }, endings } as unknown as App;
      queries = 0;
    });

    function waitFor(
      id: OperationId,
      options: { waitMs?: number; signal?: AbortSignal } = {},
    ): Promise<Operation | null> {
      const { waitMs = LONG_MS, signal = new AbortController().signal } = options;
      return awaitOperation(app, CALLER, id, { waitMs, signal });
    }

    async function running(): Promise<{ id: OperationId; end: () => Promise<unknown> }> {
      const { operation } = await makeGuest(db, world);
      await claimOperation(db.knex, world.host, session.worker);
      const end = { state: 'succeeded', fault: null } as const;
      return {
        id: operation,
        end: () => inTransaction(db, (trx) => endOperation(trx, operation, session.worker, end)),
      };
    }

    /** Waits until every waiter has queried once, received the result, and gone to sleep. */
    async function untilAllWait(count: number): Promise<void> {
      await eventually(() => endings.size === count && queries === count);
      // A query that is still in progress could see the next action of the test.
      const { pool } = db.knex.client as { readonly pool: { numUsed(): number; numPendingAcquires(): number } };
      await eventually(() => pool.numUsed() + pool.numPendingAcquires() === 0);
    }

    it('makes the waiter query only twice, at its start and at its notification, whatever other operations end', async () => {
      await started();
      const { id, end } = await running();
      const waiting = waitFor(id);
      await untilAllWait(1);
      for (let others = 0; others < 5; others++) await (await running()).end();
      const heard = record(ENDED_CHANNEL);
      const stranger = newId<OperationId>();
      await notify(ENDED_CHANNEL, stranger);
      // The notifications of the other operations may still arrive after the test subscribes.
      await eventually(() => heard.received.includes(stranger));
      expect(queries).to.equal(1);
      await end();
      expect((await waiting)?.state).to.equal('succeeded');
      expect(queries).to.equal(2);
      expect(endings.size).to.equal(0);
    });

    it('ends the wait immediately if the operation has already ended', async () => {
      await started();
      const { id, end } = await running();
      await end();
      expect((await waitFor(id))?.state).to.equal('succeeded');
      expect([queries, endings.size]).to.deep.equal([1, 0]);
    });

    it('wakes the waiter when the operation is cancelled while queued', async () => {
      await started();
      const { operation, ...guest } = await makeGuest(db, world);
      const waiting = waitFor(operation);
      await untilAllWait(1);
      await inTransaction(db, (trx) => requestCancelOfOpen(trx, guest));
      expect((await waiting)?.state).to.equal('cancelled');
    });

    it('wakes all waiters for the same operation', async () => {
      await started();
      const { id, end } = await running();
      const waiting = Array.from({ length: 10 }, () => waitFor(id));
      await untilAllWait(10);
      await end();
      expect((await Promise.all(waiting)).map((operation) => operation?.state)).to.deep.equal(
        Array(10).fill('succeeded'),
      );
      expect([queries, endings.size]).to.deep.equal([20, 0]);
    });

    it('releases the waiter whose client disconnects, and no other', async () => {
      await started();
      const { id, end } = await running();
      const gone = new AbortController();
      const [leaving, staying] = [waitFor(id, { signal: gone.signal }), waitFor(id)];
      await untilAllWait(2);
      gone.abort();
      expect(await leaving).to.equal(null);
      expect(endings.size).to.equal(1);
      await end();
      expect((await staying)?.state).to.equal('succeeded');
      expect(endings.size).to.equal(0);
      expect(await waitFor((await running()).id, { signal: AbortSignal.abort() })).to.equal(null);
      expect(endings.size).to.equal(0);
    });

    it('releases the waiter when its timeout expires', async () => {
      await started();
      const { id } = await running();
      for (const waitMs of [0, 50]) expect(await waitFor(id, { waitMs })).to.equal(null);
      expect(endings.size).to.equal(0);
    });

    it('wakes the waiter after a gap during which the notification was lost', async () => {
      await started();
      const { id, end } = await running();
      const waiting = waitFor(id);
      await untilAllWait(1);
      await cut();
      await eventually(() => !listener.isFresh);
      await end();
      expect((await waiting)?.state).to.equal('succeeded');
    });

    it('wakes a waiter that began to wait before the listener was connected', async () => {
      const { id, end } = await running();
      const waiting = waitFor(id);
      await untilAllWait(1);
      await end();
      await started();
      expect((await waiting)?.state).to.equal('succeeded');
    });

    it('holds no database connection for a waiter', async () => {
      const narrow = await openDatabase(database.url, { log: SILENT_LOG, poolMax: 1 });
      try {
        await started();
        const { id, end } = await running();
        const waiting = Array.from({ length: 5 }, () =>
          awaitOperation({ db: { of: () => narrow }, endings } as unknown as App, CALLER, id, {
            waitMs: LONG_MS,
            signal: new AbortController().signal,
          }),
        );
        await eventually(() => endings.size === 5);
        await narrow.knex.raw('select 1');
        await end();
        expect((await Promise.all(waiting)).every((operation) => operation?.state === 'succeeded')).to.equal(true);
      } finally {
        await narrow.close();
      }
    });
  });
});
