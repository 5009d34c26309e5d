/**
 * One guest of the driver `qmp` against a scripted monitor, its caller's signal one that reads a clock: what must not happen any more when
 * it says so, though nobody has been told.
 */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { GuestDefinition } from '../../backends/backend.js';
import { GuestFolder } from '../../backends/qmp/guest-folder.js';
import { hostNameOf, markOf, waitForEnd } from '../../backends/qmp/guest-process.js';
import type { ProcessMark } from '../../backends/qmp/guest-process.js';
import { QmpGuest } from '../../backends/qmp/guest.js';
import type { Installation } from '../../backends/qmp/installation.js';
import { QMP_SOCKETS } from '../../backends/qmp/launch.js';
import { newId, type GuestId } from '../../src/domain/ids.js';
import { SILENT_LOG } from '../../src/domain/log.js';

const GREETING = '{"QMP": {"version": {"qemu": {"micro": 0, "minor": 2, "major": 7}}, "capabilities": []}}\n';
const REPLIES: Readonly<Record<string, string>> = { 'query-status': '{"status": "running", "running": true}' };
const WHO_AM_I = process.getuid?.() ?? 0;
const USER = { name: 'me', uid: WHO_AM_I, gid: process.getgid?.() ?? 0, isForeign: false, kvmGid: null };
const INSTALLATION: Installation = {
  ...{ binary: 'qemu', version: '7.2.0', accel: 'tcg', user: USER, uefi: null, hasTaps: false },
};

/** A signal as the fence of a host makes it: nobody is told when it is over, whoever asks is. */
class Clock {
  readonly reason = new Error('the host is another one’s');
  isOver = false;
  readonly signal: AbortSignal = Object.defineProperties(new AbortController().signal, {
    aborted: { get: () => this.isOver },
    reason: { get: () => (this.isOver ? this.reason : undefined) },
    throwIfAborted: {
      value: () => {
        if (this.isOver) throw this.reason;
      },
    },
  });
}

describe('a guest of qmp whose caller reads a clock', () => {
  let dataFolder: string;
  let id: GuestId;
  let qemu: ChildProcess;
  let mark: ProcessMark;
  let servers: net.Server[];
  let guest: QmpGuest;
  /** What the monitor was asked. */
  let asked: string[];
  let onAsked: (command: string) => void;

  beforeEach(async () => {
    dataFolder = await mkdtemp(join(tmpdir(), 'guesthouse-qmp-'));
    id = newId<GuestId>();
    asked = [];
    onAsked = () => undefined;
    const folder = new GuestFolder(dataFolder, id, USER);
    await folder.make();
    const definition: GuestDefinition = {
      ...{ id, name: 'a guest', vcpus: 1, memoryMib: 16, firmware: 'bios', boot: null, disks: [], nics: [] },
    };
    await folder.writeDefinition(definition);
    // A process that has the name of the guest's QEMU, and lives until it is killed.
    const idle = ['-e', 'console.log(1); setInterval(() => undefined, 60_000)', '--', '-name', hostNameOf(id)];
    qemu = spawn(process.execPath, idle, { stdio: ['ignore', 'pipe', 'ignore'] });
    if (qemu.stdout !== null) await once(qemu.stdout, 'data');
    mark = markOf(qemu.pid ?? 0) ?? expect.fail('it does not live');
    await folder.writeRecord({ phase: 'running', mark, isKvm: false });
    servers = await Promise.all(QMP_SOCKETS.map((name) => listen(join(folder.path, name))));
    guest = new QmpGuest(id, folder, INSTALLATION, SILENT_LOG, () => undefined);
  });

  afterEach(async () => {
    guest.close();
    for (const server of servers) server.close();
    const ended = once(qemu, 'exit');
    qemu.kill('SIGKILL');
    await ended;
    await rm(dataFolder, { recursive: true, force: true });
  });

  async function listen(path: string): Promise<net.Server> {
    const server = net.createServer((socket) => {
      let text = '';
      socket.on('error', () => undefined).write(GREETING);
      socket.on('data', (chunk) => {
        const lines = (text + chunk.toString()).split('\n');
        text = lines.pop() ?? '';
        for (const line of lines) {
          const { execute, id: call } = JSON.parse(line) as { execute: string; id?: string };
          if (execute !== 'qmp_capabilities') asked.push(execute);
          onAsked(execute);
          socket.write(`{"return": ${REPLIES[execute] ?? '[]'}, "id": ${JSON.stringify(call ?? null)}}\n`);
        }
      });
    });
    server.listen(path);
    await once(server, 'listening');
    return server;
  }

  const caught = async (work: Promise<unknown>): Promise<unknown> => {
    try {
      return { resolved: await work };
    } catch (error) {
      return error;
    }
  };

  it('is measured where the clock goes on', async () => {
    const clock = new Clock();
    expect(await guest.measure(clock.signal)).to.deep.equal({ vcpus: [], disks: [], nics: [] });
    expect(asked).to.deep.equal(['query-status', 'query-cpus-fast', 'query-blockstats']);
  });

  it('is asked nothing more once it is over', async () => {
    const clock = new Clock();
    onAsked = (command) => (clock.isOver ||= command === 'query-status');
    expect(await caught(guest.measure(clock.signal))).to.equal(clock.reason);
    expect(asked).to.deep.equal(['query-status']);
  });

  it('is not suspended once it is over', async () => {
    const clock = new Clock();
    onAsked = (command) => (clock.isOver ||= command === 'query-status');
    expect(await caught(guest.suspend(clock.signal))).to.equal(clock.reason);
    expect(asked).to.deep.equal(['query-status']);
  });

  it('is not taken for one that will not end, and so not killed, when the time to end has passed on that clock too', async () => {
    const clock = new Clock();
    expect(await waitForEnd(mark, id, 0, clock.signal)).to.equal(false);
    clock.isOver = true;
    expect(await caught(waitForEnd(mark, id, 0, clock.signal))).to.equal(clock.reason);
  });
});
