/**
 * Work that several callers need at the same time and that one of them does for all. A caller shares only a run that
 * began after its own call: an earlier run may have passed what the caller needs it to see.
 *
 *   a run is in progress ─► wait until it ends ─┬─► another run has begun since ─┬─► it succeeds: share its result
 *                                               │                                └─► it fails ──┐
 *   no run is in progress ──────────────────────┴─► begin a run with the caller's own work ◄────┘
 *
 * A run belongs to the caller that began it, and ends if that caller's call is aborted. Then the others do the work
 * themselves, so no caller gets the failure of another.
 * Invariant: the result that a caller gets is of a run that began after its call. (test/unit/shared-run.test.ts)
 */
import { untilAborted } from './abort.js';

type Outcome<T> = { readonly result: T } | 'failed';

export class SharedRun<T> {
  /** Never rejects. */
  #current: Promise<Outcome<T>> | null = null;

  async run(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    const earlier = this.#current;
    if (earlier !== null) {
      await untilAborted(earlier, signal);
      const shared = this.#current;
      const outcome = shared === null ? 'failed' : await untilAborted(shared, signal);
      if (outcome !== 'failed') return outcome.result;
    }
    return await this.#begin(work);
  }

  async #begin(work: () => Promise<T>): Promise<T> {
    const working = work();
    const outcome = working.then(
      (result): Outcome<T> => ({ result }),
      (): Outcome<T> => 'failed',
    );
    const current = outcome.finally(() => {
      if (this.#current === current) this.#current = null;
    });
    this.#current = current;
    return await working;
  }
}
