/**
 * The database handle: a knex instance with a pool of PostgreSQL connections, which all have the same settings (UTC,
 * numbers as numbers, timeouts).
 *
 * A connection that dies (because the server is gone, or the session was ended by another program) never ends the
 * process: the pool drops it, and the next statement gets a new connection, or an error that transaction.ts turns into
 * `database_unreachable`. database-servers.ts opens every connection, and finds the primary among several servers.
 *
 * A starting service distinguishes two error kinds. It retries after `database_unreachable`, which can be temporary,
 * but not after `internal` (for example, if the server is too old). The messages of both contain the cause, because
 * only the operator sees them.
 *
 * Must never log a connection string (it can contain a password) or bound values (they can contain secrets).
 */
import { constants, setPriority } from 'node:os';
import knex from 'knex';
import type { Knex } from 'knex';
import pg from 'pg';
import { GuesthouseError, isGuesthouseError } from '../domain/errors.js';
import type { Log } from '../domain/log.js';
import type { Timestamp } from '../domain/timestamp.js';
import type { Tracer } from '../domain/trace.js';
import { asDatabaseFailure } from './database-failure.js';
import { DatabaseServers, NoSuitableServer } from './database-servers.js';
import type { DatabaseConnection, ServerState, Settle } from './database-servers.js';

export interface DatabaseOptions {
  readonly log: Log;
  /** Maximum number of connections. Default 10. */
  readonly poolMax?: number;
  /** Maximum duration of a statement. Default 30,000; 0 for no limit. */
  readonly statementTimeoutMs?: number;
  /** How long a transaction can be idle before the server ends its session. Default 60,000; 0 for no limit. */
  readonly idleInTransactionTimeoutMs?: number;
  /** How long to wait for a free connection of the pool. Default 10,000. */
  readonly acquireTimeoutMs?: number;
  /**
   * Whether the statements get a lower priority than everything else on this machine. It has an effect only if the
   * server runs on this machine and the operating system allows it. Default: false.
   */
  readonly isLowPriority?: boolean;
  /** Null or absent: no traces. */
  readonly tracer?: Tracer | null;
  /** Default: no ballast. */
  readonly ballast?: Ballast | null;
}

/** Reserved disk space on the disk of the database. It can be released for changes that must succeed on a full disk. */
export interface Ballast {
  /** Returns whether it released anything. */
  release(): Promise<boolean>;
}

export interface Database {
  readonly knex: Knex;
  /** For a session outside the pool (LISTEN, session locks): `openSession(db.sessionConfig)`. */
  readonly sessionConfig: SessionConfig;
  /** The server's major version when the database was opened. */
  readonly serverMajor: number;
  readonly tracer: Tracer | null;
  /**
   * Runs work that needs one connection: immediately, or, if the handle belongs to a share, in turn
   * (database-pools.ts).
   */
  inTurn<T>(work: () => Promise<T>): Promise<T>;
  readonly ballast: Ballast | null;
  /** Whether changes through this handle release the ballast if the database has no room for them (`withBallast`). */
  readonly releasesBallast: boolean;
  /** Waits for statements in progress, then closes every connection. Idempotent. */
  close(): Promise<void>;
}

export interface SessionConfig {
  readonly servers: DatabaseServers;
  readonly statementTimeoutMs: number;
  readonly idleInTransactionTimeoutMs: number;
  /** How long a session waits for the result of a statement before the statement fails. Default: no limit. */
  readonly responseTimeoutMs?: number;
}

const OLDEST_SERVER_MAJOR = 15;

/**
 * The same database, for changes that must succeed on a full disk: deletions, which make room, and the service's own
 * records of its work.
 */
export function withBallast(db: Database): Database {
  return { ...db, releasesBallast: true };
}

/** The servers at `where`. All pools and sessions of a process must share one object (database-servers.ts). */
export function databaseServers(where: DatabaseConnection | string, log: Log): DatabaseServers {
  return new DatabaseServers(
    where,
    { application_name: 'guesthouse', keepAlive: true, types: { getTypeParser: typeParser } },
    log,
  );
}

/** Resolves when a connection has succeeded and the server is new enough: every returned handle has worked once. */
export async function openDatabase(
  where: DatabaseConnection | string | DatabaseServers,
  options: DatabaseOptions,
): Promise<Database> {
  const { log, poolMax = 10, acquireTimeoutMs = 10_000 } = options;
  const servers = where instanceof DatabaseServers ? where : databaseServers(where, log);
  const sessionConfig: SessionConfig = {
    servers,
    statementTimeoutMs: options.statementTimeoutMs ?? 30_000,
    idleInTransactionTimeoutMs: options.idleInTransactionTimeoutMs ?? 60_000,
  };
  let serverMajor = 0;
  const handle = knex({
    client: 'pg',
    // `servers` opens the connections instead of knex.
    connection: {},
    version: String(OLDEST_SERVER_MAJOR),
    pool: {
      // Keep no minimum of idle connections, so that no dead connections remain in the pool after a restart of the
      // server.
      min: 0,
      max: poolMax,
      validate: (client: pg.Client) => servers.isOpen(client),
    },
    acquireConnectionTimeout: acquireTimeoutMs,
    // Without this, knex would put the values of a failed statement into its error message.
    compileSqlOnError: false,
    log: {
      warn: (message: unknown) => log.debug({ knex: String(message) }, 'knex warning'),
      error: (message: unknown) => log.warn({ knex: String(message) }, 'knex error'),
      deprecate: () => undefined,
      debug: () => undefined,
    },
  });
  (handle.client as Knex.Client).acquireRawConnection = async () => {
    const client = await servers.connect(async (opened, queriesTimeline) => {
      const state = await settleSession(opened, sessionConfig, queriesTimeline);
      serverMajor = state.major;
      return state;
    });
    if (options.isLowPriority === true) lowerPriority(client);
    return client;
  };
  try {
    await handle.raw('select 1');
  } catch (error) {
    await handle.destroy();
    throw asOpeningFailure(error);
  }
  let closing: Promise<void> | undefined;
  return {
    knex: handle,
    sessionConfig,
    serverMajor,
    tracer: options.tracer ?? null,
    inTurn: (work) => work(),
    ballast: options.ballast ?? null,
    releasesBallast: false,
    close: () => (closing ??= handle.destroy()),
  };
}

/**
 * A connection outside the pool, with the same settings. The caller must close the connection, and can listen for
 * `error` to detect its loss.
 */
export async function openSession(config: SessionConfig): Promise<pg.Client> {
  const { servers, responseTimeoutMs } = config;
  const settle: Settle = (client, queriesTimeline) => settleSession(client, config, queriesTimeline);
  try {
    return await servers.connect(settle, responseTimeoutMs === undefined ? {} : { query_timeout: responseTimeoutMs });
  } catch (error) {
    throw asDatabaseFailure(error);
  }
}

/**
 * Turns every failure that prevents a start into a GuesthouseError, including rejections by the server (no such
 * database, wrong password).
 */
function asOpeningFailure(error: unknown): unknown {
  if (error instanceof NoSuitableServer) {
    // A rejection is more likely than the others to need a change by the operator.
    const openings = error.failures.map((failure) => asOpeningFailure(failure.error));
    return openings.find((opening) => !isGuesthouseError(opening, 'database_unreachable')) ?? error;
  }
  const failure = asDatabaseFailure(error);
  if (failure instanceof GuesthouseError || !(failure instanceof pg.DatabaseError)) return failure;
  return new GuesthouseError('internal', `The database server rejects the connection: ${failure.message}.`, {
    logDetail: failure.code,
    cause: failure,
  });
}

function lowerPriority({ processID }: pg.Client & { readonly processID?: number | null }): void {
  if (typeof processID !== 'number') return;
  try {
    setPriority(processID, constants.priority.PRIORITY_LOW);
  } catch {
    // The server runs as another user, whose processes this process cannot change. So the statements keep the normal
    // priority.
  }
}

/**
 * Applies our settings to a new session in one round trip, and returns the state of the server. Start-up parameters
 * would not work: poolers reject them. The timeline is the first part of the name of a file of the write-ahead log;
 * other functions report the new timeline only some time after a promotion.
 *
 * The settings of the planner give each named statement one plan that is good for all values and for any number of
 * rows. Generic plans, because planning took a third of the time that a page took. PostgreSQL makes such a plan at the
 * first use and keeps it, so it often makes the plan while a table is empty. Then a scan of the whole table would look
 * like the cheapest plan, so such scans are disabled. JIT compilation is off, because our statements are short. Also,
 * older servers assign a huge cost to a disabled scan. If a statement cannot avoid such a scan, they would compile the
 * statement because of its cost.
 * Invariant: the plans of the queue do not depend on the statistics of its tables (test/store/plans.test.ts).
 */
async function settleSession(
  client: pg.Client,
  config: SessionConfig,
  queriesTimeline: boolean,
): Promise<ServerState & { readonly major: number }> {
  const { rows } = await client.query<{ version: string } & ServerState>(
    `select current_setting('server_version_num') as version, pg_is_in_recovery() as "isStandby",
       current_setting('transaction_read_only') = 'on' as "isReadOnly",
       case when $3::boolean and not pg_is_in_recovery()
         then ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::int end as timeline,
       set_config('TimeZone', 'UTC', false), set_config('DateStyle', 'ISO', false),
       set_config('plan_cache_mode', 'force_generic_plan', false), set_config('enable_seqscan', 'off', false),
       set_config('jit', 'off', false),
       set_config('statement_timeout', $1, false), set_config('idle_in_transaction_session_timeout', $2, false)`,
    [String(config.statementTimeoutMs), String(config.idleInTransactionTimeoutMs), queriesTimeline],
  );
  const [{ version, isStandby, isReadOnly, timeline } = NO_STATE] = rows;
  const major = Math.floor(Number(version) / 10_000);
  if (major >= OLDEST_SERVER_MAJOR) return { major, isStandby, isReadOnly, timeline };
  throw new GuesthouseError(
    'internal',
    `The database server is PostgreSQL ${major}; Guesthouse needs PostgreSQL ${OLDEST_SERVER_MAJOR} or newer.`,
  );
}

const NO_STATE = { version: '', isStandby: false, isReadOnly: false, timeline: null } as const;

/** Object ids of PostgreSQL's built-in types, which never change (pg_type.dat). */
const INT8 = 20;
const INT8_ARRAY = 1016;
const NUMERIC = 1700;
const TIMESTAMPTZ = 1184;

/** pg's own parsers. The cast is needed because pg's type declarations list fewer ids than pg supports. */
const parserOf = pg.types.getTypeParser as (oid: number, format?: 'text' | 'binary') => unknown;

/**
 * Parsers for column values. A timestamptz stays text, in the form that clients see; our columns are timestamptz(3).
 * Invariant: a bigint becomes an exact number or an error, never a wrong number (`test/store/database.test.ts`).
 */
function typeParser(oid: number, format?: 'text' | 'binary'): unknown {
  if (format !== 'binary') {
    if (oid === INT8) return safeInteger;
    if (oid === INT8_ARRAY) return safeIntegers;
    if (oid === NUMERIC) return Number;
    if (oid === TIMESTAMPTZ) return timestamp;
  }
  return parserOf(oid, format);
}

/**
 * Converts `2026-01-31 12:00:00.5+00`, the format of a session in UTC with DateStyle ISO, to RFC 3339 with three
 * decimal places.
 */
function timestamp(text: string): Timestamp {
  const seconds = text.slice(11, text.endsWith('+00') ? -3 : undefined);
  return `${text.slice(0, 10)}T${seconds.length === 12 ? seconds : seconds.padEnd(9, '.').padEnd(12, '0')}Z`;
}

function safeInteger(text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value)) return value;
  throw new GuesthouseError('internal', 'A number in the database is too large.', { logDetail: `int8 ${text}` });
}

function safeIntegers(text: string): (number | null)[] {
  const parse = parserOf(INT8_ARRAY) as (text: string) => (string | null)[];
  return parse(text).map((element) => (element === null ? null : safeInteger(element)));
}
