/**
 * The lock that permits only one simulated hypervisor for each folder. The kernel holds the lock and releases it when
 * the process ends, so the lock can never be stale. On Linux, the lock is a socket in the abstract namespace; on macOS,
 * it is a file opened with an exclusive lock.
 */
import { once } from 'node:events';
import { createHash } from 'node:crypto';
import { open, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { HostPaths } from '../paths.js';

/** O_RDWR | O_CREAT and, only on BSD systems, O_EXLOCK | O_NONBLOCK. */
const OPEN_LOCKED_ON_MACOS = 0x0002 | 0x0200 | 0x0020 | 0x0004;

/** Tries to take the lock. True: this process holds it until the process ends. */
export async function takeLock(paths: HostPaths): Promise<boolean> {
  try {
    if (process.platform === 'darwin') {
      kept = await open(join(paths.folder, 'lock'), OPEN_LOCKED_ON_MACOS, 0o600);
    } else {
      const server = createServer((socket) => socket.destroy());
      server.listen({ path: `\0guesthouse-fake-${await identify(paths.folder)}` });
      await once(server, 'listening');
      server.unref();
    }
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE' || code === 'EAGAIN') return false;
    throw error;
  }
}

/**
 * Identifies the folder itself, not its path: a folder that was removed and made again is a different folder, even
 * while the old host still runs.
 */
async function identify(folder: string): Promise<string> {
  const { dev, ino, birthtimeNs } = await stat(folder, { bigint: true });
  return createHash('sha256').update(`${dev}/${ino}/${birthtimeNs}`).digest('hex').slice(0, 20);
}

/**
 * On macOS, this reference keeps the lock's file open; otherwise the garbage collector would close the file and thereby
 * release the lock.
 */
let kept: unknown = null;
export const heldLock = (): unknown => kept;
