/**
 * The keys (users) that were active lately, so that limits which only protect users from each other do not slow down
 * a single active user. Must not decide what such a limit is: fair-queue.ts does.
 */

/** A key is active for between one and two of these periods after its last work. */
const PERIOD_MS = 1_000;

export class ActiveKeys {
  /** The keys of this period, and those of the one before. */
  #current = new Set<string>();
  #before = new Set<string>();
  #endMs = 0;

  note(key: string, nowMs: number): void {
    this.#advance(nowMs);
    this.#current.add(key);
  }

  /** Whether no other key is active. */
  isAlone(key: string, nowMs: number): boolean {
    this.#advance(nowMs);
    return [this.#current, this.#before].every((keys) => keys.size === (keys.has(key) ? 1 : 0));
  }

  #advance(nowMs: number): void {
    if (nowMs < this.#endMs) return;
    this.#before = nowMs < this.#endMs + PERIOD_MS ? this.#current : new Set();
    this.#current = new Set();
    this.#endMs = nowMs + PERIOD_MS;
  }
}
