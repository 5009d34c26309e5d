/**
 * The progress of a call (`CallOptions.onProgress`), from the bytes that a driver counts to the percentages that its
 * caller gets.
 */
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Backend, DiskDefinition, GuestDefinition, ImageFile } from '../../backends/backend.js';
import { libvirtFactory } from '../../backends/libvirt/backend.js';
import { Progress } from '../../backends/shared/progress.js';
import { DiskRoom } from '../../src/domain/disk-room.js';
import { newId, type GuestId, type ImageId } from '../../src/domain/ids.js';
import { SILENT_LOG } from '../../src/domain/log.js';
import { FakeHarness } from '../contract/fake-harness.js';
import { eventually } from '../support/eventually.js';
import { SimulatedLibvirt } from './simulated-libvirt.js';

const NO_RESERVE = new DiskRoom({ share: 0, bytes: 0 });

const { signal } = new AbortController();

/** The progress that a driver reports while it defines the guest. */
async function progressOf(backend: Backend, guest: GuestDefinition): Promise<number[]> {
  const percents: number[] = [];
  await backend.defineGuest(guest, { signal, disks: 'make', onProgress: (percent) => percents.push(percent) });
  return percents;
}

describe('The progress of a call', () => {
  function makeProgress(totalBytes: number): { progress: Progress; percents: number[] } {
    const percents: number[] = [];
    return { progress: new Progress(totalBytes, (percent) => percents.push(percent)), percents };
  }

  it('is reported in whole percent, without repetition', () => {
    const { progress, percents } = makeProgress(1000);
    for (const bytes of [0, 4, 9, 10, 19, 500]) progress.during(bytes);
    expect(percents).to.deep.equal([0, 1, 50]);
  });

  it('is the sum of the parts, and never decreases when a part begins again', () => {
    const { progress, percents } = makeProgress(200);
    progress.during(60);
    progress.during(10);
    progress.add(100);
    progress.during(100);
    progress.add(100);
    expect(percents).to.deep.equal([30, 50, 100]);
  });

  it('never exceeds 100, even if there is more data than expected', () => {
    const { progress, percents } = makeProgress(10);
    progress.during(25);
    expect(percents).to.deep.equal([100]);
  });

  it('is not reported if there is nothing to do', () => {
    const { progress, percents } = makeProgress(0);
    progress.add(0);
    expect(percents).to.deep.equal([]);
  });
});

describe('The libvirt driver', () => {
  const MIB = 1024 * 1024;
  let folder: string;
  let libvirt: SimulatedLibvirt;
  let backend: Backend;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'guesthouse-progress-'));
    libvirt = await SimulatedLibvirt.listen();
    backend = await libvirtFactory.open(
      { uri: libvirt.uri, accel: 'tcg', room: NO_RESERVE, log: SILENT_LOG },
      { signal },
    );
  });

  afterEach(async () => {
    await backend.close();
    await libvirt.close();
    await rm(folder, { recursive: true });
  });

  async function addImage(name: string, sizeBytes: number): Promise<ImageFile> {
    const path = join(folder, name);
    const content = Buffer.alloc(sizeBytes, name);
    await writeFile(path, content);
    const sha256 = createHash('sha256').update(content).digest('hex');
    return { id: newId<ImageId>(), path, format: 'raw', sha256, sizeBytes, virtualSizeMib: 1 };
  }

  it('reports the bytes of images and of copied disks that it has uploaded', async () => {
    const disk = (device: string, image: ImageFile, format: 'raw' | 'qcow2'): DiskDefinition => ({
      ...{ device, media: 'disk', sizeMib: 4, bus: 'virtio', format, image },
    });
    const guest: GuestDefinition = {
      ...{ id: newId<GuestId>(), name: 'a guest', vcpus: 1, memoryMib: 16, firmware: 'bios', boot: null, nics: [] },
      disks: [
        disk('vda', await addImage('overlaid', 3 * MIB), 'qcow2'),
        disk('vdb', await addImage('copied', MIB), 'raw'),
      ],
    };
    const percents = await progressOf(backend, guest);
    expect(percents).to.include.members([75, 100]);
    expect(percents.length).to.be.greaterThan(10);
    expect(percents).to.deep.equal([...percents].sort((a, b) => a - b));
    expect(await progressOf(backend, guest), 'the second time').to.deep.equal([75, 100]);
  });
});

describe('The simulation', () => {
  const harness = new FakeHarness();
  let backend: Backend;

  before(async () => {
    await harness.setUp();
    backend = await harness.open();
  });

  after(async () => {
    await backend.close();
    await harness.tearDown();
  });

  it('reports 0, 50 and 100 percent for disks that it creates from an image', async () => {
    expect(await progressOf(backend, await harness.makeDefinition())).to.deep.equal([0, 50, 100]);
  });

  it('reports nothing if it creates no disk from an image', async () => {
    const guest = await harness.makeDefinition();
    await progressOf(backend, guest);
    expect(await progressOf(backend, guest)).to.deep.equal([]);
  });

  it('reports the progress that a test has planned, and keeps the last percentage while the call is delayed', async () => {
    const guest = await harness.makeDefinition();
    await harness.control.reportProgress([7, 42], { guest: guest.id });
    await harness.control.slow('define', null, { guest: guest.id });
    const percents: number[] = [];
    const defining = backend.defineGuest(guest, { signal, disks: 'make', onProgress: (each) => percents.push(each) });
    await eventually(() => percents.includes(42));
    await harness.control.release();
    await defining;
    expect(percents).to.deep.equal([7, 42]);
  });
});
