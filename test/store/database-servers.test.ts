/**
 * The selection of one of several database servers, and the connections to them, with a real primary and its standby.
 * Touches: two PostgreSQL servers of its own in a temporary folder, and its own sockets on loopback.
 */
import { expect } from 'chai';
import { once } from 'node:events';
import net from 'node:net';
import { isGuesthouseError } from '../../src/domain/errors.js';
import { SILENT_LOG } from '../../src/domain/log.js';
import { openDatabase, openSession } from '../../src/store/database.js';
import type { Database } from '../../src/store/database.js';
import { NoSuitableServer } from '../../src/store/database-servers.js';
import { inTransaction, query } from '../../src/store/transaction.js';
import { FailOverPair } from '../support/database/fail-over-pair.js';
import { eventually } from '../support/eventually.js';

describe('Several database servers', () => {
  let pair: FailOverPair;
  const opened: Database[] = [];
  before(async () => {
    pair = await FailOverPair.start({ isSynchronous: false });
    await pair.first.query('create table notes (id int)');
    await pair.caughtUp();
  });
  afterEach(async () => {
    for (const db of opened.splice(0)) await db.close();
  });
  after(() => pair.leave());

  const urlOf = (hosts: readonly string[], params = ''): string =>
    `postgres://guesthouse:hush@/guesthouse?host=${hosts.map((host) => encodeURIComponent(host)).join(',')}${params}`;
  async function open(url: string, poolMax = 2): Promise<Database> {
    const db = await openDatabase(url, { log: SILENT_LOG, poolMax });
    opened.push(db);
    return db;
  }
  async function folderOf(db: Database): Promise<string> {
    const { rows } = await query(db, (sql) =>
      sql.raw<{ rows: { folder: string }[] }>(`select current_setting('unix_socket_directories') as folder`),
    );
    return rows[0]?.folder ?? '';
  }
  const backendOf = async (db: Database): Promise<number> => {
    const { rows } = await query(db, (sql) => sql.raw<{ rows: { pid: number }[] }>('select pg_backend_pid() as pid'));
    return rows[0]?.pid ?? 0;
  };
  const failureOf = (promise: Promise<unknown>): Promise<unknown> =>
    promise.then(
      () => {
        throw new Error('it did not fail');
      },
      (error: unknown) => error,
    );
  const detailOf = (error: unknown): string => (isGuesthouseError(error) ? (error.logDetail ?? '') : String(error));

  it('are tried in order until one can write, for the pool and for single sessions', async () => {
    const { first, second } = pair;
    for (const hosts of [
      [first.socketFolder, second.socketFolder],
      [second.socketFolder, first.socketFolder],
      ['/nonexistent', second.socketFolder, first.socketFolder],
    ]) {
      const db = await open(urlOf(hosts));
      expect(await folderOf(db), hosts.join()).to.equal(first.socketFolder);
      const session = await openSession(db.sessionConfig);
      const { rows } = await session.query<{ folder: string }>(
        `select current_setting('unix_socket_directories') as folder`,
      );
      await session.end();
      expect(rows).to.eql([{ folder: first.socketFolder }]);
    }
  });

  it('of which none can write are unreachable, with the reason for each and without the password', async () => {
    const error = await failureOf(open(urlOf(['/nonexistent', pair.second.socketFolder])));
    expect(error).to.be.instanceOf(NoSuitableServer);
    expect(detailOf(error)).to.match(/^\/nonexistent:.*ENOENT.*; .*the server is a standby$/);
    expect(detailOf(error)).not.to.include('hush');
    const one = await failureOf(open(urlOf([pair.second.socketFolder], '&target_session_attrs=primary')));
    expect(isGuesthouseError(one, 'database_unreachable'), String(one)).to.equal(true);
    expect(detailOf(one)).to.equal('the server is a standby');
  });

  it('that reject the connection prevent the start, although another server is away', async () => {
    const url = urlOf(['/nonexistent', pair.first.socketFolder]).replace('/guesthouse?', '/none?');
    const error = await failureOf(open(url));
    expect(isGuesthouseError(error, 'internal'), String(error)).to.equal(true);
    expect(String(error)).to.include('"none" does not exist');
  });

  it('include one that accepts connections and stays silent: it is skipped, and then no longer tried', async () => {
    const sockets: net.Socket[] = [];
    const silent = net.createServer((socket) => sockets.push(socket.on('error', () => undefined)));
    silent.listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as net.AddressInfo;
    const db = await open(
      urlOf(['127.0.0.1', pair.first.socketFolder], `&port=${port},5432&sslmode=disable&connect_timeout=1`),
    );
    const tried = sockets.length;
    expect(tried).to.be.greaterThan(0);
    await Promise.all([1, 2].map(() => query(db, (sql) => sql.raw('select pg_sleep(0.1)'))));
    await (await openSession(db.sessionConfig)).end();
    expect(sockets).to.have.length(tried);
    for (const socket of sockets) socket.destroy();
    silent.close();
  });

  it('lose a pooled connection whose server has become read-only, even if the error was handled', async () => {
    const { first } = pair;
    // With one host, a read-only server is suitable. So only the statement notices.
    const db = await open(urlOf([first.socketFolder]), 1);
    const several = await open(pair.url, 1);
    const before = await backendOf(db);
    await first.query('alter system set default_transaction_read_only = on');
    await first.query('select pg_reload_conf()');
    try {
      await eventually(async () => (await first.query<{ on: boolean }>(READ_ONLY))[0]?.on === true);
      const insert = (of: Database): Promise<unknown> => query(of, (sql) => sql.raw('insert into notes values (1)'));
      // The server reads its configuration again between two statements of the session.
      await eventually(async () => isGuesthouseError(await insert(db).catch((error: unknown) => error)));
      const error = await failureOf(insert(db));
      expect(isGuesthouseError(error, 'database_unreachable'), String(error)).to.equal(true);
      expect(await backendOf(db)).not.to.equal(before);
      await eventually(async () => isGuesthouseError(await insert(several).catch((failed: unknown) => failed)));
      expect(detailOf(await failureOf(insert(several)))).to.match(/the server is read-only; .*the server is a standby/);
    } finally {
      await first.query('alter system reset default_transaction_read_only');
      await first.query('select pg_reload_conf()');
      await eventually(async () => (await first.query<{ on: boolean }>(READ_ONLY))[0]?.on === false);
    }
    expect(await folderOf(several)).to.equal(first.socketFolder);
  });

  // Must come last, because it uses up the pair.
  it('lose every connection to a former primary that does not respond, and never go back to it', async () => {
    const { first, second } = pair;
    const [db, other] = [await open(pair.url), await open(pair.url)];
    const session = await openSession(db.sessionConfig);
    let isEnded = false;
    session.on('end', () => (isEnded = true));
    await backendOf(other);
    await pair.caughtUp();
    await first.signalAll('SIGSTOP');
    await second.promote();
    // Waits for the silent server until another connection reaches the new primary.
    const waiting = failureOf(query(db, (sql) => sql.raw('select 1')));
    const next = await openSession(db.sessionConfig);
    await next.end();
    expect(isGuesthouseError(await waiting, 'database_unreachable')).to.equal(true);
    await eventually(() => isEnded);
    expect(await folderOf(db)).to.equal(second.socketFolder);
    await first.signalAll('SIGCONT');
    expect(await first.query('select pg_is_in_recovery() as standby')).to.eql([{ standby: false }]);
    expect(await folderOf(db)).to.equal(second.socketFolder);
    // A process that has seen no timeline yet compares them first.
    expect(await folderOf(await open(pair.url))).to.equal(second.socketFolder);
    await second.kill();
    const error = await failureOf(query(db, (sql) => sql.raw('select 1')));
    // A process of the killed server can still report why it ends.
    expect(detailOf(error)).to.match(/ENOENT|ECONNREFUSED|Connection terminated|_shutdown|connection cut/);
    expect(detailOf(await failureOf(query(db, (sql) => sql.raw('select 1'))))).to.match(
      /a former primary: its timeline is 1, and the newest 2$/,
    );
  });
});

describe('A synchronous standby that dies', () => {
  let pair: FailOverPair;
  before(async () => {
    pair = await FailOverPair.start({ isSynchronous: true });
    await pair.first.query('create table notes (id int)');
  });
  after(() => pair.leave());

  it('makes the outcome of a commit unknown when an administrator cancels the wait for the standby', async () => {
    const db = await openDatabase(pair.url, { log: SILENT_LOG, poolMax: 1 });
    const insert = 'insert into notes values (1)';
    await inTransaction(db, (trx) => trx.raw(insert).then(() => undefined));
    await pair.second.kill();
    const cancel = `select pg_cancel_backend(pid) from pg_stat_activity where wait_event = 'SyncRep'`;
    const outcomeOf = async (write: () => Promise<unknown>): Promise<unknown> => {
      const writing = write().catch((error: unknown) => error);
      await eventually(async () => (await pair.first.query(cancel)).length > 0);
      return writing;
    };
    const outcomes = [
      await outcomeOf(() => inTransaction(db, (trx) => trx.raw(insert).then(() => undefined))),
      await outcomeOf(() => query(db, (sql) => sql.raw(insert))),
    ];
    for (const outcome of outcomes) expect(isGuesthouseError(outcome, 'database_unreachable')).to.equal(true);
    expect(String(outcomes[0])).to.include('Whether the change was saved is not known');
    // The server reported success for both.
    expect(await pair.first.query('select from notes')).to.have.length(3);
    await db.close();
  });
});

const READ_ONLY = `select current_setting('transaction_read_only') = 'on' as on`;
