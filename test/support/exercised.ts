/**
 * Records in `.cache/exercised/<run>.txt` which responses of a real service the tests of a run have received and
 * checked. The file has a line `<operationId> <status>` for each documented pair, and a line `fault <error_name>` for
 * each fault.
 *
 * Each process is a separate run, `pid-<number>`, unless `GUESTHOUSE_TEST_RUN` gives several processes a common name
 * that was never used before. These processes can write concurrently, because each line is appended in one write. Only
 * the records of this run count.
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

/** A response of a real service, as a test received it. */
export interface SeenResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Buffer;
}

export function recordExercised(operationId: string, status: number): void {
  record(`${operationId} ${status}`);
}

/**
 * Records all faults in the response: the response itself if it is a fault, and the faults of guests and operations,
 * single or in a list.
 */
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
  // If this process has recorded nothing, a file with its process id is from an older process.
  if (run === OWN && seen.size === 0) return [];
  try {
    return readFileSync(file, 'utf8').trim().split('\n');
  } catch {
    return [];
  }
}

/** Removes the files of processes that no longer exist, and that of an older process with our process id. */
function begin(): void {
  mkdirSync(FOLDER, { recursive: true });
  for (const name of readdirSync(FOLDER)) {
    const pid = /^pid-(\d+)\.txt$/.exec(name)?.[1];
    if (pid !== undefined && (Number(pid) === process.pid || !isAlive(Number(pid)))) {
      // A run that starts at the same time may have removed them already.
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
