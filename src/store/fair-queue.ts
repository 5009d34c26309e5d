/**
 * A queue in front of a fixed number of slots, such as the connections of a pool. Each key (a user) holds at most its
 * share of the slots. A free slot goes to the key that has waited longest for its turn, not to the key with the most
 * work, so that a key with much work mainly delays its own work.
 *
 *   work ─► key below its share and a slot free ─► runs ─► its slot goes to the next key
 *              └─ otherwise: waits in the line of its key ─► refused if the line is full, or after `waitMs`
 *
 * The queue must not depend on what the slots are, and must not decide how a refusal is reported: `refusal` does.
 * Invariant: no key ever holds more than its share, and no slot is free while a key below its share waits
 * (test/unit/fair-queue.test.ts).
 */
export interface FairQueueOptions {
  readonly slots: number;
  /** The share of one key. */
  readonly slotsPerKey: number;
  /** The maximum amount of work of one key that waits. */
  readonly waitingPerKey: number;
  /** The maximum time that work waits. */
  readonly waitMs: number;
  /** The error for work that is refused. */
  readonly refusal: (reason: 'full' | 'overdue' | 'closed') => Error;
}

interface Turn {
  /** Patient work waits until its signal aborts, and does not count towards `waitingPerKey`. */
  readonly isPatient: boolean;
  begin(): void;
  refuse(error: Error): void;
}

export class FairQueue {
  readonly #options: FairQueueOptions;
  #free: number;
  readonly #held = new Map<string, number>();
  /** The waiting work of each key, in the order of the keys' next turns. */
  readonly #lines = new Map<string, Turn[]>();
  #isClosed = false;

  constructor(options: FairQueueOptions) {
    this.#options = options;
    this.#free = options.slots;
  }

  /** The amount of work that waits. */
  get waiting(): number {
    let count = 0;
    for (const line of this.#lines.values()) count += line.length;
    return count;
  }

  /**
   * Runs `work` when the key has a slot. With `signal`, the work is patient: it waits until the signal aborts, and then
   * rejects with the reason of the signal.
   */
  async run<T>(key: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    if (this.#isClosed) throw this.#options.refusal('closed');
    if (this.#free > 0 && this.#hasShareLeft(key)) this.#take(key);
    else await this.#wait(key, signal);
    try {
      return await work();
    } finally {
      this.#release(key);
    }
  }

  /** Refuses all waiting work, and all further work. */
  close(): void {
    this.#isClosed = true;
    for (const turn of [...this.#lines.values()].flat()) turn.refuse(this.#options.refusal('closed'));
  }

  #hasShareLeft(key: string): boolean {
    return (this.#held.get(key) ?? 0) < this.#options.slotsPerKey;
  }

  #take(key: string): void {
    this.#free -= 1;
    this.#held.set(key, (this.#held.get(key) ?? 0) + 1);
  }

  #release(key: string): void {
    this.#free += 1;
    const held = (this.#held.get(key) ?? 0) - 1;
    if (held > 0) this.#held.set(key, held);
    else this.#held.delete(key);
    for (const [next, line] of this.#lines) {
      const [turn] = line;
      if (turn === undefined || !this.#hasShareLeft(next)) continue;
      this.#take(next);
      // The key goes to the end: its next turn comes after those of the other keys.
      this.#lines.delete(next);
      if (line.length > 1) this.#lines.set(next, line.slice(1));
      turn.begin();
      return;
    }
  }

  #wait(key: string, signal: AbortSignal | undefined): Promise<void> {
    const { waitingPerKey, waitMs, refusal } = this.#options;
    const isPatient = signal !== undefined;
    const line = this.#lines.get(key) ?? [];
    if (!isPatient && line.filter((turn) => !turn.isPatient).length >= waitingPerKey) throw refusal('full');
    signal?.throwIfAborted();
    return new Promise((resolve, reject) => {
      const leave = (error: Error): void => {
        stop();
        this.#leave(key, turn);
        reject(error);
      };
      const onAbort = (): void => leave(signal?.reason as Error);
      const timer = isPatient ? undefined : setTimeout(() => leave(refusal('overdue')), waitMs);
      const stop = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', onAbort);
      };
      const turn: Turn = {
        isPatient,
        begin() {
          stop();
          resolve();
        },
        refuse: leave,
      };
      signal?.addEventListener('abort', onAbort);
      this.#lines.set(key, [...line, turn]);
    });
  }

  #leave(key: string, turn: Turn): void {
    const line = (this.#lines.get(key) ?? []).filter((other) => other !== turn);
    if (line.length > 0) this.#lines.set(key, line);
    else this.#lines.delete(key);
  }
}
