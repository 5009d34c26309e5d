/**
 * Polls until a condition holds, for conditions that no event reports. The limit is the test's own timeout, so no test
 * depends on the duration.
 */
import { setTimeout as wait } from 'node:timers/promises';

const POLL_INTERVAL_MS = 20;

export async function eventually(condition: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await condition())) await wait(POLL_INTERVAL_MS);
}
