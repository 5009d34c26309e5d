/**
 * A queue for work that must not overlap, for every driver: work that changes a guest or its files runs one piece at a
 * time, in the order of arrival.
 */
import { throwIfOver, untilAborted } from './abort.js';
import type { CallScope } from './abort.js';

export class SerialQueue {
  #last: Promise<unknown> = Promise.resolve();
  #pending = 0;

  get isIdle(): boolean {
    return this.#pending === 0;
  }

  /** Resolves when all work that was queued so far has settled. */
  async whenIdle(): Promise<void> {
    await this.#last;
  }

  /**
   * Runs `work` when all earlier work has settled. An abort rejects immediately. Work that has not begun then never
   * begins. Work that is running still delays later work until it has cleaned up.
   */
  async run<T>(call: CallScope, work: () => Promise<T>): Promise<T> {
    throwIfOver(call);
    this.#pending += 1;
    const mine = this.#last.then(async () => {
      throwIfOver(call);
      return await work();
    });
    this.#last = mine.then(
      () => (this.#pending -= 1),
      () => (this.#pending -= 1),
    );
    return await untilAborted(mine, call.signal);
  }
}
