/**
 * The regular check of the free space on the file system of the data folder. It warns the operator when the free space
 * falls below the reserve, and restores the ballast of the embedded database when there is room again. It must not
 * reject anything: code that writes large files uses a DiskRoom for that.
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
  readonly onCheck: (found: { readonly freeBytes: number; readonly reservedBytes: number }) => void;
  readonly log: Log;
}

export class DiskWatch {
  readonly #deps: DiskWatchDeps;
  #isShort = false;
  #isChecking = false;

  constructor(deps: DiskWatchDeps) {
    this.#deps = deps;
  }

  /** Never rejects. Does nothing while an earlier check is in progress: a dead network disk can make a check hang. */
  async check(): Promise<void> {
    if (this.#isChecking) return;
    this.#isChecking = true;
    try {
      await this.#check();
    } catch (error) {
      this.#deps.log.warn({ err: error, folder: this.#deps.folder }, 'failed to read the free disk space; retrying');
    } finally {
      this.#isChecking = false;
    }
  }

  async #check(): Promise<void> {
    const { folder, reserve, ballast, onCheck, log } = this.#deps;
    const space = spaceOf(await statfs(folder));
    const found = { freeBytes: space.freeBytes, reservedBytes: reservedBytes(reserve, space) };
    onCheck(found);
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
