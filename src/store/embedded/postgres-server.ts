/**
 * One PostgreSQL server process and its folder: creates the data, starts the server, finds a running server, stops it.
 * launch-postgres.ts decides when to call these functions, and must hold its lock during each call.
 *
 *   <folder>/              ours; only the server's user can pass through it
 *     data/                created in data.tmp-* and renamed, so that it is complete or absent
 *     data/postmaster.pid  written by the server: pid, data folder, start time, port, socket folder, …
 *     run/                 the socket, unless its path would be too long for the system
 *     log, log.1           the server's log; rotated at a start if it is larger than MAX_LOG_BYTES
 *
 * If the service is root, data/ and run/ belong to the server's user, and everything else to root. So root never works
 * in a folder where another user could replace a file with a link.
 */
import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import {
  chmod,
  chown,
  constants,
  lstat,
  mkdir,
  mkdtemp,
  open,
  readFile,
  readdir,
  realpath,
  rename,
  rm,
  stat,
} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { GuesthouseError } from '../../domain/errors.js';
import { handOver } from './hand-over.js';
import type { Binaries } from './postgres-binaries.js';
import { findInitdbUser, type ServerUser } from './postgres-user.js';
import { readProcessState, workingFolderOf } from './process-state.js';
import { asDatabaseFailure } from '../database-failure.js';

const run = promisify(execFile);

/**
 * Name of the superuser and of the embedded database. There is no password, because other users cannot enter the
 * socket's folder.
 */
export const EMBEDDED_NAME = 'guesthouse';
/** Part of the name of the socket's file; nothing listens on the TCP port. */
export const SOCKET_PORT = 5432;
/** sizeof(sockaddr_un.sun_path) is 108 on Linux and 104 on macOS, including the terminating zero. */
const MAX_SOCKET_PATH_BYTES = process.platform === 'linux' ? 107 : 103;
const MAX_LOG_BYTES = 1024 * 1024;
/** Polling interval: no event announces that a server is ready, so the launcher must try to connect. */
const POLL_EVERY_MS = 10;

/**
 * Settings that must not depend on the machine's defaults. The server logs only its own events: callers log failed
 * statements.
 */
const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: '',
  port: String(SOCKET_PORT),
  unix_socket_permissions: '0700',
  max_connections: '100',
  // Our statements are short: compiling them costs more than it saves.
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
  /** The version as the server reports it: `18.4`. */
  readonly version: string;
}

export function serverFolder(folder: string): ServerFolder {
  return { folder, data: path.join(folder, 'data'), logFile: path.join(folder, 'log') };
}

/** Major version that created the data; null if there is no data. */
export async function readDataMajor({ data }: ServerFolder): Promise<number | null> {
  const text = await readFile(path.join(data, 'PG_VERSION'), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  return text === null ? null : Number.parseInt(text, 10);
}

/** Creates the data with initdb, completely or not at all, and removes the remains of killed attempts. */
export async function makeData(
  where: ServerFolder,
  binaries: Binaries,
  user: ServerUser | null,
  options: { isDurable: boolean; signal: AbortSignal },
): Promise<void> {
  for (const name of await readdir(where.folder)) {
    if (!name.startsWith('data.tmp-')) continue;
    // The initdb of a killed service may still be writing there; then the next attempt removes the folder.
    await removeTree(path.join(where.folder, name), user).catch(() => undefined);
  }
  const unfinished = await mkdtemp(path.join(where.folder, 'data.tmp-'));
  const initdbUser = await findInitdbUser(user);
  if (initdbUser !== null) await chown(unfinished, initdbUser.uid, initdbUser.gid);
  // Text is sorted by bytes, and its case is converted by the rules of Unicode. From version 17 on, PostgreSQL does
  // both without the machine's C library.
  const locale =
    binaries.major >= 17
      ? ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
      : [`--locale=${process.platform === 'darwin' ? 'C' : 'C.UTF-8'}`];
  const args = ['-D', unfinished, '-U', EMBEDDED_NAME, '-A', 'trust', '-E', 'UTF8', ...locale, '--no-instructions'];
  if (!options.isDurable) args.push('--no-sync');
  try {
    await run(path.join(binaries.binFolder, 'initdb'), args, {
      ...identity(initdbUser),
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
  if (user !== null) await handOver(unfinished, user);
  await rename(unfinished, where.data);
  await syncFolder(where);
}

/** Gives the data of a server that was stopped to the user that will run the next server. */
export async function takeOverData(where: ServerFolder, user: ServerUser): Promise<void> {
  if ((await lstat(where.data)).uid === user.uid) return;
  await handOver(where.data, user);
  await syncFolder(where);
}

/**
 * Syncs the folder. Otherwise a power failure could undo changes in it, although a transaction was already
 * acknowledged.
 */
async function syncFolder({ folder }: ServerFolder): Promise<void> {
  const handle = await open(folder);
  await handle.sync().finally(() => handle.close());
}

async function removeTree(folder: string, user: ServerUser | null): Promise<void> {
  // Must come first: from then on, no other user can replace a folder in the tree with a link.
  if (user !== null) await handOver(folder, { uid: 0, gid: 0 });
  await rm(folder, { recursive: true });
}

/** The contents of postmaster.pid; null if it does not exist or is being written. */
export async function readPidFile({
  data,
}: ServerFolder): Promise<{ pid: number; socketFolder: string; port: number } | null> {
  const text = await readFile(path.join(data, 'postmaster.pid'), 'utf8').catch(() => '');
  const [pid, , , port, socketFolder] = text.split('\n');
  if (!pid || !port || !socketFolder) return null;
  return { pid: Number(pid), port: Number(port), socketFolder };
}

/**
 * Whether the process is a live server on this data. False if it is dead or a zombie, or if another process has reused
 * its id.
 */
export async function isServerOf({ data }: ServerFolder, pid: number): Promise<boolean> {
  const state = await readProcessState(pid);
  if (state.kind !== 'alive' || state.command !== 'postgres') return false;
  // A server always runs as the owner of its data. The check comes first because other users' working folders cannot be
  // read.
  if (state.uid !== (await stat(data)).uid) return false;
  const folder = await workingFolderOf(pid);
  return folder === null || folder === (await realpath(data));
}

/**
 * The server that runs on this data and responds, or null if there is none. Waits while a server is starting or
 * stopping.
 */
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
      if (performance.now() > options.deadline) {
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
    await sleep(POLL_EVERY_MS, undefined, { signal: options.signal });
  }
}

/** Connects, and checks that the server that responds uses this data folder. */
async function greet(
  where: ServerFolder,
  file: { pid: number; socketFolder: string; port: number },
): Promise<RunningServer> {
  const client = await connectTo({ host: file.socketFolder, port: file.port }, 'postgres');
  try {
    const { rows } = await client.query<{ folder: string; version: string }>(
      `select current_setting('data_directory') as folder, current_setting('server_version') as version`,
    );
    const found = rows[0];
    if (found === undefined || (await realpath(found.folder)) !== (await realpath(where.data))) {
      throw new Error(`the socket in ${file.socketFolder} belongs to a server of ${found?.folder}`);
    }
    // 15.18 (Debian 15.18-0+deb12u1)
    return { ...file, version: found.version.split(' ')[0] ?? found.version };
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** A connection to an embedded server. The caller must listen for `end` to detect its loss. */
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

/** Application name of the launcher's own connections, which distinguishes them from other connections. */
export const LAUNCHER_NAME = 'guesthouse-launcher';

/**
 * Removes a stale pid file that would prevent the next server from starting. A pid file is stale if its process is a
 * zombie that its parent does not reap within a moment, or if another program has its process id. If the process is
 * gone, the file stays: PostgreSQL handles that case better, because the file also lists the children for which it must
 * wait.
 */
export async function clearDeadPidFile(where: ServerFolder, signal: AbortSignal): Promise<void> {
  const deadline = performance.now() + 2_000;
  for (;;) {
    const text = await readFile(path.join(where.data, 'postmaster.pid'), 'utf8').catch(() => null);
    if (text === null) return;
    const pid = Number.parseInt(text, 10);
    const state = await readProcessState(pid);
    if (state.kind === 'gone' || (await isServerOf(where, pid))) return;
    if (state.kind === 'alive' || performance.now() > deadline) {
      await rm(path.join(where.data, 'postmaster.pid'), { force: true });
      return;
    }
    await sleep(POLL_EVERY_MS, undefined, { signal });
  }
}

/** The server exited before it responded. */
export class ServerEndedEarly extends Error {
  readonly logTail: string;
  constructor(logTail: string) {
    super('the database server exited before it responded');
    this.name = 'ServerEndedEarly';
    this.logTail = logTail;
  }
}

/**
 * Starts the server in its own session, so that neither the end of this process nor Control-C in its terminal reaches
 * it, and resolves when it responds. If it rejects, no process is left running.
 */
export async function startServer(
  where: ServerFolder,
  binaries: Binaries,
  user: ServerUser | null,
  options: { socketFolder: string; settings: Readonly<Record<string, string>>; deadline: number; signal: AbortSignal },
): Promise<RunningServer> {
  const settings = { ...SETTINGS, unix_socket_directories: options.socketFolder, ...options.settings };
  const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const log = await openLog(where);
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
      await sleep(POLL_EVERY_MS, undefined, { signal: options.signal });
      if (hasEnded) throw new ServerEndedEarly(failure ? String(failure) : await readLogTail(where));
      const file = await readPidFile(where);
      // The pid file of a dead predecessor names a different process.
      if (file !== null && file.pid === child.pid) {
        const server = await greet(where, file).catch(() => null);
        if (server !== null) {
          child.unref();
          return server;
        }
      }
      if (performance.now() > options.deadline) {
        throw new GuesthouseError('database_unreachable', 'The database server does not respond after its start.', {
          logDetail: await readLogTail(where),
        });
      }
    }
  } catch (error) {
    // Ends the server: otherwise the server could finish its start later, undetected.
    if (!hasEnded) child.kill('SIGINT');
    await ended;
    throw error;
  }
}

/** Stops the server and ends open sessions; committed data is kept. Resolves when the process is gone. */
export async function endServer(where: ServerFolder, pid: number, log: (message: string) => void): Promise<void> {
  const began = performance.now();
  let isForced = false;
  signalServer(pid, 'SIGINT');
  // The server may not be a child of this process, so there is no event for its exit.
  while (await isServerOf(where, pid).catch(() => false)) {
    if (!isForced && performance.now() - began > 30_000) {
      log('database server does not stop; forcing an immediate shutdown, from which its next start recovers');
      signalServer(pid, 'SIGQUIT');
      isForced = true;
    }
    await sleep(POLL_EVERY_MS);
  }
}

function signalServer(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    // The server exited between the check and the signal.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/**
 * The socket's folder: `run` beside the data, or, if that path is too long for a socket, a folder in the system's
 * temporary folder with a name derived from the path of the data and the server's user. Another user could have created
 * a folder of this name first, so its owner and mode are checked. `known` is the folder that clients use already.
 */
export async function makeSocketFolder(where: ServerFolder, user: ServerUser | null, known?: string): Promise<string> {
  const file = `.s.PGSQL.${SOCKET_PORT}`;
  const near = path.join(where.folder, 'run');
  const owner = user?.uid ?? process.getuid?.();
  const isShort = (folder: string): boolean => Buffer.byteLength(path.join(folder, file)) <= MAX_SOCKET_PATH_BYTES;
  const hash = createHash('sha256').update(`${where.folder} ${owner}`).digest('hex').slice(0, 16);
  // TMPDIR can also be too long.
  const distant = [os.tmpdir(), '/tmp'].map((folder) => path.join(folder, `guesthouse-${hash}`));
  const socketFolder = known ?? [near, ...distant].find(isShort) ?? near;
  const isNew = await mkdir(socketFolder, { mode: 0o700 }).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') return false;
      throw error;
    },
  );
  // Only root can have created an existing `run`, but it can belong to the server's previous user.
  if (user !== null && (isNew || socketFolder === near)) await handOver(socketFolder, user);
  const found = await lstat(socketFolder);
  if (!found.isDirectory() || found.uid !== owner || (found.mode & 0o077) !== 0) {
    throw new GuesthouseError(
      'internal',
      `The folder ${socketFolder} for the database's socket belongs to another user or is open to other users. ` +
        'Remove it, or set GUESTHOUSE_DATA to a shorter path.',
    );
  }
  return socketFolder;
}

/**
 * Creates the folder. If the service is root, the folder belongs to root, even if an earlier release gave it another
 * owner.
 */
export async function makeServerFolder({ folder }: ServerFolder): Promise<void> {
  // Only the folder itself gets mode 0700: the server's user must be able to pass through its parents.
  await mkdir(path.dirname(folder), { recursive: true });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const isRoot = process.getuid?.() === 0;
  // The group does not change, because a server may be running.
  if (isRoot) await chown(folder, 0, (await lstat(folder)).gid);
  await chmod(folder, isRoot ? 0o710 : 0o700);
}

/** Lets the server's user pass through the folder. */
export async function openServerFolder({ folder }: ServerFolder, user: ServerUser): Promise<void> {
  await chown(folder, 0, user.gid);
}

function identity(user: ServerUser | null): { uid?: number; gid?: number } {
  return user === null ? {} : { uid: user.uid, gid: user.gid };
}

/** A minimal environment, because PGDATA, PGOPTIONS and similar variables would change how the programs behave. */
function serverEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' };
}

async function openLog({ logFile }: ServerFolder): ReturnType<typeof open> {
  const found = await lstat(logFile).catch(() => null);
  // The user of an earlier release could have put a link there.
  if (found !== null && (!found.isFile() || found.nlink > 1)) await rm(logFile);
  else if (found !== null && found.size > MAX_LOG_BYTES) await rename(logFile, `${logFile}.1`);
  const handle = await open(logFile, constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT, 0o600);
  if (process.getuid?.() === 0) await handle.chown(0, 0);
  return handle;
}

/** The last lines of the server's log. */
export async function readLogTail({ logFile }: ServerFolder): Promise<string> {
  const text = await readFile(logFile, 'utf8').catch(() => '');
  return text.split('\n').slice(-15).join('\n').trim();
}
