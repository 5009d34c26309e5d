/**
 * The contract suite's access to real libvirt: a private libvirtd with its QEMU driver
 * (test/support/peers/libvirtd.ts), the real test guest (test/support/test-guest.sh), and `virsh` as the access that
 * bypasses the driver. Guests run under TCG.
 */
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Backend, GuestDefinition, HostLocation, ImageFile } from '../../backends/backend.js';
import { libvirtFactory } from '../../backends/libvirt/backend.js';
import type { LibvirtConfig } from '../../backends/libvirt/backend.js';
import { POOL_MARKER } from '../../backends/libvirt/names.js';
import { DiskRoom } from '../../src/domain/disk-room.js';
import { newId, type GuestId, type ImageId } from '../../src/domain/ids.js';
import { SILENT_LOG } from '../../src/domain/log.js';
import type { DiskFormat } from '../../src/domain/words.js';
import { Libvirtd, whyNoLibvirtd } from '../support/peers/libvirtd.js';
import { testGuest, type TestGuest } from '../support/test-guest.js';
import type { BackendHarness } from './harness.js';
import { addAddressArgs } from './qmp-harness.js';

const NO_RESERVE = new DiskRoom({ share: 0, bytes: 0 });
const MIB = 1024 * 1024;
/** The harness queries the agent again at this interval until the agent responds. */
const POLL_INTERVAL_MS = 200;

export class LibvirtHarness implements BackendHarness {
  readonly name = 'libvirt';
  #libvirtd: Libvirtd | null = null;
  #guest: TestGuest | null = null;
  /** The folder of images, as in the service; the pool belongs to libvirtd. */
  #imageFolder = '';
  readonly #images = new Map<string, ImageFile>();

  async whyNot(): Promise<string | null> {
    const reason = await whyNoLibvirtd();
    if (reason !== null) return reason;
    return await testGuest().then(
      () => null,
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
  }

  async setUp(options: Parameters<typeof Libvirtd.start>[0] = {}): Promise<void> {
    this.#guest = await testGuest();
    this.#imageFolder = await mkdtemp(join(tmpdir(), 'guesthouse-images-'));
    this.#libvirtd = await Libvirtd.start(options);
  }

  get isSetUp(): boolean {
    return this.#libvirtd !== null;
  }

  get libvirtd(): Libvirtd {
    if (this.#libvirtd === null) throw new Error('setUp comes first');
    return this.#libvirtd;
  }

  get guest(): TestGuest {
    if (this.#guest === null) throw new Error('setUp comes first');
    return this.#guest;
  }

  get imageFolder(): string {
    return this.#imageFolder;
  }

  get poolPath(): string {
    return join(this.libvirtd.folder, 'pool');
  }

  get config(): LibvirtConfig {
    return { uri: this.libvirtd.uri(), poolPath: this.poolPath, accel: 'tcg', room: NO_RESERVE, log: SILENT_LOG };
  }

  locate(): HostLocation {
    return libvirtFactory.locate(this.config);
  }

  async open(): Promise<Backend> {
    return await libvirtFactory.open(this.config, { signal: new AbortController().signal });
  }

  /** Describes a file as an image, as the service does. */
  async addImage(path: string, format: DiskFormat = 'raw', virtualSizeMib?: number): Promise<ImageFile> {
    const known = this.#images.get(path);
    if (known !== undefined) return { ...known, id: newId<ImageId>() };
    const content = await readFile(path);
    const image = {
      ...{ id: newId<ImageId>(), path, format, sizeBytes: content.length },
      sha256: createHash('sha256').update(content).digest('hex'),
      virtualSizeMib: virtualSizeMib ?? Math.ceil(content.length / MIB),
    };
    this.#images.set(path, image);
    return image;
  }

  async makeDefinition(overrides: Partial<GuestDefinition> = {}): Promise<GuestDefinition> {
    const { kernel, initrd, disk, diskSizeMib, cmdline } = this.guest;
    return {
      id: newId<GuestId>(),
      name: 'a guest',
      vcpus: 1,
      memoryMib: 192,
      firmware: 'bios',
      boot: { kernel: await this.addImage(kernel), initrd: await this.addImage(initrd), cmdline },
      disks: [
        {
          ...{ device: 'vda', media: 'disk', sizeMib: diskSizeMib, bus: 'virtio', format: 'qcow2' },
          image: await this.addImage(disk),
        },
      ],
      nics: [{ device: 'net0', network: 'user', model: 'virtio', mac: '52:54:00:12:34:56' }],
      ...overrides,
    };
  }

  async waitUntilBooted(_backend: Backend, guest: GuestId): Promise<void> {
    const ping = ['qemu-agent-command', domainOf(guest), '{"execute":"guest-ping"}', '--timeout', '1'];
    for (;;) {
      const isUp = await this.libvirtd.virsh(...ping).then(
        () => true,
        () => false,
      );
      if (isUp) return;
      if ((await this.libvirtd.virsh('domstate', domainOf(guest))).trim() === 'shut off') {
        throw new Error('the guest went away while it booted');
      }
      await wait(POLL_INTERVAL_MS);
    }
  }

  async crashGuest(guest: GuestId): Promise<void> {
    process.kill(await this.libvirtd.pidOf(domainOf(guest)), 'SIGKILL');
  }

  async pidsOf(guest: GuestId): Promise<number[]> {
    return [await this.libvirtd.pidOf(domainOf(guest))];
  }

  async powerOffFromInside(guest: GuestId): Promise<void> {
    await this.libvirtd.virsh('shutdown', domainOf(guest), '--mode', 'agent');
  }

  async addAddress(guest: GuestId, address: string): Promise<void> {
    const command = { execute: 'guest-exec', arguments: { path: '/bin/ip', arg: addAddressArgs(address) } };
    await this.libvirtd.virsh('qemu-agent-command', domainOf(guest), JSON.stringify(command), '--timeout', '5');
  }

  /** libvirt refuses such a definition, so its file is edited while libvirt does not run. */
  async loseMachineType(guest: GuestId): Promise<void> {
    const path = join(this.libvirtd.folder, 'etc/libvirt/qemu', `${domainOf(guest)}.xml`);
    await this.libvirtd.stopDaemon();
    const xml = await readFile(path, 'utf8');
    await writeFile(path, xml.replace(/machine='[^']*'/, "machine='lost-1.0'"));
    await this.libvirtd.startDaemon();
  }

  /** Adds two guests: one that runs, and one whose name looks like ours. */
  async addForeignGuest(): Promise<{ isUntouched(): Promise<boolean> }> {
    const names = ['somebody-elses', domainOf(newId<GuestId>())];
    for (const name of names) {
      const file = join(this.imageFolder, `${name}.xml`);
      await writeFile(file, foreignXml(name));
      await this.libvirtd.virsh('define', file);
    }
    await this.libvirtd.virsh('start', 'somebody-elses', '--paused');
    const readState = async (): Promise<string> =>
      (
        await Promise.all(
          names.map(async (name) => [
            await this.libvirtd.virsh('dumpxml', name),
            await this.libvirtd.virsh('domstate', name, '--reason'),
          ]),
        )
      ).join('\n');
    const before = await readState();
    return { isUntouched: async () => (await readState()) === before };
  }

  async findLeftovers(guest: GuestId): Promise<string[]> {
    const domains = (await this.libvirtd.virsh('list', '--all', '--name', '--uuid'))
      .split('\n')
      .filter((line) => line.includes(guest))
      .map((line) => `domain ${line.trim()}`);
    const volumes = (await this.volumes()).filter((name) => name.includes(guest)).map((name) => `volume ${name}`);
    const files: string[] = [];
    for (const folder of ['pool', 'var/lib/libvirt/qemu', 'var/lib/libvirt/qemu/nvram', 'run/libvirt/qemu']) {
      const names = await readdir(join(this.libvirtd.folder, folder)).catch(() => []);
      files.push(...names.filter((name) => name.includes(guest)).map((name) => `file ${folder}/${name}`));
    }
    const processes: string[] = [];
    for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)) {
      const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
      if (command.includes('qemu-system') && command.includes(guest)) processes.push(`process ${pid}`);
    }
    return [...domains, ...volumes, ...files, ...processes];
  }

  /** The names of all volumes in our pool, as virsh lists them, except the marker of the pool. */
  async volumes(): Promise<string[]> {
    const list = await this.libvirtd.virsh('vol-list', 'guesthouse').catch(() => '');
    const names = list.split('\n').flatMap((line) => line.trim().split(/\s+/)[0] || []);
    return names.filter((name) => name !== POOL_MARKER);
  }

  async tearDown(): Promise<void> {
    await this.#libvirtd?.stop();
    await rm(this.#imageFolder, { recursive: true, force: true });
  }
}

export function domainOf(guest: GuestId): string {
  return `guesthouse-${guest}`;
}

function foreignXml(name: string): string {
  return `<domain type='qemu'><name>${name}</name><memory unit='MiB'>16</memory>
    <os><type arch='x86_64' machine='q35'>hvm</type></os></domain>`;
}

export const libvirtHarness = new LibvirtHarness();
