/** A task that a service repeats for as long as it runs. A run does not wait for the previous one to finish. */
export class PeriodicTask {
  readonly #timer: NodeJS.Timeout;

  /** `run` must never reject. */
  constructor(everyMs: number, run: () => Promise<void>) {
    this.#timer = setInterval(() => void run(), everyMs);
  }

  /** Does not stop a run that is in progress. */
  stop(): void {
    clearInterval(this.#timer);
  }
}
