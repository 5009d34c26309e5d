/**
 * The log of a guest's serial console. The log is written even while the service is not running, and is never larger
 * than twice HALF_BYTES.
 *
 * QEMU writes to a log file without limit, and truncating the file from outside works only while another program runs.
 * So QEMU writes to a socket, and a writer reads from the other end. The writer is a dozen lines of shell in a separate
 * session, and ends when QEMU ends. It fills console.log up to half of the limit, renames the file to console.old, and
 * begins again. `dd` with blocks of one byte keeps each half at its exact size; QEMU's serial port writes single bytes
 * anyway.
 *
 * While the disk has no room, the writer discards the output, because a console that nobody reads would block the
 * guest. Every second it tries to write again.
 *
 * If the writer is killed, the guest keeps running, and the output of its console is lost until the guest is started
 * again.
 *
 * Invariant: the size of the files is bounded, whichever processes run. (test/wire/qmp-console.test.ts)
 */
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { GuestId } from '../../src/domain/ids.js';
import type { GuestFolder } from './guest-folder.js';
import { isMissing } from './guest-folder.js';
import { findPids, hostNameOf } from './guest-process.js';

/** The maximum that a caller can request, so that one full half is always enough. */
const HALF_BYTES = 1024 * 1024;

const WRITER = `half=$1
umask 077
while :; do
  : >>console.log
  size=$(wc -c <console.log)
  if [ "$size" -ge "$half" ]; then mv -f console.log console.old; size=0; fi
  if dd bs=1 count=$((half - size)) >>console.log 2>/dev/null
  then [ "$(wc -c <console.log)" -ge "$half" ] || exit 0
  else timeout 1 cat >/dev/null && exit 0
  fi
done`;

/** The command of the log writer, to be run in the guest's own folder with the console as its standard input. */
export function consoleWriterCommand(guest: GuestId): string[] {
  return ['sh', '-c', WRITER, hostNameOf(guest), String(HALF_BYTES)];
}

/** The pids of the guest's log writers that have not ended yet. */
export function findConsoleWriters(guest: GuestId): number[] {
  return findPids((command) => command.includes(WRITER) && command.includes(hostNameOf(guest)));
}

/** The last `bytes` bytes of the log, which can span both halves. */
export async function readConsole(folder: GuestFolder, bytes: number): Promise<Buffer> {
  const current = await readEnd(folder, 'console.log', bytes);
  if (current.length >= bytes) return current;
  const older = await readEnd(folder, 'console.old', bytes - current.length);
  return Buffer.concat([older, current]);
}

async function readEnd(folder: GuestFolder, name: string, bytes: number): Promise<Buffer> {
  let file;
  try {
    // The folder belongs to the QEMU user: a link in it must not be followed.
    file = await open(join(folder.own, name), constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    if (isMissing(error) || isNoFile(error)) return Buffer.alloc(0);
    throw error;
  }
  try {
    const stat = await file.stat();
    // A hard link can lead to a file of another user. Then the owner of the file is that user.
    const isOwn = stat.isFile() && stat.uid === folder.user.uid && stat.nlink <= 1;
    if (!isOwn) return Buffer.alloc(0);
    const length = Math.min(bytes, stat.size);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, stat.size - length);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** Whether the QEMU user has replaced the log with a link (ELOOP) or a socket (ENXIO). */
function isNoFile(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ELOOP' || error.code === 'ENXIO');
}
