/**
 * Databases for tests: one of their own for each test file, copied from a template that is migrated once.
 *
 *   GUESTHOUSE_TEST_POSTGRES      `package` (default) or `machine`: whose programs serve
 *   GUESTHOUSE_TEST_DATABASE_URL  a server that runs already, with the right to create databases: then that one serves
 *
 * The server (nothing synced to disk) is started when first asked for and stays for the whole run. Each test process holds it as a
 * service would: the last one to end stops it, so runs side by side share it and nothing is left behind. Databases carry the
 * process id of the run that made them; what killed runs left is dropped by the next.
 *
 * Must never be pointed at a server with anything of value on it: see the names it drops.
 */
import { createHash, randomUUID } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Client } from 'pg';
import { SILENT_LOG } from '../../../src/domain/log.js';
import { openDatabase, openSession } from '../../../src/store/database.js';
import { launchPostgres, type LaunchedPostgres } from '../../../src/store/embedded/launch-postgres.js';
import { migrate } from '../../../src/store/migrate.js';
import { MIGRATIONS } from '../../../src/store/migrations.js';
import { findClosedFolder, findServerUser } from '../../../src/store/embedded/postgres-user.js';
import { lookAtProcess } from '../../../src/store/embedded/process-state.js';

export interface TestDatabase {
  readonly url: string;
  /** Cuts off whoever is still connected. */
  drop(): Promise<void>;
}

const REPOSITORY = fileURLToPath(new URL('../../..', import.meta.url));
const TEST_PREFIX = 'guesthouse_test_';
const TEMPLATE_PREFIX = 'guesthouse_template_';
/** Key of the session lock under which a template is made; the migrations runner has a class of its own. */
const LOCK_TEMPLATE = 0x74657374;
/** Taken at once: later the files may be newer than the modules that were loaded. */
const MIGRATIONS_HASH = hashMigrations();

interface TestServer {
  readonly launched: LaunchedPostgres | null;
  urlOf(database: string): string;
}

let starting: Promise<TestServer> | undefined;
let preparing: Promise<string> | undefined;

/** A fresh database with the current schema, or with `migrate: false` an empty one. */
export async function createTestDatabase(options: { migrate?: boolean } = {}): Promise<TestDatabase> {
  const server = await testServer();
  const name = `${TEST_PREFIX}${process.pid}_${randomUUID().slice(0, 8)}`;
  const create = async (): Promise<void> => {
    const template = options.migrate === false ? 'template1' : await (preparing ??= prepareTemplate(server));
    await asAdmin(server, (admin) => admin.query(`create database ${name} template ${template}`));
  };
  await create().catch(async (error: unknown) => {
    // 3D000: a run with newer migrations beside this one has dropped our template.
    if ((error as { code?: unknown }).code !== '3D000') throw error;
    preparing = undefined;
    await create();
  });
  return {
    url: server.urlOf(name),
    drop: () =>
      asAdmin(server, async (admin) => void (await admin.query(`drop database if exists ${name} with (force)`))),
  };
}

/** Ends the shared server unless another run uses it. Under mocha this happens by itself. */
export async function releaseTestServer(): Promise<void> {
  const server = await starting;
  starting = preparing = undefined;
  if (server === undefined) return;
  // Else a connection that some test forgot would look like another run's.
  await dropDatabases(server, (pid) => pid === process.pid);
  await server.launched?.stop();
}

// Outside mocha (a benchmark) there is no such hook.
if (typeof after === 'function') after('let go of the test database server', releaseTestServer);

function testServer(): Promise<TestServer> {
  return (starting ??= startTestServer());
}

async function startTestServer(): Promise<TestServer> {
  const server = await findServer();
  await dropDatabases(server, async (pid) => (await lookAtProcess(pid)).kind !== 'alive');
  return server;
}

async function findServer(): Promise<TestServer> {
  const given = process.env['GUESTHOUSE_TEST_DATABASE_URL'];
  if (given) {
    const urlOf = (database: string): string => Object.assign(new URL(given), { pathname: `/${database}` }).href;
    return { launched: null, urlOf };
  }
  const binaries = process.env['GUESTHOUSE_TEST_POSTGRES'] ?? 'package';
  if (binaries !== 'package' && binaries !== 'machine') {
    throw new Error(`GUESTHOUSE_TEST_POSTGRES is ${binaries}; it can be package or machine`);
  }
  const launched = await launchPostgres({
    folder: await testFolder(binaries),
    log: SILENT_LOG,
    binaries,
    extraSettings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' },
  });
  const { host, user } = launched.connection;
  // The parameter wins over the host before it, without which the text would be no URL by the book.
  const urlOf = (database: string): string =>
    `postgresql://${user}@localhost/${database}?host=${encodeURIComponent(host)}`;
  return { launched, urlOf };
}

/** In the repository, or, where that is closed to the user of the server (a clone below /root), among the temporary files. */
async function testFolder(binaries: string): Promise<string> {
  const folder = path.join(REPOSITORY, '.cache', `test-postgres-${binaries}`);
  const user = await findServerUser(path.join(folder, 'data'));
  if ((await findClosedFolder(user, REPOSITORY)) === null) return folder;
  const hash = createHash('sha256').update(REPOSITORY).digest('hex').slice(0, 8);
  return path.join(os.tmpdir(), `guesthouse-test-postgres-${binaries}-${hash}`);
}

async function dropDatabases(server: TestServer, isDue: (pid: number) => boolean | Promise<boolean>): Promise<void> {
  await asAdmin(server, async (admin) => {
    const { rows } = await admin.query<{ name: string }>(
      `select datname as name from pg_database where starts_with(datname, $1)`,
      [TEST_PREFIX],
    );
    for (const { name } of rows) {
      const pid = Number(name.slice(TEST_PREFIX.length).split('_')[0]);
      if (await isDue(pid)) await admin.query(`drop database if exists ${name} with (force)`);
    }
  });
}

/** Makes the template unless it is there, and drops those of other schemas. Its name tells the schema: the migrations' texts, hashed. */
async function prepareTemplate(server: TestServer): Promise<string> {
  const template = `${TEMPLATE_PREFIX}${await MIGRATIONS_HASH}`;
  const unfinished = `${template}_unfinished`;
  await asAdmin(server, async (admin) => {
    await admin.query('select pg_advisory_lock($1)', [LOCK_TEMPLATE]);
    const { rows } = await admin.query<{ name: string }>(
      `select datname as name from pg_database where starts_with(datname, $1)`,
      [TEMPLATE_PREFIX],
    );
    const names = rows.map(({ name }) => name);
    if (names.includes(template)) return;
    // Another run with other migrations (a second working tree) may be copying one just now: then it stays.
    for (const name of names) await admin.query(`drop database if exists ${name}`).catch(() => undefined);
    await admin.query(`create database ${unfinished}`);
    const db = await openDatabase(server.urlOf(unfinished), { log: SILENT_LOG, poolMax: 1 });
    await migrate(db, MIGRATIONS, { log: SILENT_LOG }).finally(() => db.close());
    await admin.query(`alter database ${unfinished} rename to ${template}`);
  });
  return template;
}

async function hashMigrations(): Promise<string> {
  const hash = createHash('sha256');
  const folder = path.join(REPOSITORY, 'src/store/migrations');
  for (const name of (await readdir(folder)).sort()) hash.update(name).update(await readFile(path.join(folder, name)));
  for (const { name } of MIGRATIONS) hash.update(name);
  return hash.digest('hex').slice(0, 16);
}

async function asAdmin<T>(server: TestServer, fn: (admin: Client) => Promise<T>): Promise<T> {
  const admin = await openSession({
    client: { connectionString: server.urlOf('postgres') },
    statementTimeoutMs: 60_000,
    idleInTransactionTimeoutMs: 0,
  });
  try {
    return await fn(admin);
  } finally {
    await admin.end();
  }
}
