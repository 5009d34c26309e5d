/**
 * A task that never runs twice at the same time. A wake during a run leads to one more run after it, however many wakes
 * there were: the run under way may have looked too early to see what the wake is about.
 *
 *   idle ─wake─► running ─wake─► running, one more due ─end─► running
 *                   └─end─► idle                 stop, in any state: no run begins any more
 *
 * It knows nothing of what the task does or when to wake it. A failed run is reported and otherwise ends like any
 * other: whether to try again is for the next wake to say.
 *
 * Invariant: at most one run is under way, and a run begins after every wake until the stop
 * (test/unit/coalesced-task.test.ts).
 */
export class CoalescedTask {
  readonly #run: () => Promise<void>;
  readonly #onError: (error: unknown) => void;
  #underWay: Promise<void> | null = null;
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
    if (this.#underWay !== null) {
      this.#isOneMoreDue = true;
      return;
    }
    this.#underWay = this.#run()
      .catch(this.#onError)
      .finally(() => {
        this.#underWay = null;
        if (!this.#isOneMoreDue) return;
        this.#isOneMoreDue = false;
        this.wake();
      });
  }

  /** Begins no run from now on. Resolves when the one under way has ended. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#underWay;
  }
}
