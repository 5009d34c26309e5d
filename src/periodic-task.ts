/** A task that a service repeats until it stops. A run does not wait for the previous run to finish. */
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
