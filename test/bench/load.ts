/** A load by wrk. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';

export const CONNECTIONS = 16;

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
