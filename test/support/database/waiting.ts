/** Sessions of a database that wait for what others have locked. */
import type pg from 'pg';

/**
 * How many wait now with a statement like this (as LIKE has it), of those of the asker's database. What the service does by itself may wait too,
 * for as long as a test holds a lock, so a test says whom it means.
 */
export async function countWaiting(sql: pg.Client, statement: string): Promise<number> {
  // Else whoever asks within a transaction is shown again what it was shown first.
  await sql.query('select pg_stat_clear_snapshot()');
  const { rowCount } = await sql.query(
    `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like $1`,
    [statement],
  );
  return rowCount ?? 0;
}
