/**
 * The backend `libvirt` with real guests on a real libvirtd: a Linux boots, uses its devices and obeys commands, and
 * the tests compare the results with those of virsh. The header of test/support/test-guest.sh lists what a guest prints
 * on its console.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import type { Backend, DiskDefinition, GuestDefinition } from '../../backends/backend.js';
import { imageVolumeName } from '../../backends/libvirt/names.js';
import type { GuestId } from '../../src/domain/ids.js';
import { eventually } from '../support/eventually.js';
import { domainOf, LibvirtHarness } from '../contract/libvirt-harness.js';
import { skip } from '../support/skip.js';
import { isWithoutMetrics } from '../support/without-metrics.js';

const run = promisify(execFile);
const MIB = 1024 * 1024;

describe('A real guest on libvirt', function () {
  this.timeout(300_000);

  const { signal } = new AbortController();
  setMaxListeners(0, signal); // many guests are awaited at the same time
  const harness = new LibvirtHarness();
  let backend: Backend;
  let made: GuestId[];

  before(async function () {
    const reason = await harness.whyNot();
    if (reason !== null) skip(this, 'libvirt', reason);
    // The log files are small enough that a flood fills several.
    await harness.setUp({ virtlogdConf: 'max_size = 65536\n' });
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
    await Promise.all(made.map((guest) => backend.removeGuest(guest, { signal })));
    for (const guest of made) expect(await harness.findLeftovers(guest)).to.deep.equal([]);
    if (made.length > 0) expect(await harness.volumes()).to.deep.equal([]);
  });

  /** The options are those of test-guest.sh, without the prefix `guest.`. */
  async function define(
    more: Partial<GuestDefinition> = {},
    options: readonly string[] = [],
  ): Promise<GuestDefinition> {
    const plain = await harness.makeDefinition(more);
    const cmdline = [harness.guest.cmdline, ...options.map((option) => `guest.${option}`)].join(' ');
    const guest = plain.boot === null ? plain : { ...plain, boot: { ...plain.boot, cmdline } };
    made.push(guest.id);
    await backend.defineGuest(guest, { signal, disks: 'make' });
    return guest;
  }

  const virsh = (...args: string[]): Promise<string> => harness.libvirtd.virsh(...args);
  const stateOf = async (guest: GuestId): Promise<string | undefined> =>
    (await backend.observeGuests([guest], { signal })).get(guest)?.state;
  const consoleOf = async (guest: GuestId): Promise<string> =>
    (await backend.readConsoleLog(guest, { signal, bytes: MIB })).toString('latin1');
  const untilConsoleShows = (guest: GuestId, words: string): Promise<void> =>
    eventually(async () => (await consoleOf(guest)).includes(words));

  it('boots, writes its disk, obeys the power button and then its agent, and virsh always reports the same state', async () => {
    const guest = await define({ vcpus: 2, name: `<odd> & "named"` }, ['noagent']);
    const { id } = guest;
    const domain = domainOf(id);
    await backend.startGuest(id, { signal });
    for (const words of ['FIRMWARE bios', 'DISK-OK vda 1', 'NET-OK eth0 10.0.2.', 'GUEST-UP'])
      await untilConsoleShows(id, words);

    expect(await virsh('list', '--all')).to.match(new RegExp(`^ \\d+ +${domain} +running$`, 'm'));
    const info = await virsh('dominfo', domain);
    expect(info).to.match(new RegExp(`^UUID: +${id}$`, 'm'));
    expect(info).to.match(/^CPU\(s\): +2$/m);
    expect(info).to.match(/^Max memory: +196608 KiB$/m);
    expect(info).to.match(/^Persistent: +yes$/m);
    expect((await virsh('desc', domain, '--title')).trim()).to.equal(guest.name);
    for (const flags of [[], ['--inactive']]) {
      const file = join(harness.imageFolder, 'dumped.xml');
      await writeFile(file, await virsh('dumpxml', domain, ...flags));
      await run('virt-xml-validate', [file, 'domain']);
    }
    const images = [guest.boot?.kernel, guest.boot?.initrd, guest.disks[0]?.image];
    expect(await harness.volumes()).to.have.members([
      ...images.map((image) => imageVolumeName(image?.sha256 ?? '')),
      ...['vda', 'console.log', 'console.log.0'].map((what) => `${domain}-${what}`),
    ]);

    const metrics = (await backend.measureGuests([id], { signal })).get(id);
    expect(metrics?.vcpus).to.have.length(2);
    expect(metrics?.vcpus[0]?.cpuTimeS).to.be.greaterThan(0);
    expect(metrics?.disks[0]?.writeBytes).to.be.greaterThan(0);
    expect(metrics?.disks[0]?.flushOps).to.be.greaterThan(0);
    expect(metrics?.nics[0]).to.include({ device: 'net0', network: 'user', rxBytes: null, txDrops: null });

    await backend.shutdownGuest(id, { signal });
    expect((await virsh('domstate', domain, '--reason')).trim()).to.equal('shut off (shutdown)');
    expect(await consoleOf(id))
      .to.contain('ACPI-POWER')
      .and.not.to.contain('AGENT-POWER');

    await backend.defineGuest({ ...guest, boot: bootOf(guest, harness.guest.cmdline) }, { signal, disks: 'keep' });
    await backend.startGuest(id, { signal });
    await untilConsoleShows(id, 'DISK-OK vda 2');
    await harness.waitUntilBooted(backend, id);
    await backend.shutdownGuest(id, { signal });
    expect(await stateOf(id)).to.equal('stopped');
    expect(await consoleOf(id)).to.contain('AGENT-POWER');
  });

  it('boots from disks, by BIOS and by UEFI, from overlays and copies of qcow2 and raw images, and sees its CD-ROMs', async () => {
    const raw = await harness.addImage(harness.guest.disk);
    const basePath = join(harness.imageFolder, 'base.qcow2');
    await run('qemu-img', ['convert', '-f', 'raw', '-O', 'qcow2', raw.path, basePath]);
    const base = await harness.addImage(basePath, 'qcow2', 48);
    const isoPath = join(harness.imageFolder, 'data.iso');
    await writeFile(isoPath, volumeNamed('SOME-DATA'));
    const iso = await harness.addImage(isoPath);

    const disk = (more: Partial<DiskDefinition>): DiskDefinition => ({
      ...{ device: 'vda', media: 'disk', sizeMib: 64, bus: 'virtio', format: 'qcow2', image: base },
      ...more,
    });
    const cdrom = (bus: DiskDefinition['bus']): DiskDefinition =>
      disk({ device: 'cd', media: 'cdrom', bus, format: 'raw', image: iso });
    const nics: GuestDefinition['nics'] = [];

    const virtio = await define({ boot: null, nics, disks: [disk({}), cdrom('virtio')] });
    // A raw disk is a copy. This one is a copy of a qcow2 image, which is converted; the one below is a copy of a raw
    // image.
    const ide = await define({
      boot: null,
      nics,
      disks: [disk({ device: 'hda', bus: 'ide', format: 'raw' }), cdrom('ide')],
    });
    expect(backend.capabilities.firmwares).to.include('uefi');
    const scsi = await define({
      firmware: 'uefi',
      nics,
      disks: [disk({ device: 'sda', bus: 'scsi', format: 'raw', image: raw, sizeMib: 48 })],
    });
    for (const { id } of [virtio, ide, scsi]) await backend.startGuest(id, { signal });
    await Promise.all([
      ...['GUEST-UP', 'FIRMWARE bios', 'DISK-OK vda 1', 'CDROM sr0 SOME-DATA'].map((words) =>
        untilConsoleShows(virtio.id, words),
      ),
      ...['GUEST-UP', 'DISK-OK sda 1', 'CDROM sr0 SOME-DATA'].map((words) => untilConsoleShows(ide.id, words)),
      ...['GUEST-UP', 'FIRMWARE uefi', 'DISK-OK sda 1'].map((words) => untilConsoleShows(scsi.id, words)),
    ]);
    expect(await harness.findLeftovers(scsi.id)).to.include(
      `file var/lib/libvirt/qemu/nvram/${domainOf(scsi.id)}_VARS.fd`,
    );
    const paths = (await virsh('domblklist', domainOf(virtio.id))).trim().split('\n');
    expect(paths.map((line) => line.trim().split(/\s+/)[0])).to.deep.equal(['vda', 'sda']);
    for (const { id } of [virtio, ide, scsi]) await backend.poweroffGuest(id, { signal });
    // The guests wrote only to their own volumes.
    const volume = await readFile(join(harness.poolPath, imageVolumeName(base.sha256)));
    expect(createHash('sha256').update(volume).digest('hex')).to.equal(base.sha256);
  });

  it('shares its kernel with another guest, and keeps the kernel when the other guest is removed', async () => {
    const [first, second] = [await define(), await define()];
    const kernel = join(harness.poolPath, imageVolumeName(first.boot?.kernel.sha256 ?? ''));
    const labelOf = async (): Promise<unknown> => {
      const { uid, gid, mode } = await stat(kernel);
      return { uid, gid, mode: (mode & 0o777).toString(8) };
    };
    const before = await labelOf();
    const { gid } = await stat(join(harness.poolPath, `${domainOf(first.id)}-vda`));
    expect(before).to.deep.equal({ uid: 0, gid, mode: '440' });
    for (const { id } of [first, second]) await backend.startGuest(id, { signal });
    expect(await labelOf()).to.deep.equal(before);
    await backend.poweroffGuest(first.id, { signal });
    expect(await labelOf()).to.deep.equal(before);
    await backend.removeGuest(first.id, { signal });
    expect(await labelOf()).to.deep.equal(before);
    // QEMU reads the kernel again when it starts the machine again.
    await backend.poweroffGuest(second.id, { signal });
    await backend.startGuest(second.id, { signal });
    await untilConsoleShows(second.id, 'GUEST-UP');
  });

  it('is stopped after it powers itself off, crashed after it panics, and can be started again from both states', async () => {
    const off = await define({}, ['poweroff']);
    const panic = await define({}, ['panic']);
    for (const [guest, state] of [
      [off, 'stopped'],
      [panic, 'crashed'],
    ] as const) {
      await backend.startGuest(guest.id, { signal });
      await eventually(async () => (await stateOf(guest.id)) === state);
      await eventually(() => isWithoutMetrics(backend, guest.id, signal));
      await backend.startGuest(guest.id, { signal });
      expect(await stateOf(guest.id)).to.equal('running');
    }
  });

  it('has a console log that virtlogd limits when the guest floods it, and leaves no log file when it is removed', async () => {
    const { id } = await define({}, ['flood']);
    await backend.startGuest(id, { signal });
    const size = (suffix: string): Promise<number> =>
      stat(join(harness.poolPath, `${domainOf(id)}-console.log${suffix}`)).then(
        (file) => file.size,
        () => 0,
      );
    await eventually(async () => (await size('.1')) > 0);
    expect(await size('')).to.be.at.most(65_536);
    const end = await backend.readConsoleLog(id, { signal, bytes: 65_536 });
    expect(end).to.have.length(65_536);
    expect(await harness.findLeftovers(id)).to.include(`file pool/${domainOf(id)}-console.log.1`);
    await backend.removeGuest(id, { signal });
    expect(await harness.findLeftovers(id)).to.deep.equal([]);
  });

  it('has counters of its traffic on a libvirt network and on a bridge, from the guest’s point of view', async function () {
    const bridge = `ghlv${process.pid}`.slice(0, 15);
    await run('ip', ['link', 'add', bridge, 'type', 'bridge']).catch(() =>
      skip(this, 'libvirt', 'no bridge can be made here'),
    );
    try {
      await run('ip', ['link', 'set', bridge, 'up']);
      const file = join(harness.imageFolder, 'network.xml');
      await writeFile(file, `<network><name>lab</name><forward mode='bridge'/><bridge name='${bridge}'/></network>`);
      await virsh('net-create', file);
      const networks = (await backend.listNetworks({ signal })).map(({ name }) => name);
      expect(networks.slice(0, 2)).to.deep.equal(['user', 'lab']);
      expect(networks).to.include(bridge);
      const { id } = await define({
        nics: [
          { device: 'net0', network: 'lab', model: 'virtio', mac: '52:54:00:ab:cd:01' },
          { device: 'net1', network: 'user', model: 'virtio', mac: '52:54:00:ab:cd:02' },
          { device: 'net2', network: bridge, model: 'virtio', mac: '52:54:00:ab:cd:03' },
        ],
      });
      await backend.startGuest(id, { signal });
      const nics = async () => (await backend.measureGuests([id], { signal })).get(id)?.nics ?? [];
      // The guest's first interface keeps requesting an address that no server assigns. The third interface, on the
      // same bridge, receives those requests.
      await eventually(async () => {
        const [lab, , plain] = await nics();
        return (lab?.txPackets ?? 0) >= 2 && (plain?.rxPackets ?? 0) >= 2;
      });
      const [lab, user, plain] = await nics();
      expect(lab).to.include({ device: 'net0', network: 'lab', rxErrors: 0, txErrors: 0 });
      expect(lab?.txBytes).to.be.greaterThan(0);
      expect(user).to.include({ device: 'net1', network: 'user', txBytes: null, rxPackets: null });
      expect(plain).to.include({ device: 'net2', network: bridge, rxErrors: 0, txErrors: 0 });
      await backend.poweroffGuest(id, { signal });
      await virsh('net-destroy', 'lab');
    } finally {
      await run('ip', ['link', 'delete', bridge]).catch(() => undefined);
    }
  });

  it('has the address of its DHCP lease on a libvirt network, without an agent, until it is powered off', async function () {
    const bridge = `ghdh${process.pid}`.slice(0, 15);
    const file = join(harness.imageFolder, 'leases.xml');
    await writeFile(
      file,
      `<network><name>leases</name><bridge name='${bridge}'/><ip address='198.51.100.1' netmask='255.255.255.0'>` +
        `<dhcp><range start='198.51.100.20' end='198.51.100.20'/></dhcp></ip></network>`,
    );
    await virsh('net-create', file).catch(() => skip(this, 'libvirt', 'no network with DHCP can be made here'));
    try {
      const wanted = await harness.makeDefinition();
      const { id } = await define({
        boot: bootOf(wanted, `${harness.guest.cmdline} guest.noagent`),
        nics: [
          { device: 'net0', network: 'leases', model: 'virtio', mac: '52:54:00:ab:cd:11' },
          { device: 'net1', network: 'user', model: 'virtio', mac: '52:54:00:ab:cd:12' },
        ],
      });
      await backend.startGuest(id, { signal });
      const addresses = async () => (await backend.observeGuests([id], { signal })).get(id)?.addresses;
      await eventually(async () => (await addresses())?.['net0'] !== undefined);
      expect(await addresses()).to.deep.equal({ net0: ['198.51.100.20'], net1: ['10.0.2.15'] });
      await backend.poweroffGuest(id, { signal });
      expect(await addresses()).to.equal(undefined);
    } finally {
      await virsh('net-destroy', 'leases');
    }
  });
});

function bootOf(guest: GuestDefinition, cmdline: string): GuestDefinition['boot'] {
  return guest.boot === null ? null : { ...guest.boot, cmdline };
}

/**
 * The smallest part of an ISO 9660 file system that contains a volume label (ECMA-119 8.4.7: at byte 40 of the
 * descriptor in sector 16).
 */
function volumeNamed(label: string): Buffer {
  const volume = Buffer.alloc(64 * 2048);
  volume.write('\x01CD001\x01', 16 * 2048, 'latin1');
  volume.write(label.padEnd(32), 16 * 2048 + 40, 'latin1');
  return volume;
}
