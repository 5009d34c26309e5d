/**
 * The database servers of one `DATABASE_URL`, of which one is the primary, and every open connection to them. One
 * object serves all pools and sessions of a process, so that they use the same server.
 *
 *   connect ─► the server that worked last ─► the others, in the order of the URL ─► NoSuitableServer
 *                  each for at most a few seconds; a server is suitable if it can write (`SessionAttrs`)
 *
 * When a standby is promoted, it begins a new timeline of the database. If the URL allows for a fail-over, this object
 * never goes back to an older timeline: a former primary that still accepts writes (split brain) is not suitable, and a
 * connection to it is closed as soon as a connection to the new primary is open. This also frees statements that wait
 * for a machine that died silently. Before the first connection, the timelines of all servers are compared, so that a
 * restart of the service does not select a former primary either.
 *
 * Ways this can fail: while no connection to the new primary is possible, this process cannot detect that a server is a
 * former primary. The cluster manager must fence it.
 * Invariant: no connection is used after the server reported that it cannot write or is shutting down, and no commit
 * succeeds that a synchronous standby has not confirmed (test/store/database-servers.test.ts).
 *
 * Must never log or throw a URL: it can contain a password.
 */
import type { EventEmitter } from 'node:events';
import type { Duplex } from 'node:stream';
import pg from 'pg';
import { parseDatabaseUrl } from '../domain/database-url.js';
import type { DatabaseHost, SessionAttrs } from '../domain/database-url.js';
import { GuesthouseError } from '../domain/errors.js';
import type { Log } from '../domain/log.js';
import { endsUseOfConnection } from './database-failure.js';

/** The location of the embedded server's database. For other servers, `DATABASE_URL` is used instead. */
export interface DatabaseConnection {
  /** Folder of the unix socket, absolute. */
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
}

/** What a new session has found out about its server. */
export interface ServerState {
  readonly isStandby: boolean;
  readonly isReadOnly: boolean;
  /** The timeline of a primary; null if it was not queried. */
  readonly timeline: number | null;
}

/** Applies the settings of a new session. `queriesTimeline`: whether the timeline of the server is needed. */
export type Settle = (client: pg.Client, queriesTimeline: boolean) => Promise<ServerState>;

export interface ServerFailure {
  /** The name of the server, for the log. */
  readonly server: string;
  readonly error: unknown;
}

/** No server of several is suitable at the moment. */
export class NoSuitableServer extends GuesthouseError {
  readonly failures: readonly ServerFailure[];

  constructor(failures: readonly ServerFailure[]) {
    super('database_unreachable', 'The database cannot be reached.', {
      logDetail: failures.map(({ server, error }) => `${server}: ${reasonOf(error)}`).join('; '),
      cause: failures[0]?.error,
    });
    this.failures = failures;
  }
}

/** A server that does not complete the connection within this time counts as unreachable. */
const CONNECT_TIMEOUT_MS = 5_000;
/** If there are several servers, so that one that does not respond delays the connection to the others less. */
const CONNECT_TIMEOUT_OF_EACH_MS = 2_000;

/**
 * The function of the server that reports that it stops waiting for a synchronous standby, because an administrator
 * canceled the wait (`pg_cancel_backend`). The server has committed the change, and would lose it in a fail-over, but
 * reports the COMMIT as successful. The text of the report depends on the language of the server.
 */
const UNREPLICATED_COMMIT = 'SyncRepWaitForLSN';

interface Place {
  readonly server: string;
  readonly config: pg.ClientConfig;
}

/** Members that pg's type declarations do not have. */
interface Internals {
  readonly connection: EventEmitter & { readonly stream: Duplex };
}

export class DatabaseServers {
  readonly #places: readonly Place[];
  readonly #attrs: SessionAttrs;
  readonly #canFailOver: boolean;
  readonly #timeoutMs: number;
  readonly #log: Log;
  /** The usable connections, with the timelines of their servers. */
  readonly #open = new Map<pg.Client, number | null>();
  /** The server that worked last. */
  #preferred: Place | null = null;
  /** The newest timeline that a server had. */
  #newest: number | null = null;
  /** The time of the last change to a newer timeline, by the monotonic clock. */
  #failedOverAtMs = -Infinity;
  #survey: Promise<unknown> | null = null;

  /** `common`: the settings of pg for every connection. */
  constructor(where: DatabaseConnection | string, common: pg.ClientConfig, log: Log) {
    this.#log = log;
    if (typeof where === 'string') {
      const url = parseDatabaseUrl(where);
      this.#attrs = url.sessionAttrs;
      this.#canFailOver = url.canFailOver;
      this.#timeoutMs =
        url.connectTimeoutMs ?? (url.hosts.length > 1 ? CONNECT_TIMEOUT_OF_EACH_MS : CONNECT_TIMEOUT_MS);
      const timeouts = { connectionTimeoutMillis: this.#timeoutMs };
      this.#places = url.hosts.map((host) => ({
        server: nameOf(host),
        config: { ...common, ...timeouts, connectionString: url.urlOf(host) },
      }));
      return;
    }
    this.#attrs = 'any';
    this.#canFailOver = false;
    this.#timeoutMs = CONNECT_TIMEOUT_MS;
    // `ssl` and `options` are explicit, because otherwise pg would apply PGSSLMODE and PGOPTIONS of the environment to
    // the embedded server.
    const config = { ...common, ...where, connectionTimeoutMillis: CONNECT_TIMEOUT_MS, ssl: false, options: '' };
    this.#places = [{ server: where.host, config }];
  }

  /**
   * Opens a connection to the first suitable server. `own`: settings of pg for this connection. The caller must close
   * the connection.
   */
  async connect(settle: Settle, own: pg.ClientConfig = {}): Promise<pg.Client> {
    if (this.#places.length > 1 && this.#newest === null) await (this.#survey ??= this.#findNewest(settle));
    const preferred = this.#preferred;
    const others = this.#places.filter((place) => place !== preferred);
    const failures: ServerFailure[] = [];
    for (const place of preferred === null ? others : [preferred, ...others]) {
      try {
        const client = await this.#connectTo(place, settle, own);
        if (this.#preferred !== null && this.#preferred !== place && place !== preferred) {
          this.#log.warn({ server: place.server, before: this.#preferred.server }, 'database server changed');
        }
        this.#preferred = place;
        return client;
      } catch (error) {
        failures.push({ server: place.server, error });
      }
    }
    const [failure] = failures;
    throw failures.length === 1 && failure !== undefined ? failure.error : new NoSuitableServer(failures);
  }

  /** Whether the connection can still be used. */
  isOpen(client: pg.Client): boolean {
    return this.#open.has(client);
  }

  /** Whether this process reached a new primary at most so long ago. */
  hasFailedOverWithin(ms: number): boolean {
    return performance.now() - this.#failedOverAtMs < ms;
  }

  /** Finds the newest timeline, so that no former primary is suitable. Never rejects. */
  async #findNewest(settle: Settle): Promise<void> {
    await Promise.allSettled(
      this.#places.map(async (place) => {
        const client = await this.#connectTo(place, settle, {});
        await client.end();
      }),
    );
    this.#survey = null;
  }

  async #connectTo(place: Place, settle: Settle, own: pg.ClientConfig): Promise<pg.Client> {
    const client = new pg.Client({ ...place.config, ...own });
    // Without a listener, the loss of an idle session would end the process.
    client.on('error', () => this.#open.delete(client));
    client.on('end', () => this.#open.delete(client));
    const { connection } = client as unknown as Internals;
    connection.on('errorMessage', (error: unknown) => {
      if (endsUseOfConnection(error)) this.#open.delete(client);
    });
    client.on('notice', ({ routine }) => {
      if (routine !== UNREPLICATED_COMMIT) return;
      // pg would resolve the statement if it also got the result.
      for (const event of ['commandComplete', 'readyForQuery']) connection.removeAllListeners(event);
      connection.stream.destroy();
    });
    this.#open.set(client, null);
    // pg limits only the time until the server has accepted the credentials.
    const overdue = setTimeout(() => connection.stream.destroy(), this.#timeoutMs);
    try {
      await client.connect();
      const state = await settle(client, this.#canFailOver);
      this.#requireSuitable(state);
      if (state.timeline !== null) this.#advanceTo(state.timeline, place);
      if (!this.#open.has(client)) throw unsuitable('the connection ended');
      this.#open.set(client, state.timeline);
      return client;
    } catch (error) {
      this.#open.delete(client);
      client.end().catch(() => undefined);
      throw error;
    } finally {
      clearTimeout(overdue);
    }
  }

  #requireSuitable({ isStandby, isReadOnly, timeline }: ServerState): void {
    if (this.#attrs === 'any') return;
    if (isStandby) throw unsuitable('the server is a standby');
    if (isReadOnly && this.#attrs === 'read-write') throw unsuitable('the server is read-only');
    if (timeline !== null && this.#newest !== null && timeline < this.#newest) {
      throw unsuitable(`the server is a former primary: its timeline is ${timeline}, and the newest ${this.#newest}`);
    }
  }

  /** Closes the connections to servers with an older timeline. */
  #advanceTo(timeline: number, place: Place): void {
    if (this.#newest !== null && timeline <= this.#newest) return;
    if (this.#newest !== null) {
      this.#failedOverAtMs = performance.now();
      this.#log.warn({ server: place.server, timeline, before: this.#newest }, 'database failed over to a new primary');
    }
    this.#newest = timeline;
    this.#preferred = place;
    for (const [client, known] of this.#open) {
      if (known === null || known >= timeline) continue;
      this.#open.delete(client);
      // A proper end would wait for a server that may never respond.
      (client as unknown as Internals).connection.stream.destroy();
    }
  }
}

function unsuitable(reason: string): GuesthouseError {
  return new GuesthouseError('database_unreachable', 'The database cannot be reached.', { logDetail: reason });
}

function nameOf({ host, port }: DatabaseHost): string {
  return `${host ?? 'the default host'}:${port ?? 'default port'}`;
}

function reasonOf(error: unknown): string {
  if (error instanceof GuesthouseError) return error.logDetail ?? error.message;
  if (error instanceof AggregateError) return error.errors.map(String).join(', ');
  return String(error);
}
