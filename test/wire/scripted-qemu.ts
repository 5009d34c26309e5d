/**
 * One guest of the driver `qmp` whose QEMU is an idle process, and whose monitor a test scripts: the monitor replies,
 * sends events, and disconnects.
 */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GuestDefinition } from '../../backends/backend.js';
import { GuestFolder, makeQmpFolder } from '../../backends/qmp/guest-folder.js';
import { hostNameOf, markOf } from '../../backends/qmp/guest-process.js';
import type { ProcessMark } from '../../backends/qmp/guest-process.js';
import { QmpGuest } from '../../backends/qmp/guest.js';
import { hardwareOf } from '../../backends/qmp/hardware.js';
import type { Installation } from '../../backends/qmp/installation.js';
import { QMP_SOCKETS } from '../../backends/qmp/launch.js';
import { AddressBook } from '../../backends/shared/address-book.js';
import { DiskRoom } from '../../src/domain/disk-room.js';
import { newId, type GuestId } from '../../src/domain/ids.js';
import { SILENT_LOG } from '../../src/domain/log.js';

const GREETING = '{"QMP": {"version": {"qemu": {"micro": 0, "minor": 2, "major": 7}}, "capabilities": []}}\n';
/** What this QEMU can offer, as replies to the driver when it opens. */
const QEMU_REPLIES = [
  '{"return": [{"name": "pc-q35-7.2", "alias": "q35", "cpu-max": 288}]}',
  '{"return": [{"name": "max", "unavailable-features": []}, {"name": "Nehalem", "unavailable-features": []}]}',
].join('\n');
const OWN_UID = process.getuid?.() ?? 0;
const USER = { name: 'me', uid: OWN_UID, gid: process.getgid?.() ?? 0, isForeign: false, kvmGid: null };

export class ScriptedQemu {
  readonly id: GuestId;
  readonly dataFolder: string;
  readonly guest: QmpGuest;
  readonly mark: ProcessMark;
  /** The commands that the monitor has received. */
  readonly commands: string[] = [];
  /** The result of `query-status`. */
  status: 'running' | 'paused' | 'io-error' | 'watchdog' | 'guest-panicked' = 'running';
  /** The `io-status` of the only disk, in the result of `query-block`. */
  ioStatus: 'ok' | 'failed' | 'nospace' = 'ok';
  /** Whether the monitor reads commands without replying, like a QEMU that was stopped by a signal. */
  isSilent = false;
  /** Called before the monitor writes a reply. */
  onCommand: (command: string) => void = () => undefined;
  /** Events that the monitor sends together with the reply, or in place of a lost reply. */
  eventsOf: (command: string) => readonly string[] = () => [];
  #lossAt: { readonly command: string; readonly isReplied: boolean } | null = null;
  #isGone = false;
  readonly #process: ChildProcess;
  readonly #ended: Promise<unknown>;
  readonly #servers: net.Server[] = [];

  private constructor(
    dataFolder: string,
    program: { id: GuestId; guest: QmpGuest; process: ChildProcess; mark: ProcessMark },
  ) {
    this.dataFolder = dataFolder;
    this.id = program.id;
    this.guest = program.guest;
    this.mark = program.mark;
    this.#process = program.process;
    this.#ended = once(program.process, 'exit');
  }

  /**
   * Makes a guest that is defined and whose process lives. `binary` is the program that the driver would start as QEMU.
   */
  static async launch(binary = 'qemu'): Promise<ScriptedQemu> {
    const dataFolder = await mkdtemp(join(tmpdir(), 'guesthouse-qmp-'));
    const id = newId<GuestId>();
    await makeQmpFolder(dataFolder, USER);
    const folder = new GuestFolder(dataFolder, id, USER);
    await folder.make();
    const definition: GuestDefinition = {
      ...{ id, name: 'a guest', vcpus: 1, memoryMib: 16, firmware: 'bios', boot: null, disks: [], nics: [] },
    };
    await folder.writeDefinition(definition);
    // An idle process with the name of the guest's QEMU, which lives until it is killed.
    const idle = ['-e', 'console.log(1); setInterval(() => undefined, 60_000)', '--', '-name', hostNameOf(id)];
    const child = spawn(process.execPath, idle, { stdio: ['ignore', 'pipe', 'ignore'] });
    await once(child.stdout, 'data');
    const mark = markOf(child.pid ?? 0);
    if (mark === null) throw new Error('the idle process does not run');
    await folder.writeRecord({ phase: 'running', mark, isKvm: false });
    const installation: Installation = {
      ...{ binary, version: '7.2.0', accel: 'tcg', user: USER, uefi: null, hasTaps: false },
      hardware: hardwareOf(QEMU_REPLIES, null, null),
      hasUserNetworkIsolation: false,
      room: new DiskRoom({ share: 0, bytes: 0 }),
    };
    const addresses = new AddressBook({ look: async () => null, onChange: () => undefined });
    const onChanged = (): void => undefined;
    const guest = new QmpGuest(id, folder, installation, SILENT_LOG, { onChanged, addresses });
    const scripted = new ScriptedQemu(dataFolder, { id, guest, process: child, mark });
    for (const name of QMP_SOCKETS) await scripted.#listen(join(folder.path, name));
    return scripted;
  }

  /** Makes the monitor disappear right after the reply to this command, so that nothing more can be sent. */
  loseAfter(command: string): void {
    this.#lossAt = { command, isReplied: true };
  }

  /** Makes the monitor disappear instead of replying to this command. */
  loseReplyTo(command: string): void {
    this.#lossAt = { command, isReplied: false };
  }

  /** Makes the monitor disappear. The process keeps running. */
  leave(): void {
    this.#isGone = true;
  }

  /** Ends the process. */
  async kill(): Promise<void> {
    this.#process.kill('SIGKILL');
    await this.#ended;
  }

  async close(): Promise<void> {
    this.guest.close();
    for (const server of this.#servers) server.close();
    await this.kill();
    await rm(this.dataFolder, { recursive: true, force: true });
  }

  async #listen(path: string): Promise<void> {
    const server = net.createServer((socket) => {
      socket.on('error', () => undefined);
      if (this.#isGone) {
        socket.destroy();
        return;
      }
      socket.write(GREETING);
      let text = '';
      socket.on('data', (chunk) => {
        const lines = (text + chunk.toString()).split('\n');
        text = lines.pop() ?? '';
        for (const line of lines) this.#take(line, socket);
      });
    });
    this.#servers.push(server);
    server.listen(path);
    await once(server, 'listening');
  }

  #take(line: string, socket: net.Socket): void {
    const { execute, id: call = null } = JSON.parse(line) as { execute: string; id?: string };
    if (execute !== 'qmp_capabilities') this.commands.push(execute);
    this.onCommand(execute);
    const loss = this.#lossAt?.command === execute ? this.#lossAt : null;
    if (loss !== null) this.leave();
    if (this.isSilent) return;
    const value =
      execute === 'query-status'
        ? { status: this.status, running: this.status === 'running' }
        : execute === 'query-block'
          ? [{ device: '', qdev: 'vda', 'io-status': this.ioStatus }]
          : [];
    const timestamp = { seconds: 0, microseconds: 0 };
    const events = this.eventsOf(execute).map((event) => ({ event, timestamp }));
    const reply = loss?.isReplied === false ? [] : [{ return: value, id: call }];
    const text = [...reply, ...events].map((each) => `${JSON.stringify(each)}\n`).join('');
    // All lines go out in one write, so the invalid line takes effect before the driver has processed the reply.
    socket.write(loss === null ? text : `${text}good-bye\n`);
  }
}
