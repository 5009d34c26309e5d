/**
 * Starts a guest's QEMU, its user networks and the writer of its console log, in separate sessions.
 *
 * This file makes the sockets of the monitors and of the agent, and passes them to QEMU as listening sockets. So a
 * client can connect immediately, and QEMU responds as soon as it runs: no code has to wait for a file to appear, or
 * poll. Also, QEMU needs no folder in which it can create sockets.
 */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, rename, rm } from 'node:fs/promises';
import net from 'node:net';
import { join } from 'node:path';
import { GuesthouseError } from '../../src/domain/errors.js';
import type { GuestId } from '../../src/domain/ids.js';
import type { NicDefinition } from '../backend.js';
import { consoleWriterCommand } from './console-log.js';
import { descriptorOf } from './descriptor.js';
import { refusalOf } from './dialect.js';
import { withShortPath } from './guest-folder.js';
import type { GuestFolder } from './guest-folder.js';
import { markOf } from './guest-process.js';
import type { ProcessMark } from './guest-process.js';
import type { Installation } from './installation.js';
import { spawnDetachedAs } from './qemu-user.js';
import { startUserNetworks } from './user-network.js';
import type { UserNetwork } from './user-network.js';

/** Two monitors, because each accepts one client at a time, and a driver that hangs must not lock out its successor. */
export const QMP_SOCKETS = ['qmp.sock', 'qmp-spare.sock'] as const;
export const AGENT_SOCKET = 'agent.sock';
const SOCKETS = [...QMP_SOCKETS, AGENT_SOCKET];

/** Enough for the error message of a QEMU that fails. QEMU has no other output. */
const LAST_OUTPUT_BYTES = 4096;

export interface Launched {
  readonly mark: ProcessMark;
  /** Resolves when the process has ended, with the last text that it wrote. */
  readonly ended: Promise<string>;
  /** Throws if a user network of the guest has already ended, because the guest would have no connection. */
  requireNetworks(): void;
  /** Ends the process immediately. */
  kill(): void;
}

export async function launch(
  { id: guest, nics }: { id: GuestId; nics: readonly NicDefinition[] },
  folder: GuestFolder,
  installation: Installation,
  argv: readonly string[],
): Promise<Launched> {
  const { user, hasUserNetworkIsolation } = installation;
  const servers = await listenForQemu(folder);
  let writer: ChildProcess | null = null;
  let networks: UserNetwork[] = [];
  try {
    writer = spawnDetachedAs(user, consoleWriterCommand(guest), {
      cwd: folder.own,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    detach(writer);
    const console = writer.stdin;
    if (console === null) throw new Error('the writer of the console log has no input');
    if (hasUserNetworkIsolation) networks = await startUserNetworks(guest, nics, { folder, user });
    // QEMU inherits the descriptors as 3, 4, 5, 6, 7… Their order must be the same as in command-line.ts.
    const descriptors = [...servers, console, ...networks.map(({ socket }) => socket)].map(descriptorOf);
    const child = spawnDetachedAs(user, argv, {
      cwd: folder.own,
      stdio: ['ignore', 'ignore', 'pipe', ...descriptors],
      withKvm: installation.accel === 'kvm',
    });
    const ended = lastOutputOf(child);
    detach(child);
    const mark = child.pid === undefined ? null : markOf(child.pid);
    if (mark === null) throw refusalOf(installation.binary, await ended);
    return { mark, ended, requireNetworks: () => requireAlive(networks), kill: () => child.kill('SIGKILL') };
  } finally {
    // QEMU has its own copies of the pipe and the sockets by now. If our copies stayed open, the writer and the
    // networks would not detect the end of QEMU.
    writer?.stdin?.destroy();
    for (const { socket } of networks) socket.destroy();
    for (const server of servers) server.close();
  }
}

export async function removeSockets(folder: GuestFolder): Promise<void> {
  for (const name of SOCKETS) await rm(join(folder.path, name), { force: true });
}

/**
 * Listening sockets. They are created under temporary names and then renamed, because closing a server in Node unlinks
 * the name under which it was created.
 */
async function listenForQemu(folder: GuestFolder): Promise<net.Server[]> {
  return await withShortPath(folder.path, async (shortFolder) => {
    const servers: net.Server[] = [];
    for (const name of SOCKETS) {
      await rm(join(folder.path, `${name}.new`), { force: true });
      const server = net.createServer();
      server.unref();
      servers.push(server);
      server.listen(`${shortFolder}/${name}.new`);
      await once(server, 'listening');
      // QEMU inherits the listening socket, so only our user needs to connect. The mode is set explicitly, because the
      // umask of the service may let other users connect.
      await chmod(join(folder.path, `${name}.new`), 0o600);
      await rename(join(folder.path, `${name}.new`), join(folder.path, name));
    }
    return servers;
  });
}

function requireAlive(networks: readonly UserNetwork[]): void {
  const isAlive = ({ process: { pid, exitCode, signalCode } }: UserNetwork): boolean =>
    pid !== undefined && exitCode === null && signalCode === null;
  if (networks.every(isAlive)) return;
  throw new GuesthouseError('backend_refused', 'The network "user" could not be started on this host.', {
    logDetail: `pasta ended: ${networks.map(({ process }) => process.spawnargs.join(' ')).join('; ')}`,
  });
}

/** Guests outlive the service, so our process must not wait for them. */
function detach(child: ChildProcess): void {
  child.unref();
  // Ignored here: a program that cannot be started has no pid, and `launch` detects that.
  child.on('error', () => undefined);
  child.stdin?.on('error', () => undefined);
}

async function lastOutputOf(child: ChildProcess): Promise<string> {
  let words = '';
  const stderr = child.stderr;
  // At run time the pipe is a socket, but Node's types do not declare this.
  if (stderr instanceof net.Socket) stderr.unref();
  stderr?.on('data', (chunk: Buffer) => (words = (words + chunk.toString('utf8')).slice(-LAST_OUTPUT_BYTES)));
  await new Promise<void>((resolve) => {
    child.once('close', () => resolve());
    child.once('error', (error) => {
      words += error.message;
      resolve();
    });
  });
  return words;
}
