/**
 * The layers of a service below the API, for tests of several hosts. It contains the registry of hosts, with simulated
 * hypervisors that each have their own data folder and program, on one database. It has no HTTP server, so tests queue
 * operations as rows.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { CallOptions } from '../../backends/backend.js';
import { fakeFactory } from '../../backends/fake/backend.js';
import { FakeHostControl } from './fake-host-control.js';
import { supervise } from '../../backends/supervised.js';
import { Metrics } from '../../src/app/metrics/metrics.js';
import { hostDescription, servedElsewhere } from '../../src/domain/host.js';
import type { Host } from '../../src/domain/host.js';
import { newId } from '../../src/domain/ids.js';
import type { HostId } from '../../src/domain/ids.js';
import { SILENT_LOG } from '../../src/domain/log.js';
import { configuredPlace, readMachineId } from '../../src/hosts/driver.js';
import type { HostDriver } from '../../src/hosts/driver.js';
import { HostFence } from '../../src/hosts/fence.js';
import { Hosts } from '../../src/hosts/registry.js';
import type { ImageContents } from '../../src/store/content/image-content-store.js';
import type { Database } from '../../src/store/database.js';
import { findHost, insertHost } from '../../src/store/hosts.js';
import { inTransaction } from '../../src/store/transaction.js';

const SUPERVISION = { log: SILENT_LOG };

const NO_CONTENT: ImageContents = {
  pathOf: (contentId) => path.join('/nowhere', contentId),
  has: () => Promise.resolve(false),
  bring: () => Promise.resolve(false),
  mayHaveReleased: () => undefined,
};

export function openHosts(db: Database): Hosts {
  return new Hosts({
    db,
    elsewhere: supervise({ name: 'fake', open: () => Promise.reject(servedElsewhere()) }, SUPERVISION),
    content: NO_CONTENT,
    watch: new Metrics(),
    tracer: null,
    log: SILENT_LOG,
  });
}

/** A simulated host, with its data folder, its program, and its row. */
export class SimulatedHost {
  readonly id: HostId;
  readonly dataFolder: string;
  #control: FakeHostControl;

  private constructor(id: HostId, dataFolder: string, control: FakeHostControl) {
    this.id = id;
    this.dataFolder = dataFolder;
    this.#control = control;
  }

  /** Creates the host and its row, as if the host had just described itself. */
  static async make(db: Database): Promise<SimulatedHost> {
    const dataFolder = await mkdtemp(path.join(tmpdir(), 'guesthouse-host-'));
    const driver = await driverOf(dataFolder);
    const id = newId<HostId>();
    try {
      const info = await driver.backend.describe({ signal: AbortSignal.timeout(30_000) });
      const described = hostDescription(info, driver.backend.capabilities);
      await inTransaction(db, (trx) => insertHost(trx, { ...driver.place, ...described, id, state: 'up' }));
      const host = new SimulatedHost(id, dataFolder, await FakeHostControl.open(dataFolder));
      await host.#control.setDurations({ bootMs: 0, shutdownMs: 0 });
      return host;
    } finally {
      await driver.backend.close();
    }
  }

  /** The test's connection for controlling the host. */
  get control(): FakeHostControl {
    return this.#control;
  }

  async row(db: Database): Promise<Host> {
    const host = await findHost(db.knex, this.id);
    if (host === null) throw new Error('the host has no row');
    return host;
  }

  async addTo(hosts: Hosts, db: Database): Promise<void> {
    hosts.add(await this.row(db), await driverOf(this.dataFolder), false);
  }

  /** Sends a signal to the host's program. */
  async signal(signal: NodeJS.Signals): Promise<number> {
    const { pid } = await this.#control.inspect();
    process.kill(pid, signal);
    return pid;
  }

  /** Connects to the program that a driver has started in place of a killed one. */
  async takeAgain(): Promise<void> {
    this.#control.close();
    this.#control = await FakeHostControl.open(this.dataFolder);
    await this.#control.setDurations({ bootMs: 0, shutdownMs: 0 });
  }

  /** Ends the program. Its drivers must be closed first, because they would start the program again. */
  async leave(): Promise<void> {
    await this.#control.end();
    await rm(this.dataFolder, { recursive: true, force: true });
  }
}

async function driverOf(dataFolder: string): Promise<HostDriver> {
  const config = { dataFolder, log: SILENT_LOG } as const;
  const fence = new HostFence();
  const open = async (options: CallOptions) => fence.around(await fakeFactory.open(config, options));
  const backend = supervise({ name: 'fake', open }, SUPERVISION);
  const location = fakeFactory.locate(config);
  const place = configuredPlace('fake', location, {
    ...{ machineId: await readMachineId(), dataFolder, isDatabaseOurs: false },
  });
  return { name: 'fake', location, place, fence, backend };
}
