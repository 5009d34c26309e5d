/**
 * The fence around a host: it lets a service change guests, and write rows about the host, only while the service
 * certainly owns the host.
 *
 * `around` decorates the driver beneath the supervisor, so that no code can bypass the fence. Calls that change guests
 * (backends/calls.ts) require ownership; calls that only observe do not. `inHostTransaction` holds the host's lease
 * until the transaction is committed.
 *
 * A process that was paused (SIGSTOP, a suspended machine) must detect the loss of ownership before its next step. When
 * the process resumes, it first handles the input that arrived during the pause, and runs timers only afterwards. So a
 * driver could take its next step before a timer, or the end of the database session, aborts the signal of the call.
 * Therefore a driver calls `requireOwnership`, which reads the clock, immediately before each step that changes
 * something (B5).
 * Invariant: a service that lost its host while it was paused changes no guest when it resumes
 * (test/live/replicas.test.ts).
 * Ways this can fail: after the pause, the host carries out a call that was sent before the pause. Only the hypervisor
 * could reject such a call.
 */
import type { Knex } from 'knex';
import type { Backend } from '../../backends/backend.js';
import { CALLS } from '../../backends/calls.js';
import { decorate } from '../../backends/decorate.js';
import { GuesthouseError } from '../domain/errors.js';
import type { HostId } from '../domain/ids.js';
import type { Database } from '../store/database.js';
import { holdLease } from '../store/leases.js';
import type { WorkerSession } from '../store/session.js';
import { inTransaction } from '../store/transaction.js';

export type Owner = Pick<WorkerSession, 'worker' | 'signal' | 'requireOwnership' | 'lose'>;

export class HostFence {
  #owner: Owner | null = null;

  /** The owner that can change guests from now on; null: this service must change nothing. */
  setOwner(owner: Owner | null): void {
    this.#owner = owner;
  }

  around(driver: Backend): Backend {
    return decorate(driver, {
      call: async (call, options, next) => {
        if (!CALLS[call.name].changesGuests) return await next(options);
        // The owner at the start of the call: the call never continues under another owner. The loss of ownership also
        // aborts `signal` (worker.ts).
        const owner = this.#requireOwner();
        return await next({ ...options, requireOwnership: () => owner.requireOwnership() });
      },
    });
  }

  #requireOwner(): Owner {
    if (this.#owner === null) {
      throw new GuesthouseError('database_unreachable', 'The database session was lost.', {
        logDetail: 'the service tried to change a guest without owning its host',
      });
    }
    this.#owner.requireOwnership();
    return this.#owner;
  }
}

/**
 * Runs `fn` in one transaction that holds the host's lease. If another service has the lease, ends this service's
 * database session and throws.
 */
export function inHostTransaction<T>(
  db: Database,
  owner: Owner,
  host: HostId,
  fn: (trx: Knex.Transaction) => Promise<T>,
): Promise<T> {
  return inTransaction(db, async (trx) => {
    owner.requireOwnership();
    if (!(await holdLease(trx, host, owner.worker))) {
      owner.lose('another service took its lease');
      owner.signal.throwIfAborted();
    }
    return fn(trx);
  });
}
