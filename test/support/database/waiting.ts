/** Sessions of a database that wait for the locks of others. */
import type pg from 'pg';

/**
 * The number of sessions in the caller's database that now wait with a statement that matches this LIKE pattern.
 * Background work of the service may wait too while a test holds a lock, so a test names the statement that it means.
 */
export async function countWaiting(sql: pg.Client, statement: string): Promise<number> {
  // Otherwise a caller within a transaction would see the result of its first query again.
  await sql.query('select pg_stat_clear_snapshot()');
  const { rowCount } = await sql.query(
    `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like $1`,
    [statement],
  );
  return rowCount ?? 0;
}
