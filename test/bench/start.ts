/**
 * The time from the start call until QEMU reports `running`: the QMP backend, compared with the same QEMU command line
 * started by hand and queried over QMP in the shortest way. Needs QEMU. The guest has a blank disk and a NIC and boots
 * nothing, under TCG.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import type { GuestDefinition } from '../../backends/backend.js';
import { qmpFactory } from '../../backends/qmp/backend.js';
import { newId } from '../../src/domain/ids.js';
import type { GuestId } from '../../src/domain/ids.js';
import { DiskRoom } from '../../src/domain/disk-room.js';
import { SILENT_LOG } from '../../src/domain/log.js';
import { median, spread } from './median.js';

const ROUNDS = 15;

export async function benchStart(): Promise<void> {
  const dataFolder = await mkdtemp(path.join(tmpdir(), 'guesthouse-bench-'));
  await chmod(dataFolder, 0o711);
  const config = {
    dataFolder,
    accel: 'tcg',
    qemuUser: null,
    room: new DiskRoom({ share: 0, bytes: 0 }),
    log: SILENT_LOG,
    hasGuests: async () => false,
  } as const;
  const { isUsable, reason } = await qmpFactory.detect(config);
  if (!isUsable) {
    console.log(`Start: not measured, ${reason}\n`);
    return;
  }
  const { signal } = new AbortController();
  const backend = await qmpFactory.open(config, { signal });
  const guest: GuestDefinition = {
    id: newId<GuestId>(),
    name: 'bench',
    vcpus: 1,
    memoryMib: 128,
    firmware: 'bios',
    boot: null,
    disks: [{ device: 'vda', media: 'disk', sizeMib: 64, image: null, bus: 'virtio', format: 'qcow2' }],
    nics: [{ device: 'net0', network: 'user', model: 'virtio', mac: '52:54:00:00:00:01' }],
  };
  try {
    await backend.defineGuest(guest, { disks: 'make', signal });
    await backend.startGuest(guest.id, { signal });
    const argv = await readCommandLine(guest.id);
    await backend.poweroffGuest(guest.id, { signal });

    const byBackend: number[] = [];
    const byHand: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      byHand.push(await startByHand(argv, dataFolder));
      const begun = performance.now();
      await backend.startGuest(guest.id, { signal });
      byBackend.push(performance.now() - begun);
      await backend.poweroffGuest(guest.id, { signal });
    }
    const more = byBackend.map((ms, round) => ms - (byHand[round] ?? 0));
    console.log(`Start: ${ROUNDS} rounds in turn, milliseconds until \`running\``);
    console.log(`  QMP backend: ${spread(byBackend, 0)}; by hand: ${spread(byHand, 0)}`);
    console.log(`  more: ${median(more).toFixed(0)} ms (median of the rounds' differences); aim: under 20 ms\n`);
  } finally {
    await backend.removeGuest(guest.id, { signal });
    await backend.close();
    await rm(dataFolder, { recursive: true, force: true });
  }
}

/** The command line of the guest's running QEMU. */
async function readCommandLine(guest: GuestId): Promise<string[]> {
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const argv = (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).split('\0').slice(0, -1);
    if (argv[0]?.includes('qemu-system') && argv.includes(`guesthouse-${guest}`)) return argv;
  }
  throw new Error('the QEMU of the guest was not found');
}

/**
 * Starts the command line with named sockets in place of the open descriptors that the backend passes to QEMU.
 * Everything else stays the same.
 */
async function startByHand(argv: readonly string[], folder: string): Promise<number> {
  const socket = (name: string): string => path.join(folder, name);
  const own = argv.map((word) =>
    word
      .replace(/^socket,id=console,fd=\d+$/, 'null,id=console')
      .replace(/^socket,id=(\w+),fd=\d+,/, (_, id: string) => `socket,id=${id},path=${socket(`${id}.sock`)},`),
  );
  const monitor = own.map((word) => /^socket,id=(qmp\w*),path=/.exec(word)?.[1]).find((id) => id !== undefined);
  if (monitor === undefined) throw new Error('the command line has no monitor');
  const begun = performance.now();
  const [program = '', ...rest] = own;
  const child = spawn(program, rest, { stdio: ['ignore', 'ignore', 'inherit'] });
  const ended = once(child, 'exit');
  const connection = await connect(socket(`${monitor}.sock`));
  const lines = createInterface({ input: connection })[Symbol.asyncIterator]();
  await lines.next();
  connection.write('{"execute":"qmp_capabilities"}\n{"execute":"query-status","id":1}\n');
  for (let line = await lines.next(); !line.done; line = await lines.next()) {
    const message = JSON.parse(line.value) as { id?: number; return?: { status?: string } };
    if (message.id === 1 && message.return?.status === 'running') break;
  }
  const tookMs = performance.now() - begun;
  connection.write('{"execute":"quit"}\n');
  await ended;
  connection.destroy();
  for (const name of await readdir(folder)) if (name.endsWith('.sock')) await rm(socket(name));
  return tookMs;
}

async function connect(socket: string): Promise<ReturnType<typeof createConnection>> {
  for (;;) {
    const connection = createConnection(socket);
    const isOpen = await new Promise<boolean>((resolve) => {
      connection.once('connect', () => resolve(true));
      connection.once('error', () => resolve(false));
    });
    if (isOpen) return connection;
    await sleep(1);
  }
}
