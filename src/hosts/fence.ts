/**
 * The fence around a host: nothing changes a guest, and nothing is written in the name of the host, unless this service owns it for certain.
 *
 * Two sides, one owner. `around` is a backend around a driver, beneath the supervision, so that no handler can forget it: what changes
 * guests needs the owner; what only looks does not. `inHostTransaction` holds the host's lease until what it writes is committed.
 *
 * A process that was stopped (SIGSTOP, a machine that slept) finds out before it takes its next step: what arrived meanwhile is
 * handled before any timer, so neither a timer nor the end of the database session would be in time. Therefore the signal that
 * a driver gets is no mere flag: each time the driver asks it, as it must before each thing it does (B5), the clock is read.
 * Invariant: what lost its host while it was stopped changes no guest when it goes on (test/live/replicas.test.ts).
 * Ways this can fail: what was sent before the stop is carried out after it; only the hypervisor could refuse that.
 */
import type { Knex } from 'knex';
import type { Backend, CallOptions, GuestDefinition } from '../../backends/backend.js';
import { GuesthouseError } from '../domain/errors.js';
import type { GuestId, HostId } from '../domain/ids.js';
import type { Database } from '../store/database.js';
import { holdLease } from '../store/leases.js';
import type { WorkerSession } from '../store/session.js';
import { inTransaction } from '../store/transaction.js';

export type Owner = Pick<WorkerSession, 'worker' | 'signal' | 'requireOwnership' | 'lose'>;

export class HostFence {
  #owner: Owner | null = null;

  /** Who may change guests from now on; null: nobody of this service. */
  setOwner(owner: Owner | null): void {
    this.#owner = owner;
  }

  around(driver: Backend): Backend {
    return new FencedBackend(driver, () => {
      if (this.#owner === null) {
        throw new GuesthouseError('database_unreachable', 'The database session was lost.', {
          logDetail: 'the service tried to change a guest without owning its host',
        });
      }
      this.#owner.requireOwnership();
      return this.#owner;
    });
  }
}

/** Runs `fn` in one transaction with the host's lease held; throws, and the session is lost, where another has it. */
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

class FencedBackend implements Backend {
  readonly name: Backend['name'];
  readonly #driver: Backend;
  readonly #requireOwner: () => Owner;

  constructor(driver: Backend, requireOwner: () => Owner) {
    this.name = driver.name;
    this.#driver = driver;
    this.#requireOwner = requireOwner;
  }

  get capabilities() {
    return this.#driver.capabilities;
  }

  describe(options: CallOptions) {
    return this.#driver.describe(options);
  }

  listNetworks(options: CallOptions) {
    return this.#driver.listNetworks(options);
  }

  async defineGuest(guest: GuestDefinition, options: CallOptions & { disks: 'make' | 'keep' }) {
    return this.#driver.defineGuest(guest, this.#fenced(options));
  }

  async removeGuest(guest: GuestId, options: CallOptions) {
    return this.#driver.removeGuest(guest, this.#fenced(options));
  }

  async startGuest(guest: GuestId, options: CallOptions) {
    return this.#driver.startGuest(guest, this.#fenced(options));
  }

  async shutdownGuest(guest: GuestId, options: CallOptions) {
    return this.#driver.shutdownGuest(guest, this.#fenced(options));
  }

  async restartGuest(guest: GuestId, options: CallOptions) {
    return this.#driver.restartGuest(guest, this.#fenced(options));
  }

  async poweroffGuest(guest: GuestId, options: CallOptions) {
    return this.#driver.poweroffGuest(guest, this.#fenced(options));
  }

  async suspendGuest(guest: GuestId, options: CallOptions) {
    return this.#driver.suspendGuest(guest, this.#fenced(options));
  }

  observeGuests(which: readonly GuestId[] | 'all', options: CallOptions) {
    return this.#driver.observeGuests(which, options);
  }

  measureGuests(which: readonly GuestId[] | 'all', options: CallOptions) {
    return this.#driver.measureGuests(which, options);
  }

  readConsoleLog(guest: GuestId, options: CallOptions & { bytes: number }) {
    return this.#driver.readConsoleLog(guest, options);
  }

  listenToEvents(options: CallOptions) {
    return this.#driver.listenToEvents(options);
  }

  close() {
    return this.#driver.close();
  }

  /** Throws where the host is not ours. The owner is the one of now: a call never goes on under another. */
  #fenced<Options extends CallOptions>(options: Options): Options {
    return { ...options, signal: fencedSignal(options.signal, this.#requireOwner()) };
  }
}

/** Aborts with `signal`, and reads the clock whenever it is asked. Whoever loses the host aborts `signal` too (worker.ts). */
function fencedSignal(signal: AbortSignal, owner: Owner): AbortSignal {
  const isLost = (): boolean => {
    try {
      owner.requireOwnership();
      return false;
    } catch {
      return true;
    }
  };
  return Object.defineProperties(AbortSignal.any([signal]), {
    aborted: { get: () => isLost() || signal.aborted },
    reason: { get: (): unknown => (signal.aborted ? signal.reason : owner.signal.reason) },
    throwIfAborted: {
      value: () => {
        const isOver = isLost();
        signal.throwIfAborted();
        if (isOver) throw owner.signal.reason;
      },
    },
  });
}
