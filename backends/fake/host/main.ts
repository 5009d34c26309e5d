/**
 * The program of the simulated hypervisor, which plays any number of hosts: `main.js <data folder> [idle end in ms]`.
 * The driver starts this program in a separate session if no host listens on the socket. The program outlives the
 * service, serves any number of drivers, and ends when no driver has been connected for ten minutes. The driver creates
 * the folder; this program never does, because a folder that is missing was removed intentionally.
 *
 *   waiting for the lock ─(another host serves)─► exit 0
 *       └─► serving ─(SIGTERM, SIGINT, idle, a test's request)─► ending: machines continue at the next start ─► exit 0
 *              └─(kill -9, journal cannot be written)─► gone: a power loss; its machines are stopped at the next start
 */
import { createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { deadlineSignal } from '../../../src/domain/deadline.js';
import { hostPaths, requirePrivateFolders, type HostPaths } from '../paths.js';
import { ConnectError, HostConnection } from '../wire/host-connection.js';
import { ControlSession } from './control-session.js';
import { FakeFleet, listenOn } from './fleet.js';
import { takeLock } from './lock.js';

const IDLE_END_MS = 10 * 60 * 1_000;
/** The driver that started this program waits equally long for a host to begin to listen (`START_WITHIN_MS`). */
const WAIT_FOR_LOCK_MS = 20_000;
const RETRY_INTERVAL_MS = 50;
const HELLO_TIMEOUT_MS = 1_000;

async function main(dataFolder: string, idleEndMs: number): Promise<void> {
  const paths = hostPaths(dataFolder);
  await requirePrivateFolders(paths);
  if (!(await waitForLock(paths))) return say('another host serves this folder');

  let isEnding = false;
  const end = (why: string): void => {
    if (isEnding) return;
    isEnding = true;
    say(`ending: ${why}`);
    // The socket files are not removed: if the folder was created again meanwhile, the files in it belong to another
    // host.
    const ended = fleet.end();
    ended.then(
      () => process.exit(0),
      (error: unknown) => die('shutdown failed', error),
    );
  };
  const fleet = await FakeFleet.load(paths.journal, {
    idleEndMs,
    onIdle: () => end('no driver has been connected for a while'),
    onBroken: (error) => die('the journal cannot be written', error),
  });
  process.on('SIGTERM', () => end('SIGTERM'));
  process.on('SIGINT', () => end('SIGINT'));
  process.on('SIGHUP', () => undefined);

  const control = createServer((socket) => new ControlSession(socket, fleet, () => end('a test requested it')));
  await listenOn(control, paths.controlSocket);
  // Must come last: when a driver can connect, everything else must be ready.
  await fleet.listen(paths.socket, paths.fleetSocket);
  say(`serving ${fleet.size} machines`);
}

/**
 * Waits for the lock. Returns false if another host serves, so that this process is not needed. If the other host is
 * about to end, this process takes over.
 */
async function waitForLock(paths: HostPaths): Promise<boolean> {
  const giveUpAtMs = performance.now() + WAIT_FOR_LOCK_MS;
  while (!(await takeLock(paths))) {
    if ((await isServed(paths.socket)) || performance.now() > giveUpAtMs) return false;
    await wait(RETRY_INTERVAL_MS);
  }
  return true;
}

async function isServed(socketPath: string): Promise<boolean> {
  try {
    const connection = await HostConnection.open(socketPath, { signal: deadlineSignal(HELLO_TIMEOUT_MS) });
    connection.close();
    return true;
  } catch (error) {
    return error instanceof ConnectError && !error.isHostAbsent;
  }
}

/** Standard output is the log file. */
function say(what: string): void {
  process.stdout.write(`${new Date().toISOString()} [${process.pid}] ${what}\n`);
}

function die(what: string, error: unknown): void {
  say(`${what}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  process.exit(1);
}

const [dataFolder, idleEndMs] = process.argv.slice(2);
if (dataFolder === undefined) die('usage: main.js <data folder> [idle end in ms]', 'no data folder');
else main(dataFolder, Number(idleEndMs ?? IDLE_END_MS)).catch((error: unknown) => die('cannot start', error));
