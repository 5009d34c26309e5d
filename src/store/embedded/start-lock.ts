/**
 * A lock between processes of one machine: a symbolic link whose target names its holder by process id and start time.
 *
 * `symlink` creates the link with its target in one step and fails if the name exists, so only one process can hold the
 * lock. A link needs no block of the disk, so the lock works on a full disk, where a service must still be able to end.
 * A holder that died without releasing the lock is recognized by its id and start time; a waiting process moves the
 * link of that holder aside and tries again. If two processes detect the dead holder at the same time, one of them may
 * move the link of a new, live holder. That process then puts the link back.
 *
 * Up to version 0.3, the lock was a file with the same text; such a file still counts as a lock.
 *
 * Node has no flock(2). In cases that this lock cannot handle (two containers that share the folder but not process
 * ids), PostgreSQL's own lock still protects the data: the safety of the data must never depend only on this link.
 */
import { randomUUID } from 'node:crypto';
import { readdir, readFile, readlink, rename, rm, symlink } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { GuesthouseError } from '../../domain/errors.js';
import { readProcessState } from './process-state.js';

/** Polling interval: no event announces that another process removed a link. */
const POLL_EVERY_MS = 25;

/**
 * Runs `fn` while holding the lock. Waits at most `timeoutMs` until another holder releases the lock, then throws
 * `database_unreachable`.
 */
export async function withStartLock<T>(
  file: string,
  options: { timeoutMs: number; signal?: AbortSignal | undefined },
  fn: () => Promise<T>,
): Promise<T> {
  const me = await readProcessState(process.pid);
  const holder = `${process.pid} ${me.kind === 'alive' ? me.startedAt : ''}`;
  const deadline = performance.now() + options.timeoutMs;
  while (!(await take(file, holder))) {
    if (performance.now() > deadline) {
      throw new GuesthouseError(
        'database_unreachable',
        `Another process has been starting the database for too long.`,
        {
          logDetail: `${file} is held by process ${(await readHolder(file)) ?? '?'}`,
        },
      );
    }
    await sleep(POLL_EVERY_MS, undefined, options.signal ? { signal: options.signal } : {});
  }
  try {
    await sweep(file);
    return await fn();
  } finally {
    await rm(file, { force: true });
  }
}

async function take(file: string, holder: string): Promise<boolean> {
  if (await tryLink(holder, file)) return true;
  const other = await readHolder(file);
  if (other !== null && !(await isHeld(other))) await moveAside(file, other);
  return false;
}

/** False if the name exists. */
async function tryLink(holder: string, file: string): Promise<boolean> {
  return await symlink(holder, file).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') return false;
      throw error;
    },
  );
}

/** Null if there is no lock. */
async function readHolder(file: string): Promise<string | null> {
  const text = await readlink(file).catch((error: NodeJS.ErrnoException) =>
    // Not a link: a file of version 0.3.
    error.code === 'EINVAL' ? readFile(file, 'utf8').catch(() => null) : null,
  );
  return text?.trim() ?? null;
}

async function isHeld(holder: string): Promise<boolean> {
  const [pid = '', ...startedAt] = holder.split(' ');
  const state = await readProcessState(Number(pid));
  return state.kind === 'alive' && state.startedAt === startedAt.join(' ');
}

async function moveAside(file: string, deadHolder: string): Promise<void> {
  const aside = `${file}.${randomUUID()}`;
  // Fails if another process was faster; then there is nothing to move.
  await rename(file, aside).catch(() => undefined);
  const moved = await readHolder(aside);
  if (moved !== null && moved !== deadHolder) await tryLink(moved, file);
  await rm(aside, { force: true });
}

/** Removes the files that killed processes left beside the lock. */
async function sweep(file: string): Promise<void> {
  const folder = path.dirname(file);
  for (const name of await readdir(folder)) {
    const each = path.join(folder, name);
    if (!each.startsWith(`${file}.`)) continue;
    const owner = await readHolder(each);
    if (owner !== null && !(await isHeld(owner))) await rm(each, { force: true });
  }
}
