/**
 * The slots in which the regular work of all hosts begins, so that a service with many hosts wakes up ten times a
 * second, not once for each call.
 */
const SLOT_MS = 100;

/** The begin of the first slot, by the monotonic clock, that is at least this time from now. */
export function slotAfter(ms: number): number {
  return Math.ceil((performance.now() + ms) / SLOT_MS) * SLOT_MS;
}
