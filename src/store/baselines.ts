/**
 * The baselines of guests: what the driver read back after it last wrote a guest's definition (B10). The driver decides
 * what a baseline contains; this file only stores it. A guest that an older version made has none until its first
 * comparison.
 */
import type { Knex } from 'knex';
import type { GuestId } from '../domain/ids.js';
import { namedRows } from './statement.js';

/** Returns null if the guest has no baseline. The caller knows its type. */
export async function findBaseline<T>(sql: Knex, guest: GuestId): Promise<T | null> {
  const [row] = await namedRows<{ baseline: T }>(
    sql,
    'baseline-of-guest',
    'select baseline from guest_baselines where guest_id = ?',
    [guest],
  );
  return row?.baseline ?? null;
}

/** The guest's row must be locked. */
export async function writeBaseline(trx: Knex.Transaction, guest: GuestId, baseline: object): Promise<void> {
  await namedRows(
    trx,
    'write-baseline',
    `insert into guest_baselines (guest_id, baseline) values (?, ?::jsonb)
     on conflict (guest_id) do update set baseline = excluded.baseline`,
    [guest, JSON.stringify(baseline)],
  );
}
