/**
 * The detection of hosts whose machine is gone. Only services on that machine can own such a host, and none of them has
 * renewed the lease for a long time. So a service on another machine, which stands by for the host and can never own
 * it, marks the host as away.
 *
 * The transaction that marks the host as away also takes the lease from the absent owner. An owner that was only paused
 * or disconnected detects that it has lost the lease, releases the host, and acquires it again in the usual way. After
 * that, its observer marks the host as up.
 * Invariant: an owner writes about a host only before that transaction, or after it owns the host again
 * (test/live/absent-owner.test.ts).
 */
import type { HostId } from '../domain/ids.js';
import type { Log } from '../domain/log.js';
import type { Database } from '../store/database.js';
import { writeHostState } from '../store/hosts.js';
import { findAbandonedHosts, takeAbandonedLease } from '../store/leases.js';
import { forgetStatesOfHost } from '../store/observations.js';
import { inTransaction, query } from '../store/transaction.js';

/** One statement checks all hosts. Each host that is abandoned then costs one transaction. */
export async function markAbandonedAway(db: Database, hosts: readonly HostId[], log: Log): Promise<void> {
  for (const { id, uri } of await query(db, (sql) => findAbandonedHosts(sql, hosts))) {
    const isAway = await inTransaction(db, async (trx) => {
      if (!(await takeAbandonedLease(trx, id))) return false;
      await forgetStatesOfHost(trx, id);
      return writeHostState(trx, id, 'away');
    });
    if (isAway)
      log.error({ host: id, uri }, 'no service on the machine of the host has reported in time; host is away');
  }
}
