/**
 * The contract suite's access to real QEMU: its own data folder, the real test guest (test/support/test-guest.sh), and
 * the guest's agent as the access that bypasses the driver. Runs under TCG, so that it needs no support by the machine.
 */
import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, copyFile, mkdir, mkdtemp, readdir, readFile, readlink, rm, stat, writeFile } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Backend, GuestDefinition, HostLocation, ImageFile } from '../../backends/backend.js';
import { qmpFactory } from '../../backends/qmp/backend.js';
import type { QmpConfig } from '../../backends/qmp/installation.js';
import { findTaps } from '../../backends/qmp/taps.js';
import { findUserNetworks } from '../../backends/qmp/user-network.js';
import { DiskRoom } from '../../src/domain/disk-room.js';
import { newId, type GuestId, type ImageId } from '../../src/domain/ids.js';
import { SILENT_LOG } from '../../src/domain/log.js';
import type { DiskFormat } from '../../src/domain/words.js';
import { testGuest, type TestGuest } from '../support/test-guest.js';
import type { BackendHarness } from './harness.js';

const NO_RESERVE = new DiskRoom({ share: 0, bytes: 0 });
const FOREIGN = 'somebody-elses';
/**
 * The harness queries the agent again at this interval until the agent responds, because the channel drops whatever
 * arrives before the guest opens it.
 */
const RESEND_INTERVAL_MS = 500;

export class QmpHarness implements BackendHarness {
  readonly name = 'qmp';
  dataFolder = '';
  #guest: TestGuest | null = null;
  #foreign: ChildProcess | null = null;

  async whyNot(): Promise<string | null> {
    const { isUsable, reason } = await qmpFactory.detect(this.config);
    if (!isUsable) return reason;
    return await testGuest().then(
      () => null,
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
  }

  async setUp(): Promise<void> {
    this.#guest = await testGuest();
    this.dataFolder = await mkdtemp(join(tmpdir(), 'guesthouse-qmp-'));
    await chmod(this.dataFolder, 0o755);
    await mkdir(join(this.dataFolder, 'images'));
  }

  get config(): QmpConfig {
    const { dataFolder } = this;
    const hasGuests = async (): Promise<boolean> => false;
    return { dataFolder, accel: 'tcg', qemuUser: null, room: NO_RESERVE, log: SILENT_LOG, hasGuests };
  }

  get guest(): TestGuest {
    if (this.#guest === null) throw new Error('setUp comes first');
    return this.#guest;
  }

  locate(): HostLocation {
    return qmpFactory.locate(this.config);
  }

  async open(): Promise<Backend> {
    return await qmpFactory.open(this.config, { signal: new AbortController().signal });
  }

  /** Puts a file where the service keeps its images. */
  async addImage(name: string, content: string | Buffer, format: DiskFormat = 'raw'): Promise<ImageFile> {
    const path = join(this.dataFolder, 'images', name);
    if (typeof content !== 'string') await writeFile(path, content);
    else if (!(await readdir(join(this.dataFolder, 'images'))).includes(name)) await copyFile(content, path);
    const { size } = await stat(path);
    const virtualSizeMib = Math.ceil(size / 1024 / 1024);
    return { id: newId<ImageId>(), path, format, sha256: '0'.repeat(64), sizeBytes: size, virtualSizeMib };
  }

  async makeDefinition(overrides: Partial<GuestDefinition> = {}): Promise<GuestDefinition> {
    const { kernel, initrd, disk, diskSizeMib, cmdline } = this.guest;
    return {
      id: newId<GuestId>(),
      name: 'a guest',
      vcpus: 1,
      memoryMib: 192,
      firmware: 'bios',
      boot: { kernel: await this.addImage('kernel', kernel), initrd: await this.addImage('initrd', initrd), cmdline },
      disks: [
        {
          device: 'vda',
          media: 'disk',
          sizeMib: diskSizeMib,
          bus: 'virtio',
          format: 'qcow2',
          image: await this.addImage('disk', disk),
        },
      ],
      nics: [{ device: 'net0', network: 'user', model: 'virtio', mac: '52:54:00:12:34:56' }],
      ...overrides,
    };
  }

  async waitUntilBooted(_backend: Backend, guest: GuestId): Promise<void> {
    (await this.#openAgent(guest)).destroy();
  }

  async crashGuest(guest: GuestId): Promise<void> {
    process.kill(await this.pidOf(guest), 'SIGKILL');
  }

  async pidsOf(guest: GuestId): Promise<number[]> {
    return [await this.pidOf(guest), ...findUserNetworks(guest)];
  }

  async powerOffFromInside(guest: GuestId): Promise<void> {
    const agent = await this.#openAgent(guest);
    // Left open, because closing the channel would drop what has not reached the guest yet. The connection ends with
    // QEMU.
    agent.on('error', () => undefined);
    agent.unref();
    await new Promise<void>((resolve) =>
      agent.write('{"execute":"guest-shutdown","arguments":{"mode":"powerdown"}}\n', () => resolve()),
    );
  }

  async addAddress(guest: GuestId, address: string): Promise<void> {
    const agent = await this.#openAgent(guest);
    const command = { execute: 'guest-exec', arguments: { path: '/bin/ip', arg: addAddressArgs(address) } };
    await new Promise<void>((resolve, reject) => {
      agent.on('data', (chunk) => chunk.includes('"pid"') && resolve());
      agent.on('close', () => reject(new Error('the agent went away')));
      agent.write(`${JSON.stringify(command)}\n`);
    });
    agent.destroy();
  }

  async loseMachineType(guest: GuestId): Promise<void> {
    const path = join(this.#folderOf(guest), 'definition.json');
    const definition = JSON.parse(await readFile(path, 'utf8')) as GuestDefinition;
    await writeFile(path, JSON.stringify({ ...definition, machineType: 'lost-1.0' }));
  }

  async addForeignGuest(): Promise<{ isUntouched(): Promise<boolean> }> {
    const folder = join(this.dataFolder, 'qmp', FOREIGN);
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'definition.json'), '{}');
    const foreign = spawn('qemu-system-x86_64', ['-name', FOREIGN, '-S', '-display', 'none', '-nodefaults'], {
      stdio: 'ignore',
    });
    this.#foreign = foreign;
    await once(foreign, 'spawn');
    return {
      isUntouched: async () =>
        foreign.exitCode === null && foreign.signalCode === null && (await readdir(folder)).includes('definition.json'),
    };
  }

  async findLeftovers(guest: GuestId): Promise<string[]> {
    const files = (await readdir(join(this.dataFolder, 'qmp')))
      .filter((name) => name.includes(guest))
      .map((name) => `folder ${name}`);
    const taps = (await this.findTaps(guest)).map((name) => `tap ${name}`);
    const processes: string[] = [];
    for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)) {
      const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
      const cwd = await readlink(`/proc/${pid}/cwd`).catch(() => '');
      if (command.includes(guest) || cwd.includes(guest)) processes.push(`process ${command.split('\0')[0]}`);
    }
    return [...files, ...taps, ...processes];
  }

  async tearDown(): Promise<void> {
    this.#foreign?.kill('SIGKILL');
    await rm(this.dataFolder, { recursive: true, force: true });
  }

  findTaps(guest: GuestId): Promise<string[]> {
    return findTaps(guest);
  }

  /** Runs `ip` on the machine's own network. */
  async ip(...args: string[]): Promise<void> {
    await promisify(execFile)('ip', args);
  }

  async pidOf(guest: GuestId): Promise<number> {
    const record = JSON.parse(await readFile(join(this.#folderOf(guest), 'process.json'), 'utf8')) as {
      mark: { pid: number };
    };
    return record.mark.pid;
  }

  #folderOf(guest: GuestId): string {
    return join(this.dataFolder, 'qmp', `guesthouse-${guest}`);
  }

  /** Connects to the guest's agent and waits for its first reply, which shows that the guest is up. */
  async #openAgent(guest: GuestId): Promise<net.Socket> {
    const socket = net.connect(join(this.#folderOf(guest), 'agent.sock'));
    await once(socket, 'connect');
    const sendSync = (): boolean => socket.write('{"execute":"guest-sync","arguments":{"id":4711}}\n');
    const again = setInterval(sendSync, RESEND_INTERVAL_MS);
    try {
      await new Promise<void>((resolve, reject) => {
        let text = '';
        socket.on('data', (chunk) => {
          text += chunk.toString('latin1');
          if (text.includes('"return": 4711')) resolve();
        });
        socket.on('close', () => reject(new Error('the guest went away while it booted')));
        sendSync();
      });
    } finally {
      clearInterval(again);
    }
    return socket;
  }
}

/** The arguments of `ip` in the guest. */
export function addAddressArgs(address: string): string[] {
  return ['addr', 'add', `${address}/${address.includes(':') ? 64 : 24}`, 'dev', 'eth0'];
}

export const qmpHarness = new QmpHarness();
