/**
 * The real guest of the live tests, which is built once and kept in `.cache/test-guest/` until test-guest.sh changes.
 * Test files that need the guest at the same time each build it in a separate folder, and the first that finishes gives
 * its folder the final name.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { access, mkdir, readFile, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const SCRIPT = resolve(import.meta.dirname, 'test-guest.sh');
const CACHE = resolve(import.meta.dirname, '../../.cache/test-guest');

export interface TestGuest {
  readonly kernel: string;
  readonly initrd: string;
  /** A raw image of `diskSizeMib` MiB that boots the same kernel by BIOS. */
  readonly disk: string;
  readonly diskSizeMib: number;
  /** The kernel options that a direct boot needs. The header of the script lists further options. */
  readonly cmdline: string;
}

let building: Promise<TestGuest> | null = null;

/**
 * Returns the guest's files, and builds them if necessary. Rejects with the reason if this machine cannot build them.
 */
export function testGuest(): Promise<TestGuest> {
  return (building ??= build());
}

async function build(): Promise<TestGuest> {
  const version = createHash('sha256')
    .update(await readFile(SCRIPT))
    .digest('hex')
    .slice(0, 16);
  const folder = join(CACHE, version);
  const guest = {
    kernel: join(folder, 'vmlinuz'),
    initrd: join(folder, 'initrd.gz'),
    disk: join(folder, 'disk.img'),
    diskSizeMib: 48,
    cmdline: 'console=ttyS0 quiet',
  };
  if (await exists(guest.disk)) return guest;
  const own = join(CACHE, `making-${process.pid}`);
  await rm(own, { recursive: true, force: true });
  await mkdir(own, { recursive: true });
  try {
    await promisify(execFile)('bash', [SCRIPT, own]);
    await rm(join(own, 'work'), { recursive: true });
    // Renaming to an existing folder fails if another process was faster, with the same result.
    await rename(own, folder).catch(async (error: unknown) => {
      if (!(await exists(guest.disk))) throw error;
    });
  } catch (error) {
    const words = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : '';
    throw new Error(`the test guest cannot be built: ${words.split('\n').at(-1) ?? ''}`, { cause: error });
  } finally {
    await rm(own, { recursive: true, force: true });
  }
  return guest;
}

async function exists(path: string): Promise<boolean> {
  return await access(path).then(
    () => true,
    () => false,
  );
}
