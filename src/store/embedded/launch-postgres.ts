/**
 * The embedded database: a private PostgreSQL for whoever did not set DATABASE_URL.
 *
 * Real PostgreSQL in a folder of ours, reached over a unix socket that only its user (and root) can open, never over a network,
 * never as root. It runs in a session of its own and outlives us: after a kill -9 of the service the next start finds it and uses it.
 *
 *   look for a running server ──► adopt it                         postmaster.pid, a live postgres in that folder, it answers
 *            │ none
 *            ▼
 *   make the data, if there is none ──► clear a dead pid file ──► start ──► answers
 *                                                                  │ ended early although a crash lies behind us:
 *                                                                  └─ children of the dead server may still end; again, for a while
 *
 * All of that happens under a lock, so two services that start at once end up with one server. Each holds a connection of the
 * launcher's own to it for as long as it lives: `stop` leaves a server alone that others use, and a server that dies under a
 * living service is noticed at once and started again.
 *
 * Refusals that time will not cure are `internal`, others `database_unreachable`; their messages name folders, since only whoever
 * starts the service reads them.
 *
 * Invariant: what was committed is there after kill -9 of the service, of the server, or of both (`test/store/launch-postgres.test.ts`).
 */
import { access, constants } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { GuesthouseError, isGuesthouseError } from '../../domain/errors.js';
import type { Log } from '../../domain/log.js';
import type { DatabaseConnection } from '../database.js';
import { findBinaries, type BinariesOrigin } from './postgres-binaries.js';
import * as server from './postgres-server.js';
import { findClosedFolder, findServerUser } from './postgres-user.js';
import { withStartLock } from './start-lock.js';

export interface LaunchOptions {
  /** Folder of the database, made when absent. Not the data itself: socket, log and lock stand beside it. */
  readonly folder: string;
  readonly log: Log;
  /** Gives up waiting; a server that is just being started is ended again. */
  readonly signal?: AbortSignal;
  /** Which programs to look at. Default `any`: the package, then the machine's. */
  readonly binaries?: BinariesOrigin | 'any';
  /** Server settings over ours. Tests switch fsync off; a service must not. */
  readonly extraSettings?: Readonly<Record<string, string>>;
  /** Longest to wait for a start, recovery included. Default 60,000. */
  readonly timeoutMs?: number;
  /** The package's `native` folder. Default: found among the installed packages. */
  readonly packageFolder?: string;
}

export interface LaunchedPostgres {
  readonly connection: DatabaseConnection;
  /** As the server writes it: `18.4`. */
  readonly version: string;
  readonly wasAdopted: boolean;
  /** Where the programs came from; null for an adopted server, which somebody else started. */
  readonly binaries: BinariesOrigin | null;
  /** Ends the server, unless others use it. Callers close their own pools first. Calling it twice is fine. */
  stop(): Promise<void>;
}

const DEFAULT_TIMEOUT_MS = 60_000;
/** How long children of a dead server may take to end before we call it stuck. */
const ORPHANS_TIMEOUT_MS = 15_000;
/** How long our own, closed connections may stay visible to the server. */
const FAREWELL_TIMEOUT_MS = 2_000;

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
    stop: () => launched.stop(),
  };
}

/** pg has them, its types do not. */
type Presence = pg.Client & { ref(): void; unref(): void };

interface Found {
  readonly server: server.RunningServer;
  readonly binaries: BinariesOrigin | null;
}

class Launch {
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
    this.#lockFile = path.join(this.#where.folder, 'start.lock');
    this.#log = options.log.child({ database: this.#where.folder });
  }

  /** Ends with a server that answers, has our database, and knows that we are here. */
  async bringUp(signal: AbortSignal): Promise<Found> {
    const timeoutMs = this.#options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
    await this.#prepareFolder();
    return withStartLock(this.#lockFile, { timeoutMs, signal }, async () => {
      const found = await this.#adoptOrStart(Date.now() + timeoutMs, signal);
      await this.#makeDatabase(found.server);
      // Must be inside the lock: a `stop` of another service either sees us or has ended the server before we looked.
      await this.#showPresence(found.server);
      this.#socketFolder = found.server.socketFolder;
      this.#log.info(
        { version: found.server.version, pid: found.server.pid, binaries: found.binaries },
        found.binaries === null ? 'embedded database adopted' : 'embedded database started',
      );
      return found;
    });
  }

  async #prepareFolder(): Promise<void> {
    const { folder, data } = this.#where;
    const user = await findServerUser(data);
    try {
      await server.makeServerFolder(this.#where, user);
      await access(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    } catch (error) {
      throw new GuesthouseError(
        'internal',
        `The folder ${folder} cannot be used for the database. ` +
          'Start Guesthouse as the user that owns it, or set GUESTHOUSE_DATA to another folder.',
        { logDetail: String(error), cause: error },
      );
    }
    const closed = await findClosedFolder(user, data);
    if (closed !== null) {
      throw new GuesthouseError(
        'internal',
        `PostgreSQL runs not as root but as ${user?.name}, which cannot pass through ${closed} to ${folder}. ` +
          `Set GUESTHOUSE_DATA to a folder that it can reach (below /var/lib, for example), or run chmod o+x ${closed}.`,
      );
    }
  }

  async #adoptOrStart(deadline: number, signal: AbortSignal): Promise<Found> {
    const where = this.#where;
    const orphansDeadline = Math.min(deadline, Date.now() + ORPHANS_TIMEOUT_MS);
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
        // Somebody who does not know our lock (a person, another version) may have started one just now.
        const rival = await server.findRunning(where, { deadline, signal });
        if (rival !== null) return { server: rival, binaries: null };
        if (!hasCrashed || Date.now() > orphansDeadline) {
          throw new GuesthouseError('database_unreachable', `The database in ${where.folder} could not be started.`, {
            logDetail: error.lastWords,
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
    if (dataMajor === null) {
      await server.makeData(where, binaries, user, { isDurable: extraSettings['fsync'] !== 'off', signal });
    }
    await server.clearDeadPidFile(where, signal);
    const socketFolder = this.#socketFolder ?? (await server.makeSocketFolder(where, user));
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
    // Whoever forgets to stop us must still be able to end.
    (client as Presence).unref();
    client.once('end', () => {
      if (this.#stopping.signal.aborted) return;
      this.#log.warn({ pid: running.pid }, 'embedded database ended unexpectedly; restarting it');
      this.#revival = this.#revive();
    });
    this.#presence = client as Presence;
  }

  /** Brings the server back until that succeeds or we are stopped. */
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
    // From here on our own end has to wait for its answers.
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
      await server.endServer(this.#where, file.pid, (message) => this.#log.warn({ pid: file.pid }, message));
      this.#log.info({ pid: file.pid }, 'embedded database stopped');
    });
  }

  /** Names of the applications, ours of other services included, that are connected besides this launch. */
  async #listOthers(file: { socketFolder: string; port: number }): Promise<string[]> {
    const deadline = Date.now() + FAREWELL_TIMEOUT_MS;
    const client = await server
      .connectTo({ host: file.socketFolder, port: file.port }, 'postgres')
      // Nobody else gets in either: a server that goes down by itself, or hangs.
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
        // The caller's pool may be closed on our side before the server has noticed.
        if (rows.length === 0 || Date.now() > deadline) return rows.map(({ name }) => name);
        await sleep(20);
      }
    } catch {
      return [];
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}

/** The server's process for that connection; 0 where it is lost. */
async function backendPid(client: pg.Client | undefined): Promise<number> {
  if (client === undefined) return 0;
  const answer = await client.query<{ pid: number }>('select pg_backend_pid() as pid').catch(() => null);
  return answer?.rows[0]?.pid ?? 0;
}
