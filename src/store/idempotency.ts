/**
 * The answers kept for idempotency keys: one row for each key, written in the transaction of the change that it answers for.
 *
 * A second request with the same key waits at the first's uncommitted row, on whatever replica it is, until that transaction ends: what is
 * committed is there for both, and what is rolled back (by kill -9 too) was never there.
 */
import type { Knex } from 'knex';
import type { Fault } from '../domain/guest.js';
import type { ProjectId } from '../domain/ids.js';
import type { FaultColumn } from './rows.js';
import { faultFromColumn, faultToColumn } from './rows.js';
import { namedRows, rows } from './statement.js';

/** Whose key it is, and for what. */
export interface KeyScope {
  /** Null: in none. */
  readonly projectId: ProjectId | null;
  readonly userId: string | null;
  readonly method: string;
  readonly path: string;
  readonly key: string;
}

export interface KeptAnswer {
  readonly requestSha256: Buffer;
  /** What the use case answered, as JSON; null where it refused. */
  readonly result: unknown;
  readonly fault: Fault | null;
}

/** How long an answer is kept. */
const KEPT = `interval '24 hours'`;
/** Stands for a caller without a user, since a key of the table cannot be null. */
const NOBODY = '00000000-0000-0000-0000-000000000000';
const SCOPE = 'user_id = ? and method = ? and path = ? and key = ? and project_id is not distinct from ?::uuid';

function bindingsOf({ projectId, userId, method, path, key }: KeyScope): string[] {
  return [userId ?? NOBODY, method, path, key, projectId as string];
}

export async function findAnswer(sql: Knex, scope: KeyScope): Promise<KeptAnswer | null> {
  const [row] = await namedRows<{ request_sha256: Buffer; result: unknown; fault: FaultColumn | null }>(
    sql,
    'idempotent-answer',
    `select request_sha256, result, fault from idempotency_keys where ${SCOPE} and created_at > clock_timestamp() - ${KEPT}`,
    bindingsOf(scope),
  );
  return row ? { requestSha256: row.request_sha256, result: row.result, fault: faultFromColumn(row.fault) } : null;
}

/**
 * Takes the key for this transaction, waiting at most `waitMs` for another that has it. False when an answer is there by then; fails
 * with SQLSTATE 55P03 (`isLockTimeout`) when the other is not done in time.
 */
export async function claimKey(
  trx: Knex.Transaction,
  scope: KeyScope,
  requestSha256: Buffer,
  waitMs: number,
): Promise<boolean> {
  await rows(trx, `select set_config('lock_timeout', ?, true)`, [String(waitMs)]);
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

/** What a claimed key is answered with from now on. */
export async function keepAnswer(
  trx: Knex.Transaction,
  scope: KeyScope,
  answer: { readonly result: unknown } | { readonly fault: Fault },
): Promise<void> {
  const isFault = 'fault' in answer;
  await namedRows(
    trx,
    'keep-idempotent-answer',
    `update idempotency_keys set result = ?::jsonb, fault = ?::jsonb where ${SCOPE}`,
    [
      isFault ? null : JSON.stringify(answer.result),
      isFault ? faultToColumn(answer.fault) : null,
      ...bindingsOf(scope),
    ],
  );
}

export async function expireAnswers(sql: Knex): Promise<void> {
  await rows(sql, `delete from idempotency_keys where created_at < clock_timestamp() - ${KEPT}`);
}
