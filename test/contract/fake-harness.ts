/**
 * The contract suite's access to the simulated hypervisor. Each harness has its own data folder and therefore its own
 * host.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Backend, GuestDefinition, HostLocation } from '../../backends/backend.js';
import { fakeFactory } from '../../backends/fake/backend.js';
import type { FakeConfig } from '../../backends/fake/backend.js';
import { FakeHostControl } from '../support/fake-host-control.js';
import { newId, type GuestId, type ImageId } from '../../src/domain/ids.js';
import { SILENT_LOG } from '../../src/domain/log.js';
import { eventually } from '../support/eventually.js';
import type { BackendHarness } from './harness.js';

const FOREIGN = 'somebody-elses';

export class FakeHarness implements BackendHarness {
  readonly name = 'fake';
  dataFolder = '';
  #control: FakeHostControl | null = null;
  /** The addresses that guests have got. */
  readonly #addresses: string[] = [];

  async whyNot(): Promise<string | null> {
    return null;
  }

  async setUp(): Promise<void> {
    this.dataFolder = await mkdtemp(join(tmpdir(), 'guesthouse-fake-'));
    await writeFile(join(this.dataFolder, 'disk.qcow2'), 'a disk image that nothing reads');
    const backend = await this.open();
    await backend.close();
    this.#control = await FakeHostControl.open(this.dataFolder);
  }

  get control(): FakeHostControl {
    if (this.#control === null) throw new Error('setUp comes first');
    return this.#control;
  }

  /** Connects again, after the host was killed and restarted. */
  async reopenControl(): Promise<FakeHostControl> {
    this.#control?.close();
    this.#control = await FakeHostControl.open(this.dataFolder);
    return this.#control;
  }

  get config(): FakeConfig {
    return { dataFolder: this.dataFolder, log: SILENT_LOG };
  }

  locate(): HostLocation {
    return fakeFactory.locate(this.config);
  }

  async open(): Promise<Backend> {
    return fakeFactory.open(this.config, { signal: new AbortController().signal });
  }

  async makeDefinition(overrides: Partial<GuestDefinition> = {}): Promise<GuestDefinition> {
    const image = {
      id: newId<ImageId>(),
      path: join(this.dataFolder, 'disk.qcow2'),
      format: 'qcow2',
      sha256: '0'.repeat(64),
      sizeBytes: 31,
      virtualSizeMib: 16,
    } as const;
    return {
      id: newId<GuestId>(),
      name: 'a guest',
      vcpus: 1,
      memoryMib: 128,
      firmware: 'bios',
      boot: null,
      disks: [{ device: 'vda', media: 'disk', sizeMib: 16, bus: 'virtio', format: 'qcow2', image }],
      nics: [{ device: 'net0', network: 'user', model: 'virtio', mac: '52:54:00:12:34:56' }],
      ...overrides,
    };
  }

  async waitUntilBooted(_backend: Backend, guest: GuestId): Promise<void> {
    await eventually(async () => (await this.control.inspectGuest(guest)).isUp);
  }

  async crashGuest(guest: GuestId): Promise<void> {
    await this.control.change(guest, 'crash');
  }

  async addAddress(guest: GuestId, address: string): Promise<void> {
    this.#addresses.push(address);
    await this.control.report(guest, { net0: ['fe80::1', '10.0.2.15', ...this.#addresses] });
  }

  async loseMachineType(guest: GuestId): Promise<void> {
    await this.control.edit(guest, { spec: { board: 'lost-1.0' } });
  }

  /** One process simulates all machines. */
  async pidsOf(): Promise<number[]> {
    return [];
  }

  async powerOffFromInside(guest: GuestId): Promise<void> {
    await this.control.change(guest, 'down');
  }

  async addForeignGuest(): Promise<{ isUntouched(): Promise<boolean> }> {
    await this.control.addForeign(FOREIGN);
    return { isUntouched: async () => (await this.control.inspectForeign(FOREIGN)).state === 'on' };
  }

  async findLeftovers(guest: GuestId): Promise<string[]> {
    const { state, volumes } = await this.control.inspectGuest(guest);
    return [...(state === null ? [] : ['its machine']), ...volumes.map(({ target }) => `its disk ${target}`)];
  }

  async tearDown(): Promise<void> {
    await this.#control?.end();
    await rm(this.dataFolder, { recursive: true, force: true });
  }
}
