/**
 * The registry of the hosts of this service, each with its backend and its keeper.
 *
 *   add ─► the keeper runs: it owns the host when it can, and then runs a worker and an observer (keeper.ts)
 *       ─► remove, or close
 *
 * The use cases reach hypervisors only through this registry. If this service does not drive a host, the host's backend
 * rejects every call with `host_unreachable`, and its keeper only stands by. The backend of a host that was never added
 * also rejects every call.
 *
 * Every host has its own driver, fence and keeper: a host that hangs does not slow down other hosts. All keepers share
 * one database session (shared-session.ts). follow-rows.ts adds and removes hosts as their rows come and go.
 * Invariant: an event on one host changes nothing on another host (test/hosts/two-hosts.test.ts).
 */
import type { Backend } from '../../backends/backend.js';
import type { Host } from '../domain/host.js';
import type { HostId } from '../domain/ids.js';
import type { Log } from '../domain/log.js';
import type { Tracer } from '../domain/trace.js';
import type { OperationWatch } from '../operations/attempt.js';
import type { ImageContents } from '../store/content/image-content-store.js';
import type { Database } from '../store/database.js';
import type { HostDriver } from './driver.js';
import { DriftPace } from './drift-pace.js';
import { HostKeeper } from './keeper.js';
import { SharedSession } from './shared-session.js';

export interface HostsDeps {
  readonly db: Database;
  /** The backend of every host that this service does not drive: it rejects each call with `host_unreachable`. */
  readonly elsewhere: Backend;
  readonly content: ImageContents;
  readonly watch: OperationWatch;
  readonly tracer: Tracer | null;
  readonly log: Log;
}

/** The progress of a keeper that other parts of the service can read. */
export type KeeperProgress = Pick<HostKeeper, 'isOwner' | 'isFirstPollTried'>;

export interface HostEntry {
  readonly backend: Backend;
  readonly keeper: KeeperProgress;
  /**
   * Whether this service can drive the host. If not, a service on another machine or with another data folder drives
   * it.
   */
  readonly isLocal: boolean;
  /** Whether connections of guests on the network `user` come from addresses of this machine. */
  readonly hasGuestsAtOwnAddresses: boolean;
}

/** An entry, with the host as it was when the registry added it. */
export interface ListedHost extends HostEntry {
  readonly host: Pick<Host, 'id' | 'name'>;
}

interface AddedHost extends ListedHost {
  readonly keeper: HostKeeper;
  readonly driver: HostDriver | null;
}

/** For a host that was never added: there is nothing to wait for. */
const NO_KEEPER: KeeperProgress = { isOwner: false, isFirstPollTried: true };

export class Hosts {
  readonly #deps: HostsDeps;
  readonly #added = new Map<HostId, AddedHost>();
  readonly #atStart = new WeakSet<KeeperProgress>();
  /** The removals in progress. */
  readonly #releasing = new Set<Promise<void>>();
  readonly #session: SharedSession;
  readonly #driftPace = new DriftPace();

  constructor(deps: HostsDeps) {
    this.#deps = deps;
    this.#session = new SharedSession(deps.db, deps.log);
    this.#session.start();
  }

  /**
   * Adds the host and starts its keeper. The host must not have been added already. `driver` null: this service only
   * stands by for the host. From then on, the registry owns the driver and closes it. `isDescribed`: whether the
   * host has reported its description since the service started.
   */
  add(host: Pick<Host, 'id' | 'name'>, driver: HostDriver | null, isDescribed: boolean): ListedHost {
    if (this.#added.has(host.id)) throw new Error(`the host ${host.id} was already added`);
    const { elsewhere, log, ...deps } = this.#deps;
    const keeper = new HostKeeper({
      ...{ ...deps, session: this.#session, driftPace: this.#driftPace, hostId: host.id },
      ...{ driver, isDescribed, log: log.child({ host: host.id }) },
    });
    const backend = driver?.backend ?? elsewhere;
    const added = {
      ...{ host, backend, keeper, driver, isLocal: driver !== null },
      hasGuestsAtOwnAddresses: driver?.location.hasGuestsAtOwnAddresses ?? false,
    };
    this.#added.set(host.id, added);
    keeper.start();
    return added;
  }

  /** Never fails: a host that was not added here belongs to another service, and its backend rejects every call. */
  get(id: HostId): HostEntry {
    return (
      this.#added.get(id) ?? {
        backend: this.#deps.elsewhere,
        keeper: NO_KEEPER,
        isLocal: false,
        hasGuestsAtOwnAddresses: false,
      }
    );
  }

  /** See `HostRegistry` in src/app/host-registry.ts. */
  get isFirstPollTried(): boolean {
    return this.list().every(({ keeper }) => keeper.isFirstPollTried || !this.#atStart.has(keeper));
  }

  /** The hosts that are here now are those of the start. */
  begun(): void {
    for (const { keeper } of this.#added.values()) this.#atStart.add(keeper);
  }

  /** The hosts in the order in which they were added. */
  list(): readonly ListedHost[] {
    return [...this.#added.values()];
  }

  /** Shows the new name of a host. */
  rename(id: HostId, name: string): void {
    const added = this.#added.get(id);
    if (added !== undefined) this.#added.set(id, { ...added, host: { ...added.host, name } });
  }

  /** Resolves when this service has nothing in progress on the host. Its guests keep running. */
  async remove(id: HostId): Promise<void> {
    const added = this.#added.get(id);
    if (added === undefined) return;
    this.#added.delete(id);
    const releasing = release(added).finally(() => this.#releasing.delete(releasing));
    this.#releasing.add(releasing);
    await releasing;
  }

  /** Releases all hosts in parallel. Requests can still arrive meanwhile; closed drivers reject them. */
  async close(): Promise<void> {
    const results = await Promise.allSettled([...[...this.#added.values()].map(release), ...this.#releasing]);
    // Must come last: until its keeper has stopped, a host still needs its lock.
    await this.#session.stop();
    const failed = results.find((result) => result.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  }
}

/** The keeper must stop first: its work in progress still needs the driver. */
async function release({ keeper, driver }: AddedHost): Promise<void> {
  await keeper.stop();
  await driver?.backend.close();
}
