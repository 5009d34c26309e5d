/**
 * One after another, for every driver: what changes a guest or its files is never done twice at a time.
 */

/** `promise`, or the signal's reason as soon as it is aborted (B5). What `promise` does then ends on its own; its failure is nobody's. */
export async function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  promise.catch(() => undefined);
  signal.throwIfAborted();
  let onAbort: () => void = () => undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    onAbort = () => reject(signal.reason as Error);
    signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

export class Turn {
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  get isIdle(): boolean {
    return this.#waiting === 0;
  }

  /** Resolves when everything that has taken its turn so far has settled. */
  async whenIdle(): Promise<void> {
    await this.#last;
  }

  /**
   * Does `work` when all earlier work has settled. An abort rejects at once: work not begun is then never begun, and work under way
   * keeps its turn until it has cleaned up after itself.
   */
  async take<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    signal.throwIfAborted();
    this.#waiting += 1;
    const mine = this.#last.then(async () => {
      signal.throwIfAborted();
      return await work();
    });
    this.#last = mine.then(
      () => (this.#waiting -= 1),
      () => (this.#waiting -= 1),
    );
    return await untilAborted(mine, signal);
  }
}
