/** A cache whose entries expire and whose size is limited: when it is full, the oldest entry is dropped first. */
export class ShortMemory<V> {
  readonly #max: number;
  readonly #now: () => number;
  readonly #entries = new Map<string, { readonly value: V; readonly fromMs: number; readonly untilMs: number }>();

  constructor(max: number, now: () => number) {
    this.#max = max;
    this.#now = now;
  }

  get(key: string): V | undefined {
    const entry = this.#entries.get(key);
    const now = this.#now();
    // Both bounds are checked: a clock that was set back must not make an entry last longer.
    if (entry !== undefined && entry.fromMs <= now && now < entry.untilMs) return entry.value;
    this.#entries.delete(key);
    return undefined;
  }

  set(key: string, value: V, untilMs: number): void {
    this.#entries.delete(key);
    const [oldest] = this.#entries.keys();
    if (oldest !== undefined && this.#entries.size >= this.#max) this.#entries.delete(oldest);
    this.#entries.set(key, { value, fromMs: this.#now(), untilMs });
  }
}
