/**
 * The facts in the header of a qcow2 file that are compared with a guest's baseline (B10): its size and its backing
 * file. QEMU's docs/interop/qcow2.txt defines the fields. The file belongs to a guest's QEMU, so nothing in it is
 * trusted: a damaged header has no facts.
 */

/** The header and the name of a backing file are in the first cluster; the name has at most 1,023 bytes. */
export const HEADER_BYTES = 4096;
const MAGIC = 0x514649fb;
const MAX_NAME_BYTES = 1023;
const FIXED_BYTES = 72;

export interface Qcow2Header {
  readonly sizeBytes: bigint;
  /** The number of internal snapshots. */
  readonly snapshots: number;
  /** The name of the backing file as it is written in the header; null if there is none. */
  readonly backing: string | null;
}

/** Null if the file does not begin with a header of a qcow2 file. */
export function parseQcow2Header(bytes: Buffer): Qcow2Header | null {
  if (bytes.length < FIXED_BYTES || bytes.readUInt32BE(0) !== MAGIC) return null;
  const nameOffset = bytes.readBigUInt64BE(8);
  const nameLength = bytes.readUInt32BE(16);
  const sizeBytes = bytes.readBigUInt64BE(24);
  const snapshots = bytes.readUInt32BE(60);
  if (nameOffset === 0n) return { sizeBytes, snapshots, backing: null };
  const end = nameOffset + BigInt(nameLength);
  if (nameLength > MAX_NAME_BYTES || end > BigInt(bytes.length)) return { sizeBytes, snapshots, backing: 'unreadable' };
  return { sizeBytes, snapshots, backing: bytes.toString('utf8', Number(nameOffset), Number(end)) };
}

/** `64 MiB`, or the exact number of bytes. */
export function sizeText(bytes: bigint): string {
  const mib = 1024n * 1024n;
  return bytes % mib === 0n ? `${bytes / mib} MiB` : `${bytes} bytes`;
}
