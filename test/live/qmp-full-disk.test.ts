/**
 * The backend `qmp` on a disk that is full or below its reserve: calls that end guests work, and all other changes are
 * refused with the reason.
 */
import { expect } from 'chai';
import { chmod, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Backend, DiskDefinition, GuestDefinition } from '../../backends/backend.js';
import { qmpFactory } from '../../backends/qmp/backend.js';
import { DiskRoom } from '../../src/domain/disk-room.js';
import { isGuesthouseError } from '../../src/domain/errors.js';
import { newId, type GuestId, type ImageId } from '../../src/domain/ids.js';
import { SILENT_LOG } from '../../src/domain/log.js';
import { skip } from '../support/skip.js';
import { SmallDisk } from '../support/small-disk.js';

const DISK_MIB = 64;
const MIB = 1024 ** 2;
const NO_RESERVE = new DiskRoom({ share: 0, bytes: 0 });
const CONFIG = {
  accel: 'tcg',
  qemuUser: null,
  room: NO_RESERVE,
  log: SILENT_LOG,
  hasGuests: async () => false,
} as const;

describe('On a full disk, qmp', function () {
  this.timeout(120_000);

  const { signal } = new AbortController();
  let end: () => Promise<void>;
  let disk: SmallDisk;
  let dataFolder: string;
  let backend: Backend;
  let made: GuestId[];

  beforeEach(async function () {
    end = () => Promise.resolve();
    const { isUsable, reason } = await qmpFactory.detect({ ...CONFIG, dataFolder: '/' });
    if (!isUsable) skip(this, 'qmp', reason);
    disk = SmallDisk.mount(this, DISK_MIB);
    dataFolder = join(disk.path, 'data');
    await mkdir(dataFolder);
    made = [];
    backend = await qmpFactory.open({ ...CONFIG, dataFolder }, { signal });
    end = async () => {
      for (const guest of made) await backend.removeGuest(guest, { signal });
      await backend.close();
      disk.unmount();
    };
  });

  afterEach(() => end());

  /** The guest boots no system, because its disk is empty. */
  function newDefinition(disk: Partial<DiskDefinition> = {}): GuestDefinition {
    const blank = { device: 'vda', media: 'disk', sizeMib: 16, bus: 'virtio', format: 'qcow2', image: null } as const;
    const vda = { ...blank, ...disk };
    const sizes = { vcpus: 1, memoryMib: 64 };
    const id = newId<GuestId>();
    made.push(id);
    return { id, name: 'a guest', ...sizes, firmware: 'bios', boot: null, disks: [vda], nics: [] };
  }

  async function define(definition: GuestDefinition, disks: 'make' | 'keep' = 'make'): Promise<void> {
    await backend.defineGuest(definition, { signal, disks });
  }

  async function stateOf(guest: GuestId): Promise<string | undefined> {
    return (await backend.observeGuests([guest], { signal })).get(guest)?.state;
  }

  async function expectNoRoom(call: Promise<unknown>): Promise<void> {
    const error = await call.then(
      () => null,
      (reason: unknown) => reason,
    );
    expect(isGuesthouseError(error, 'capacity_exhausted'), String(error)).to.equal(true);
    expect((error as Error).message).to.not.contain(disk.path);
  }

  it('powers off and removes running guests', async () => {
    const [first, second] = [newDefinition(), newDefinition()];
    for (const guest of [first, second]) {
      await define(guest);
      await backend.startGuest(guest.id, { signal });
    }
    await disk.fill();
    await backend.poweroffGuest(first.id, { signal });
    expect(await stateOf(first.id)).to.equal('stopped');
    await backend.removeGuest(second.id, { signal });
    expect(await readdir(join(dataFolder, 'qmp'))).to.have.members([`guesthouse-${first.id}`, 'host-id']);
  });

  it('refuses to make, change and start guests for lack of room, and accepts this when there is room again', async () => {
    const [old, fresh] = [newDefinition(), newDefinition()];
    await define(old);
    await disk.fill();
    await expectNoRoom(define(fresh));
    await expectNoRoom(define({ ...old, memoryMib: 96 }, 'keep'));
    await expectNoRoom(backend.startGuest(old.id, { signal }));
    expect(await stateOf(old.id)).to.equal('stopped');
    expect(await stateOf(fresh.id)).to.equal(undefined);
    await disk.removeFiller();
    await define(fresh);
    await define({ ...old, memoryMib: 96 }, 'keep');
    await backend.startGuest(old.id, { signal });
    expect(await stateOf(old.id)).to.equal('running');
  });

  it('makes only disks that leave the reserve free', async () => {
    const image = join(dataFolder, 'image');
    await writeFile(image, Buffer.alloc(8 * MIB, 1));
    await chmod(image, 0o644);
    const file = { id: newId<ImageId>(), path: image, sha256: '', sizeBytes: 8 * MIB, virtualSizeMib: 8 };
    const copy = { format: 'raw', image: { ...file, format: 'raw' } } as const;
    await backend.close();
    const reserveOf = (bytes: number): DiskRoom => new DiskRoom({ share: 0, bytes });
    const open = async (room: DiskRoom): Promise<Backend> =>
      await qmpFactory.open({ ...CONFIG, room, dataFolder }, { signal });
    const free = await disk.freeBytes();
    backend = await open(reserveOf(free - 8 * MIB));
    await expectNoRoom(define(newDefinition(copy)));
    await define(newDefinition());
    await backend.close();
    backend = await open(reserveOf(free - 16 * MIB));
    await define(newDefinition(copy));
    await expectNoRoom(define(newDefinition(copy)));
    await backend.close();
    backend = await open(reserveOf(free));
    await expectNoRoom(define(newDefinition()));
  });
});
