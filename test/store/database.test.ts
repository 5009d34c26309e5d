/**
 * Tests of the database handle with a real server: the values that it returns, how it sets up sessions, and which
 * servers it rejects. Touches: its own database on the test server (test/support/database/database.ts), and its own
 * socket on loopback.
 */
import { expect } from 'chai';
import { once } from 'node:events';
import net from 'node:net';
import { isGuesthouseError, type GuesthouseError } from '../../src/domain/errors.js';
import { SILENT_LOG } from '../../src/domain/log.js';
import { openDatabase, openSession, type Database } from '../../src/store/database.js';
import { createTestDatabase, type TestDatabase } from '../support/database/database.js';

describe('openDatabase', () => {
  let database: TestDatabase;
  let db: Database;

  before(async () => {
    database = await createTestDatabase({ migrate: false });
    db = await openDatabase(database.url, { log: SILENT_LOG });
  });

  after(async () => {
    await db.close();
    await database.drop();
  });

  async function valueOf(expression: string): Promise<unknown> {
    const { rows } = await db.knex.raw<{ rows: { value: unknown }[] }>(`select ${expression} as value`);
    return rows[0]?.value;
  }

  it('reads counts, sums and averages as numbers', async () => {
    expect(await valueOf('count(*)')).to.equal(1);
    expect(await valueOf('9007199254740991::int8')).to.equal(Number.MAX_SAFE_INTEGER);
    expect(await valueOf('array[1, null, 3]::int8[]')).to.eql([1, null, 3]);
    expect(await valueOf('1.5::numeric')).to.equal(1.5);
  });

  it('fails on an integer that a JavaScript number cannot hold exactly, instead of rounding it', async () => {
    const error = await failureOf(valueOf('9007199254740993::int8'));
    expect(isGuesthouseError(error, 'internal'), String(error)).to.equal(true);
    expect(await valueOf('1')).to.equal(1);
  });

  it('reads timestamps as RFC 3339 text in UTC, to the millisecond, whatever the server’s time zone', async () => {
    const value = await valueOf(`'2026-03-29 01:30:00.123+00'::timestamptz(3)`);
    expect(value).to.equal('2026-03-29T01:30:00.123Z');
  });

  it('sets up sessions of the pool and single sessions alike: UTC, timeouts, application name', async () => {
    const settings = `current_setting('TimeZone') || ' ' || current_setting('statement_timeout') || ' ' ||
      current_setting('idle_in_transaction_session_timeout') || ' ' || current_setting('application_name')`;
    expect(await valueOf(settings)).to.equal('UTC 30s 1min guesthouse');
    const session = await openSession(db.sessionConfig);
    const { rows } = await session.query<{ value: string }>(`select ${settings} as value`);
    await session.end();
    expect(rows).to.eql([{ value: 'UTC 30s 1min guesthouse' }]);
  });

  it('reports the server’s major version', async () => {
    expect(db.serverMajor).to.equal(
      Math.floor(Number(await valueOf(`current_setting('server_version_num')`)) / 10_000),
    );
  });

  it('can be closed twice', async () => {
    const other = await openDatabase(database.url, { log: SILENT_LOG });
    await Promise.all([other.close(), other.close()]);
    await other.close();
  });

  it('fails with database_unreachable when no server listens', async () => {
    const error = await failureOf(openDatabase('postgresql://nobody@127.0.0.1:1/none', { log: SILENT_LOG }));
    expect(isGuesthouseError(error, 'database_unreachable'), String(error)).to.equal(true);
    const place = { host: '/nonexistent', port: 5432, user: 'nobody', database: 'none' };
    const other = await failureOf(openDatabase(place, { log: SILENT_LOG }));
    expect(isGuesthouseError(other, 'database_unreachable'), String(other)).to.equal(true);
  });

  it('fails with an internal error that contains the reason when the server rejects the connection', async () => {
    const elsewhere = database.url.replace(/guesthouse_test_\w+/, 'guesthouse_test_none');
    const error = await failureOf(openDatabase(elsewhere, { log: SILENT_LOG }));
    expect(isGuesthouseError(error, 'internal'), String(error)).to.equal(true);
    expect(String(error)).to.include('guesthouse_test_none');
  });

  it('keeps the connection’s password out of its errors', async () => {
    const error = await failureOf(openDatabase('postgresql://nobody:hush@127.0.0.1:1/none', { log: SILENT_LOG }));
    const { message, logDetail, cause, stack } = error as GuesthouseError;
    expect(JSON.stringify({ message, logDetail, stack, cause: String(cause) })).to.not.include('hush');
  });

  it('rejects a server that is too old, names both versions, and leaves no connection open', async () => {
    const old = await startOldServer();
    const error = await failureOf(openDatabase(`postgresql://nobody@127.0.0.1:${old.port}/none`, { log: SILENT_LOG }));
    expect(isGuesthouseError(error, 'internal'), String(error)).to.equal(true);
    expect(String(error)).to.include('PostgreSQL 14').and.to.include('15');
    await old.close();
  });
});

async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => {
      throw new Error('it did not fail');
    },
    (error: unknown) => error,
  );
}

/**
 * Implements just enough of the protocol to greet a client and to return to each query what PostgreSQL 14.9 returns to
 * the version query.
 */
async function startOldServer(): Promise<{ port: number; close(): Promise<void> }> {
  const server = net.createServer((socket) => {
    let isGreeted = false;
    socket.on('error', () => undefined);
    socket.on('data', (data) => {
      if (!isGreeted) {
        isGreeted = true;
        socket.write(Buffer.concat([message('R', int32(0)), message('Z', Buffer.from('I'))]));
      } else if (data[0] === 'Q'.charCodeAt(0) || data[0] === 'P'.charCodeAt(0)) {
        const isSimple = data[0] === 'Q'.charCodeAt(0);
        const text = isSimple ? 'PostgreSQL 14.9 on paper' : '140009';
        const name = Buffer.from('version\0');
        const column = Buffer.concat([name, int32(0), int16(0), int32(25), int16(-1), int32(-1), int16(0)]);
        const parts = [
          message('T', Buffer.concat([int16(1), column])),
          message('D', Buffer.concat([int16(1), int32(text.length), Buffer.from(text)])),
          message('C', Buffer.from('SELECT 1\0')),
          message('Z', Buffer.from('I')),
        ];
        if (!isSimple) parts.unshift(message('1', Buffer.alloc(0)), message('2', Buffer.alloc(0)));
        socket.write(Buffer.concat(parts));
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as net.AddressInfo).port,
    // This resolves only when every client has closed its connection.
    close: async () => {
      server.close();
      await once(server, 'close');
    },
  };
}

function message(type: string, body: Buffer): Buffer {
  return Buffer.concat([Buffer.from(type), int32(body.length + 4), body]);
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

function int16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeInt16BE(value);
  return bytes;
}
