/**
 * The log of a guest's serial console: kept while the service is away, and never larger than twice HALF_BYTES.
 *
 * QEMU writes to whatever it is given without end, and truncating its file from outside works only while somebody is there to do
 * it. So QEMU gets a socket, and at its other end sits a keeper of a dozen lines of shell, in a session of its own, that ends with
 * QEMU: it fills console.log up to half of the bound, renames it over console.old, and begins anew. `dd` with blocks of one byte is
 * what makes the half exact; QEMU's serial port writes single bytes anyway.
 *
 * If the keeper is killed the guest runs on and what it writes is lost until its next start.
 *
 * Invariant: the files are bounded whoever lives. (test/wire/qmp-console.test.ts)
 */
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { GuestId } from '../../src/domain/ids.js';
import type { GuestFolder } from './guest-folder.js';
import { isMissing } from './guest-folder.js';
import { findPids, hostNameOf } from './guest-process.js';

/** As much as can be asked for, so that one full half is always enough to answer. */
const HALF_BYTES = 1024 * 1024;

const WRITER = `half=$1
umask 077
while :; do
  : >>console.log
  size=$(wc -c <console.log)
  if [ "$size" -ge "$half" ]; then mv -f console.log console.old; size=0; fi
  dd bs=1 count=$((half - size)) >>console.log 2>/dev/null
  [ "$(wc -c <console.log)" -ge "$half" ] || exit 0
done`;

/** The keeper's command, to be run in the guest's own folder with the console as its standard input. */
export function consoleWriterCommand(guest: GuestId): string[] {
  return ['sh', '-c', WRITER, hostNameOf(guest), String(HALF_BYTES)];
}

/** Keepers of the guest that have not ended yet. */
export function findConsoleWriters(guest: GuestId): number[] {
  return findPids((command) => command.includes(WRITER) && command.includes(hostNameOf(guest)));
}

/** The last `bytes` of both halves. */
export async function readConsole(folder: GuestFolder, bytes: number): Promise<Buffer> {
  const current = await readEnd(join(folder.own, 'console.log'), bytes);
  if (current.length >= bytes) return current;
  const older = await readEnd(join(folder.own, 'console.old'), bytes - current.length);
  return Buffer.concat([older, current]);
}

async function readEnd(path: string, bytes: number): Promise<Buffer> {
  let file;
  try {
    // The folder is the QEMU user's: a link in it must not be followed.
    file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    if (isMissing(error)) return Buffer.alloc(0);
    throw error;
  }
  try {
    const stat = await file.stat();
    if (!stat.isFile()) return Buffer.alloc(0);
    const length = Math.min(bytes, stat.size);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, stat.size - length);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
