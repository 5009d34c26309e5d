/**
 * A launcher of the embedded database in a separate process, so that a test can kill it. The process inserts numbers
 * into a table and reports each number only after the server has acknowledged it, so the test knows which numbers must
 * survive.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const REPOSITORY = fileURLToPath(new URL('../../..', import.meta.url));

export interface LaunchedElsewhere {
  readonly process: ChildProcess;
  /**
   * Resolves with the result of the launch when the database responds. Rejects with the error output of the process if
   * the process ends earlier.
   */
  readonly ready: Promise<{ host: string; wasAdopted: boolean; binaries: string | null; uid: number }>;
  /** The numbers that have been acknowledged so far. */
  readonly acknowledged: readonly number[];
  /** Resolves when at least `count` numbers are acknowledged. */
  acknowledgedAtLeast(count: number): Promise<void>;
  kill(): Promise<void>;
}

const PROGRAM = `
  import { launchPostgres } from './src/store/embedded/launch-postgres.js';
  import { openDatabase } from './src/store/database.js';
  import { SILENT_LOG } from './src/domain/log.js';
  const { writes, ...options } = JSON.parse(process.env.LAUNCH);
  const launched = await launchPostgres({ ...options, log: SILENT_LOG });
  const say = (value) => process.stdout.write(JSON.stringify(value) + '\\n');
  say({ host: launched.connection.host, wasAdopted: launched.wasAdopted, binaries: launched.binaries, uid: process.getuid() });
  const db = await openDatabase(launched.connection, { log: SILENT_LOG });
  if (writes) {
    await db.knex.raw('create table if not exists numbers (number int primary key)');
    for (let number = 1; ; number++) {
      await db.knex('numbers').insert({ number });
      say(number);
    }
  }
  process.stdin.resume().once('end', async () => {
    await db.close();
    await launched.stop();
    process.exit(0);
  });
`;

/** Whether other users can pass through every folder above this one. */
function isOpenToOthers(folder: string): boolean {
  const parent = path.dirname(folder);
  return parent === folder || ((statSync(parent).mode & 0o001) !== 0 && isOpenToOthers(parent));
}

/**
 * Runs the command as another user, who may not be able to reach the repository, such as a clone in root's home.
 * Therefore the command runs in a separate mount namespace, in which the repository is also mounted in `open`.
 */
function throughOpenFolder(argv: readonly string[], open: string, { uid = 0, gid = uid }: Identity): string[] {
  const repository = path.join(open, 'repository');
  const script = `set -e
mkdir -p "$0"
mount --bind "${REPOSITORY}" "$0"
cd "$0"
exec setpriv --reuid ${uid} --regid ${gid} --clear-groups "$@"`;
  return ['unshare', '--mount', 'sh', '-c', script, repository, ...argv];
}

interface Identity {
  readonly uid?: number;
  readonly gid?: number;
}

export function launchElsewhere(
  options: Readonly<Record<string, unknown>> & { folder: string; writes?: boolean },
  identity: Identity = {},
): LaunchedElsewhere {
  const argv = [process.execPath, '--import', 'tsx', '--input-type=module', '-e', PROGRAM];
  const isClosed = identity.uid !== undefined && !isOpenToOthers(REPOSITORY);
  const [command = '', ...args] = isClosed ? throughOpenFolder(argv, path.dirname(options.folder), identity) : argv;
  const child = spawn(command, args, {
    ...(isClosed ? {} : { ...identity, cwd: REPOSITORY }),
    // tsx keeps a cache in the temporary folder, which must not belong to another user.
    env: { PATH: process.env['PATH'], LAUNCH: JSON.stringify(options), TMPDIR: path.dirname(options.folder) },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let lastWords = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (lastWords += text));
  const acknowledged: number[] = [];
  const lines = createInterface({ input: child.stdout });
  const ready = new Promise<Awaited<LaunchedElsewhere['ready']>>((resolve, reject) => {
    lines.on('line', (line) => {
      const value: unknown = JSON.parse(line);
      if (typeof value === 'number') acknowledged.push(value);
      else resolve(value as Awaited<LaunchedElsewhere['ready']>);
    });
    child.once('exit', () => reject(new Error(`the launching process ended: ${lastWords}`)));
  });
  // Tests usually kill it on purpose.
  ready.catch(() => undefined);
  return {
    process: child,
    ready,
    acknowledged,
    acknowledgedAtLeast: async (count) => {
      await ready;
      while (acknowledged.length < count) await once(lines, 'line');
    },
    kill: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'close');
      child.kill('SIGKILL');
      await ended;
    },
  };
}
