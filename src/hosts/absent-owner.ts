/**
 * A host whose machine is gone: only services on that machine may own it, and none of them has been heard of for long. Whoever stands by
 * elsewhere, and may never own it, says that it is away.
 *
 * The lease is taken from the absent owner in the same transaction: one that was only stopped, or cut off, finds it gone, lets go of the host,
 * and comes back by the way of every owner, which says that the host is up.
 * Invariant: what an owner writes of a host is written before this, or after it owns the host again (test/live/absent-owner.test.ts).
 */
import type { HostId } from '../domain/ids.js';
import type { Log } from '../domain/log.js';
import type { Database } from '../store/database.js';
import { findHost, writeHostState } from '../store/hosts.js';
import { takeAbandonedLease } from '../store/leases.js';
import { forgetStatesOfHost } from '../store/observations.js';
import { inTransaction, query } from '../store/transaction.js';

export async function declareAbandonedAway(db: Database, hostId: HostId, log: Log): Promise<void> {
  const host = await query(db, (sql) => findHost(sql, hostId));
  if (host?.state !== 'up') return;
  const isAway = await inTransaction(db, async (trx) => {
    if (!(await takeAbandonedLease(trx, hostId))) return false;
    await forgetStatesOfHost(trx, hostId);
    return writeHostState(trx, hostId, 'away');
  });
  if (isAway)
    log.error({ uri: host.uri }, 'no service on the machine of the host has reported for too long; host is away');
}
