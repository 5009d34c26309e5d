/** The paths of the simulated hypervisor's files and sockets, for a given data folder. */
import { createHash } from 'node:crypto';
import { lstat, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

export interface HostPaths {
  readonly folder: string;
  readonly journal: string;
  readonly log: string;
  /** For drivers of the host that the configuration of a service names. */
  readonly socket: string;
  /** For drivers of hosts with a name, which requests create. */
  readonly fleetSocket: string;
  /** Tests use this socket to plan faults, to control the time, and to change guests from outside. */
  readonly controlSocket: string;
}

/** The longest path of a unix socket, in bytes: 103 on macOS, 107 on Linux. */
const MAX_SOCKET_PATH_BYTES = process.platform === 'darwin' ? 103 : 107;

export function hostPaths(dataFolder: string): HostPaths {
  const folder = join(resolve(dataFolder), 'fake');
  const hash = createHash('sha256').update(folder).digest('hex').slice(0, 20);
  const isShort = (parent: string): boolean => Buffer.byteLength(join(parent, 'control.sock')) <= MAX_SOCKET_PATH_BYTES;
  // TMPDIR can also be too long.
  const distant = [tmpdir(), '/tmp'].map((parent) => join(parent, `guesthouse-${hash}`));
  const socketFolder = [folder, ...distant].find(isShort) ?? folder;
  return {
    folder,
    journal: join(folder, 'journal.jsonl'),
    log: join(folder, 'host.log'),
    socket: join(socketFolder, 'host.sock'),
    fleetSocket: join(socketFolder, 'fleet.sock'),
    controlSocket: join(socketFolder, 'control.sock'),
  };
}

/** Makes the folders, accessible only to our user. */
export async function makeFolders(paths: HostPaths): Promise<void> {
  await mkdir(paths.folder, { recursive: true, mode: 0o700 });
  await mkdir(dirname(paths.socket), { recursive: true, mode: 0o700 });
  await requirePrivateFolders(paths);
}

/**
 * Throws if the folders are missing (ENOENT) or not accessible only to our user. Must come before each connection: if
 * the sockets are in the shared temporary folder, another user can have made their folder first, to impersonate the
 * hypervisor. Other users cannot replace a folder that belongs to us.
 */
export async function requirePrivateFolders(paths: HostPaths): Promise<void> {
  for (const folder of new Set([paths.folder, dirname(paths.socket)])) {
    const found = await lstat(folder);
    if (!found.isDirectory() || found.uid !== process.getuid?.() || (found.mode & 0o077) !== 0)
      throw new Error(`${folder} is not a folder that only this user can access`);
  }
}
