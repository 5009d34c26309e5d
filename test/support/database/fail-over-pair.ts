/**
 * A PostgreSQL primary and a streaming standby, from the programs that the service also uses. Both listen only on unix
 * sockets, and do not wait for the disk.
 *
 *   first: primary ─(streams)─► second: standby
 *   first.kill()   second.promote() ─► primary on the next timeline      first.start() ─► a second primary (split brain)
 *
 * The databases of the pair start empty: the service migrates them. Nothing else uses the pair.
 */
import { appendFile, chmod, cp, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { SILENT_LOG } from '../../../src/domain/log.js';
import { handOver } from '../../../src/store/embedded/hand-over.js';
import { findBinaries, type Binaries } from '../../../src/store/embedded/postgres-binaries.js';
import * as server from '../../../src/store/embedded/postgres-server.js';
import { findServerUser, type ServerUser } from '../../../src/store/embedded/postgres-user.js';
import { eventually } from '../eventually.js';

const START_WITHIN_MS = 120_000;
const DATABASE = server.EMBEDDED_NAME;
const NOT_DURABLE = { fsync: 'off', full_page_writes: 'on', wal_keep_size: '512MB' };

export interface PairOptions {
  /** Whether a commit waits until the standby has it. */
  readonly isSynchronous: boolean;
}

export class FailOverPair {
  readonly first: PairedServer;
  readonly second: PairedServer;
  readonly #folder: string;

  private constructor(folder: string, first: PairedServer, second: PairedServer) {
    this.#folder = folder;
    this.first = first;
    this.second = second;
  }

  static async start({ isSynchronous }: PairOptions): Promise<FailOverPair> {
    const folder = await realpath(await mkdtemp(path.join(tmpdir(), 'guesthouse-pair-')));
    // The user of the servers must be able to pass through the folder.
    await chmod(folder, 0o711);
    const user = await findServerUser(path.join(folder, 'first', 'data'));
    const binaries = await findBinaries({
      ...{ from: 'any', dataMajor: null, folder, copyFolder: path.join(folder, 'programs'), user, log: SILENT_LOG },
    });
    const settings: Readonly<Record<string, string>> = isSynchronous ? { synchronous_standby_names: '*' } : {};
    const first = new PairedServer(path.join(folder, 'first'), binaries, user, settings);
    const second = new PairedServer(path.join(folder, 'second'), binaries, user, {});
    const pair = new FailOverPair(folder, first, second);
    try {
      await first.makeData();
      await second.copyData(first);
      await first.start();
      await second.start();
      await first.query(`create database ${DATABASE}`, 'postgres');
      await pair.caughtUp();
      return pair;
    } catch (error) {
      await pair.leave();
      throw error;
    }
  }

  /** The URL of the database, with both servers. */
  get url(): string {
    return `postgres://${DATABASE}@/${DATABASE}?host=${this.first.socketFolder},${this.second.socketFolder}`;
  }

  /** Waits until the standby has everything that the primary has written so far. */
  async caughtUp(): Promise<void> {
    const sql = 'select pg_current_wal_lsn()::text as lsn';
    const [{ lsn } = { lsn: '' }] = await this.first.query<{ lsn: string }>(sql, 'postgres');
    await eventually(async () => {
      const rows = await this.second.query<{ has: boolean }>(
        `select coalesce(pg_last_wal_replay_lsn() >= '${lsn}', false) as has`,
        'postgres',
      );
      return rows[0]?.has === true;
    });
  }

  /** Stops the replication: what the primary writes from now on is lost when the standby is promoted. */
  async stopReplication(): Promise<void> {
    await this.second.query(`alter system set primary_conninfo = ''`, 'postgres');
    await this.second.query('select pg_reload_conf()', 'postgres');
    await eventually(async () => (await this.first.query('select from pg_stat_replication', 'postgres')).length === 0);
  }

  async leave(): Promise<void> {
    await this.second.kill();
    await this.first.kill();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

class PairedServer {
  readonly socketFolder: string;
  readonly #where: server.ServerFolder;
  readonly #binaries: Binaries;
  readonly #user: ServerUser | null;
  readonly #settings: Readonly<Record<string, string>>;
  #pid: number | null = null;

  constructor(folder: string, binaries: Binaries, user: ServerUser | null, settings: Readonly<Record<string, string>>) {
    this.#where = server.serverFolder(folder);
    this.socketFolder = path.join(folder, 'run');
    this.#binaries = binaries;
    this.#user = user;
    this.#settings = settings;
  }

  async makeData(): Promise<void> {
    await this.#makeFolder();
    const { signal } = new AbortController();
    await server.makeData(this.#where, this.#binaries, this.#user, { isDurable: false, signal });
  }

  /** Makes this server a standby of `primary`, which must not run. */
  async copyData(primary: PairedServer): Promise<void> {
    await this.#makeFolder();
    await cp(primary.#where.data, this.#where.data, { recursive: true });
    const conninfo = `host=${primary.socketFolder} user=${DATABASE}`;
    await writeFile(path.join(this.#where.data, 'standby.signal'), '');
    // A setting on the command line could not be changed later.
    await appendFile(path.join(this.#where.data, 'postgresql.auto.conf'), `primary_conninfo = '${conninfo}'\n`);
    await chmod(this.#where.data, 0o700);
    if (this.#user !== null) await handOver(this.#where.data, this.#user);
  }

  async #makeFolder(): Promise<void> {
    await server.makeServerFolder(this.#where);
    if (this.#user !== null) await server.openServerFolder(this.#where, this.#user);
  }

  /** Starts the server with its data as they are, also after `kill`. */
  async start(): Promise<void> {
    const { signal } = new AbortController();
    await server.clearDeadPidFile(this.#where, signal);
    await server.makeSocketFolder(this.#where, this.#user, this.socketFolder);
    try {
      const { pid } = await server.startServer(this.#where, this.#binaries, this.#user, {
        socketFolder: this.socketFolder,
        settings: { ...NOT_DURABLE, ...this.#settings },
        deadline: performance.now() + START_WITHIN_MS,
        signal,
      });
      this.#pid = pid;
    } catch (error) {
      throw new Error(await server.readLogTail(this.#where), { cause: error });
    }
  }

  /** Kills the server, as if its machine had lost power. Does nothing if the server does not run. */
  async kill(): Promise<void> {
    const pid = this.#pid;
    if (pid === null) return;
    this.#pid = null;
    // The other processes of the server notice the death of this one, and end.
    process.kill(pid, 'SIGKILL');
    await eventually(async () => !(await server.isServerOf(this.#where, pid)));
  }

  /** Stops or resumes every process of the server. While they are stopped, the server accepts connections silently. */
  async signalAll(signal: 'SIGSTOP' | 'SIGCONT'): Promise<void> {
    if (this.#pid === null) throw new Error('the server does not run');
    const backends = signal === 'SIGSTOP' ? await this.query<{ pid: number }>('select pid from pg_stat_activity') : [];
    if (signal === 'SIGSTOP') this.#stopped = [this.#pid, ...backends.map(({ pid }) => pid)];
    for (const pid of this.#stopped) {
      try {
        process.kill(pid, signal);
      } catch (error) {
        // The session that listed the processes has ended.
        if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
      }
    }
  }
  #stopped: number[] = [];

  /** Makes the standby a primary. Resolves when it accepts writes. */
  async promote(): Promise<void> {
    const [row] = await this.query<{ done: boolean }>('select pg_promote(true, 60) as done', 'postgres');
    if (row?.done !== true) throw new Error('the standby was not promoted');
  }

  async query<T extends pg.QueryResultRow>(sql: string, database: string = DATABASE): Promise<T[]> {
    const client = new pg.Client({ host: this.socketFolder, user: DATABASE, database, ssl: false });
    client.on('error', () => undefined);
    await client.connect();
    try {
      return (await client.query<T>(sql)).rows;
    } finally {
      await client.end();
    }
  }
}
