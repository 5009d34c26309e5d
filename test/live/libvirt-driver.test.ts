/**
 * The backend `libvirt` on a real libvirtd with guests that have nothing to boot: which domains it manages, how it
 * treats images and incomplete volumes, and what remains after a removal. These tests are quick, because none waits for
 * an operating system. Guests that boot are in libvirt-guest.test.ts.
 */
import { setMaxListeners } from 'node:events';
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Backend, GuestDefinition, ImageFile } from '../../backends/backend.js';
import { libvirtFactory } from '../../backends/libvirt/backend.js';
import { imageVolumeName } from '../../backends/libvirt/names.js';
import { METADATA_URI } from '../../backends/libvirt/guest-metadata.js';
import { isGuesthouseError, type ErrorKind } from '../../src/domain/errors.js';
import { newId, type GuestId } from '../../src/domain/ids.js';
import { eventually } from '../support/eventually.js';
import { domainOf, LibvirtHarness } from '../contract/libvirt-harness.js';
import { listeningPorts } from '../support/listening-ports.js';
import { skip } from '../support/skip.js';

describe('The libvirt driver', function () {
  this.timeout(120_000);

  const { signal } = new AbortController();
  setMaxListeners(0, signal);
  const harness = new LibvirtHarness();
  let backend: Backend;
  let made: GuestId[];
  let imageCount = 0;

  before(async function () {
    this.timeout(300_000); // the first run builds the test guest
    const reason = await harness.whyNot();
    if (reason !== null) skip(this, 'libvirt', reason);
    await harness.setUp();
    backend = await harness.open();
  });

  after(async () => {
    if (!harness.isSetUp) return;
    await backend.close();
    await harness.tearDown();
  });

  beforeEach(() => {
    made = [];
  });

  afterEach(async () => {
    for (const guest of made) {
      await backend.removeGuest(guest, { signal });
      expect(await harness.findLeftovers(guest)).to.deep.equal([]);
    }
  });

  const virsh = (...args: string[]): Promise<string> => harness.libvirtd.virsh(...args);
  const stateOf = async (guest: GuestId, by = backend): Promise<string | undefined> =>
    (await by.observeGuests([guest], { signal })).get(guest)?.state;

  /** Defines a guest without an operating system. */
  async function describeGuest(more: Partial<GuestDefinition> = {}): Promise<GuestDefinition> {
    const disk = { device: 'vda', media: 'disk', sizeMib: 1, bus: 'virtio', format: 'qcow2', image: null } as const;
    return await harness.makeDefinition({ boot: null, disks: [disk], memoryMib: 16, ...more });
  }

  async function define(more: Partial<GuestDefinition> = {}): Promise<GuestDefinition> {
    const guest = await describeGuest(more);
    made.push(guest.id);
    await backend.defineGuest(guest, { signal, disks: 'make' });
    return guest;
  }

  /** Makes an image that no other test uses. */
  async function addImage(sizeBytes = 1_000_000): Promise<ImageFile> {
    const path = join(harness.imageFolder, `image-${++imageCount}`);
    await writeFile(path, randomBytes(sizeBytes));
    return await harness.addImage(path);
  }

  const cdrom = (image: ImageFile): GuestDefinition['disks'] => [
    { device: 'sda', media: 'cdrom', sizeMib: 1, bus: 'sata', format: 'raw', image },
  ];
  const fileOf = (image: ImageFile): string => join(harness.poolPath, imageVolumeName(image.sha256));
  const imageVolumes = async (): Promise<string[]> =>
    (await harness.volumes()).filter((name) => name.startsWith('guesthouse-image-'));

  async function failureOf(kind: ErrorKind, call: Promise<unknown>): Promise<Error> {
    const error: unknown = await call.then(
      () => null,
      (reason: unknown) => reason,
    );
    expect(isGuesthouseError(error, kind), `${kind}, not ${String(error)}`).to.equal(true);
    return error as Error;
  }

  describe('for a domain', () => {
    it('neither changes nor shows a domain that it does not manage, whatever its name, and creates none with the same name or UUID', async () => {
      const id = newId<GuestId>();
      const file = join(harness.imageFolder, 'foreign.xml');
      const os = `<os><type arch='x86_64' machine='q35'>hvm</type></os>`;
      // Tries a foreign domain with our name, and one with our UUID.
      for (const [name, uuid] of [
        [domainOf(id), newId()],
        ['somebody', id],
      ]) {
        await writeFile(
          file,
          `<domain type='qemu'><name>${name}</name><uuid>${uuid}</uuid><memory unit='MiB'>16</memory>${os}</domain>`,
        );
        await virsh('define', file);
        await virsh('start', name ?? '', '--paused');
        const before = await virsh('dumpxml', name ?? '');
        const guest = await describeGuest();
        const error = await failureOf(
          'backend_refused',
          backend.defineGuest({ ...guest, id }, { signal, disks: 'make' }),
        );
        expect(error.message).to.contain('not ours');
        expect((await backend.observeGuests('all', { signal })).has(id)).to.equal(false);
        expect((await backend.observeGuests([id], { signal })).size).to.equal(0);
        expect((await backend.measureGuests('all', { signal })).size).to.equal(0);
        for (const verb of ['startGuest', 'poweroffGuest', 'restartGuest', 'suspendGuest', 'removeGuest'] as const) {
          await failureOf('backend_refused', backend[verb](id, { signal }));
        }
        expect(await virsh('dumpxml', name ?? '')).to.equal(before);
        expect((await harness.volumes()).filter((volume) => volume.includes(id))).to.deep.equal([]);
        await virsh('destroy', name ?? '');
        await virsh('undefine', name ?? '');
      }
    });

    it('stops managing a domain that lost its metadata element, and resumes when the element is back (redefined behind our back)', async () => {
      const { id } = await define();
      expect(await stateOf(id)).to.equal('stopped');
      const xml = await virsh('dumpxml', domainOf(id), '--inactive');
      const file = join(harness.imageFolder, 'redefined.xml');
      await writeFile(file, xml.replace(/<metadata>[\s\S]*<\/metadata>/, ''));
      await virsh('define', file);
      await eventually(async () => (await stateOf(id)) === undefined);
      await failureOf('backend_refused', backend.startGuest(id, { signal }));
      await writeFile(file, xml);
      await virsh('define', file);
      await eventually(async () => (await stateOf(id)) === 'stopped');
    });

    it('keeps the CPU and the machine type of a guest that an older version made, and shows them', async () => {
      const guest = await define();
      const machineOf = async (): Promise<(string | undefined)[]> => {
        const xml = await virsh('dumpxml', domainOf(guest.id), '--inactive');
        return [/<cpu mode='([^']+)'/.exec(xml)?.[1], / machine='([^']+)'/.exec(xml)?.[1]];
      };
      const xml = await virsh('dumpxml', domainOf(guest.id), '--inactive');
      const file = join(harness.imageFolder, 'older.xml');
      const older = xml
        .replace(/<cpu [\s\S]*?<\/cpu>/, "<cpu mode='maximum'/>")
        .replace(/machine='pc-q35-[^']+'/, "machine='pc-q35-6.0'");
      await writeFile(file, older);
      await virsh('define', file);
      const adopted = await backend.inspectGuest(guest.id, { signal, expected: guest });
      expect(adopted?.differences, 'what the row does not name').to.deep.equal([]);
      expect(adopted?.found).to.include({ cpuModel: 'max', machineType: 'pc-q35-6.0' });
      const expected = adopted?.found ?? null;
      const hardware = { cpuModel: 'max', machineType: 'pc-q35-6.0' };
      // All ways to write the definition again: a change of its size, and from the row without a baseline.
      const resized = await backend.defineGuest({ ...guest, vcpus: 2 }, { signal, disks: 'keep', expected });
      expect(resized).to.include(hardware);
      const discard = 'definition' as const;
      const rebuilt = await backend.defineGuest(guest, { signal, disks: 'keep', expected: null, discard });
      expect(rebuilt).to.include(hardware);
      await backend.startGuest(guest.id, { signal, machine: hardware });
      expect(await machineOf()).to.deep.equal(['maximum', 'pc-q35-6.0']);
    });

    it('can still start, observe and remove a domain with a damaged metadata element, and keeps all images', async () => {
      const image = await addImage();
      const kept = await define({ disks: cdrom(image) });
      const { id } = await define();
      await virsh(
        'metadata',
        domainOf(id),
        METADATA_URI,
        '--key',
        'guesthouse',
        '--set',
        `<guest id='${id}'>rubbish</guest>`,
      );
      await backend.startGuest(id, { signal });
      expect(await stateOf(id)).to.equal('running');
      expect((await backend.measureGuests([id], { signal })).get(id)?.disks).to.deep.equal([]);
      await backend.removeGuest(kept.id, { signal });
      expect(await imageVolumes()).to.deep.equal([imageVolumeName(image.sha256)]);
      await backend.removeGuest(id, { signal });
      await backend.removeGuest(id, { signal });
      expect(await imageVolumes()).to.deep.equal([]);
    });

    it('reports a domain as stopped after a crash and a poweroff, even from a new driver, until the next crash', async () => {
      const { id } = await define();
      for (let round = 0; round < 2; round++) {
        await backend.startGuest(id, { signal });
        await harness.crashGuest(id);
        await eventually(async () => (await stateOf(id)) === 'crashed');
        await backend.poweroffGuest(id, { signal });
        expect(await stateOf(id)).to.equal('stopped');
        const next = await harness.open();
        expect(await stateOf(id, next)).to.equal('stopped');
        await next.close();
      }
    });

    it('reports as stopped a domain that libvirt cannot start, with the reason but without a path', async () => {
      const guest = await define();
      await truncate(join(harness.poolPath, `${domainOf(guest.id)}-vda`), 0);
      const error = await failureOf('backend_refused', backend.startGuest(guest.id, { signal }));
      expect(error.message).to.match(/qcow2/).and.not.to.contain(harness.poolPath);
      expect(await stateOf(guest.id)).to.equal('stopped');
    });

    it('rejects a domain whose network does not exist', async () => {
      const nics = [{ device: 'net0', network: 'nowhere', model: 'virtio', mac: '52:54:00:00:00:09' }] as const;
      const guest = await describeGuest({ nics });
      await failureOf('backend_refused', backend.defineGuest(guest, { signal, disks: 'make' }));
      expect(await harness.findLeftovers(guest.id)).to.deep.equal([]);
    });
  });

  describe('for an image', () => {
    it('keeps one volume for all guests that use the image, and deletes it with the last of them', async () => {
      const image = await addImage();
      const guests = await Promise.all([1, 2, 3].map(() => describeGuest({ disks: cdrom(image) })));
      made.push(...guests.map(({ id }) => id));
      await Promise.all(guests.map((guest) => backend.defineGuest(guest, { signal, disks: 'make' })));
      expect(await imageVolumes()).to.deep.equal([imageVolumeName(image.sha256)]);
      const [first, ...rest] = guests;
      await backend.removeGuest(first?.id ?? newId(), { signal });
      expect(await imageVolumes()).to.deep.equal([imageVolumeName(image.sha256)]);
      await Promise.all(rest.map(({ id }) => backend.removeGuest(id, { signal })));
      expect(await imageVolumes()).to.deep.equal([]);
    });

    it('keeps the volume for a guest that is being created while the last other user of the image is removed', async () => {
      const image = await addImage();
      for (let round = 0; round < 5; round++) {
        const [going, coming] = [await define({ disks: cdrom(image) }), await describeGuest({ disks: cdrom(image) })];
        made.push(coming.id);
        await Promise.all([
          backend.removeGuest(going.id, { signal }),
          backend.defineGuest(coming, { signal, disks: 'make' }),
        ]);
        expect((await readFile(fileOf(image))).length).to.equal(image.sizeBytes);
        await backend.removeGuest(coming.id, { signal });
        expect(await imageVolumes()).to.deep.equal([]);
      }
    });

    it('uploads a partial volume again instead of using it', async () => {
      const image = await addImage();
      await mkdir(harness.poolPath, { recursive: true });
      await define();
      await virsh('vol-create-as', 'guesthouse', imageVolumeName(image.sha256), '999999b', '--format', 'raw');
      await define({ disks: cdrom(image) });
      expect((await readFile(fileOf(image))).equals(await readFile(image.path))).to.equal(true);
      expect((await stat(fileOf(image))).mode & 0o777).to.equal(0o440);
    });

    it('rejects a changed or missing file, and leaves no volume', async () => {
      const image = await addImage();
      const other = await addImage(image.sizeBytes);
      for (const bad of [
        { ...image, path: other.path },
        { ...image, sizeBytes: image.sizeBytes - 1 },
        { ...image, path: '/nowhere/at/all' },
      ]) {
        const guest = await describeGuest({ disks: cdrom(bad) });
        await failureOf('backend_refused', backend.defineGuest(guest, { signal, disks: 'make' }));
        expect(await imageVolumes()).to.deep.equal([]);
        expect(await harness.findLeftovers(guest.id)).to.deep.equal([]);
      }
    });

    it('leaves no volume when the upload is aborted (B5)', async () => {
      const image = await addImage(64 * 1024 * 1024);
      const guest = await describeGuest({ disks: cdrom(image) });
      made.push(guest.id);
      const abort = new AbortController();
      const reason = new Error('no longer needed');
      const outcome = backend
        .defineGuest(guest, { signal: abort.signal, disks: 'make' })
        .catch((error: unknown) => error);
      await eventually(async () => (await stat(fileOf(image)).catch(() => ({ size: 0 }))).size > 0);
      abort.abort(reason);
      expect(await outcome).to.equal(reason);
      await eventually(async () => (await imageVolumes()).length === 0);
      expect(await stateOf(guest.id)).to.equal(undefined);
    });

    it('deletes an unused volume left by an unfinished guest when any other guest is removed', async () => {
      const [image, other] = [await addImage(), await addImage()];
      const half = await describeGuest({ disks: cdrom(image), nics: [] });
      made.push(half.id);
      // libvirt rejects this guest at the very end, because it requires more than the machine has.
      const tooMany = { ...half, vcpus: 256, memoryMib: 4_194_304, name: 'x'.repeat(255) };
      await backend.defineGuest(tooMany, { signal, disks: 'make' }).catch(() => undefined);
      await virsh('undefine', domainOf(half.id)).catch(() => '');
      const guest = await define({ disks: cdrom(other) });
      expect(await imageVolumes()).to.include(imageVolumeName(image.sha256));
      await backend.removeGuest(guest.id, { signal });
      expect(await imageVolumes()).to.deep.equal([]);
    });
  });

  describe('for the files of its pool', () => {
    it('lets only QEMU’s group read images, and no other user read a disk or a console', async () => {
      const image = await addImage();
      const disk = { device: 'vda', media: 'disk', sizeMib: 1, bus: 'virtio', format: 'qcow2', image: null } as const;
      const { id } = await define({ disks: [disk, ...cdrom(image)] });
      await backend.startGuest(id, { signal });
      const { uid, gid } = await stat(`/proc/${await harness.libvirtd.pidOf(domainOf(id))}`);
      const pool = await stat(harness.poolPath);
      expect([pool.uid, pool.gid, pool.mode & 0o777]).to.deep.equal([0, gid, 0o710]);
      const kept = await stat(fileOf(image));
      expect([kept.uid, kept.gid, kept.mode & 0o777]).to.deep.equal([0, gid, 0o440]);
      for (const name of (await harness.volumes()).filter((each) => each.includes(id))) {
        const file = await stat(join(harness.poolPath, name));
        expect([file.uid === 0 || file.uid === uid, file.mode & 0o777], name).to.deep.equal([true, 0o600]);
      }
    });
  });

  describe('for a disk', () => {
    it('copies again when the first attempt was interrupted', async () => {
      const image = await addImage();
      const disk = { device: 'vda', media: 'disk', sizeMib: 2, bus: 'virtio', format: 'raw', image } as const;
      const guest = await describeGuest({ disks: [disk] });
      made.push(guest.id);
      const volume = `${domainOf(guest.id)}-vda`;
      await define();
      await virsh('vol-create-as', 'guesthouse', volume, '2M', '--format', 'raw');
      await virsh('vol-create-as', 'guesthouse', `${volume}.making`, '0', '--format', 'raw');
      await failureOf('backend_refused', backend.defineGuest(guest, { signal, disks: 'keep' }));
      await backend.defineGuest(guest, { signal, disks: 'make' });
      const content = await readFile(join(harness.poolPath, volume));
      expect(content.length).to.equal(2 * 1024 * 1024);
      expect(content.subarray(0, image.sizeBytes).equals(await readFile(image.path))).to.equal(true);
      expect((await harness.volumes()).filter((name) => name.endsWith('.making'))).to.deep.equal([]);
      // From here on, the volume belongs to the guest and is kept.
      await writeFile(join(harness.poolPath, volume), 'changed', { flag: 'r+' });
      await backend.defineGuest(guest, { signal, disks: 'make' });
      expect((await readFile(join(harness.poolPath, volume))).subarray(0, 7).toString()).to.equal('changed');
    });

    it('makes only QEMU’s user its owner, whether or not its guest runs', async () => {
      const { id } = await define();
      const label = async (): Promise<string> => {
        const { uid, mode } = await stat(join(harness.poolPath, `${domainOf(id)}-vda`));
        return `${uid} ${(mode & 0o777).toString(8)}`;
      };
      const before = await label();
      expect(before).to.match(/^[1-9]\d* 600$/);
      await backend.startGuest(id, { signal });
      const pid = await harness.libvirtd.pidOf(domainOf(id));
      expect(`${(await stat(`/proc/${pid}`)).uid} 600`).to.equal(before);
      expect(await label()).to.equal(before);
      await backend.poweroffGuest(id, { signal });
      expect(await label()).to.equal(before);
    });
  });

  describe('for a display that version 0.3 opened', () => {
    it('removes the display at the next start, and keeps the changes that others made to the definition', async () => {
      const { id } = await define();
      const file = join(harness.imageFolder, 'with-screen.xml');
      const screen = "<graphics type='vnc' port='-1' autoport='yes' listen='127.0.0.1'/>";
      const theirs = "<input type='tablet' bus='virtio'/>";
      const xml = await virsh('dumpxml', domainOf(id), '--inactive', '--security-info');
      await writeFile(file, xml.replace('</devices>', `${screen}${theirs}</devices>`));
      await virsh('define', file);
      const before = await virsh('dumpxml', domainOf(id), '--inactive');
      expect(before).to.contain('<graphics');

      await backend.startGuest(id, { signal });
      expect(await listeningPorts(await harness.libvirtd.pidOf(domainOf(id)))).to.deep.equal([]);
      const after = await virsh('dumpxml', domainOf(id), '--inactive');
      expect(after).not.to.contain('<graphics');
      expect(after).to.contain("<input type='tablet' bus='virtio'>");
      expect(before.replace(/\s*<graphics[\s\S]*<\/graphics>/, '')).to.equal(after);
    });

    it('reports each guest that still runs with the display, until its power cycle', async () => {
      const [open, closed] = [await define(), await define()];
      const file = join(harness.imageFolder, 'with-screen.xml');
      const screen = "<graphics type='vnc' port='-1' autoport='yes' listen='127.0.0.1'/>";
      const xml = await virsh('dumpxml', domainOf(open.id), '--inactive', '--security-info');
      await writeFile(file, xml.replace('</devices>', `${screen}</devices>`));
      await virsh('define', file);
      // As version 0.3 did: the driver would remove the display.
      await virsh('start', domainOf(open.id));
      await backend.startGuest(closed.id, { signal });
      const reported = async (by: Backend): Promise<GuestId[]> =>
        [...(await by.observeGuests('all', { signal }))].flatMap(([id, seen]) =>
          seen.powerCycleReason === 'vnc_without_password' ? [id] : [],
        );
      const other = await harness.open();
      expect(await reported(other)).to.deep.equal([open.id]);
      await other.close();

      // A reset does not end the process, so the display stays.
      await backend.restartGuest(open.id, { signal });
      expect(await reported(backend)).to.deep.equal([open.id]);
      await backend.poweroffGuest(open.id, { signal });
      await backend.startGuest(open.id, { signal });
      await eventually(async () => (await reported(backend)).length === 0);
    });
  });

  describe('when it is opened', () => {
    const options = { signal: new AbortController().signal };

    it('reports what it cannot use, and why', async () => {
      const config = (uri: string) => ({ ...harness.config, uri });
      const nowhere = config('qemu+unix:///system?socket=/nowhere/libvirt-sock');
      await failureOf('host_unreachable', libvirtFactory.open(nowhere, options));
      const detected = await libvirtFactory.detect(nowhere);
      expect(detected.isUsable).to.equal(false);
      expect(detected.reason).to.match(/^libvirt is not available: .+[^.]$/);
      const error = await failureOf('unsupported_by_backend', libvirtFactory.open(config('xen:///system'), options));
      expect(error.message).to.contain('GUESTHOUSE_LIBVIRT_URI');
      await failureOf('unsupported_by_backend', libvirtFactory.open({ ...harness.config, accel: 'kvm' }, options));
    });

    it('can connect to the machine’s libvirtd, if one runs, through libvirt’s own URI, and changes nothing on it', async function () {
      const config = { ...harness.config, uri: 'qemu:///system' };
      const { isUsable, reason } = await libvirtFactory.detect(config);
      if (!isUsable) skip(this, 'system-libvirt', reason);
      const own = await libvirtFactory.open(config, options);
      try {
        expect(await own.describe(options)).to.include({ uri: 'qemu:///system' });
        expect((await own.listNetworks(options))[0]).to.deep.equal({ name: 'user', kind: 'user' });
        await own.observeGuests('all', options);
      } finally {
        await own.close();
      }
    });

    it('describes the host that it finds', async () => {
      const { isUsable, reason } = await libvirtFactory.detect(harness.config);
      expect([isUsable, reason]).to.deep.equal([true, `libvirt responds at ${harness.libvirtd.uri()}`]);
      expect(backend.capabilities.isMachineLocal).to.equal(true);
      const info = await backend.describe({ signal });
      expect(info.uri).to.equal(harness.libvirtd.uri());
      expect((await virsh('version')).includes(`QEMU ${info.hypervisorVersion}`)).to.equal(true);
      expect((await virsh('hostname')).trim()).to.equal(info.name);
    });
  });
});
