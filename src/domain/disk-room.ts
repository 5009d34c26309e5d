/**
 * The reserve: the part of a disk that image content and the disks of guests must leave free, so that the database, the
 * logs and the running guests can continue to write. Pure: callers measure the file system.
 */
import { noRoom } from './errors.js';

const MIB = 1024 ** 2;
const GIB = 1024 ** 3;

/** The size that a new sparse disk occupies, rounded up: the tables of a qcow2 of 16 TiB are 256 KiB. */
export const SPARSE_DISK_BYTES = 1024 ** 2;

/** The larger of the two applies. */
export interface DiskReserve {
  /** A share of the size of the file system, from 0 to 1. */
  readonly share: number;
  readonly bytes: number;
}

export const DEFAULT_DISK_RESERVE: DiskReserve = { share: 0.05, bytes: 2 * GIB };

/** The size of a file system, and how many bytes an ordinary user can still write. */
export interface DiskSpace {
  readonly totalBytes: number;
  readonly freeBytes: number;
}

/** From statfs(2). Blocks that only root can use do not count as free. */
export function spaceOf(stats: {
  readonly bsize: number;
  readonly blocks: number;
  readonly bavail: number;
}): DiskSpace {
  return { totalBytes: stats.blocks * stats.bsize, freeBytes: stats.bavail * stats.bsize };
}

export function reservedBytes({ share, bytes }: DiskReserve, { totalBytes }: DiskSpace): number {
  return Math.max(bytes, Math.floor(share * totalBytes));
}

/** Decides whether a file system has room for new files. */
export class DiskRoom {
  readonly reserve: DiskReserve;
  #heldBytes = 0;

  constructor(reserve: DiskReserve) {
    this.reserve = reserve;
  }

  /** Throws `capacity_exhausted` unless `bytes` more can be written without using the reserve. */
  require(space: DiskSpace, bytes: number): void {
    const reserved = reservedBytes(this.reserve, space);
    if (space.freeBytes - this.#heldBytes - bytes >= reserved) return;
    const mib = (count: number): string => `${Math.ceil(count / MIB)} MiB`;
    throw noRoom({
      logDetail: `needs ${mib(bytes)} of ${mib(space.freeBytes)} free, of which ${mib(reserved)} are reserved and ${mib(this.#heldBytes)} promised`,
    });
  }

  /**
   * Like `require`, and counts the bytes as used until `work` ends, so that no other work gets the same space
   * meanwhile. The bytes that `work` has already written count twice during this time, so the estimate is never too
   * low.
   */
  async holding<T>(space: DiskSpace, bytes: number, work: () => Promise<T>): Promise<T> {
    this.require(space, bytes);
    this.#heldBytes += bytes;
    try {
      return await work();
    } finally {
      this.#heldBytes -= bytes;
    }
  }
}
