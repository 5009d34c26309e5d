/**
 * The backend `qmp` with real guests: a Linux boots, uses its devices and obeys commands.
 *
 * A boot takes some seconds under TCG, so a test checks several things in one boot, and several guests boot side by
 * side. The header of test/support/test-guest.sh lists what a guest prints on its console.
 */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { Resolver } from 'node:dns/promises';
import { once, setMaxListeners } from 'node:events';
import { readFile, readdir, stat } from 'node:fs/promises';
import net from 'node:net';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect } from 'chai';
import type { Backend, DiskDefinition, GuestDefinition } from '../../backends/backend.js';
import { markOf } from '../../backends/qmp/guest-process.js';
import type { GuestId } from '../../src/domain/ids.js';
import { EventLog } from '../contract/event-log.js';
import { eventually } from '../support/eventually.js';
import { QmpHarness } from '../contract/qmp-harness.js';
import { FOREIGN_SENT, OWN_SENT, PROBE_END, probingInitrd, spoofingInitrd } from '../support/probing-initrd.js';
import { skip } from '../support/skip.js';

const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));
/** The largest part of the console that a call can return. */
const ALL_BYTES = 1024 * 1024;

describe('A real guest on qmp', function () {
  this.timeout(300_000);

  const { signal } = new AbortController();
  setMaxListeners(0, signal); // many guests are awaited at the same time
  const harness = new QmpHarness();
  let backend: Backend;
  let made: GuestId[];

  before(async function () {
    const reason = await harness.whyNot();
    if (reason !== null) skip(this, 'qmp', reason);
    await harness.setUp();
  });

  after(async () => {
    if (harness.dataFolder !== '') await harness.tearDown();
  });

  beforeEach(async () => {
    made = [];
    backend = await harness.open();
  });

  afterEach(async () => {
    for (const guest of made) {
      await backend.removeGuest(guest, { signal });
      expect(await harness.findLeftovers(guest)).to.deep.equal([]);
    }
    await backend.close();
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

  const stateOf = async (guest: GuestId): Promise<string | undefined> =>
    (await backend.observeGuests([guest], { signal })).get(guest)?.state;
  const consoleOf = async (guest: GuestId): Promise<string> =>
    (await backend.readConsoleLog(guest, { signal, bytes: ALL_BYTES })).toString('latin1');
  const untilConsoleShows = (guest: GuestId, words: string): Promise<void> =>
    eventually(async () => (await consoleOf(guest)).includes(words));

  it('boots a kernel, uses its disk and its network, and obeys the power button without an agent', async () => {
    const { id } = await define({ vcpus: 2 }, ['noagent']);
    await backend.startGuest(id, { signal });
    for (const words of ['FIRMWARE bios', 'DISK-OK vda 1', 'NET-OK eth0 10.0.2.', 'GUEST-UP'])
      await untilConsoleShows(id, words);

    const metrics = (await backend.measureGuests([id], { signal })).get(id);
    expect(metrics?.vcpus).to.have.length(2);
    expect(metrics?.vcpus[0]?.cpuTimeS).to.be.greaterThan(0);
    expect(metrics?.vcpus[0]?.vcpuTimeS).to.equal(null);
    expect(metrics?.disks[0]?.writeBytes).to.be.greaterThan(0);
    expect(metrics?.disks[0]?.flushOps).to.be.greaterThan(0);
    expect(metrics?.nics[0]).to.include({ device: 'net0', network: 'user', rxBytes: null, txDrops: null });

    await backend.shutdownGuest(id, { signal });
    expect(await stateOf(id)).to.equal('stopped');
    const consoleText = await consoleOf(id);
    expect(consoleText).to.contain('ACPI-POWER').and.to.contain('GUEST-DOWN');
    expect(consoleText).not.to.contain('AGENT-POWER');
    expect(await harness.findLeftovers(id)).to.deep.equal([`folder guesthouse-${id}`]);
  });

  it('on the network `user` reaches the host’s other addresses and DNS, but no service on the loopback of its host', async function () {
    if (!backend.capabilities.userNetworkIsolation) skip(this, 'passt', 'passt is not installed or cannot run here');
    const ports = [await listenAt('127.0.0.1'), await listenAt('127.0.0.1'), await listenAt(ownAddress())] as const;
    const [gateway, loopback, own] = ports;
    const initrd = await harness.addImage(
      'probing-initrd',
      await probingInitrd(harness.guest.initrd, [
        { address: '10.0.2.2', port: gateway.port },
        { address: '127.0.0.1', port: loopback.port },
        { address: ownAddress(), port: own.port },
      ]),
    );
    try {
      const { boot } = await harness.makeDefinition();
      if (boot === null) throw new Error('the test guest boots a kernel');
      const { id } = await define({ boot: { ...boot, initrd } }, ['noagent']);
      await backend.startGuest(id, { signal });
      await untilConsoleShows(id, PROBE_END);
      expect({ gateway: gateway.count(), loopback: loopback.count() }).to.deep.equal({ gateway: 0, loopback: 0 });
      expect(own.count()).to.equal(1);
      const consoleText = await consoleOf(id);
      expect(consoleText).to.contain('NET-OK eth0 10.0.2.15 10.0.2.2 10.0.2.3');
      if (await hasDns()) expect(consoleText).to.contain('DNS-RESPONDED');
    } finally {
      for (const { close } of ports) close();
    }
  });

  it('pauses and resumes, is reset, then obeys its agent, and keeps its disk and its console over all starts', async () => {
    const { id } = await define({}, ['tick']);
    await backend.startGuest(id, { signal });
    await harness.waitUntilBooted(backend, id);
    await untilConsoleShows(id, 'DISK-OK vda 1');
    await untilConsoleShows(id, 'TICK 2');
    await backend.suspendGuest(id, { signal });
    const ticks = async (): Promise<number> => (await consoleOf(id)).split('TICK').length;
    const before = await ticks();
    const paused = await backend.measureGuests([id], { signal });
    expect((await backend.measureGuests([id], { signal })).get(id)?.disks).to.deep.equal(paused.get(id)?.disks);
    await backend.startGuest(id, { signal });
    // A few bytes may have been in transit when the vCPUs stopped.
    await eventually(async () => (await ticks()) > before + 1);

    await backend.restartGuest(id, { signal });
    await untilConsoleShows(id, 'DISK-OK vda 2');
    await harness.waitUntilBooted(backend, id);
    await backend.shutdownGuest(id, { signal });
    expect(await stateOf(id)).to.equal('stopped');
    const consoleText = await consoleOf(id);
    expect(consoleText).to.contain('AGENT-POWER');
    expect(consoleText.indexOf('DISK-OK vda 1')).to.be.lessThan(consoleText.indexOf('DISK-OK vda 2'));
  });

  it('boots from disks of every bus, by BIOS and by UEFI, from qcow2 and raw images, and sees its CD-ROMs', async () => {
    const raw = await harness.addImage('disk', harness.guest.disk);
    const basePath = join(harness.dataFolder, 'images', 'base.qcow2');
    await promisify(execFile)('qemu-img', ['convert', '-f', 'raw', '-O', 'qcow2', raw.path, basePath]);
    const base = { ...(await harness.addImage('base.qcow2', await readFile(basePath), 'qcow2')), virtualSizeMib: 48 };
    const digest = async (): Promise<string> =>
      createHash('sha256')
        .update(await readFile(base.path))
        .digest('hex');
    const before = await digest();
    const iso = await harness.addImage('data.iso', volumeNamed('SOME-DATA'));

    const disk = (more: Partial<DiskDefinition>): DiskDefinition => ({
      ...{ device: 'vda', media: 'disk', sizeMib: 64, bus: 'virtio', format: 'qcow2', image: base },
      ...more,
    });
    const cdrom = (bus: DiskDefinition['bus']): DiskDefinition =>
      disk({ device: 'cd', media: 'cdrom', bus, format: 'raw', image: iso });
    const blank = disk({ device: 'vdb', image: null, sizeMib: 1 });
    const nics: GuestDefinition['nics'] = [];

    const virtio = await define({ boot: null, nics, disks: [disk({}), cdrom('virtio')] });
    const ide = await define({
      boot: null,
      nics,
      disks: [
        disk({ device: 'hda', bus: 'ide', format: 'raw' }),
        disk({ device: 'hdb', bus: 'ide', image: null, sizeMib: 1 }),
        cdrom('ide'),
      ],
    });
    // Debian's cloud kernel has no driver for AHCI: the firmware boots from the AHCI disk, and the guest then sees only
    // the other disk.
    const sata = await define({ boot: null, nics, disks: [disk({ device: 'sda', bus: 'sata', image: raw }), blank] });
    const hasUefi = backend.capabilities.firmwares.includes('uefi');
    const scsi = await define({
      firmware: hasUefi ? 'uefi' : 'bios',
      nics,
      disks: [disk({ device: 'sda', bus: 'scsi', format: 'raw', image: raw, sizeMib: 48 })],
    });
    for (const { id } of [virtio, ide, sata, scsi]) await backend.startGuest(id, { signal });

    await Promise.all([
      ...['GUEST-UP', 'FIRMWARE bios', 'DISK-OK vda 1', 'CDROM sr0 SOME-DATA'].map((words) =>
        untilConsoleShows(virtio.id, words),
      ),
      ...['GUEST-UP', 'DISK-OK sda 1', 'CDROM sr0 SOME-DATA'].map((words) => untilConsoleShows(ide.id, words)),
      ...['GUEST-UP', 'DISK-OK vda 1'].map((words) => untilConsoleShows(sata.id, words)),
      ...['GUEST-UP', hasUefi ? 'FIRMWARE uefi' : 'FIRMWARE bios', 'DISK-OK sda 1'].map((words) =>
        untilConsoleShows(scsi.id, words),
      ),
    ]);
    for (const { id } of [virtio, ide, sata, scsi]) await backend.poweroffGuest(id, { signal });
    expect(await digest()).to.equal(before);
    if (hasUefi)
      expect(await readdir(join(harness.dataFolder, 'qmp', `guesthouse-${scsi.id}`, 'own'))).to.include('uefi-vars.fd');
  });

  it('is stopped after it powers itself off and crashed after it panics, is reported by an event each time, and can be started again', async () => {
    const off = await define({}, ['poweroff']);
    const panic = await define({}, ['panic']);
    const events = new EventLog(backend);
    await events.until(({ kind }) => kind === 'observe_everything');
    await backend.startGuest(off.id, { signal });
    await backend.startGuest(panic.id, { signal });
    for (const [guest, state] of [
      [off.id, 'stopped'],
      [panic.id, 'crashed'],
    ] as const) {
      await eventually(async () => (await stateOf(guest)) === state);
      await events.until((event) => event.kind === 'guest_changed' && event.guest === guest);
      expect((await backend.measureGuests([guest], { signal })).has(guest)).to.equal(false);
    }
    // The process of the guest that powered off has ended without any call and without a trace of a crash.
    await eventually(async () => !(await harness.findLeftovers(off.id)).some((each) => each.startsWith('process')));
    expect(await stateOf(off.id)).to.equal('stopped');
    await events.end();
    for (const { id } of [off, panic]) {
      await backend.startGuest(id, { signal });
      expect(await stateOf(id)).to.equal('running');
    }
  });

  it('keeps running when its service is killed, and the next service reports which guests ran on, powered off or were killed', async () => {
    const [runs, goes, dies] = [await define(), await define(), await define()];
    await backend.close();
    const service = await startElsewhere([runs, goes, dies]);
    service.kill('SIGKILL');
    await once(service, 'exit');

    const pids = await Promise.all([runs, goes, dies].map(({ id }) => harness.pidOf(id)));
    expect(pids.map((pid) => markOf(pid) !== null)).to.deep.equal([true, true, true]);
    await harness.crashGuest(dies.id);
    await harness.powerOffFromInside(goes.id);
    const consoleFile = join(harness.dataFolder, 'qmp', `guesthouse-${goes.id}`, 'own', 'console.log');
    await eventually(async () => (await readFile(consoleFile, 'latin1')).includes('reboot: Power down'));

    backend = await harness.open();
    const events = new EventLog(backend);
    await events.until(({ kind }) => kind === 'observe_everything');
    await eventually(async () => {
      const state = await stateOf(goes.id);
      expect(state).not.to.equal('crashed');
      return state === 'stopped';
    });
    expect(await stateOf(dies.id)).to.equal('crashed');
    expect(await stateOf(runs.id)).to.equal('running');
    await eventually(async () => !(await harness.findLeftovers(goes.id)).some((each) => each.startsWith('process')));
    expect(await stateOf(goes.id)).to.equal('stopped');
    // The driver adopted the process instead of starting the guest again, and receives its events.
    await backend.startGuest(runs.id, { signal });
    expect(await harness.pidOf(runs.id)).to.equal(pids[0]);
    await harness.waitUntilBooted(backend, runs.id);
    await backend.shutdownGuest(runs.id, { signal });
    await events.until((event) => event.kind === 'guest_changed' && event.guest === runs.id);
    await events.end();
    expect(await stateOf(runs.id)).to.equal('stopped');
  });

  it('has a console log of limited size when it floods the console, and the last output remains readable', async () => {
    const { id } = await define({}, ['flood']);
    await backend.startGuest(id, { signal });
    const own = join(harness.dataFolder, 'qmp', `guesthouse-${id}`, 'own');
    await eventually(async () => (await readdir(own)).includes('console.old'));
    await backend.poweroffGuest(id, { signal });
    for (const name of ['console.old', 'console.log']) {
      expect((await stat(join(own, name))).size).to.be.at.most(ALL_BYTES);
    }
    expect(await backend.readConsoleLog(id, { signal, bytes: ALL_BYTES })).to.have.length(ALL_BYTES);
  });

  it('has counters of its traffic on a bridge, which are read at its tap, from the guest’s point of view', async function () {
    const bridge = `ghlive${process.pid}`.slice(0, 15);
    await harness.ip('link', 'add', bridge, 'type', 'bridge').catch(() => undefined);
    try {
      if (!(await backend.listNetworks({ signal })).some(({ name }) => name === bridge)) {
        skip(this, 'qmp', 'no taps can be made here (root, and a /dev/net/tun that others may open, are needed)');
      }
      await harness.ip('link', 'set', bridge, 'up');
      const { id } = await define({
        nics: [{ device: 'net0', network: bridge, model: 'virtio', mac: '52:54:00:ab:cd:ef' }],
      });
      await backend.startGuest(id, { signal });
      const nic = async () => (await backend.measureGuests([id], { signal })).get(id)?.nics[0];
      // The guest keeps requesting an address that no server assigns.
      await eventually(async () => ((await nic())?.txPackets ?? 0) >= 2);
      const counted = await nic();
      expect(counted?.txBytes).to.be.greaterThan(0);
      expect(counted).to.include({ device: 'net0', network: bridge, rxErrors: 0, txErrors: 0 });
      await backend.poweroffGuest(id, { signal });
    } finally {
      await harness.ip('link', 'delete', bridge).catch(() => undefined);
    }
  });

  it('cannot send with a foreign MAC address on a bridge', async function () {
    const bridge = `ghmac${process.pid}`.slice(0, 15);
    await harness.ip('link', 'add', bridge, 'type', 'bridge').catch(() => undefined);
    try {
      if (!(await backend.listNetworks({ signal })).some(({ name }) => name === bridge)) {
        skip(this, 'qmp', 'no taps can be made here (root, and a /dev/net/tun that others may open, are needed)');
      }
      await harness.ip('link', 'set', bridge, 'up');
      const { boot } = await harness.makeDefinition();
      if (boot === null) throw new Error('the test guest boots a kernel');
      const script = await spoofingInitrd(harness.guest.initrd, '52:54:00:66:66:66');
      const initrd = await harness.addImage('spoofing-initrd', script);
      const nics = [{ device: 'net0', network: bridge, model: 'virtio', mac: '52:54:00:ab:cd:ee' } as const];
      const { id } = await define({ boot: { ...boot, initrd }, nics }, ['noagent']);
      await backend.startGuest(id, { signal });
      const sent = async () => (await backend.measureGuests([id], { signal })).get(id)?.nics[0]?.txPackets ?? 0;
      const accepted = async (): Promise<number> =>
        Number(await readFile(`/sys/class/net/${bridge}/statistics/rx_packets`, 'utf8'));
      await untilConsoleShows(id, OWN_SENT);
      const [sentBefore, acceptedBefore] = [await sent(), await accepted()];
      expect(acceptedBefore).to.be.greaterThan(0);
      await untilConsoleShows(id, FOREIGN_SENT);
      expect(await sent()).to.be.greaterThan(sentBefore);
      expect(await accepted()).to.equal(acceptedBefore);
    } finally {
      await harness.ip('link', 'delete', bridge).catch(() => undefined);
    }
  });

  /** Starts a separate process that starts guests, waits until they have booted, and then lives until it is killed. */
  async function startElsewhere(guests: readonly GuestDefinition[]): Promise<ChildProcess> {
    const program = `
      import { qmpFactory } from './backends/qmp/backend.js';
      import { DiskRoom } from './src/domain/disk-room.js';
      import { SILENT_LOG } from './src/domain/log.js';
      const { dataFolder, ids } = JSON.parse(process.env.DRIVE);
      const { signal } = new AbortController();
      const room = new DiskRoom({ share: 0, bytes: 0 });
      const config = { dataFolder, accel: 'tcg', qemuUser: null, room, log: SILENT_LOG, hasGuests: async () => false };
      const backend = await qmpFactory.open(config, { signal });
      for (const id of ids) await backend.startGuest(id, { signal });
      for await (const event of backend.listenToEvents({ signal })) process.stdout.write(event.kind + '\\n');
    `;
    const service = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', program], {
      cwd: REPOSITORY,
      stdio: ['ignore', 'pipe', 'inherit'],
      env: {
        ...process.env,
        DRIVE: JSON.stringify({ dataFolder: harness.dataFolder, ids: guests.map(({ id }) => id) }),
      },
    });
    const [line] = (await Promise.race([
      once(createInterface(service.stdout), 'line'),
      once(service, 'exit').then(() => ['it ended']),
    ])) as [string];
    expect(line).to.equal('observe_everything');
    return service;
  }
});

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

/** An IPv4 address of this machine that is not on the loopback. */
function ownAddress(): string {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  return all.find(({ family, internal }) => family === 'IPv4' && !internal)?.address ?? '127.0.0.1';
}

async function listenAt(address: string): Promise<{ port: number; count: () => number; close: () => void }> {
  let count = 0;
  const server = net.createServer((socket) => {
    count += 1;
    socket.on('error', () => undefined).destroy();
  });
  server.listen(0, address);
  await once(server, 'listening');
  const { port } = server.address() as net.AddressInfo;
  return { port, count: () => count, close: () => server.close() };
}

/** Whether a DNS server responds to this machine, even with an error. */
async function hasDns(): Promise<boolean> {
  try {
    await new Resolver({ timeout: 3000, tries: 1 }).resolve4('guesthouse.invalid');
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ENOTFOUND';
  }
}
