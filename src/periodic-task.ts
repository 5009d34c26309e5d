/** Something that a service does again and again for as long as it runs. One run does not wait for the one before. */
export class PeriodicTask {
  readonly #timer: NodeJS.Timeout;

  /** `run` must never reject. */
  constructor(everyMs: number, run: () => Promise<void>) {
    this.#timer = setInterval(() => void run(), everyMs);
  }

  /** A run under way goes on. */
  stop(): void {
    clearInterval(this.#timer);
  }
}
