/**
 * The lock that permits only one simulated hypervisor for each folder: an flock(2) on a file that only our user can
 * open, so no other user can take it. The kernel releases the lock when the process ends, so the lock can never be
 * stale. A folder that is removed and created again has another file, so the old host does not lock it.
 *
 * Node has no flock. An flock belongs to the open file, which processes can share: the program `flock` (util-linux or
 * BusyBox) inherits our open file, locks it and ends. The lock lasts as long as we keep the file open. macOS has no
 * such program, but `open` can lock the file there.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants, open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { HostPaths } from '../paths.js';

/** O_EXLOCK | O_NONBLOCK, which only BSD systems have. */
const LOCK_ON_OPEN = process.platform === 'darwin' ? 0x0020 | 0x0004 : 0;

/** Tries to take the lock. True: this process holds it until the process ends. */
export async function takeLock(paths: HostPaths): Promise<boolean> {
  let file: FileHandle;
  try {
    file = await open(join(paths.folder, 'lock'), constants.O_RDWR | constants.O_CREAT | LOCK_ON_OPEN, 0o600);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return false;
    throw error;
  }
  if (LOCK_ON_OPEN !== 0 || (await lock(file))) {
    kept = file;
    return true;
  }
  await file.close();
  return false;
}

async function lock(file: FileHandle): Promise<boolean> {
  const child = spawn('flock', ['-x', '-n', '3'], {
    // The system's own folders come first, because the PATH of the service can be anything.
    env: { PATH: `/usr/bin:/bin:${process.env['PATH'] ?? ''}` },
    stdio: ['ignore', 'inherit', 'inherit', file.fd],
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code === 0;
}

/** This reference keeps the file open; otherwise the garbage collector would close the file and release the lock. */
let kept: FileHandle | null = null;
export const heldLock = (): FileHandle | null => kept;
