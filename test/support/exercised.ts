/**
 * Records which responses of a real service the tests of a run have seen and checked, in `.cache/exercised/<run>.txt`:
 * a line `<operationId> <status>` for each documented pair, and a line `fault <error_name>` for each fault.
 *
 * Each process is a separate run, `pid-<number>`, unless `GUESTHOUSE_TEST_RUN` gives several processes a common name
 * that was never used before. Each line is appended in one write, so they can write at the same time. Only what this
 * run did counts.
 */
import { appendFileSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('../../.cache/exercised', import.meta.url));
/** No operation has this name. */
const FAULT = 'fault';
const OWN = `pid-${process.pid}`;
const run = process.env['GUESTHOUSE_TEST_RUN'] || OWN;
const file = path.join(FOLDER, `${run}.txt`);
const seen = new Set<string>();

/** A response of a real service, as a test saw it. */
export interface SeenResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Buffer;
}

export function recordExercised(operationId: string, status: number): void {
  record(`${operationId} ${status}`);
}

/** All faults in the response: its own, and those of guests and operations, single or in a list. */
export function recordFaults({ status, headers, bytes }: SeenResponse): void {
  for (const name of faultsIn(status, headers, bytes)) record(`${FAULT} ${name}`);
}

/** The pairs that any process of this run has seen. */
export function exercisedPairs(): ReadonlySet<string> {
  return new Set(readLines().filter((line) => !line.startsWith(`${FAULT} `)));
}

/** The `error_name`s that this run has seen. */
export function provokedFaults(): ReadonlySet<string> {
  const lines = readLines().filter((line) => line.startsWith(`${FAULT} `));
  return new Set(lines.map((line) => line.slice(FAULT.length + 1)));
}

interface Faulty {
  readonly error_name?: unknown;
  readonly fault?: { readonly error_name?: unknown } | null;
}

function faultsIn(status: number, headers: Headers, bytes: Buffer): string[] {
  // The only fault without a body is known by its status.
  if (status === 406) return ['NOT_ACCEPTABLE'];
  const mediaType = headers.get('content-type')?.split(';')[0] ?? '';
  if (!mediaType.endsWith('json') || bytes.length === 0) return [];
  const body = JSON.parse(bytes.toString('utf8')) as Faulty | null;
  if (typeof body !== 'object' || body === null) return [];
  const elements = Object.values(body).flatMap((member: unknown) =>
    Array.isArray(member) ? (member as Faulty[]) : [],
  );
  const names = [body, ...elements].map((each) => each?.fault?.error_name);
  if (mediaType === 'application/problem+json') names.push(body.error_name);
  return names.filter((name) => typeof name === 'string');
}

function record(line: string): void {
  if (seen.has(line)) return;
  if (seen.size === 0) begin();
  seen.add(line);
  appendFileSync(file, `${line}\n`);
}

function readLines(): string[] {
  // If this process has recorded nothing, a file with its number is from an older process.
  if (run === OWN && seen.size === 0) return [];
  try {
    return readFileSync(file, 'utf8').trim().split('\n');
  } catch {
    return [];
  }
}

/** Removes the files of processes that no longer exist, and that of an older process with our number. */
function begin(): void {
  mkdirSync(FOLDER, { recursive: true });
  for (const name of readdirSync(FOLDER)) {
    const pid = /^pid-(\d+)\.txt$/.exec(name)?.[1];
    if (pid !== undefined && (Number(pid) === process.pid || !isAlive(Number(pid)))) {
      // Another run that starts at the same time removes them too.
      rmSync(path.join(FOLDER, name), { force: true });
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
