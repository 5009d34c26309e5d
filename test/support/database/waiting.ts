/** Sessions of a database that wait for the locks of others. */
import type pg from 'pg';

/**
 * Returns the number of sessions in the caller's database that now wait for a lock with a statement that matches this
 * LIKE pattern. Background work of the service may also wait while a test holds a lock, so a test must select the
 * statement.
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
