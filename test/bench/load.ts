/** wrk, and the CPU time that a process uses while it serves. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';

export const CONNECTIONS = 16;

/** The CPU time of the process so far; the kernel counts in hundredths of a second. */
export async function cpuMs(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  // Splits after the name, which can contain any character. User and system time are fields 14 and 15 of the line
  // (proc(5)).
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** If `token` is null, requests carry no credential. */
export async function runWrk(
  url: string,
  token: string | null,
  seconds: number,
): Promise<{ perSecond: number; requests: number }> {
  const credential = token === null ? [] : ['-H', `Authorization: Bearer ${token}`];
  const args = ['-t1', `-c${CONNECTIONS}`, `-d${seconds}s`, ...credential, url];
  const child = spawn('wrk', args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  await once(child, 'close');
  if (/Non-2xx/.test(output)) throw new Error(`wrk saw faults:\n${output}`);
  const perSecond = /Requests\/sec:\s+([\d.]+)/.exec(output)?.[1];
  const requests = /(\d+) requests in/.exec(output)?.[1];
  if (perSecond === undefined || requests === undefined)
    throw new Error('wrk is needed for this (Debian: apt-get install wrk)');
  return { perSecond: Number(perSecond), requests: Number(requests) };
}
