/**
 * The program that holds the PostgreSQL server of one test process and makes the migrated template. It is the part of
 * database.ts that needs the launcher and the migrations of the service. database.ts starts it as a separate process,
 * so that no test has to load these.
 *
 *   it → test    { url } when the server runs             test → it    'template'
 *   it → test    { template } for each request             test → it    (disconnects)     releases the server and ends
 *   it → test    { error } instead of either
 */
import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Client } from 'pg';
import { SILENT_LOG } from '../../../src/domain/log.js';
import { databaseServers, openDatabase, openSession } from '../../../src/store/database.js';
import { launchPostgres, type LaunchedPostgres } from '../../../src/store/embedded/launch-postgres.js';
import { findClosedFolder, findServerUser } from '../../../src/store/embedded/postgres-user.js';
import { readProcessState } from '../../../src/store/embedded/process-state.js';
import { migrate } from '../../../src/store/migrate.js';
import { MIGRATIONS } from '../../../src/store/migrations.js';

const REPOSITORY = fileURLToPath(new URL('../../..', import.meta.url));
const TEMPLATE_PREFIX = 'guesthouse_template_';
/** The key of the session lock for making a template. The migration runner uses another lock class. */
const LOCK_TEMPLATE = 0x74657374;
/** Computed at startup, because the files may later be newer than the loaded modules. */
const MIGRATIONS_HASH = hashMigrations();

interface TestServer {
  readonly launched: LaunchedPostgres | null;
  readonly url: string;
}

/** The prefix of the names of test databases. The id of the process that made the database follows. */
const testPrefix = process.argv[2] ?? '';

async function startTestServer(): Promise<TestServer> {
  const server = await findServer();
  await asAdmin(server, async (admin) => {
    for (const name of await namesThatBegin(admin, testPrefix)) {
      const pid = Number(name.slice(testPrefix.length).split('_')[0]);
      const isDue = (await readProcessState(pid)).kind !== 'alive';
      if (isDue) await admin.query(`drop database if exists ${name} with (force)`);
    }
  });
  return server;
}

async function findServer(): Promise<TestServer> {
  const given = process.env['GUESTHOUSE_TEST_DATABASE_URL'];
  if (given) return { launched: null, url: given };
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
  // The parameter takes precedence over the host before it, which only makes the string a valid URL.
  return { launched, url: `postgresql://${user}@localhost/postgres?host=${encodeURIComponent(host)}` };
}

/**
 * The folder of the server: in the repository, or in the temporary folder if the user of the server cannot reach the
 * repository (a clone below /root).
 */
async function testFolder(binaries: string): Promise<string> {
  const folder = path.join(REPOSITORY, '.cache', `test-postgres-${binaries}`);
  const user = await findServerUser(path.join(folder, 'data'));
  if ((await findClosedFolder(user, REPOSITORY)) === null) return folder;
  const hash = createHash('sha256').update(REPOSITORY).digest('hex').slice(0, 8);
  return path.join(os.tmpdir(), `guesthouse-test-postgres-${binaries}-${hash}`);
}

/**
 * Makes the template unless it exists, and drops the templates of other schemas. The template's name identifies the
 * schema by a hash of the migrations.
 */
async function prepareTemplate(server: TestServer): Promise<string> {
  const template = `${TEMPLATE_PREFIX}${await MIGRATIONS_HASH}`;
  const unfinished = `${template}_unfinished`;
  await asAdmin(server, async (admin) => {
    await admin.query('select pg_advisory_lock($1)', [LOCK_TEMPLATE]);
    const names = await namesThatBegin(admin, TEMPLATE_PREFIX);
    if (names.includes(template)) return;
    // Dropping fails for a template that a run with other migrations (in a second working tree) is copying now.
    for (const name of names) await admin.query(`drop database if exists ${name}`).catch(() => undefined);
    await admin.query(`create database ${unfinished}`);
    const db = await openDatabase(urlOf(server, unfinished), { log: SILENT_LOG, poolMax: 1 });
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

function urlOf({ url }: TestServer, database: string): string {
  return Object.assign(new URL(url), { pathname: `/${database}` }).href;
}

async function namesThatBegin(admin: Client, prefix: string): Promise<string[]> {
  const { rows } = await admin.query<{ name: string }>(
    'select datname as name from pg_database where starts_with(datname, $1)',
    [prefix],
  );
  return rows.map(({ name }) => name);
}

async function asAdmin<T>(server: TestServer, fn: (admin: Client) => Promise<T>): Promise<T> {
  const admin = await openSession({
    servers: databaseServers(urlOf(server, 'postgres'), SILENT_LOG),
    statementTimeoutMs: 60_000,
    idleInTransactionTimeoutMs: 0,
  });
  try {
    return await fn(admin);
  } finally {
    await admin.end();
  }
}

const report = (message: object): void => void process.send?.(message);
const failed = (error: unknown): void => report({ error: String(error) });

// Ignores Control-C in a terminal, because the tests handle it and release this program when they have ended.
process.on('SIGINT', () => undefined);
const starting = startTestServer();
process.on('message', () => {
  starting.then(prepareTemplate).then((template) => report({ template }), failed);
});
process.once('disconnect', () => {
  // The failed start has been reported already.
  starting.then(({ launched }) => launched?.stop()).catch(() => undefined);
});
starting.then(({ url }) => report({ url }), failed);
