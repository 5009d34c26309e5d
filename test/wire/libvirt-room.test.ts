/**
 * The reserve of the file system of libvirt's pool. The pool can be on another machine, so libvirt reports its free
 * space.
 */
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Backend, DiskDefinition, GuestDefinition, ImageFile } from '../../backends/backend.js';
import { libvirtFactory } from '../../backends/libvirt/backend.js';
import { DiskRoom } from '../../src/domain/disk-room.js';
import { isGuesthouseError } from '../../src/domain/errors.js';
import { newId, type GuestId, type ImageId } from '../../src/domain/ids.js';
import { SILENT_LOG } from '../../src/domain/log.js';
import { SimulatedLibvirt } from './simulated-libvirt.js';

const MIB = 1024 ** 2;
const RESERVE_MIB = 16;

describe('The pool of libvirt', () => {
  const { signal } = new AbortController();
  let folder: string;
  let image: ImageFile;
  let libvirt: SimulatedLibvirt;
  let backend: Backend;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'guesthouse-room-'));
    image = await makeImage();
    libvirt = await SimulatedLibvirt.listen();
    const room = new DiskRoom({ share: 0, bytes: RESERVE_MIB * MIB });
    backend = await libvirtFactory.open({ uri: libvirt.uri, accel: 'tcg', room, log: SILENT_LOG }, { signal });
  });

  afterEach(async () => {
    await backend.close();
    await libvirt.close();
    await rm(folder, { recursive: true });
  });

  async function makeImage(): Promise<ImageFile> {
    const content = Buffer.alloc(3 * MIB, 1);
    const path = join(folder, 'image');
    await writeFile(path, content);
    const sha256 = createHash('sha256').update(content).digest('hex');
    return { id: newId<ImageId>(), path, format: 'raw', sha256, sizeBytes: content.length, virtualSizeMib: 3 };
  }

  function guestWith(...disks: Partial<DiskDefinition>[]): GuestDefinition {
    const blank = { media: 'disk', sizeMib: 4, bus: 'virtio', format: 'qcow2', image: null } as const;
    return {
      ...{ id: newId<GuestId>(), name: 'a guest', vcpus: 1, memoryMib: 16, firmware: 'bios', boot: null, nics: [] },
      disks: disks.map((disk, index) => ({ ...blank, device: `vd${'abc'[index]}`, ...disk })),
    };
  }

  async function outcomeOf(guest: GuestDefinition, disks: 'make' | 'keep' = 'make'): Promise<string> {
    return await backend.defineGuest(guest, { signal, disks }).then(
      () => 'made',
      (error: unknown) => (isGuesthouseError(error) ? error.kind : String(error)),
    );
  }

  const freeAboveReserve = (mib: number): void => void (libvirt.freeBytes = BigInt((RESERVE_MIB + mib) * MIB));

  it('receives no image or disk that would use the reserve', async () => {
    for (const [mib, guest] of [
      // A sparse disk counts 1 MiB; an image 3 MiB, and a copy of it 3 MiB more.
      [0, guestWith({})],
      [3, guestWith({ image })],
      [3, guestWith({ image, format: 'raw' })],
    ] as const) {
      freeAboveReserve(mib);
      expect(await outcomeOf(guest)).to.equal('capacity_exhausted');
      expect([...libvirt.volumes.keys()]).to.deep.equal([]);
    }
  });

  it('receives images and disks that leave the reserve free, and counts only those that it does not have yet', async () => {
    freeAboveReserve(4);
    const guest = guestWith({ image });
    expect(await outcomeOf(guest)).to.equal('made');
    freeAboveReserve(-1);
    expect(await outcomeOf({ ...guest, vcpus: 2 })).to.equal('made');
    expect(await outcomeOf({ ...guest, vcpus: 1 }, 'keep')).to.equal('made');
  });
});
