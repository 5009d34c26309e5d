/**
 * The reserve: the part of a disk that image content and the disks of guests must leave free, so that the database, the
 * logs and the guests that already run can go on. Pure: callers measure the file system.
 */
import { noRoom } from './errors.js';

const MIB = 1024 ** 2;
const GIB = 1024 ** 3;

/** The larger of both parts applies. */
export interface DiskReserve {
  /** A share of the size of the file system, from 0 to 1. */
  readonly share: number;
  readonly bytes: number;
}

export const DEFAULT_DISK_RESERVE: DiskReserve = { share: 0.05, bytes: 2 * GIB };

/** The size of a file system, and its bytes that an ordinary user can still fill. */
export interface DiskSpace {
  readonly totalBytes: number;
  readonly freeBytes: number;
}

/** From statfs(2). The blocks that only root may use do not count as free. */
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

  /** Throws `capacity_exhausted` unless `bytes` more can be written without touching the reserve. */
  require(space: DiskSpace, bytes: number): void {
    const reserved = reservedBytes(this.reserve, space);
    if (space.freeBytes - this.#heldBytes - bytes >= reserved) return;
    const mib = (count: number): string => `${Math.ceil(count / MIB)} MiB`;
    throw noRoom({
      logDetail: `needs ${mib(bytes)} of ${mib(space.freeBytes)} free, of which ${mib(reserved)} are reserved and ${mib(this.#heldBytes)} promised`,
    });
  }

  /**
   * Like `require`, and counts the bytes as taken until `work` ends, so that work that runs at the same time is not
   * promised the same room. What `work` has already written counts twice meanwhile, which errs on the safe side.
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
