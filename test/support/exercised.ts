/**
 * Remembers which documented pairs of operation and status the tests of a run have seen answered: `.cache/exercised/<run>.txt`, a
 * line `<operationId> <status>` for each.
 *
 * A process is a run of its own, `pid-<number>`, unless `GUESTHOUSE_TEST_RUN` gives several processes a name, never used before, to
 * be one run; each line is appended whole, so they may write at once. Nothing counts that this run did not do.
 */
import { appendFileSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('../../.cache/exercised', import.meta.url));
const OWN = `pid-${process.pid}`;
const run = process.env['GUESTHOUSE_TEST_RUN'] || OWN;
const file = path.join(FOLDER, `${run}.txt`);
const seen = new Set<string>();

export function recordExercised(operationId: string, status: number): void {
  const pair = `${operationId} ${status}`;
  if (seen.has(pair)) return;
  if (seen.size === 0) begin();
  seen.add(pair);
  appendFileSync(file, `${pair}\n`);
}

/** The pairs of this run, whichever of its processes saw them. */
export function exercisedPairs(): ReadonlySet<string> {
  // Of an own run without any pair, a file would be that of an older process with the same number.
  if (run === OWN && seen.size === 0) return new Set();
  try {
    return new Set(readFileSync(file, 'utf8').trim().split('\n'));
  } catch {
    return new Set();
  }
}

/** Forgets the runs of processes that are no more, and an older one that had our number. */
function begin(): void {
  mkdirSync(FOLDER, { recursive: true });
  for (const name of readdirSync(FOLDER)) {
    const pid = /^pid-(\d+)\.txt$/.exec(name)?.[1];
    if (pid !== undefined && (Number(pid) === process.pid || !isAlive(Number(pid)))) rmSync(path.join(FOLDER, name));
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
