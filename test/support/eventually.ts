/**
 * Waits until a condition holds, when nothing reports that it does. The limit is the test's own timeout: no test passes
 * or fails by how long this took.
 */
import { setTimeout as wait } from 'node:timers/promises';

const POLL_INTERVAL_MS = 20;

export async function eventually(isSo: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await isSo())) await wait(POLL_INTERVAL_MS);
}
