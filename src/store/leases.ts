/**
 * Who owns a host: a session advisory lock, which goes with the session, and a lease, which runs out.
 *
 * The lock alone would be held for ever by an owner that is stopped, or whose machine hangs. So the owner renews a row, by the database's
 * clock, and whoever finds the lock held and the row not renewed for `STALE_AFTER_MS` ends the holder's session and takes both.
 *
 * What is written in the name of a host holds the lease's row (`holdLease`) until its transaction ends. Whoever takes the lease waits for
 * all who hold it, and afterwards nobody holds it under an older number.
 * Invariant: after a lease was taken nothing is written under the number that had it before (test/store/leases.test.ts).
 *
 * Ways this can fail: the database fails over to a copy that knows no locks. Then a holder that was cut off without a word goes on for
 * `LEASE_GOOD_MS` at most; it writes nothing.
 */
import type { Knex } from 'knex';
import type pg from 'pg';
import type { HostId } from '../domain/ids.js';
import { namedRows } from './statement.js';

/** Class of advisory locks, ours by choice. */
const HOST_LOCK_CLASS = 0x67680002;

export const RENEW_EVERY_MS = 1_000;
/** How long an owner counts on its lease after it sent the last renewal that got through. */
export const LEASE_GOOD_MS = 3_000;
/** When others may take it: later than the owner has stopped to count on it, by more than clocks and slow answers can make up for. */
const STALE_AFTER_MS = 5_000;
/** When nobody can be said to attend to a host any more: later than a service that is started again attends to it. */
const UNATTENDED_AFTER_MS = 30_000;
/** How long the server may take to end a session. */
const END_WITHIN_MS = 2_000;

/** Makes the lease's row where there is none. Must come before the lock is tried: a lock without a row could never be found stale. */
export async function ensureLease(session: pg.ClientBase, host: HostId): Promise<void> {
  await session.query('insert into host_leases (host_id) values ($1) on conflict do nothing', [host]);
}

/**
 * Takes the host's lock for the session if it is free, or held by a session that has not renewed the lease for too long, which is ended.
 * Those that want it come one after the other, by the lease's row: else one that has just got the lock, and had no time yet to say so, would
 * be taken for the one that hangs. Writers under the lease are not held up.
 */
export async function lockHost(session: pg.ClientBase, host: HostId): Promise<boolean> {
  return inTransactionOf(session, async () => {
    await session.query('select from host_leases where host_id = $1 for no key update', [host]);
    const isLocked =
      (await tryHostLock(session, host)) ||
      ((await endStaleHolder(session, host)) && (await tryHostLock(session, host)));
    // Must come before others have their turn.
    if (isLocked)
      await session.query('update host_leases set renewed_at = clock_timestamp() where host_id = $1', [host]);
    return isLocked;
  });
}

/** The lock is the session's, whatever becomes of the transaction. */
async function tryHostLock(session: pg.ClientBase, host: HostId): Promise<boolean> {
  const { rows } = await session.query<{ isTaken: boolean }>(
    `select pg_try_advisory_lock($1, hashtext($2)) as "isTaken"`,
    [HOST_LOCK_CLASS, host],
  );
  return rows[0]?.isTaken === true;
}

/** Whether nobody owns the host; then nobody comes to before the transaction ends. Who wants it has its turn as in `lockHost`, and waits. */
export async function holdUnowned(trx: Knex.Transaction, host: HostId): Promise<boolean> {
  await namedRows(trx, 'turn-at-host', 'select from host_leases where host_id = ? for no key update', [host]);
  const [row] = await namedRows<{ isTaken: boolean }>(
    trx,
    'hold-unowned-host',
    `select pg_try_advisory_xact_lock(?, hashtext(?)) as "isTaken"`,
    [HOST_LOCK_CLASS, host],
  );
  return row?.isTaken === true;
}

/** Answers whether there was one to end. */
async function endStaleHolder(session: pg.ClientBase, host: HostId): Promise<boolean> {
  const { rows } = await session.query(
    `select pg_terminate_backend(l.pid, $3) from pg_locks l join host_leases h on h.host_id = ($2::text)::uuid
     where l.locktype = 'advisory' and l.granted and l.objsubid = 2 and l.classid = $1::bigint::oid
       and l.objid = (hashtext($2::text)::bigint & 4294967295)::oid
       and l.database = (select oid from pg_database where datname = current_database())
       and h.renewed_at < clock_timestamp() - $4 * interval '1 millisecond'`,
    [HOST_LOCK_CLASS, host, END_WITHIN_MS, STALE_AFTER_MS],
  );
  return rows.length > 0;
}

/** Writes the holder of the lock into the lease, when the last who wrote under an older number is done. */
export async function takeLease(session: pg.ClientBase, host: HostId, worker: number): Promise<void> {
  await inTransactionOf(session, async () => {
    await session.query('select from host_leases where host_id = $1 for update', [host]);
    await session.query('update host_leases set worker = $2, renewed_at = clock_timestamp() where host_id = $1', [
      host,
      worker,
    ]);
  });
}

async function inTransactionOf<T>(session: pg.ClientBase, fn: () => Promise<T>): Promise<T> {
  await session.query('begin');
  try {
    const result = await fn();
    await session.query('commit');
    return result;
  } catch (error) {
    await session.query('rollback').catch(() => undefined);
    throw error;
  }
}

/** Answers how many leases the worker still has. */
export async function renewLeases(session: pg.ClientBase, worker: number): Promise<number> {
  const { rowCount } = await session.query('update host_leases set renewed_at = clock_timestamp() where worker = $1', [
    worker,
  ]);
  return rowCount ?? 0;
}

/** Keeps the lease where it is until the transaction ends; false where another has it. Renewals go on meanwhile. */
export async function holdLease(trx: Knex.Transaction, host: HostId, worker: number): Promise<boolean> {
  const held = await namedRows(
    trx,
    'hold-lease',
    'select worker from host_leases where host_id = ? and worker = ? for key share',
    [host, worker],
  );
  return held.length > 0;
}

/**
 * Takes the lease from an owner that has not been heard of for so long that nobody can be said to attend to the host, when all who write under
 * it are done; false where somebody attends to it.
 */
export async function takeAbandonedLease(trx: Knex.Transaction, host: HostId): Promise<boolean> {
  const abandoned = await namedRows(
    trx,
    'abandoned-lease',
    `select host_id from host_leases where host_id = ? and renewed_at < clock_timestamp() - ? * interval '1 millisecond' for update`,
    [host, UNATTENDED_AFTER_MS],
  );
  if (abandoned.length === 0) return false;
  await namedRows(trx, 'abandon-lease', 'update host_leases set worker = 0 where host_id = ?', [host]);
  return true;
}
