/**
 * The clients of oVirt that Debian has, unmodified: the fencing agent fence_rhevm (package fence-agents) and the
 * library libgovirt (gir1.2-govirt-1.0, python3-gi). They get credentials on their standard input, because every user
 * of the machine can read command lines.
 */
import { spawn } from 'node:child_process';
import { access } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { FENCE_PROGRAM } from './fence-rhevm.js';

/** Debian's own interpreter: its packages are for no other. */
const PYTHON = '/usr/bin/python3';
const GOVIRT = fileURLToPath(new URL('govirt.py', import.meta.url));
const NAMESPACE = "import gi; gi.require_version('GoVirt', '1.0'); from gi.repository import GoVirt";

export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly errors: string;
}

/** Where a client finds the service, and as whom. */
export interface Access {
  readonly url: string;
  readonly user: string;
  readonly token: string;
}

/** Why fence_rhevm cannot run here; null if it can. */
export async function whyNoFence(): Promise<string | null> {
  const isThere = await access(FENCE_PROGRAM).then(
    () => true,
    () => false,
  );
  return isThere ? null : 'fence-agents is not installed';
}

/** Why libgovirt cannot run here; null if it can. */
export async function whyNoGovirt(): Promise<string | null> {
  const { code } = await run(PYTHON, ['-c', NAMESPACE], '').catch(() => ({ code: 1 }));
  return code === 0 ? null : 'gir1.2-govirt-1.0 or python3-gi is not installed';
}

/** Runs the agent as a cluster does: with its options on standard input. */
export function fence(
  action: string,
  { url, user, token }: Access,
  options: Record<string, string> = {},
): Promise<Ran> {
  const { protocol, hostname, port } = new URL(url);
  const all = {
    ...{ action, ip: hostname, ipport: port, username: user, password: token },
    ...(protocol === 'https:' ? { ssl_insecure: '1' } : {}),
    ...options,
  };
  return run(
    FENCE_PROGRAM,
    [],
    Object.entries(all)
      .map(([name, value]) => `${name}=${value}\n`)
      .join(''),
  );
}

/** A call of the program govirt.py: its name and its argument. */
export type GovirtCall = readonly [call: string, ...args: string[]];

export interface GovirtRan {
  /** The result of each call, or an object with the `error` that it raised. */
  readonly results: readonly unknown[];
  /** The warnings of the library. */
  readonly warnings: string;
}

/** Runs calls one after another with one connection. */
export async function govirt({ url, user, token }: Access, calls: readonly GovirtCall[]): Promise<GovirtRan> {
  const { out, errors } = await run(PYTHON, [GOVIRT], JSON.stringify({ url, user, token, calls }));
  if (out === '') throw new Error(`govirt.py failed: ${errors}`);
  return { results: JSON.parse(out) as unknown[], warnings: errors };
}

async function run(program: string, args: readonly string[], input: string): Promise<Ran> {
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  let out = '';
  let errors = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  child.stdin.on('error', () => undefined).end(input);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return { code, out, errors };
}
