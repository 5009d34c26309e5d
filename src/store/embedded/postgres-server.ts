/**
 * One PostgreSQL server process and its folder: makes the data, starts the server, finds one that runs already, stops it.
 * launch-postgres.ts decides what to do when; everything here must be called under its lock.
 *
 *   <folder>/            0700, of the user that the server runs as
 *     data/              made in data.tmp-* and renamed, so it is whole or absent
 *     data/postmaster.pid  written by the server: pid, data folder, start time, port, socket folder, …
 *     run/               the socket, unless its path would be too long for the system
 *     log, log.1         what the server says; turned over at a start when it has grown
 */
import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { chmod, lstat, mkdir, mkdtemp, open, readFile, readdir, realpath, rename, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { GuesthouseError } from '../../domain/errors.js';
import type { Binaries } from './postgres-binaries.js';
import { giveTo, type ServerUser } from './postgres-user.js';
import { lookAtProcess, workingFolderOf } from './process-state.js';
import { asDatabaseFailure } from '../database-failure.js';

const run = promisify(execFile);

/** Name of the superuser and of the database in a folder of ours. No password: the socket's folder is closed to all others. */
export const EMBEDDED_NAME = 'guesthouse';
/** Only names the socket's file; nothing listens on it. */
export const SOCKET_PORT = 5432;
/** sizeof(sockaddr_un.sun_path) is 108 on Linux and 104 on macOS, with a zero at the end. */
const MAX_SOCKET_PATH_BYTES = process.platform === 'linux' ? 107 : 103;
const MAX_LOG_BYTES = 1024 * 1024;
/** A connection attempt is the only way to learn that a server is ready; nothing announces it. */
const LOOK_EVERY_MS = 10;

/** What we fix whatever the machine's defaults are. The server's log holds its own life only: failed statements are the caller's to log. */
const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: '',
  port: String(SOCKET_PORT),
  unix_socket_permissions: '0700',
  max_connections: '100',
  // Our statements are short: compiling one costs more than it saves.
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  logging_collector: 'off',
  log_destination: 'stderr',
  log_min_messages: 'log',
  log_checkpoints: 'off',
};

export interface ServerFolder {
  readonly folder: string;
  readonly data: string;
  readonly logFile: string;
}

export interface RunningServer {
  readonly pid: number;
  readonly socketFolder: string;
  readonly port: number;
  /** As the server writes it: `18.4`. */
  readonly version: string;
}

export function serverFolder(folder: string): ServerFolder {
  return { folder, data: path.join(folder, 'data'), logFile: path.join(folder, 'log') };
}

/** Major version that made the data, null when there is none. */
export async function readDataMajor({ data }: ServerFolder): Promise<number | null> {
  const text = await readFile(path.join(data, 'PG_VERSION'), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  return text === null ? null : Number.parseInt(text, 10);
}

/** Makes the data with initdb, whole or not at all, and sweeps up what a killed attempt left. */
export async function makeData(
  where: ServerFolder,
  binaries: Binaries,
  user: ServerUser | null,
  options: { isDurable: boolean; signal: AbortSignal },
): Promise<void> {
  for (const name of await readdir(where.folder)) {
    if (!name.startsWith('data.tmp-')) continue;
    // The initdb of a killed service may still be writing there: then the folder goes next time.
    await rm(path.join(where.folder, name), { recursive: true, force: true }).catch(() => undefined);
  }
  const unfinished = await mkdtemp(path.join(where.folder, 'data.tmp-'));
  await giveTo(user, unfinished);
  // Byte order and Unicode case, without asking the machine's C library where the server can do it alone.
  const locale =
    binaries.major >= 17
      ? ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
      : [`--locale=${process.platform === 'darwin' ? 'C' : 'C.UTF-8'}`];
  const args = ['-D', unfinished, '-U', EMBEDDED_NAME, '-A', 'trust', '-E', 'UTF8', ...locale, '--no-instructions'];
  if (!options.isDurable) args.push('--no-sync');
  try {
    await run(path.join(binaries.binFolder, 'initdb'), args, {
      ...identity(user),
      cwd: where.folder,
      env: serverEnvironment(),
      signal: options.signal,
    });
  } catch (error) {
    options.signal.throwIfAborted();
    const output = error instanceof Error && 'stderr' in error ? String(error.stderr) : '';
    throw new GuesthouseError('internal', `The database in ${where.folder} could not be created.`, {
      logDetail: `initdb: ${output.slice(-2000)}`,
      cause: error,
    });
  }
  await rename(unfinished, where.data);
  // Else a power cut could take the name back after the first transaction was acknowledged.
  const handle = await open(where.folder);
  await handle.sync().finally(() => handle.close());
}

/** What postmaster.pid says; null without one, or while it is being written. */
export async function readPidFile({
  data,
}: ServerFolder): Promise<{ pid: number; socketFolder: string; port: number } | null> {
  const text = await readFile(path.join(data, 'postmaster.pid'), 'utf8').catch(() => '');
  const [pid, , , port, socketFolder] = text.split('\n');
  if (!pid || !port || !socketFolder) return null;
  return { pid: Number(pid), port: Number(port), socketFolder };
}

/** Whether that process is a server working on this data: neither dead, nor a zombie, nor a stranger who got its id. */
export async function isServerOf({ data }: ServerFolder, pid: number): Promise<boolean> {
  const state = await lookAtProcess(pid);
  if (state.kind !== 'alive' || state.command !== 'postgres') return false;
  // A server always runs as the owner of its data, and of other people's processes the working folder is not told.
  if (state.uid !== (await stat(data)).uid) return false;
  const folder = await workingFolderOf(pid);
  return folder === null || folder === (await realpath(data));
}

/** The server that runs on this data and answers, or null when none does. Waits while one is coming up or going down. */
export async function findRunning(
  where: ServerFolder,
  options: { deadline: number; signal: AbortSignal },
): Promise<RunningServer | null> {
  for (;;) {
    const file = await readPidFile(where);
    if (file === null || !(await isServerOf(where, file.pid))) return null;
    try {
      return await greet(where, file);
    } catch (error) {
      if (Date.now() > options.deadline) {
        throw new GuesthouseError(
          'database_unreachable',
          `A database server runs on ${where.folder} but does not respond.`,
          {
            logDetail: `process ${file.pid}: ${String(error)}`,
            cause: error,
          },
        );
      }
    }
    await sleep(LOOK_EVERY_MS, undefined, { signal: options.signal });
  }
}

/** Connects and makes sure that whoever answers serves this very data. */
async function greet(
  where: ServerFolder,
  file: { pid: number; socketFolder: string; port: number },
): Promise<RunningServer> {
  const client = await connectTo({ host: file.socketFolder, port: file.port }, 'postgres');
  try {
    const { rows } = await client.query<{ folder: string; version: string }>(
      `select current_setting('data_directory') as folder, current_setting('server_version') as version`,
    );
    const answer = rows[0];
    if (answer === undefined || (await realpath(answer.folder)) !== (await realpath(where.data))) {
      throw new Error(`the socket in ${file.socketFolder} belongs to a server of ${answer?.folder}`);
    }
    // 15.18 (Debian 15.18-0+deb12u1)
    return { ...file, version: answer.version.split(' ')[0] ?? answer.version };
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** A bare connection to a server of ours; its later loss is silent unless the caller listens. */
export async function connectTo(server: { host: string; port: number }, database: string): Promise<pg.Client> {
  const client = new pg.Client({
    ...server,
    database,
    user: EMBEDDED_NAME,
    ssl: false,
    options: '',
    application_name: LAUNCHER_NAME,
    connectionTimeoutMillis: 5_000,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return client;
  } catch (error) {
    client.end().catch(() => undefined);
    throw asDatabaseFailure(error);
  }
}

/** How the launcher's own connections are told from those of applications. */
export const LAUNCHER_NAME = 'guesthouse-launcher';

/**
 * Clears away what a dead server's pid file would make the next one stumble over. The process may be a zombie: then its parent
 * gets a moment to take notice. The file goes only when its process is dead or a stranger; with the process truly gone PostgreSQL
 * judges better than we do, for the file also tells it which children to wait for.
 */
export async function clearDeadPidFile(where: ServerFolder, signal: AbortSignal): Promise<void> {
  const deadline = Date.now() + 2_000;
  for (;;) {
    const text = await readFile(path.join(where.data, 'postmaster.pid'), 'utf8').catch(() => null);
    if (text === null) return;
    const pid = Number.parseInt(text, 10);
    const state = await lookAtProcess(pid);
    if (state.kind === 'gone' || (await isServerOf(where, pid))) return;
    if (state.kind === 'alive' || Date.now() > deadline) {
      await rm(path.join(where.data, 'postmaster.pid'), { force: true });
      return;
    }
    await sleep(LOOK_EVERY_MS, undefined, { signal });
  }
}

/** Thrown when the server ended before it answered. */
export class ServerEndedEarly extends Error {
  readonly lastWords: string;
  constructor(lastWords: string) {
    super('the database server exited before it responded');
    this.name = 'ServerEndedEarly';
    this.lastWords = lastWords;
  }
}

/**
 * Starts the server in a session of its own, so that neither our death nor Control-C in our terminal reaches it, and resolves when
 * it answers. Rejected means that nothing was left running.
 */
export async function startServer(
  where: ServerFolder,
  binaries: Binaries,
  user: ServerUser | null,
  options: { socketFolder: string; settings: Readonly<Record<string, string>>; deadline: number; signal: AbortSignal },
): Promise<RunningServer> {
  const settings = { ...SETTINGS, unix_socket_directories: options.socketFolder, ...options.settings };
  const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const log = await openLog(where, user);
  let hasEnded = false;
  let failure: Error | undefined;
  const child = spawn(path.join(binaries.binFolder, 'postgres'), ['-D', where.data, ...args], {
    ...identity(user),
    cwd: where.folder,
    env: serverEnvironment(),
    stdio: ['ignore', log.fd, log.fd],
    detached: true,
  });
  child.once('error', (error) => {
    failure = error;
    hasEnded = true;
  });
  const ended = once(child, 'exit').then(
    () => (hasEnded = true),
    () => (hasEnded = true),
  );
  await log.close();
  try {
    for (;;) {
      await sleep(LOOK_EVERY_MS, undefined, { signal: options.signal });
      if (hasEnded) throw new ServerEndedEarly(failure ? String(failure) : await readLastWords(where));
      const file = await readPidFile(where);
      // The file of a dead predecessor names another process.
      if (file !== null && file.pid === child.pid) {
        const server = await greet(where, file).catch(() => null);
        if (server !== null) {
          child.unref();
          return server;
        }
      }
      if (Date.now() > options.deadline) {
        throw new GuesthouseError('database_unreachable', 'The database server does not respond after its start.', {
          logDetail: await readLastWords(where),
        });
      }
    }
  } catch (error) {
    // It would otherwise come up later, unknown to anybody.
    if (!hasEnded) child.kill('SIGINT');
    await ended;
    throw error;
  }
}

/** Ends the server: open sessions are cut, what they committed is kept. Resolves when it is gone. */
export async function endServer(where: ServerFolder, pid: number, log: (message: string) => void): Promise<void> {
  const began = Date.now();
  let isInsisting = false;
  signalServer(pid, 'SIGINT');
  // It need not be a child of ours, so there is no event for its end.
  while (await isServerOf(where, pid).catch(() => false)) {
    if (!isInsisting && Date.now() - began > 30_000) {
      log('database server does not stop; forcing it to, so that it recovers at its next start');
      signalServer(pid, 'SIGQUIT');
      isInsisting = true;
    }
    await sleep(LOOK_EVERY_MS);
  }
}

function signalServer(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    // It ended by itself between the look and the signal.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/**
 * The socket's folder: `run` beside the data, or, where that path is too long for a socket, one under the system's temporary folder
 * whose name derives from the data's. There anybody could have made it before us, so it must be ours and closed.
 */
export async function makeSocketFolder(where: ServerFolder, user: ServerUser | null): Promise<string> {
  const file = `.s.PGSQL.${SOCKET_PORT}`;
  const near = path.join(where.folder, 'run');
  const isNearShort = Buffer.byteLength(path.join(near, file)) <= MAX_SOCKET_PATH_BYTES;
  const hash = createHash('sha256').update(where.folder).digest('hex').slice(0, 16);
  const socketFolder = isNearShort ? near : path.join(os.tmpdir(), `guesthouse-${hash}`);
  const isNew = await mkdir(socketFolder, { mode: 0o700 }).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') return false;
      throw error;
    },
  );
  if (isNew) await giveTo(user, socketFolder);
  const found = await lstat(socketFolder);
  const owner = user?.uid ?? process.getuid?.();
  if (!found.isDirectory() || found.uid !== owner || (found.mode & 0o077) !== 0) {
    throw new GuesthouseError(
      'internal',
      `The folder ${socketFolder} for the database's socket belongs to another user or is open to other users. ` +
        'Remove it, or set GUESTHOUSE_DATA to a shorter path.',
    );
  }
  return socketFolder;
}

/** Makes the folder and hands it to the user of the server. */
export async function makeServerFolder(where: ServerFolder, user: ServerUser | null): Promise<void> {
  // The way there must stay open to the server's user: only the folder itself is closed.
  await mkdir(path.dirname(where.folder), { recursive: true });
  await mkdir(where.folder, { recursive: true, mode: 0o700 });
  await chmod(where.folder, 0o700);
  await giveTo(user, where.folder);
}

function identity(user: ServerUser | null): { uid?: number; gid?: number } {
  return user === null ? {} : { uid: user.uid, gid: user.gid };
}

/** Nothing of ours: PGDATA, PGOPTIONS and the like would steer the programs. */
function serverEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' };
}

async function openLog({ logFile }: ServerFolder, user: ServerUser | null): ReturnType<typeof open> {
  const size = await stat(logFile).then(
    (found) => found.size,
    () => 0,
  );
  if (size > MAX_LOG_BYTES) await rename(logFile, `${logFile}.1`);
  const handle = await open(logFile, 'a', 0o600);
  await giveTo(user, logFile);
  return handle;
}

export async function readLastWords({ logFile }: ServerFolder): Promise<string> {
  const text = await readFile(logFile, 'utf8').catch(() => '');
  return text.split('\n').slice(-15).join('\n').trim();
}
