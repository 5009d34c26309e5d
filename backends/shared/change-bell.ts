/**
 * Waiting for "something changed" without missing a change that comes between looking and waiting: changes are counted, and whoever
 * waits says which count it has seen.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { untilAborted } from './turn.js';

export class ChangeBell {
  #count = 0;
  readonly #waiting = new Set<() => void>();

  get count(): number {
    return this.#count;
  }

  ring(): void {
    this.#count += 1;
    for (const wake of this.#waiting) wake();
  }

  /** Resolves at the first change after the one counted `seen`, or when the time is over. */
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
