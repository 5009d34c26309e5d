/**
 * Real guests that write while the disk of their host is full, on both real drivers: they stall with a reason, no start
 * succeeds while there is no room, they lose nothing, and every way to end a guest makes room.
 */
import { expect } from 'chai';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Backend, GuestDefinition, Observation } from '../../backends/backend.js';
import { libvirtFactory } from '../../backends/libvirt/backend.js';
import { qmpFactory } from '../../backends/qmp/backend.js';
import { DiskRoom } from '../../src/domain/disk-room.js';
import { isGuesthouseError } from '../../src/domain/errors.js';
import { newId, type GuestId } from '../../src/domain/ids.js';
import { SILENT_LOG } from '../../src/domain/log.js';
import { LibvirtHarness } from '../contract/libvirt-harness.js';
import { QmpHarness } from '../contract/qmp-harness.js';
import { eventually } from '../support/eventually.js';
import { skip } from '../support/skip.js';
import { SmallDisk } from '../support/small-disk.js';

const DISK_MIB = 192;
const COMMON = { accel: 'tcg', room: new DiskRoom({ share: 0, bytes: 0 }), log: SILENT_LOG } as const;

for (const makeHarness of [() => new QmpHarness(), () => new LibvirtHarness()]) {
  const harness = makeHarness();
  describe(`On a full disk, a guest of ${harness.name}`, function () {
    this.timeout(300_000);

    const { signal } = new AbortController();
    let end: () => Promise<void> = () => Promise.resolve();
    let disk: SmallDisk;
    let backend: Backend;

    before(async function () {
      const reason = await harness.whyNot();
      if (reason !== null) skip(this, harness.name, reason);
      disk = SmallDisk.mount(this, DISK_MIB);
      end = async () => disk.unmount();
      await harness.setUp();
      end = async () => {
        await harness.tearDown();
        disk.unmount();
      };
      backend = await open();
    });
    after(async () => {
      await backend?.close();
      await end();
    });
    afterEach(() => disk.removeFiller());

    /** The disks of guests are on the small disk. */
    async function open(): Promise<Backend> {
      const folder = join(disk.path, 'data');
      await mkdir(folder, { recursive: true });
      if (harness instanceof LibvirtHarness)
        return await libvirtFactory.open({ ...COMMON, uri: harness.libvirtd.uri(), poolPath: folder }, { signal });
      const config = { ...COMMON, qemuUser: null, dataFolder: folder, hasGuests: async () => false };
      return await qmpFactory.open(config, { signal });
    }

    async function start(more: Partial<GuestDefinition> = {}): Promise<GuestId> {
      const vda = { device: 'vda', media: 'disk', sizeMib: 16, bus: 'virtio', format: 'qcow2', image: null } as const;
      const definition = await harness.makeDefinition({ id: newId<GuestId>(), disks: [vda], nics: [], ...more });
      await backend.defineGuest(definition, { signal, disks: 'make' });
      await backend.startGuest(definition.id, { signal });
      return definition.id;
    }

    const observe = async (guest: GuestId): Promise<Observation | undefined> =>
      (await backend.observeGuests([guest], { signal })).get(guest);
    /** Whether the disk has what the guest writes when it boots for the first time (test/support/test-guest.sh). */
    async function hasWritten(guest: GuestId): Promise<boolean> {
      const folder = join(disk.path, 'data', harness.name === 'qmp' ? `qmp/guesthouse-${guest}/own` : '');
      const name = harness.name === 'qmp' ? 'vda.qcow2' : `guesthouse-${guest}-vda`;
      return (await readFile(join(folder, name))).includes('BOOTS 1');
    }

    async function expectFailure(
      kind: 'host_out_of_space' | 'capacity_exhausted',
      call: Promise<unknown>,
    ): Promise<void> {
      const error = await call.then(
        () => null,
        (reason: unknown) => reason,
      );
      expect(isGuesthouseError(error, kind), String(error)).to.equal(true);
      expect((error as Error).message).to.not.contain(disk.path);
    }

    it('stalls for lack of room, is not started before there is room, and then continues with the write', async () => {
      const guest = await start();
      await disk.fill();
      await eventually(async () => (await observe(guest))?.state === 'suspended');
      expect(await observe(guest)).to.deep.equal({ state: 'suspended', stall: 'host_out_of_space' });
      expect(await hasWritten(guest)).to.equal(false);
      for (let round = 0; round < 2; round++) {
        await expectFailure('host_out_of_space', backend.startGuest(guest, { signal }));
        expect(await observe(guest)).to.deep.equal({ state: 'suspended', stall: 'host_out_of_space' });
      }
      await disk.removeFiller();
      await backend.startGuest(guest, { signal });
      expect(await observe(guest)).to.deep.equal({ state: 'running' });
      await eventually(() => hasWritten(guest));
      await backend.removeGuest(guest, { signal });
    });

    it('can be powered off, and removed while it runs or is stalled, also by the next driver', async () => {
      const blank = { boot: null, memoryMib: 32 };
      const [off, running, stalled] = [await start(blank), await start(blank), await start()];
      await disk.fill();
      await eventually(async () => (await observe(stalled))?.stall === 'host_out_of_space');
      await backend.close();
      backend = await open();
      await backend.poweroffGuest(off, { signal });
      expect(await observe(off)).to.deep.equal({ state: 'stopped' });
      await disk.fill();
      await expectFailure(
        'capacity_exhausted',
        start(blank).then(() => undefined),
      );
      for (const guest of [running, stalled, off]) await backend.removeGuest(guest, { signal });
      const found = await backend.observeGuests('all', { signal });
      const files = await readdir(join(disk.path, 'data'), { recursive: true });
      for (const guest of [running, stalled, off]) {
        expect(found.has(guest)).to.equal(false);
        expect(files.filter((name) => name.includes(guest))).to.deep.equal([]);
      }
    });
  });
}
