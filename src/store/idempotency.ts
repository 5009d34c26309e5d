/**
 * The stored outcomes of idempotency keys: one row for each key, written in the transaction of the request's change.
 *
 * A second request with the same key, on any replica, waits at the uncommitted row of the first request until the
 * transaction of the first request ends. After a commit, the second request finds the stored outcome. After a rollback
 * (also by kill -9), there is no row, so the second request claims the key.
 */
import type { Knex } from 'knex';
import type { Fault } from '../domain/guest.js';
import type { ProjectId } from '../domain/ids.js';
import type { FaultColumn } from './rows.js';
import { faultFromColumn, faultToColumn } from './rows.js';
import { namedRows, rows } from './statement.js';

/** The user and the request that a key belongs to. */
export interface KeyScope {
  /** Null: the request has no project. */
  readonly projectId: ProjectId | null;
  readonly userId: string | null;
  readonly method: string;
  readonly path: string;
  readonly key: string;
}

export interface StoredOutcome {
  readonly requestSha256: Buffer;
  /** The result of the use case, as JSON; null if it failed. */
  readonly result: unknown;
  readonly fault: Fault | null;
}

/** How long an outcome is stored: 24 hours. */
export const OUTCOMES_STORED_MS = 86_400_000;
const KEPT = `interval '${OUTCOMES_STORED_MS} milliseconds'`;
/** Stored as `user_id` for callers without a user, because this column cannot be null. */
const NO_USER = '00000000-0000-0000-0000-000000000000';
const SCOPE = 'user_id = ? and method = ? and path = ? and key = ? and project_id is not distinct from ?::uuid';

function bindingsOf({ projectId, userId, method, path, key }: KeyScope): string[] {
  return [userId ?? NO_USER, method, path, key, projectId as string];
}

export async function findOutcome(sql: Knex, scope: KeyScope): Promise<StoredOutcome | null> {
  const [row] = await namedRows<{ request_sha256: Buffer; result: unknown; fault: FaultColumn | null }>(
    sql,
    'find-idempotency-outcome',
    `select request_sha256, result, fault from idempotency_keys where ${SCOPE} and created_at > clock_timestamp() - ${KEPT}`,
    bindingsOf(scope),
  );
  return row ? { requestSha256: row.request_sha256, result: row.result, fault: faultFromColumn(row.fault) } : null;
}

/**
 * Claims the key for this transaction; waits at most `waitMs` for another transaction that has claimed the key. Returns
 * false if that transaction or an earlier one stored an outcome. Fails with SQLSTATE 55P03 (`isLockTimeout`) if the
 * other transaction does not end in time.
 */
export async function claimKey(
  trx: Knex.Transaction,
  scope: KeyScope,
  requestSha256: Buffer,
  waitMs: number,
): Promise<boolean> {
  await rows(trx, `select set_config('lock_timeout', ?, true)`, [String(Math.ceil(waitMs))]);
  const claimed = await namedRows(
    trx,
    'claim-idempotency-key',
    `insert into idempotency_keys as t (user_id, method, path, key, project_id, request_sha256) values (?, ?, ?, ?, ?, ?)
     on conflict (user_id, method, path, key, project_id) do update
       set request_sha256 = excluded.request_sha256, result = null, fault = null, created_at = clock_timestamp()
       where t.created_at <= clock_timestamp() - ${KEPT}
     returning key`,
    [...bindingsOf(scope), requestSha256],
  );
  await rows(trx, `select set_config('lock_timeout', '0', true)`);
  return claimed.length > 0;
}

/** Stores the outcome that later requests with the claimed key get. Returns the length of the result. */
export async function storeOutcome(
  trx: Knex.Transaction,
  scope: KeyScope,
  outcome: { readonly result: unknown } | { readonly fault: Fault },
): Promise<number> {
  const isFault = 'fault' in outcome;
  const result = isFault ? null : JSON.stringify(outcome.result);
  await namedRows(
    trx,
    'store-idempotency-outcome',
    `update idempotency_keys set result = ?::jsonb, fault = ?::jsonb where ${SCOPE}`,
    [result, isFault ? faultToColumn(outcome.fault) : null, ...bindingsOf(scope)],
  );
  return result?.length ?? 0;
}

export async function expireOutcomes(sql: Knex): Promise<void> {
  await rows(sql, `delete from idempotency_keys where created_at < clock_timestamp() - ${KEPT}`);
}
