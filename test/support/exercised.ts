/**
 * Remembers which documented pairs of operation and status the tests of a run have seen answered, in `.cache/exercised.txt`.
 *
 *   <run> <operationId> <status>
 *
 * Each line is appended whole, so several processes of one run may write; they are one run when `GUESTHOUSE_TEST_RUN` names it,
 * else a process is a run of its own. A new run forgets the one before: nothing may count that this run did not do.
 */
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const FILE = fileURLToPath(new URL('../../.cache/exercised.txt', import.meta.url));
const run = process.env['GUESTHOUSE_TEST_RUN'] || `pid-${process.pid}`;
const seen = new Set<string>();

export function recordExercised(operationId: string, status: number): void {
  const pair = `${operationId} ${status}`;
  if (seen.has(pair)) return;
  if (seen.size === 0) begin();
  seen.add(pair);
  appendFileSync(FILE, `${run} ${pair}\n`);
}

/** The pairs of this run, whichever of its processes saw them. */
export function exercisedPairs(): ReadonlySet<string> {
  return new Set(readLines().flatMap((line) => (line.startsWith(`${run} `) ? [line.slice(run.length + 1)] : [])));
}

function begin(): void {
  mkdirSync(fileURLToPath(new URL('.', `file://${FILE}`)), { recursive: true });
  if (!readLines().some((line) => line.startsWith(`${run} `))) writeFileSync(FILE, '');
}

function readLines(): string[] {
  try {
    return readFileSync(FILE, 'utf8').split('\n');
  } catch {
    return [];
  }
}
