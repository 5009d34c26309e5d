/**
 * The launcher of the embedded database: a private PostgreSQL, used if DATABASE_URL is not set.
 *
 * The server is a normal PostgreSQL in the data folder. It is reachable only over a unix socket that only its user (and
 * root) can open, never over a network, and it never runs as root. It runs in a process session of its own and outlives
 * the service: after a kill -9 of the service, the next start finds the server and uses it.
 *
 *   find a running server ──────► adopt it         needs postmaster.pid, a live postgres in that folder, and a response
 *            │ none
 *            ▼
 *   create the data if there is none ──► remove a stale pid file ──► start ──► responds
 *                                                                      │ exits early after a crash:
 *                                                                      └─ its children may still run: retry
 *
 * All of this happens under a lock, so that two services that start at the same time share one server. The launcher of
 * each service keeps one connection open as long as the service runs. `stop` finds these connections, and leaves the
 * server running if other services use it. If the server dies, each launcher loses its connection, so it detects this
 * immediately and restarts the server.
 *
 * On a full disk, the launcher releases the ballast (ballast.ts) before it starts or stops the server.
 *
 * Failures that a retry cannot fix are `internal`, others `database_unreachable`. Their messages contain the names of
 * folders, because only the operator sees them.
 *
 * Invariant: committed data survives a kill -9 of the service, of the server, or of both
 * (`test/store/launch-postgres.test.ts`).
 */
import { access, constants } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { GuesthouseError, isGuesthouseError } from '../../domain/errors.js';
import type { Log } from '../../domain/log.js';
import type { DatabaseConnection } from '../database-servers.js';
import { FileBallast } from './ballast.js';
import { findBinaries, type BinariesOrigin } from './postgres-binaries.js';
import * as server from './postgres-server.js';
import { findClosedFolder, findServerUser } from './postgres-user.js';
import { withStartLock } from './start-lock.js';

export interface LaunchOptions {
  /** Folder of the database, created if absent. It contains the data folder, the socket, the log and the lock. */
  readonly folder: string;
  readonly log: Log;
  /** Aborts the launch; a server that is being started is stopped again. */
  readonly signal?: AbortSignal;
  /** Where to search for programs. Default `any`: the package, then the machine. */
  readonly binaries?: BinariesOrigin | 'any';
  /** Server settings that override ours. Tests switch fsync off; a service must not do so. */
  readonly extraSettings?: Readonly<Record<string, string>>;
  /** How long to wait for a start, including recovery. Default 60,000. */
  readonly timeoutMs?: number;
  /** The package's `native` folder. Default: found among the installed packages. */
  readonly packageFolder?: string;
}

export interface LaunchedPostgres {
  readonly connection: DatabaseConnection;
  /** The version as the server reports it: `18.4`. */
  readonly version: string;
  readonly wasAdopted: boolean;
  /** The origin of the programs; null for an adopted server, which another process started. */
  readonly binaries: BinariesOrigin | null;
  readonly ballast: FileBallast;
  /** Stops the server, unless other services use it. Callers must close their pools first. Idempotent. */
  stop(): Promise<void>;
}

const DEFAULT_TIMEOUT_MS = 60_000;
/** How long children of a dead server can take to exit before the start fails. */
const ORPHANS_TIMEOUT_MS = 15_000;
/** How long the server may still list connections that this service has already closed. */
const CLOSED_VISIBLE_MS = 2_000;

export async function launchPostgres(options: LaunchOptions): Promise<LaunchedPostgres> {
  if (process.platform === 'win32') {
    throw new GuesthouseError('internal', 'The embedded database does not run on Windows. Set DATABASE_URL.');
  }
  const launched = new Launch(options);
  const found = await launched.bringUp(options.signal ?? new AbortController().signal);
  return {
    connection: {
      host: found.server.socketFolder,
      port: found.server.port,
      user: server.EMBEDDED_NAME,
      database: server.EMBEDDED_NAME,
    },
    version: found.server.version,
    wasAdopted: found.binaries === null,
    binaries: found.binaries,
    ballast: launched.ballast,
    stop: () => launched.stop(),
  };
}

/** pg has these methods, but its type declarations do not. */
type Presence = pg.Client & { ref(): void; unref(): void };

interface Found {
  readonly server: server.RunningServer;
  readonly binaries: BinariesOrigin | null;
}

class Launch {
  readonly ballast: FileBallast;
  readonly #options: LaunchOptions;
  readonly #where: server.ServerFolder;
  readonly #lockFile: string;
  readonly #log: Log;
  readonly #stopping = new AbortController();
  #presence: Presence | undefined;
  #socketFolder: string | undefined;
  #revival: Promise<void> = Promise.resolve();
  #stopped: Promise<void> | undefined;

  constructor(options: LaunchOptions) {
    this.#options = options;
    this.#where = server.serverFolder(path.resolve(options.folder));
    this.ballast = new FileBallast(this.#where.folder);
    this.#lockFile = path.join(this.#where.folder, 'start.lock');
    this.#log = options.log.child({ database: this.#where.folder });
  }

  /**
   * Resolves with a server that responds, has our database, and has a connection that marks it as used by this service.
   */
  async bringUp(signal: AbortSignal): Promise<Found> {
    const timeoutMs = this.#options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
    await this.#prepareFolder();
    return withStartLock(this.#lockFile, { timeoutMs, signal }, async () => {
      // Must come first: on a full disk, PostgreSQL can neither start nor recover from a crash.
      await this.ballast.releaseIfShort();
      const found = await this.#adoptOrStart(performance.now() + timeoutMs, signal);
      await this.#makeDatabase(found.server);
      // Must be inside the lock, which `stop` of another service takes too. So that service either sees this connection
      // and leaves the server running, or has already ended the server when this service checks whether it runs.
      await this.#showPresence(found.server);
      this.#socketFolder = found.server.socketFolder;
      this.#log.info(
        { version: found.server.version, serverPid: found.server.pid, binaries: found.binaries },
        found.binaries === null ? 'embedded database adopted' : 'embedded database started',
      );
      return found;
    });
  }

  async #prepareFolder(): Promise<void> {
    const { folder, data } = this.#where;
    const user = await findServerUser(data);
    try {
      await server.makeServerFolder(this.#where);
      await access(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    } catch (error) {
      throw new GuesthouseError(
        'internal',
        `The folder ${folder} cannot be used for the database. ` +
          'Start Guesthouse as the user that owns it, or set GUESTHOUSE_DATA to another folder.',
        { logDetail: String(error), cause: error },
      );
    }
    const closed = await findClosedFolder(user, folder);
    if (closed !== null) {
      throw new GuesthouseError(
        'internal',
        `PostgreSQL runs as ${user?.name} and not as root, and that user cannot pass through ${closed} to ${folder}. ` +
          `Set GUESTHOUSE_DATA to a folder that it can reach (below /var/lib, for example), or run chmod o+x ${closed}.`,
      );
    }
  }

  async #adoptOrStart(deadline: number, signal: AbortSignal): Promise<Found> {
    const where = this.#where;
    const orphansDeadline = Math.min(deadline, performance.now() + ORPHANS_TIMEOUT_MS);
    for (;;) {
      const running = await server.findRunning(where, { deadline, signal });
      if (running !== null) return { server: running, binaries: null };
      const hasCrashed = await access(path.join(where.data, 'postmaster.pid')).then(
        () => true,
        () => false,
      );
      try {
        return await this.#start(where, deadline, signal);
      } catch (error) {
        if (!(error instanceof server.ServerEndedEarly)) throw error;
        // A user or program that does not use our lock may have just started a server.
        const rival = await server.findRunning(where, { deadline, signal });
        if (rival !== null) return { server: rival, binaries: null };
        if (!hasCrashed || performance.now() > orphansDeadline) {
          throw new GuesthouseError('database_unreachable', `The database in ${where.folder} could not be started.`, {
            logDetail: error.logTail,
            cause: error,
          });
        }
      }
      await sleep(200, undefined, { signal });
    }
  }

  async #start(where: server.ServerFolder, deadline: number, signal: AbortSignal): Promise<Found> {
    const { extraSettings = {}, packageFolder } = this.#options;
    const user = await findServerUser(where.data);
    if (user !== null) await server.openServerFolder(where, user);
    const dataMajor = await server.readDataMajor(where);
    const binaries = await findBinaries({
      from: this.#options.binaries ?? 'any',
      dataMajor,
      folder: where.folder,
      copyFolder: `${where.folder}-binaries`,
      user,
      log: this.#log,
      packageFolder,
    });
    if (user !== null && dataMajor !== null) await server.takeOverData(where, user);
    if (dataMajor === null) {
      await server.makeData(where, binaries, user, { isDurable: extraSettings['fsync'] !== 'off', signal });
    }
    await server.clearDeadPidFile(where, signal);
    const socketFolder = await server.makeSocketFolder(where, user, this.#socketFolder);
    const running = await server.startServer(where, binaries, user, {
      socketFolder,
      settings: extraSettings,
      deadline,
      signal,
    });
    return { server: running, binaries: binaries.origin };
  }

  async #makeDatabase(running: server.RunningServer): Promise<void> {
    const client = await server.connectTo({ host: running.socketFolder, port: running.port }, 'postgres');
    try {
      const { rowCount } = await client.query('select from pg_database where datname = $1', [server.EMBEDDED_NAME]);
      if (rowCount === 0) await client.query(`create database ${server.EMBEDDED_NAME}`);
    } finally {
      await client.end();
    }
  }

  async #showPresence(running: server.RunningServer): Promise<void> {
    const client = await server.connectTo({ host: running.socketFolder, port: running.port }, 'postgres');
    // A process that forgets to call `stop` must still be able to exit.
    (client as Presence).unref();
    client.once('end', () => {
      if (this.#stopping.signal.aborted) return;
      this.#log.warn({ serverPid: running.pid }, 'embedded database ended unexpectedly; restarting it');
      this.#revival = this.#revive();
    });
    this.#presence = client as Presence;
  }

  /** Tries to restart the server until that succeeds or `stop` is called. */
  async #revive(): Promise<void> {
    const { signal } = this.#stopping;
    for (let pauseMs = 100; !signal.aborted; pauseMs = Math.min(pauseMs * 2, 10_000)) {
      try {
        await this.bringUp(signal);
        return;
      } catch (error) {
        if (signal.aborted) return;
        const logDetail = isGuesthouseError(error) ? error.logDetail : undefined;
        this.#log.error({ error: String(error), logDetail }, 'failed to restart the embedded database; retrying');
      }
      await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
    }
  }

  stop(): Promise<void> {
    return (this.#stopped ??= this.#stop());
  }

  async #stop(): Promise<void> {
    this.#stopping.abort();
    await this.#revival;
    // From here on the process must not exit before the connection is closed.
    this.#presence?.ref();
    await withStartLock(this.#lockFile, { timeoutMs: DEFAULT_TIMEOUT_MS }, async () => {
      const file = await server.readPidFile(this.#where);
      const isRunning = file !== null && (await server.isServerOf(this.#where, file.pid));
      const others = isRunning ? await this.#listOthers(file) : [];
      await this.#presence?.end().catch(() => undefined);
      if (!isRunning) return;
      if (others.length > 0) {
        this.#log.info({ others }, 'leaving the embedded database running; other services use it');
        return;
      }
      // The checkpoint of the shutdown needs room in the write-ahead log.
      await this.ballast.releaseIfShort();
      await server.endServer(this.#where, file.pid, (message) => this.#log.warn({ serverPid: file.pid }, message));
      this.#log.info({ serverPid: file.pid }, 'embedded database stopped');
    });
  }

  /** Application names of all other connections, including those of other services' launchers. */
  async #listOthers(file: { socketFolder: string; port: number }): Promise<string[]> {
    const deadline = performance.now() + CLOSED_VISIBLE_MS;
    const client = await server
      .connectTo({ host: file.socketFolder, port: file.port }, 'postgres')
      // If we cannot connect, other services cannot connect either: the server is shutting down or hangs.
      .catch(() => null);
    if (client === null) return [];
    try {
      const own = await backendPid(this.#presence);
      for (;;) {
        const { rows } = await client.query<{ name: string }>(
          `select application_name as name from pg_stat_activity
           where backend_type = 'client backend' and pid <> pg_backend_pid() and pid <> $1`,
          [own],
        );
        // The server may not have detected yet that the caller closed its pool.
        if (rows.length === 0 || performance.now() > deadline) return rows.map(({ name }) => name);
        await sleep(20);
      }
    } catch {
      return [];
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}

/** The process id of the server's backend for the connection; 0 if the connection is lost. */
async function backendPid(client: pg.Client | undefined): Promise<number> {
  if (client === undefined) return 0;
  const result = await client.query<{ pid: number }>('select pg_backend_pid() as pid').catch(() => null);
  return result?.rows[0]?.pid ?? 0;
}
