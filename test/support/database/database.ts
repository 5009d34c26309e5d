/**
 * Databases for tests: each test file has its own, copied from a template that is migrated once.
 *
 *   GUESTHOUSE_TEST_POSTGRES      `package` (default) or `machine`: whose PostgreSQL programs run
 *   GUESTHOUSE_TEST_DATABASE_URL  a running server to use instead, with the right to create databases
 *
 * The server, which syncs nothing to disk, starts at the first use and stays for the whole run. Each test process keeps
 * the server running as a service does, but through a separate process (server-program.ts), so that tests load no code
 * of the service. The last process that ends stops the server, so concurrent runs share it and nothing is left behind.
 * The name of a database contains the process id of the run that made it. The next run drops the databases of killed
 * runs.
 *
 * Never use a server that contains anything of value, because this file drops databases by their names.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import pg from 'pg';

export interface TestDatabase {
  readonly url: string;
  /** A backup: a copy of the database as it is now. Ends all connections to the database first. */
  backUp(): Promise<TestDatabase>;
  /** Replaces the database by a copy of the backup. Ends all connections to both first. */
  restore(backup: TestDatabase): Promise<void>;
  /** Drops the database and ends all connections to it. */
  drop(): Promise<void>;
}

const REPOSITORY = fileURLToPath(new URL('../../..', import.meta.url));
const TEST_PREFIX = 'guesthouse_test_';

/** A message of server-program.ts. */
interface Message {
  readonly url?: string;
  readonly template?: string;
  readonly error?: string;
}

interface TestServer {
  readonly program: ChildProcess;
  urlOf(database: string): string;
}

let starting: Promise<TestServer> | undefined;
let preparing: Promise<string> | undefined;

/** Creates a fresh database with the current schema, or with `migrate: false` an empty one. */
export async function createTestDatabase(options: { migrate?: boolean } = {}): Promise<TestDatabase> {
  const server = await testServer();
  const name = `${TEST_PREFIX}${process.pid}_${randomUUID().slice(0, 8)}`;
  const create = async (): Promise<void> => {
    const template = options.migrate === false ? 'template1' : await (preparing ??= prepareTemplate(server));
    await asAdmin(server, (admin) => admin.query(`create database ${name} template ${template}`));
  };
  await create().catch(async (error: unknown) => {
    // 3D000 means that a concurrent run with newer migrations has dropped our template.
    if ((error as { code?: unknown }).code !== '3D000') throw error;
    preparing = undefined;
    await create();
  });
  return databaseOf(server, name);
}

function databaseOf(server: TestServer, name: string): TestDatabase {
  const url = server.urlOf(name);
  return {
    url,
    backUp: async () => {
      const copy = `${name}_${randomUUID().slice(0, 4)}`;
      await asAdmin(server, (admin) => copyDatabase(admin, name, copy));
      return databaseOf(server, copy);
    },
    restore: (backup) =>
      asAdmin(server, async (admin) => {
        await admin.query(`drop database ${name} with (force)`);
        await copyDatabase(admin, new URL(backup.url).pathname.slice(1), name);
      }),
    drop: () =>
      asAdmin(server, async (admin) => void (await admin.query(`drop database if exists ${name} with (force)`))),
  };
}

/** PostgreSQL copies the files, with all counters, as a copy of the data folder would. */
async function copyDatabase(admin: pg.Client, from: string, to: string): Promise<void> {
  await admin.query('select pg_terminate_backend(pid, 10000) from pg_stat_activity where datname = $1', [from]);
  await admin.query(`create database ${to} template ${from}`);
}

/** Ends the shared server unless another run uses it. Under mocha this happens automatically. */
export async function releaseTestServer(): Promise<void> {
  const server = await starting;
  starting = preparing = undefined;
  if (server === undefined) return;
  // Otherwise a connection that a test forgot to close would be mistaken for that of another run.
  await asAdmin(server, async (admin) => {
    const { rows } = await admin.query<{ name: string }>(
      'select datname as name from pg_database where starts_with(datname, $1)',
      [`${TEST_PREFIX}${process.pid}_`],
    );
    for (const { name } of rows) await admin.query(`drop database if exists ${name} with (force)`);
  });
  const ended = once(server.program, 'exit');
  server.program.ref();
  server.program.disconnect();
  await ended;
}

// This hook does not exist outside of mocha, for example in a benchmark.
if (typeof after === 'function') after('let go of the test database server', releaseTestServer);

function testServer(): Promise<TestServer> {
  return (starting ??= startTestServer());
}

async function startTestServer(): Promise<TestServer> {
  const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx'));
  const program = fork(path.join(import.meta.dirname, 'server-program.ts'), [TEST_PREFIX], {
    execArgv: ['--import', loader.href],
    env: { ...process.env, TSX_TSCONFIG_PATH: path.join(REPOSITORY, 'tsconfig.json') },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    // The program runs in a separate session, because it must survive Control-C until this process has released it.
    detached: true,
  });
  const { url = '' } = await messageOf(program).catch((error: unknown) => {
    if (program.connected) program.disconnect();
    throw error;
  });
  const urlOf = (database: string): string => Object.assign(new URL(url), { pathname: `/${database}` }).href;
  return { program, urlOf };
}

async function prepareTemplate({ program }: TestServer): Promise<string> {
  program.send('template');
  return (await messageOf(program)).template ?? '';
}

/**
 * Waits for the next message of the program. The program keeps this process alive only during that wait, because a
 * process in which no hook of mocha releases the program must still end. The end of this process disconnects the
 * program, which then ends too.
 */
async function messageOf(program: ChildProcess): Promise<Message> {
  const cut = new AbortController();
  program.ref();
  program.channel?.ref();
  const { signal } = cut;
  try {
    return await Promise.race([
      once(program, 'message', { signal }).then(([message]: Message[]) => {
        if (message?.error !== undefined) throw new Error(message.error);
        return message ?? {};
      }),
      once(program, 'exit', { signal }).then(([code]) => {
        throw new Error(`the program that holds the test database ended with ${code}`);
      }),
    ]);
  } finally {
    cut.abort();
    program.unref();
    program.channel?.unref();
  }
}

async function asAdmin<T>(server: TestServer, fn: (admin: pg.Client) => Promise<T>): Promise<T> {
  const admin = new pg.Client({ connectionString: server.urlOf('postgres'), statement_timeout: 60_000 });
  // Without a listener the loss of the session would end this process.
  admin.on('error', () => undefined);
  await admin.connect();
  try {
    return await fn(admin);
  } finally {
    await admin.end();
  }
}
