/**
 * Waits for the next change of a guest without missing one: this class counts changes, and a waiter passes the count
 * that it read before it observed the guest. A change between the observation and the wait then ends the wait
 * immediately.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { untilAborted } from './abort.js';

export class ChangeCounter {
  #count = 0;
  readonly #waiting = new Set<() => void>();

  get count(): number {
    return this.#count;
  }

  increment(): void {
    this.#count += 1;
    for (const wake of this.#waiting) wake();
  }

  /** Resolves at the first change after the count `seen`, or when the timeout expires. */
  async waitForNext(seen: number, timeoutMs: number, signal: AbortSignal): Promise<void> {
    if (this.#count !== seen) return;
    let wake: () => void = () => undefined;
    const timer = new AbortController();
    try {
      const change = new Promise<void>((resolve) => (wake = resolve));
      this.#waiting.add(wake);
      const timeout = sleep(timeoutMs, undefined, { signal: timer.signal }).catch(() => undefined);
      await untilAborted(Promise.race([change, timeout]), signal);
    } finally {
      this.#waiting.delete(wake);
      timer.abort();
    }
  }
}
