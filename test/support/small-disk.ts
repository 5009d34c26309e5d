/**
 * A small file system of its own for a test that fills a disk: a tmpfs, which only root can mount. It must be unmounted
 * after every process that uses it has ended.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmdirSync } from 'node:fs';
import { open, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Context } from 'mocha';
import { skip } from './skip.js';

const CHUNK = Buffer.alloc(64 * 1024, 1);

export class SmallDisk {
  readonly path: string;

  private constructor(folder: string) {
    this.path = folder;
  }

  /** Skips the test if this user cannot mount a file system. */
  static mount(context: Context, sizeMib: number): SmallDisk {
    const folder = mkdtempSync(path.join(tmpdir(), 'guesthouse-disk-'));
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${sizeMib}m,mode=755`, 'tmpfs', folder], { stdio: 'pipe' });
    } catch {
      rmdirSync(folder);
      skip(context, 'tmpfs', 'this user cannot mount a file system, so no disk can be filled');
    }
    return new SmallDisk(folder);
  }

  async freeBytes(): Promise<number> {
    const { bavail, bsize } = await statfs(this.path);
    return bavail * bsize;
  }

  /** Writes into the file `filler` until nothing more fits. */
  async fill(): Promise<void> {
    const filler = await open(path.join(this.path, 'filler'), 'a');
    try {
      for (;;) await filler.write(CHUNK);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    } finally {
      await filler.close();
    }
  }

  async removeFiller(): Promise<void> {
    await rm(path.join(this.path, 'filler'), { force: true });
  }

  unmount(): void {
    execFileSync('umount', [this.path]);
    rmdirSync(this.path);
  }
}
