/**
 * Ownership of hosts: a session advisory lock, which ends with the session, and a lease, which expires.
 *
 * With only the lock, an owner that is paused, or whose machine hangs, would keep the host forever. So the owner
 * regularly renews the lease: it writes the time of the database's clock to the lease's row. If a service finds that
 * the lock is held and the row was not renewed for `STALE_AFTER_MS`, it ends the holder's session and takes the lock
 * and the lease.
 *
 * A transaction that writes for a host locks the lease's row (`holdLease`) until it ends. A service that takes the
 * lease waits for all such transactions. Afterwards, no transaction can lock the row under an older worker number.
 * Invariant: after a lease was taken, nothing is written under the previous holder's number
 * (test/store/leases.test.ts).
 *
 * A standby does not have the locks of the primary. So after a fail-over, a lock that is free does not show that the
 * host has no owner: a holder that has lost its connection without an error still relies on its lease. Another service
 * then takes the lock only if the lease is stale. With synchronous replication, the standby has every renewal that the
 * holder relies on.
 * Invariant: after a fail-over, no service owns a host while the previous owner relies on its lease
 * (test/store/fail-over-leases.test.ts).
 *
 * Ways this can fail: with asynchronous replication, the standby can lack the last renewals. Then the previous owner
 * continues for at most `LEASE_GOOD_MS`, but can write nothing. A service that starts right after the fail-over does
 * not know of it. An owner that can only reach a former primary continues; the cluster manager must fence that server.
 */
import type { Knex } from 'knex';
import type pg from 'pg';
import type { HostId } from '../domain/ids.js';
import { namedRows, rows } from './statement.js';

/** Class of the advisory locks for hosts; an arbitrary constant of Guesthouse. */
const HOST_LOCK_CLASS = 0x67680002;

export const RENEW_EVERY_MS = 1_000;
/** How long an owner relies on its lease after it sent the last successful renewal. */
export const LEASE_GOOD_MS = 3_000;
/**
 * The age at which other services can take the lease. By then, the owner has stopped relying on it; the difference to
 * LEASE_GOOD_MS is a margin for clocks and slow responses.
 */
export const STALE_AFTER_MS = 5_000;
/**
 * The age of the lease at which a host counts as abandoned: longer than a restarted service needs to own the host
 * again.
 */
const UNATTENDED_AFTER_MS = 30_000;
/**
 * How long to wait for the server to end a session, and for a lock. Renewals wait meanwhile, and an attempt to own a
 * host waits up to three times, so this is a sixth of LEASE_GOOD_MS. The next attempt comes a second later.
 */
const WAIT_MS = 500;

/**
 * Creates the lease's row if there is none, unless the host was deleted. Must come before the lock is tried: a lock
 * without a row could never become stale.
 */
export async function ensureLease(session: pg.ClientBase, host: HostId): Promise<void> {
  await session.query('insert into host_leases (host_id) select id from hosts where id = $1 on conflict do nothing', [
    host,
  ]);
}

export interface LockOptions {
  /**
   * After a fail-over: the lock can be taken only if the lease is stale, or was held by one of these workers, which
   * have stopped. Null: a free lock can be taken.
   */
  readonly mustBeStaleUnlessOf?: readonly number[] | null;
}

/**
 * Takes the host's lock for the session if it is free. If the holder has not renewed the lease for too long, ends its
 * session first. A lock on the lease's row serializes the contenders; otherwise a session that has just got the lock,
 * but has not renewed the lease yet, would appear to hang. Transactions that write under the lease are not blocked.
 */
export async function lockHost(
  session: pg.ClientBase,
  host: HostId,
  { mustBeStaleUnlessOf = null }: LockOptions = {},
): Promise<boolean> {
  return inTransactionOf(session, async () => {
    const lease = await session.query('select from host_leases where host_id = $1 for no key update', [host]);
    // The host was deleted.
    if (lease.rowCount === 0) return false;
    if (mustBeStaleUnlessOf !== null && (await isReliedOn(session, host, mustBeStaleUnlessOf))) return false;
    const isLocked =
      (await tryHostLock(session, host)) ||
      ((await endStaleHolder(session, host)) && (await tryHostLock(session, host)));
    // Must come before the commit, which admits the next contender.
    if (isLocked)
      await session.query('update host_leases set renewed_at = clock_timestamp() where host_id = $1', [host]);
    return isLocked;
  });
}

/**
 * Takes the locks and the leases of those hosts that are free, and returns them. Few statements for all hosts, because
 * a service can start with hundreds. Skips a host whose lease another session or transaction has locked: `lockHost` and
 * `takeLease` can wait for it. Must not be used shortly after a fail-over, when a free lock does not show that the host
 * has no owner.
 */
export async function takeFreeHosts(
  session: pg.ClientBase,
  hosts: readonly HostId[],
  worker: number,
): Promise<HostId[]> {
  const ids = (rows: readonly { id: HostId }[]): HostId[] => rows.map(({ id }) => id);
  await session.query(
    `insert into host_leases (host_id) select id from hosts where id = any($1::uuid[]) order by id on conflict do nothing`,
    [hosts],
  );
  const locked = await inTransactionOf(session, async () => {
    const reserved = await session.query<{ id: HostId }>(
      `select host_id as id from host_leases where host_id = any($1::uuid[]) order by host_id
       for no key update skip locked`,
      [hosts],
    );
    const got = await session.query<{ id: HostId }>(
      'select id from unnest($2::text[]) host (id) where pg_try_advisory_lock($1, hashtext(id))',
      [HOST_LOCK_CLASS, ids(reserved.rows)],
    );
    // Must come before the commit, which admits the next contender.
    await session.query('update host_leases set renewed_at = clock_timestamp() where host_id = any($1::uuid[])', [
      ids(got.rows),
    ]);
    return ids(got.rows);
  });
  try {
    const taken = await inTransactionOf(session, async () => {
      const free = await session.query<{ id: HostId }>(
        `select host_id as id from host_leases where host_id = any($1::uuid[]) order by host_id for update skip locked`,
        [locked],
      );
      await session.query(
        'update host_leases set worker = $2, renewed_at = clock_timestamp() where host_id = any($1::uuid[])',
        [ids(free.rows), worker],
      );
      return ids(free.rows);
    });
    await unlockHosts(
      session,
      locked.filter((host) => !taken.includes(host)),
    );
    return taken;
  } catch (error) {
    await unlockHosts(session, locked);
    throw error;
  }
}

async function unlockHosts(session: pg.ClientBase, hosts: readonly HostId[]): Promise<void> {
  if (hosts.length === 0) return;
  await session.query('select pg_advisory_unlock($1, hashtext(id)) from unnest($2::text[]) host (id)', [
    HOST_LOCK_CLASS,
    hosts,
  ]);
}

/** Whether a worker that is not in `except` can rely on the lease. */
async function isReliedOn(session: pg.ClientBase, host: HostId, except: readonly number[]): Promise<boolean> {
  const { rowCount } = await session.query(
    `select from host_leases where host_id = $1 and worker <> 0 and worker <> all ($2::int[])
       and renewed_at >= clock_timestamp() - $3 * interval '1 millisecond'`,
    [host, except, STALE_AFTER_MS],
  );
  return rowCount === 1;
}

/** The lock belongs to the session, so it survives the transaction, even a rollback. */
async function tryHostLock(session: pg.ClientBase, host: HostId): Promise<boolean> {
  const { rows } = await session.query<{ isTaken: boolean }>(
    `select pg_try_advisory_lock($1, hashtext($2)) as "isTaken"`,
    [HOST_LOCK_CLASS, host],
  );
  return rows[0]?.isTaken === true;
}

/**
 * Whether the host has no owner. If so, the host gets no owner until the transaction ends: contenders wait at the
 * lease's row, as in `lockHost`.
 */
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

/**
 * Those of the hosts that the session could own now: the host has no owner, or its owner has not renewed the lease. A
 * host that was never owned is one of them. One statement for all hosts, because services stand by for many.
 */
export async function findFreeHosts(session: pg.ClientBase, hosts: readonly HostId[]): Promise<HostId[]> {
  const { rows } = await session.query<{ id: HostId }>(
    `select host.id from unnest($1::uuid[]) host (id) left join host_leases lease on lease.host_id = host.id
     where lease.renewed_at is null or lease.renewed_at < clock_timestamp() - $3 * interval '1 millisecond'
       or not exists (
         select from pg_locks l where l.locktype = 'advisory' and l.granted and l.objsubid = 2 and l.classid = $2::bigint::oid
           and l.objid = (hashtext(host.id::text)::bigint & 4294967295)::oid
           and l.database = (select oid from pg_database where datname = current_database()))`,
    [hosts, HOST_LOCK_CLASS, STALE_AFTER_MS],
  );
  return rows.map(({ id }) => id);
}

/** Gives up the locks and leases of these hosts, so that another service can own them at once. */
export async function releaseHosts(session: pg.ClientBase, hosts: readonly HostId[], worker: number): Promise<void> {
  await session.query('update host_leases set worker = 0 where host_id = any($1::uuid[]) and worker = $2', [
    hosts,
    worker,
  ]);
  // The lease of a deleted host remains until its owner has released it.
  await session.query(
    `delete from host_leases l
     where host_id = any($1::uuid[]) and worker = 0 and not exists (select from hosts where id = l.host_id)`,
    [hosts],
  );
  await session.query('select pg_advisory_unlock($1, hashtext(id)) from unnest($2::text[]) host (id)', [
    HOST_LOCK_CLASS,
    hosts,
  ]);
}

/** Ends the session of the lock's holder if the lease is stale, and returns whether it was. */
async function endStaleHolder(session: pg.ClientBase, host: HostId): Promise<boolean> {
  const { rows } = await session.query(
    `select pg_terminate_backend(l.pid, $3) from pg_locks l join host_leases h on h.host_id = ($2::text)::uuid
     where l.locktype = 'advisory' and l.granted and l.objsubid = 2 and l.classid = $1::bigint::oid
       and l.objid = (hashtext($2::text)::bigint & 4294967295)::oid
       and l.database = (select oid from pg_database where datname = current_database())
       and h.renewed_at < clock_timestamp() - $4 * interval '1 millisecond'`,
    [HOST_LOCK_CLASS, host, WAIT_MS, STALE_AFTER_MS],
  );
  return rows.length > 0;
}

/** Writes the lock's holder into the lease, after the last transaction under an older number has ended. */
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
    await session.query(`set local lock_timeout = ${WAIT_MS}`);
    const result = await fn();
    await session.query('commit');
    return result;
  } catch (error) {
    await session.query('rollback').catch(() => undefined);
    throw error;
  }
}

/** Returns the hosts whose leases the worker still holds. */
export async function renewLeases(session: pg.ClientBase, worker: number): Promise<ReadonlySet<HostId>> {
  const { rows } = await session.query<{ id: HostId }>(
    'update host_leases set renewed_at = clock_timestamp() where worker = $1 returning host_id as id',
    [worker],
  );
  return new Set(rows.map(({ id }) => id));
}

/**
 * Prevents other services from taking the lease until the transaction ends; false if another worker has the lease. Does
 * not block renewals.
 */
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
 * Those of the hosts that are not away although no service has renewed their lease for UNATTENDED_AFTER_MS. One
 * statement for all hosts, because a service can stand by for many.
 */
export async function findAbandonedHosts(sql: Knex, hosts: readonly HostId[]): Promise<AbandonedHost[]> {
  return namedRows<AbandonedHost>(
    sql,
    'abandoned-hosts',
    `select host.id, host.uri from unnest(?::uuid[]) watched (id) join hosts host on host.id = watched.id
     join host_leases lease on lease.host_id = host.id
     where host.state <> 'away' and lease.renewed_at < clock_timestamp() - ? * interval '1 millisecond'`,
    [[...hosts], UNATTENDED_AFTER_MS],
  );
}

export interface AbandonedHost {
  readonly id: HostId;
  readonly uri: string;
}

/** Removes leases of deleted hosts whose owner has ended without releasing them. */
export async function expireLeases(sql: Knex): Promise<void> {
  await rows(
    sql,
    `delete from host_leases l where not exists (select from hosts where id = l.host_id)
     and renewed_at < clock_timestamp() - ? * interval '1 millisecond'`,
    [UNATTENDED_AFTER_MS],
  );
}

/**
 * Takes the lease from an owner that has not renewed it for UNATTENDED_AFTER_MS, after all transactions under it have
 * ended. False if the lease is more recent.
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
