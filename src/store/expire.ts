/** Lets go of what has been kept long enough: operations that ended, and the markers that deleted rows left. */
import type { Knex } from 'knex';
import { rows } from './statement.js';

export async function expireRows(sql: Knex, keepMs: number): Promise<void> {
  await rows(sql, `delete from operations where finished_at < clock_timestamp() - ? * interval '1 millisecond'`, [
    keepMs,
  ]);
  await rows(sql, `delete from tombstones where deleted_at < clock_timestamp() - ? * interval '1 millisecond'`, [
    keepMs,
  ]);
}
