/**
 * A lock between processes of one machine: a file that names its holder by process id and start time.
 *
 * `link` creates the file and fails if the file exists, so only one process can hold the lock. A holder that died
 * without releasing the lock is recognized by its id and start time; a waiting process moves the file of that holder
 * aside and tries again. If two processes detect the dead holder at the same time, one of them may move the file of a
 * new, live holder. That process then puts the file back.
 *
 * Node has no flock(2). In cases that this lock cannot handle (two containers that share the folder but not process
 * ids), PostgreSQL's own lock still protects the data: the safety of the data must never depend only on this file.
 */
import { randomUUID } from 'node:crypto';
import { link, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { GuesthouseError } from '../../domain/errors.js';
import { readProcessState } from './process-state.js';

/** Polling interval: no event announces that another process removed a file. */
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
  const mine = `${file}.${randomUUID()}`;
  const me = await readProcessState(process.pid);
  await writeFile(mine, `${process.pid} ${me.kind === 'alive' ? me.startedAt : ''}\n`, { mode: 0o600 });
  try {
    const deadline = Date.now() + options.timeoutMs;
    while (!(await take(file, mine))) {
      if (Date.now() > deadline) {
        throw new GuesthouseError(
          'database_unreachable',
          `Another process has been starting the database for too long.`,
          {
            logDetail: `${file} is held by process ${await readFile(file, 'utf8').catch(() => '?')}`,
          },
        );
      }
      await sleep(POLL_EVERY_MS, undefined, options.signal ? { signal: options.signal } : {});
    }
    try {
      await sweep(file, mine);
      return await fn();
    } finally {
      await rm(file, { force: true });
    }
  } finally {
    await rm(mine, { force: true });
  }
}

async function take(file: string, mine: string): Promise<boolean> {
  const isLinked = await link(mine, file).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') return false;
      throw error;
    },
  );
  if (isLinked) return true;
  const holder = await readFile(file, 'utf8').catch(() => null);
  if (holder !== null && !(await isHeld(holder))) await moveAside(file, mine, holder);
  return false;
}

async function isHeld(holder: string): Promise<boolean> {
  const [pid = '', ...startedAt] = holder.trim().split(' ');
  const state = await readProcessState(Number(pid));
  return state.kind === 'alive' && state.startedAt === startedAt.join(' ');
}

async function moveAside(file: string, mine: string, deadHolder: string): Promise<void> {
  const aside = `${mine}.aside`;
  // Fails if another process was faster; then there is nothing to move.
  await rename(file, aside).catch(() => undefined);
  const moved = await readFile(aside, 'utf8').catch(() => null);
  if (moved !== null && moved !== deadHolder) await link(aside, file).catch(() => undefined);
  await rm(aside, { force: true });
}

/** Removes the files of processes that were killed while they waited. */
async function sweep(file: string, mine: string): Promise<void> {
  const folder = path.dirname(file);
  for (const name of await readdir(folder)) {
    const each = path.join(folder, name);
    if (!each.startsWith(`${file}.`) || each === mine) continue;
    const owner = await readFile(each, 'utf8').catch(() => null);
    if (owner !== null && !(await isHeld(owner))) await rm(each, { force: true });
  }
}
