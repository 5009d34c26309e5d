/**
 * The operating system's information about a process id: from Linux's /proc, or from `ps` on other systems.
 *
 * An id by itself proves nothing: it may belong to a dead process that was not reaped (a zombie accepts signals like a
 * live process), or another program may have reused it. So callers must check more than the success of kill(pid, 0).
 */
import { execFile } from 'node:child_process';
import { lstat, readFile, readlink } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export type ProcessState =
  | { readonly kind: 'gone' }
  /** Dead, but not reaped by its parent (or by a PID 1 that never reaps). */
  | { readonly kind: 'zombie' }
  /** `startedAt` distinguishes two processes with the same id; its format depends on the system. */
  | { readonly kind: 'alive'; readonly command: string; readonly uid: number; readonly startedAt: string };

export async function readProcessState(pid: number): Promise<ProcessState> {
  if (!Number.isSafeInteger(pid) || pid <= 0) return { kind: 'gone' };
  return process.platform === 'linux' ? readFromProc(pid) : readWithPs(pid);
}

/** The working folder of a process, or null if it cannot be read. */
export async function workingFolderOf(pid: number): Promise<string | null> {
  if (process.platform !== 'linux') return null;
  return readlink(`/proc/${pid}/cwd`).catch(() => null);
}

async function readFromProc(pid: number): Promise<ProcessState> {
  // proc_pid_stat(5): the command is in parentheses and can itself contain spaces and parentheses.
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const end = stat.lastIndexOf(')');
  if (end < 0) return { kind: 'gone' };
  const command = stat.slice(stat.indexOf('(') + 1, end);
  // After the command: field 3 (state) comes first, so field 22 (start time in ticks since boot) is the twentieth.
  const fields = stat.slice(end + 2).split(' ');
  if (fields[0] === 'Z' || fields[0] === 'X') return { kind: 'zombie' };
  const { uid } = await lstat(`/proc/${pid}`).catch(() => ({ uid: -1 }));
  return { kind: 'alive', command, uid, startedAt: fields[19] ?? '' };
}

async function readWithPs(pid: number): Promise<ProcessState> {
  // ps exits with 1 if there is no such process.
  const listed = await run('ps', ['-o', 'stat=,uid=,lstart=,comm=', '-p', String(pid)]).catch(() => ({ stdout: '' }));
  // lstart is always five words: Thu Nov 20 23:12:01 2025.
  const match = /^\s*(\S+)\s+(-?\d+)\s+(\S+\s+\S+\s+\S+\s+\S+\s+\S+)\s+(.*?)\s*$/.exec(listed.stdout);
  if (match === null) return { kind: 'gone' };
  const [, state = '', uid, startedAt = '', command = ''] = match;
  if (state.startsWith('Z')) return { kind: 'zombie' };
  return { kind: 'alive', command: path.basename(command), uid: Number(uid) >>> 0, startedAt };
}
