/**
 * A task that never runs concurrently with itself. Any number of wakes during a run lead to one more run after it: the
 * current run may have started too early to see the reason for the wake.
 *
 *   idle ─wake─► running ─wake─► running, one more due ─end─► running
 *                   └─end─► idle                 stop, in any state: no further run begins
 *
 * This file must not contain the work of a task, or decide when to wake it. A failed run is reported, and is not
 * retried before the next wake.
 *
 * Invariant: at most one run is in progress at a time, and after every wake a run begins, unless the task is stopped
 * first (test/unit/coalesced-task.test.ts).
 */
export class CoalescedTask {
  readonly #run: () => Promise<void>;
  readonly #onError: (error: unknown) => void;
  #currentRun: Promise<void> | null = null;
  #isOneMoreDue = false;
  #isStopped = false;

  constructor(run: () => Promise<void>, onError: (error: unknown) => void) {
    this.#run = run;
    this.#onError = onError;
  }

  get isStopped(): boolean {
    return this.#isStopped;
  }

  wake(): void {
    if (this.#isStopped) return;
    if (this.#currentRun !== null) {
      this.#isOneMoreDue = true;
      return;
    }
    this.#currentRun = this.#run()
      .catch(this.#onError)
      .finally(() => {
        this.#currentRun = null;
        if (!this.#isOneMoreDue) return;
        this.#isOneMoreDue = false;
        this.wake();
      });
  }

  /** Prevents further runs. Resolves when the current run has ended. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#currentRun;
  }
}
