/**
 * Tests of transactions and of the classification of database failures, with a real server: deadlocks, lost
 * connections, lost commits. Touches: its own database on the test server (test/support/database/database.ts), and its
 * own sockets on loopback.
 */
import { expect } from 'chai';
import { once } from 'node:events';
import net from 'node:net';
import type { Knex } from 'knex';
import { GuesthouseError, isGuesthouseError } from '../../src/domain/errors.js';
import { SILENT_LOG } from '../../src/domain/log.js';
import { openDatabase, openSession, withBallast, type Database } from '../../src/store/database.js';
import { inTransaction, query } from '../../src/store/transaction.js';
import { isUniqueViolation } from '../../src/store/database-failure.js';
import { createTestDatabase, type TestDatabase } from '../support/database/database.js';

describe('inTransaction and query', () => {
  let database: TestDatabase;
  let db: Database;

  before(async () => {
    database = await createTestDatabase({ migrate: false });
  });

  after(async () => {
    await database.drop();
  });

  beforeEach(async () => {
    db = await openDatabase(database.url, { log: SILENT_LOG, poolMax: 4 });
    await db.knex.raw('drop table if exists numbers');
    await db.knex.raw(
      'create table numbers (number int constraint numbers_once primary key, seen int not null default 0)',
    );
    await db.knex.raw('insert into numbers values (1), (2)');
  });

  afterEach(async () => {
    await db.close();
  });

  const numbers = (): Promise<unknown[]> => db.knex('numbers').pluck('number').orderBy('number');
  /** Terminates every session of the pool from another session, as a restart of the server does. */
  const cutConnections = async (): Promise<void> => {
    const admin = await openSession(db.sessionConfig);
    await admin.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
    );
    await admin.end();
  };

  it('commit the work of a function that resolves, and return its value', async () => {
    const value = await inTransaction(db, async (trx) => {
      await trx('numbers').insert({ number: 3 });
      return 'done';
    });
    expect(value).to.equal('done');
    expect(await numbers()).to.eql([1, 2, 3]);
  });

  it('roll back the work of a function that throws, and rethrow its error', async () => {
    const reason = new GuesthouseError('guest_not_running', 'No.');
    const error = await failureOf(
      inTransaction(db, async (trx) => {
        await trx('numbers').insert({ number: 3 });
        throw reason;
      }),
    );
    expect(error).to.equal(reason);
    expect(await numbers()).to.eql([1, 2]);
  });

  it('fail when PostgreSQL has silently rolled back', async () => {
    const error = await failureOf(
      inTransaction(db, async (trx) => {
        await trx('numbers').insert({ number: 3 });
        await trx('numbers')
          .insert({ number: 1 })
          .catch(() => undefined);
      }),
    );
    expect(isGuesthouseError(error, 'internal')).to.equal(true);
    expect(await numbers()).to.eql([1, 2]);
  });

  it('recognize unique violations by the name of the constraint, and do not retry them', async () => {
    let runs = 0;
    const error = await failureOf(
      inTransaction(db, async (trx) => {
        runs++;
        await trx('numbers').insert({ number: 1 });
      }),
    );
    expect(isUniqueViolation(error, 'numbers_once')).to.equal(true);
    expect(isUniqueViolation(error, 'numbers_twice')).to.equal(false);
    expect(isUniqueViolation(await failureOf(query(db, (knex) => knex.raw('select 1 / 0'))), 'numbers_once')).to.equal(
      false,
    );
    expect(runs).to.equal(1);
  });

  it('keep bound values out of the errors of failed statements', async () => {
    const error = await failureOf(query(db, (knex) => knex.raw('select ?::int', ['my secret'])));
    expect(String((error as Error).message).split(' - ')[0]).to.not.include('my secret');
  });

  for (const code of ['53000', '53100', '53200', '53400']) {
    it(`fail with capacity_exhausted if the server lacks room (SQLSTATE ${code})`, async () => {
      const lacking = `do $$ begin raise exception 'no room' using errcode = '${code}'; end $$`;
      for (const failed of [inTransaction(db, (trx) => trx.raw(lacking)), query(db, (knex) => knex.raw(lacking))]) {
        expect(isGuesthouseError(await failureOf(failed), 'capacity_exhausted')).to.equal(true);
      }
    });
  }

  it('release the ballast and run again if there is no room, but only through the handle with the ballast', async () => {
    let released = 0;
    const ballast = { release: () => Promise.resolve(++released === 1) };
    const full: Database = { ...db, ballast };
    let runs = 0;
    const needsRoom = async (trx: Knex): Promise<unknown> => {
      const code = runs++ === 0 ? '53100' : null;
      return trx.raw(
        code === null ? 'select 1' : `do $$ begin raise exception 'full' using errcode = '${code}'; end $$`,
      );
    };
    expect(isGuesthouseError(await failureOf(inTransaction(full, needsRoom)), 'capacity_exhausted')).to.equal(true);
    expect([runs, released]).to.eql([1, 0]);
    runs = 0;
    await inTransaction(withBallast(full), needsRoom);
    expect([runs, released]).to.eql([2, 1]);
    runs = 0;
    // Nothing is left to release.
    expect(isGuesthouseError(await failureOf(query(withBallast(full), needsRoom)), 'capacity_exhausted')).to.equal(
      true,
    );
    expect([runs, released]).to.eql([1, 2]);
  });

  it('complete both transactions of a deadlock', async () => {
    let runs = 0;
    const bothHoldOne = gate(2);
    const touch = (first: number, second: number): Promise<void> =>
      inTransaction(db, async (trx) => {
        runs++;
        await trx('numbers').where({ number: first }).increment('seen');
        await bothHoldOne();
        await trx('numbers').where({ number: second }).increment('seen');
      });
    await Promise.all([touch(1, 2), touch(2, 1)]);
    expect(await db.knex('numbers').pluck('seen')).to.eql([2, 2]);
    expect(runs).to.be.greaterThan(2);
  });

  it('give up on a transaction that can never be serialized, after a bounded number of runs', async () => {
    let runs = 0;
    const error = await failureOf(
      inTransaction(db, async (trx) => {
        runs++;
        await trx.raw(`do $$ begin raise exception 'no' using errcode = '40001'; end $$`);
      }),
    );
    expect(isGuesthouseError(error, 'database_unreachable')).to.equal(true);
    expect(runs).to.equal(5);
  });

  it('fail with database_unreachable, without a retry, when the connection is cut midway, and work again afterwards', async () => {
    let runs = 0;
    const error = await failureOf(
      inTransaction(db, async (trx) => {
        runs++;
        await trx('numbers').insert({ number: 3 });
        await cutConnections();
        await trx('numbers').insert({ number: 4 });
      }),
    );
    expect(isGuesthouseError(error, 'database_unreachable'), String(error)).to.equal(true);
    expect(runs).to.equal(1);
    expect(await query(db, (knex) => knex('numbers').pluck('number').orderBy('number'))).to.eql([1, 2]);
  });

  it('work again after idle connections were cut', async () => {
    await Promise.all([1, 2, 3].map(() => db.knex.raw('select pg_sleep(0.05)')));
    await cutConnections();
    // Each cut is reported as an event of its own connection; until then a statement can still use a dead connection.
    for (;;) {
      const result = await inTransaction(db, (trx) => trx('numbers').pluck('number')).catch((error: unknown) => error);
      if (Array.isArray(result)) return;
      expect(isGuesthouseError(result, 'database_unreachable'), String(result)).to.equal(true);
    }
  });

  it('fail with database_unreachable when a statement takes too long', async () => {
    // Long enough for the statements that open the database.
    const hasty = await openDatabase(database.url, { log: SILENT_LOG, statementTimeoutMs: 2_000 });
    const error = await failureOf(query(hasty, (knex) => knex.raw('select pg_sleep(60)')));
    await hasty.close();
    expect(isGuesthouseError(error, 'database_unreachable')).to.equal(true);
  });

  it('fail with database_unreachable when a transaction was idle for too long', async () => {
    const hasty = await openDatabase(database.url, { log: SILENT_LOG, idleInTransactionTimeoutMs: 50 });
    const error = await failureOf(
      inTransaction(hasty, async (trx) => {
        const connection = await (
          trx.client as { acquireConnection(): Promise<NodeJS.EventEmitter> }
        ).acquireConnection();
        await once(connection, 'end');
        await trx('numbers').insert({ number: 3 });
      }),
    );
    await hasty.close();
    expect(isGuesthouseError(error, 'database_unreachable'), String(error)).to.equal(true);
    expect(await numbers()).to.eql([1, 2]);
  });

  it('fail with database_unreachable when the pool has no free connection', async () => {
    // Long enough to connect.
    const narrow = await openDatabase(database.url, { log: SILENT_LOG, poolMax: 1, acquireTimeoutMs: 2_000 });
    const error = await failureOf(inTransaction(narrow, () => query(narrow, (knex) => knex.raw('select 1'))));
    await narrow.close();
    expect(isGuesthouseError(error, 'database_unreachable')).to.equal(true);
  });

  it('fail with database_unreachable once the pool is closed', async () => {
    await db.close();
    const error = await failureOf(query(db, (knex) => knex.raw('select 1')));
    expect(isGuesthouseError(error, 'database_unreachable'), String(error)).to.equal(true);
  });

  it('never repeat a transaction whose commit got no result, and report an unknown outcome', async () => {
    const relay = await startRelay(database.url);
    const far = await openDatabase(relay.url, { log: SILENT_LOG });
    let runs = 0;
    const error = await failureOf(
      inTransaction(far, async (trx) => {
        runs++;
        await trx('numbers').insert({ number: 3 });
        relay.disconnectAfter('COMMIT');
      }),
    );
    await far.close();
    await relay.close();
    expect(isGuesthouseError(error, 'database_unreachable'), String(error)).to.equal(true);
    expect(String(error)).to.include('not known');
    expect(runs).to.equal(1);
    // In this test the commit took effect, so a second run would have doubled it.
    expect(await numbers()).to.eql([1, 2, 3]);
  });
});

async function failureOf(promise: PromiseLike<unknown>): Promise<unknown> {
  return promise.then(
    () => {
      throw new Error('it did not fail');
    },
    (error: unknown) => error,
  );
}

/** Holds callers back until `count` of them have arrived. Later callers pass immediately. */
function gate(count: number): () => Promise<void> {
  let open: () => void = () => undefined;
  const isOpen = new Promise<void>((resolve) => (open = resolve));
  let arrived = 0;
  return () => {
    if (++arrived >= count) open();
    return isOpen;
  };
}

/**
 * A relay on loopback in front of the server. It can pass on a statement and then disconnect the client instead of
 * returning the result, as a network can.
 */
async function startRelay(
  target: string,
): Promise<{ url: string; disconnectAfter(statement: string): void; close(): Promise<void> }> {
  const url = new URL(target);
  const socketFolder = url.searchParams.get('host');
  let fatal: string | undefined;
  const sockets = new Set<net.Socket>();
  const relay = net.createServer((client) => {
    const server = socketFolder
      ? net.connect(`${socketFolder}/.s.PGSQL.5432`)
      : net.connect(Number(url.port || 5432), url.hostname);
    let isCut = false;
    for (const each of [client, server]) sockets.add(each.on('error', () => undefined));
    client.on('data', (data) => {
      if (fatal !== undefined && data.includes(fatal)) isCut = true;
      server.write(data);
    });
    server.on('data', (data) => {
      if (isCut) client.destroy();
      else client.write(data);
    });
    client.on('close', () => server.end());
    server.on('close', () => client.destroy());
  });
  relay.listen(0, '127.0.0.1');
  await once(relay, 'listening');
  const { port } = relay.address() as net.AddressInfo;
  return {
    url: `postgresql://${url.username || 'guesthouse'}${url.password ? `:${url.password}` : ''}@127.0.0.1:${port}${url.pathname}`,
    disconnectAfter: (statement) => (fatal = statement),
    close: async () => {
      for (const each of sockets) each.destroy();
      relay.close();
      await once(relay, 'close');
    },
  };
}
