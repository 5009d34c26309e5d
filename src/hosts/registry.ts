/**
 * The hosts that this service knows: each with its backend and its keeper, and none in the way of another.
 *
 *   add ─► the keeper runs: it owns the host when it can, and then a worker and an observer run (keeper.ts) ─► remove, or close
 *
 * The use cases reach hypervisors only through here. A host that this service does not drive has a backend that refuses everything with
 * `host_unreachable`; its keeper only stands by. So has a host that was never added.
 *
 * Every host has its own driver, fence, keeper and database session: a host that hangs slows no other. One session for all hosts of a service
 * comes with the fleet; until then each host costs one connection beside the pool.
 * Today main.ts adds the host of the configuration. Hosts that are made by request come later.
 * Invariant: what happens to one host changes nothing on another (test/hosts/two-hosts.test.ts).
 */
import type { Backend } from '../../backends/backend.js';
import type { Host } from '../domain/host.js';
import type { HostId } from '../domain/ids.js';
import type { Log } from '../domain/log.js';
import type { Tracer } from '../domain/trace.js';
import type { OperationWatch } from '../operations/attempt.js';
import type { Database } from '../store/database.js';
import type { HostDriver } from './driver.js';
import { HostKeeper } from './keeper.js';

export interface HostsDeps {
  readonly db: Database;
  /** The backend of every host that this service does not drive: each call rejects with `host_unreachable`. */
  readonly elsewhere: Backend;
  readonly pathOfContent: (contentId: string) => string;
  readonly watch: OperationWatch;
  readonly tracer: Tracer | null;
  readonly log: Log;
}

/** What the keeper of a host says of its own progress. */
export type KeeperProgress = Pick<HostKeeper, 'isOwner' | 'isFirstLookTried'>;

export interface HostEntry {
  readonly backend: Backend;
  readonly keeper: KeeperProgress;
  /** Whether this service may drive the host. If not, a service on another machine or data folder drives it. */
  readonly isLocal: boolean;
}

/** An entry with the host as it was when it was added. */
export interface ListedHost extends HostEntry {
  readonly host: Pick<Host, 'id' | 'name'>;
}

interface KeptHost extends ListedHost {
  readonly keeper: HostKeeper;
  readonly driver: HostDriver | null;
}

/** Of a host that was never added there is nothing to wait for. */
const NO_KEEPER: KeeperProgress = { isOwner: false, isFirstLookTried: true };

export class Hosts {
  readonly #deps: HostsDeps;
  readonly #kept = new Map<HostId, KeptHost>();

  constructor(deps: HostsDeps) {
    this.#deps = deps;
  }

  /**
   * Starts to keep the host, which must not be kept already. `driver` null: this service stands by for it. The driver is the registry's from
   * now on. `isDescribed`: whether the host has described itself since the service started.
   */
  add(host: Host, driver: HostDriver | null, isDescribed: boolean): ListedHost {
    if (this.#kept.has(host.id)) throw new Error(`the host ${host.id} is kept already`);
    const { elsewhere, log, ...deps } = this.#deps;
    const keeper = new HostKeeper({ ...deps, hostId: host.id, driver, isDescribed, log: log.child({ host: host.id }) });
    const backend = driver?.backend ?? elsewhere;
    const kept = { host, backend, keeper, driver, isLocal: driver !== null };
    this.#kept.set(host.id, kept);
    keeper.start();
    return kept;
  }

  /** Never fails: a host that is not kept here is somebody else's. */
  get(id: HostId): HostEntry {
    return this.#kept.get(id) ?? { backend: this.#deps.elsewhere, keeper: NO_KEEPER, isLocal: false };
  }

  /** In the order in which they were added. */
  list(): readonly ListedHost[] {
    return [...this.#kept.values()];
  }

  /** Resolves when nothing of this service's is under way on the host. Its guests run on. */
  async remove(id: HostId): Promise<void> {
    const kept = this.#kept.get(id);
    if (kept === undefined) return;
    this.#kept.delete(id);
    await letGo(kept);
  }

  /** Lets go of all hosts, side by side. Requests may still ask for them meanwhile, and are refused by closed drivers. */
  async close(): Promise<void> {
    const results = await Promise.allSettled([...this.#kept.values()].map(letGo));
    const failed = results.find((result) => result.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  }
}

/** The keeper must come first: what it has under way ends through the driver. */
async function letGo({ keeper, driver }: KeptHost): Promise<void> {
  await keeper.stop();
  await driver?.backend.close();
}
