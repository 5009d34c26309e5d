/**
 * Deletes rows whose retention has ended: ended operations, expired tokens, tombstones of deleted rows, stored outcomes
 * of idempotency keys, leases of deleted hosts, events.
 */
import type { Knex } from 'knex';
import { expireEvents } from './events.js';
import { expireOutcomes } from './idempotency.js';
import { expireLeases } from './leases.js';
import { rows } from './statement.js';

export async function expireRows(sql: Knex, keepMs: number): Promise<void> {
  await rows(sql, `delete from operations where finished_at < clock_timestamp() - ? * interval '1 millisecond'`, [
    keepMs,
  ]);
  await rows(sql, `delete from tokens where expires_at < clock_timestamp() - ? * interval '1 millisecond'`, [keepMs]);
  await rows(sql, `delete from tombstones where deleted_at < clock_timestamp() - ? * interval '1 millisecond'`, [
    keepMs,
  ]);
  await expireOutcomes(sql);
  await expireLeases(sql);
  await expireEvents(sql, keepMs);
}
