/** Actions scheduled at simulated times. A binary heap, so that thousands of running shutdowns cost little. */
interface Entry {
  readonly dueMs: number;
  readonly run: (atMs: number) => void;
}

export class Schedule {
  readonly #heap: Entry[] = [];

  add(dueMs: number, run: (atMs: number) => void): void {
    const heap = this.#heap;
    let index = heap.push({ dueMs, run }) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (this.#dueAt(parent) <= this.#dueAt(index)) break;
      this.#swap(parent, index);
      index = parent;
    }
  }

  /** When the next entry is due, or null. */
  nextDueMs(): number | null {
    return this.#heap[0]?.dueMs ?? null;
  }

  /** Removes and returns the first entry, if it is due by `nowMs`. */
  takeDue(nowMs: number): Entry | null {
    const heap = this.#heap;
    const first = heap[0];
    if (first === undefined || first.dueMs > nowMs) return null;
    const last = heap.pop();
    if (last !== undefined && last !== first) {
      heap[0] = last;
      this.#sink();
    }
    return first;
  }

  #sink(): void {
    for (let index = 0; ;) {
      const left = 2 * index + 1;
      const least = this.#dueAt(left + 1) < this.#dueAt(left) ? left + 1 : left;
      if (this.#dueAt(index) <= this.#dueAt(least)) return;
      this.#swap(index, least);
      index = least;
    }
  }

  #dueAt(index: number): number {
    return this.#heap[index]?.dueMs ?? Infinity;
  }

  #swap(a: number, b: number): void {
    const [entryA, entryB] = [this.#heap[a], this.#heap[b]];
    if (entryA === undefined || entryB === undefined) return;
    this.#heap[a] = entryB;
    this.#heap[b] = entryA;
  }
}
