/** The requests of this process that wait for the end of an operation. The notification of the end wakes them. */
import type { OperationId } from '../../domain/ids.js';
import type { Listener } from '../../store/listener.js';
import { ENDED_CHANNEL } from '../../store/operations.js';

export class OperationEndings {
  readonly #waiting = new Map<string, Set<() => void>>();

  constructor(listener: Listener) {
    const wakeAll = (): void => {
      for (const id of [...this.#waiting.keys()]) this.#wake(id);
    };
    listener.subscribe(ENDED_CHANNEL, { onNotified: (id) => this.#wake(id), onGap: wakeAll });
  }

  isReleased = false;

  /** The number of waiting requests. */
  get size(): number {
    let size = 0;
    for (const each of this.#waiting.values()) size += each.size;
    return size;
  }

  /** Calls `wake` whenever the operation may have ended, until the returned function is called. */
  watch(id: OperationId, wake: () => void): () => void {
    const watchers = this.#waiting.get(id) ?? new Set();
    this.#waiting.set(id, watchers.add(wake));
    return () => {
      watchers.delete(wake);
      if (watchers.size === 0 && this.#waiting.get(id) === watchers) this.#waiting.delete(id);
    };
  }

  /** Ends all waits, because the service is stopping: clients must poll the operation instead. */
  release(): void {
    this.isReleased = true;
    for (const id of [...this.#waiting.keys()]) this.#wake(id);
  }

  #wake(id: string): void {
    for (const wake of [...(this.#waiting.get(id) ?? [])]) wake();
  }
}
