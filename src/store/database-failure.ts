/**
 * The meaning of failures of PostgreSQL and of pg. Only this file reads the texts of their errors; other files read
 * only SQLSTATEs.
 *
 * A server that has no room for a change is not unreachable: it still serves reads, and deletions make room.
 *
 * This file must not decide about retries: transaction.ts decides about them.
 */
import { GuesthouseError, isGuesthouseError } from '../domain/errors.js';

/**
 * Codes that mean that the database is unreachable or unavailable: SQLSTATEs, then codes of the operating system. Every
 * SQLSTATE of class 08 also counts.
 */
const UNREACHABLE: ReadonlyMap<string, string> = new Map([
  ['25006', 'read_only_sql_transaction: after a fail-over this is a standby'],
  ['25P03', 'idle_in_transaction_session_timeout'],
  ['53300', 'too_many_connections'],
  ['57014', 'query_canceled: statement_timeout'],
  ['57P01', 'admin_shutdown'],
  ['57P02', 'crash_shutdown'],
  ['57P03', 'cannot_connect_now'],
  ['57P05', 'idle_session_timeout'],
  ['EACCES', 'no permission to use the socket'],
  ['EAI_AGAIN', 'name service does not respond'],
  ['ECONNREFUSED', 'nothing listens there'],
  ['ECONNRESET', 'connection cut'],
  ['EHOSTUNREACH', 'no route to the host'],
  ['ENETUNREACH', 'no route to the network'],
  ['ENOENT', 'the socket does not exist'],
  ['ENOTFOUND', 'no such host'],
  ['EPIPE', 'connection cut while writing'],
  ['ETIMEDOUT', 'no response'],
]);

/**
 * SQLSTATEs of a server that lacks a resource for this statement (class 53, without `too_many_connections`, after which
 * a retry can succeed).
 */
const EXHAUSTED: ReadonlyMap<string, string> = new Map([
  ['53000', 'insufficient_resources'],
  ['53100', 'disk_full'],
  ['53200', 'out_of_memory'],
  ['53400', 'configuration_limit_exceeded'],
]);

/** PostgreSQL has no SQLSTATE for EDQUOT, so it reports `internal_error` with the text of the operating system. */
const QUOTA_EXCEEDED = { code: 'XX000', text: ': Disk quota exceeded' } as const;

/** The error of a change for which the database has no room. */
export class DatabaseFull extends GuesthouseError {
  constructor(reason: string, cause: unknown) {
    super('capacity_exhausted', 'The database has no room left for this change.', { logDetail: reason, cause });
  }
}

/** Whether the database failed, rather than the work that used it. Recurring work is repeated after such a failure. */
export function isDatabaseFailure(error: unknown): boolean {
  return error instanceof DatabaseFull || isGuesthouseError(error, 'database_unreachable');
}

/**
 * Errors of pg and knex that only their text identifies (knex puts the statement in front of the text). Error texts are
 * compared only with this list.
 */
const UNREACHABLE_TEXTS: readonly string[] = [
  'Connection terminated',
  'Connection terminated unexpectedly',
  'Connection ended unexpectedly',
  'Client has encountered a connection error and is not queryable',
  'Client was closed and is not queryable',
  'Unable to acquire a connection',
  'timeout expired',
  'aborted',
];

/**
 * Whether `error` is a violation of the foreign key of that name: another row refers to the row, or the row refers to a
 * row that does not exist. `on delete restrict` has a separate code since PostgreSQL 18.
 */
export function isForeignKeyViolation(error: unknown, constraint: string): boolean {
  const isViolation = codeOf(error) === '23503' || codeOf(error) === '23001';
  return isViolation && (error as { constraint?: unknown }).constraint === constraint;
}

/** Whether `error` is a violation of the unique constraint or index of that name. */
export function isUniqueViolation(error: unknown, constraint: string): boolean {
  return codeOf(error) === '23505' && (error as { constraint?: unknown }).constraint === constraint;
}

/** Whether `error` means that `lock_timeout` passed before a lock was free. */
export function isLockTimeout(error: unknown): boolean {
  return codeOf(error) === '55P03';
}

const UNREACHABLE_MESSAGE = 'The database cannot be reached.';

/**
 * `database_unreachable` if `error` means that the database is unreachable, `DatabaseFull` if it has no room, otherwise
 * the error itself.
 */
export function asDatabaseFailure(error: unknown, at: 'statement' | 'commit' = 'statement'): unknown {
  if (error instanceof GuesthouseError) return error;
  const exhausted = exhaustedReason(error);
  if (exhausted !== undefined) return new DatabaseFull(exhausted, error);
  const reason = unreachableReason(error);
  if (reason === undefined) return error;
  const message =
    at === 'commit'
      ? 'The connection to the database was lost during the commit. Whether the change was saved is not known.'
      : UNREACHABLE_MESSAGE;
  return new GuesthouseError('database_unreachable', message, { logDetail: reason, cause: error });
}

function exhaustedReason(error: unknown): string | undefined {
  const code = codeOf(error);
  if (code === undefined) return undefined;
  const isQuota = code === QUOTA_EXCEEDED.code && (error as Error).message.endsWith(QUOTA_EXCEEDED.text);
  return isQuota ? 'disk quota exceeded' : EXHAUSTED.get(code);
}

function unreachableReason(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  // A host with several addresses fails with one error per address.
  if (error instanceof AggregateError)
    return error.errors.map(unreachableReason).find((reason) => reason !== undefined);
  const code = codeOf(error);
  if (code !== undefined) {
    return code.startsWith('08') ? `connection_exception ${code}` : UNREACHABLE.get(code);
  }
  if (error.name === 'KnexTimeoutError') return 'no free connection in the pool';
  return UNREACHABLE_TEXTS.find((text) => error.message === text || error.message.endsWith(` - ${text}`));
}

/**
 * SQLSTATEs after which a connection must not be used again: its server cannot write any more, or is shutting down. A
 * new connection can reach another server.
 */
const ENDS_USE: readonly string[] = ['25006', '57P01', '57P02', '57P03', '57P05'];

/** Whether the connection that reported `error` must not be used again. */
export function endsUseOfConnection(error: unknown): boolean {
  const code = codeOf(error);
  return code !== undefined && (code.startsWith('08') || ENDS_USE.includes(code));
}

/** The SQLSTATE, or the code of the operating system. */
export function codeOf(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : undefined;
}
