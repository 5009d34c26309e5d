/**
 * The regular look at the file system of the data folder: it tells the operator when the free space falls below the
 * reserve, and restores the ballast of the embedded database when there is room again. It rejects nothing; the code
 * that writes large files asks a DiskRoom.
 */
import { statfs } from 'node:fs/promises';
import { reservedBytes, spaceOf } from '../domain/disk-room.js';
import type { DiskReserve } from '../domain/disk-room.js';
import type { Log } from '../domain/log.js';
import type { FileBallast } from './embedded/ballast.js';

export interface DiskWatchDeps {
  readonly folder: string;
  readonly reserve: DiskReserve;
  /** Null: the database is elsewhere. */
  readonly ballast: FileBallast | null;
  readonly onLook: (found: { readonly freeBytes: number; readonly reservedBytes: number }) => void;
  readonly log: Log;
}

export class DiskWatch {
  readonly #deps: DiskWatchDeps;
  #isShort = false;
  #isLooking = false;

  constructor(deps: DiskWatchDeps) {
    this.#deps = deps;
  }

  /** Never rejects. Does nothing while an earlier look is still in progress: a dead network disk can make it hang. */
  async look(): Promise<void> {
    if (this.#isLooking) return;
    this.#isLooking = true;
    try {
      await this.#look();
    } catch (error) {
      this.#deps.log.warn({ err: error, folder: this.#deps.folder }, 'failed to read the free disk space; retrying');
    } finally {
      this.#isLooking = false;
    }
  }

  async #look(): Promise<void> {
    const { folder, reserve, ballast, onLook, log } = this.#deps;
    const space = spaceOf(await statfs(folder));
    const found = { freeBytes: space.freeBytes, reservedBytes: reservedBytes(reserve, space) };
    onLook(found);
    const isShort = found.freeBytes < found.reservedBytes;
    if (isShort && !this.#isShort) {
      log.warn(
        { folder, ...found },
        'free disk space is below GUESTHOUSE_DISK_RESERVE: uploads and new disks are rejected; delete images or guests, or enlarge the disk',
      );
    } else if (!isShort && this.#isShort) {
      log.info({ folder, ...found }, 'free disk space is above GUESTHOUSE_DISK_RESERVE again');
    }
    this.#isShort = isShort;
    await ballast?.restore(reserve);
  }
}
