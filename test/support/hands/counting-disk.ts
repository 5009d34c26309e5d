/**
 * A disk that boots in a second and proves that none of its bytes were lost. It must know nothing of libvirt or of the
 * service.
 *
 * Its boot sector counts its own boots: it reads the number of boots from sector 1 and increases it, writes a record of
 * this boot into sector 15 + n, then the number into sector 1, and then prints `BOOT n` (four hexadecimal digits) on
 * the serial console. So a number on the console was on the disk before. The rest of the disk is filled with a fixed
 * pattern that the guest only reads.
 *
 *   sector 0        the boot sector
 *   sector 1        the number of boots (16 bits)
 *   sector 15 + n   the record of boot n: the number n (16 bits)
 *   from PATTERN    the pattern
 */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { random } from '../fuzz/random.js';

const SECTOR = 512;
const FIRST_RECORD = 15;
const PATTERN = 1024 * SECTOR;
export const DISK_BYTES = 1024 * 1024;

/** Assembled from the listing on the right (16 bits, at 0x7c00). */
const BOOT_SECTOR = [
  'fa 31c0 8ed8 8ec0 8ed0', //        cli; ds = es = ss = 0
  'bc007c fb 8816947c', //            sp = 0x7c00; sti; [drive] = dl
  'b442 e84d00', //                   read sector 1 to 0x7e00
  'ff06007e', //                      the number of boots += 1
  'a1007e 83c00f a38c7c', //          [sector] = 15 + the number
  'b443 e83b00', //                   write the record
  'c7068c7c0100 b443 e83000', //      [sector] = 1; write the number
  'be7e7c ac 84c0 7405', //           for each byte of the text "BOOT ":
  'e83100 ebf6', //                     print it
  '8b1e007e b90400', //               for each of the four digits:
  'c1c304 88d8 240f 0430', //           al = '0' + the next four bits
  '3c39 7602 0427', //                  above '9': + 39, which makes 'a' to 'f'
  'e81600 e2ec', //                     print it
  'b00a e80f00', //                   print a newline
  'f4 ebfd', //                       halt for ever
  'be847c 8a16947c cd13', //          disk: int 0x13 with the packet below
  '72f2 c3', //                         if it failed, halt for ever
  '50 bafd03 ec a820 74fb', //        print: wait until the port is ready
  '58 baf803 ee c3', //                 write al to it
  '424f4f542000', //                  "BOOT "
  '1000 0100 007e0000', //            packet: one sector, to or from 0x7e00
  '0100000000000000', //              its sector
  '00', //                            drive
].join('');

/** What a disk shows to its guest. */
export interface DiskContent {
  /** The number of boots that the guest has counted. */
  readonly boots: number;
  /** What is wrong with the bytes; null: every record and the whole pattern are there. */
  readonly damage: string | null;
}

export function countingDisk(): Buffer {
  const disk = Buffer.alloc(DISK_BYTES);
  disk.write(BOOT_SECTOR.replaceAll(' ', ''), 'hex');
  disk.writeUInt16BE(0x55aa, SECTOR - 2);
  pattern().copy(disk, PATTERN);
  return disk;
}

/** Reads the disk through its whole backing chain. No guest may be using it. Throws if `qemu-img` cannot read it. */
export async function readDisk(file: string, format: string): Promise<DiskContent> {
  const folder = await mkdtemp(join(tmpdir(), 'guesthouse-content-'));
  try {
    const raw = join(folder, 'raw');
    await promisify(execFile)('qemu-img', ['convert', '-f', format, '-O', 'raw', file, raw]);
    return inspect(await readFile(raw));
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The numbers in the lines `BOOT n` of a console's output. */
export function bootsIn(output: string): number[] {
  return [...output.matchAll(/BOOT ([0-9a-f]{4})\n/g)].map(([, number = '']) => Number.parseInt(number, 16));
}

function inspect(disk: Buffer): DiskContent {
  if (disk.length < DISK_BYTES) return { boots: 0, damage: `only ${disk.length} bytes are left` };
  const boots = disk.readUInt16LE(SECTOR);
  for (let boot = 1; boot <= boots; boot++) {
    if (disk.readUInt16LE((FIRST_RECORD + boot) * SECTOR) !== boot)
      return { boots, damage: `the record of boot ${boot} of ${boots} is lost` };
  }
  const isWhole = disk.subarray(PATTERN, DISK_BYTES).equals(pattern());
  return { boots, damage: isWhole ? null : 'the pattern is damaged' };
}

function pattern(): Buffer {
  const next = random(1);
  return Buffer.from(Array.from({ length: DISK_BYTES - PATTERN }, () => Math.floor(next() * 256)));
}
