/**
 * The ballast of the embedded database: a file beside its data whose only purpose is to occupy disk space.
 *
 *   absent ─restore (room above the reserve)─► complete ─release, for a deletion─► shorter ─► KEPT_BYTES
 *      ▲                                          └───────────┬──────────────────────┴────────────┘
 *      └──────────── releaseIfShort, for PostgreSQL ──────────┘
 *
 * On a full disk, deletions cannot be recorded, and PostgreSQL stops at its next checkpoint and cannot start again (it
 * must write `postmaster.pid`, `pg_logical/replorigin_checkpoint.tmp` and its log). For deletions, the file is
 * shortened step by step; its last part is only for PostgreSQL.
 *
 * If the service is killed while it writes the file, the file is too short, and the next `restore` writes it again. The
 * content is random, because file systems that compress would store zeros without using any space. The file is not
 * synced, so it may also be too short after a power failure.
 * Invariant: on a full disk, deletions succeed, and the service ends and starts (test/http/full-disk.test.ts).
 */
import { randomBytes } from 'node:crypto';
import { open, rm, stat, statfs, truncate } from 'node:fs/promises';
import path from 'node:path';
import { reservedBytes, spaceOf } from '../../domain/disk-room.js';
import type { DiskReserve } from '../../domain/disk-room.js';
import { isNoRoom } from '../../domain/errors.js';
import type { Ballast } from '../database.js';

const MIB = 1024 ** 2;
const SIZE_BYTES = 64 * MIB;
/** Two segments of PostgreSQL's write-ahead log: enough to start, and to replay the log. */
const KEPT_BYTES = 32 * MIB;
/** Enough for thousands of deletions. */
const STEP_BYTES = 8 * MIB;

export class FileBallast implements Ballast {
  readonly #folder: string;
  readonly #file: string;

  /** `folder` must be on the file system of the database. */
  constructor(folder: string) {
    this.#folder = folder;
    this.#file = path.join(folder, 'ballast');
  }

  async release(): Promise<boolean> {
    const bytes = await this.#size();
    if (bytes <= KEPT_BYTES) return false;
    // Shortening the file needs no room; a shorter copy would.
    await truncate(this.#file, Math.max(KEPT_BYTES, bytes - STEP_BYTES));
    return true;
  }

  /** Releases the whole ballast if PostgreSQL may have too little room to start or to stop. */
  async releaseIfShort(): Promise<void> {
    if ((await this.#space()).freeBytes < KEPT_BYTES) await this.#remove();
  }

  /** Writes the file if it is incomplete and, above the reserve, the disk has room for twice its size. */
  async restore(reserve: DiskReserve): Promise<void> {
    if ((await this.#size()) === SIZE_BYTES) return;
    const space = await this.#space();
    if (space.freeBytes < reservedBytes(reserve, space) + 2 * SIZE_BYTES) return;
    await this.#remove();
    const chunk = randomBytes(MIB);
    try {
      const file = await open(this.#file, 'wx', 0o600);
      try {
        for (let written = 0; written < SIZE_BYTES; written += MIB) await file.writeFile(chunk);
      } finally {
        await file.close();
      }
    } catch (error) {
      await this.#remove();
      if (!isNoRoom(error)) throw error;
    }
  }

  async #remove(): Promise<void> {
    await rm(this.#file, { force: true });
  }

  async #size(): Promise<number> {
    return await stat(this.#file).then(
      ({ size }) => size,
      () => 0,
    );
  }

  async #space() {
    return spaceOf(await statfs(this.#folder));
  }
}
