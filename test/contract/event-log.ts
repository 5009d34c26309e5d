/** The events of a backend so far, and waiting for further ones. */
import type { Backend, BackendEvent } from '../../backends/backend.js';

type Matches = (event: BackendEvent) => boolean;

export class EventLog {
  readonly seen: BackendEvent[] = [];
  readonly #abort = new AbortController();
  readonly #ended: Promise<void>;
  /** Events before this one were already returned by `next`. */
  #read = 0;
  #failure: { error: unknown } | null = null;
  #wake: () => void = () => undefined;

  constructor(backend: Backend) {
    this.#ended = this.#listen(backend).catch((error: unknown) => {
      this.#failure = { error };
      this.#wake();
    });
  }

  /** Resolves when such an event has come, now or before. */
  async until(matches: Matches): Promise<void> {
    while (!this.seen.some(matches)) await this.#more();
  }

  /** The next such event that was not returned yet. */
  async next(matches: Matches): Promise<BackendEvent> {
    for (;;) {
      const event = this.seen[this.#read];
      if (event === undefined) {
        await this.#more();
        continue;
      }
      this.#read++;
      if (matches(event)) return event;
    }
  }

  /** Ends the stream by its signal; throws what the stream threw. */
  async end(): Promise<void> {
    this.#abort.abort(new Error('heard enough'));
    await this.#ended;
    if (this.#failure !== null) throw this.#failure.error;
  }

  async #listen(backend: Backend): Promise<void> {
    for await (const event of backend.listenToEvents({ signal: this.#abort.signal })) {
      this.seen.push(event);
      this.#wake();
    }
    if (!this.#abort.signal.aborted) throw new Error('the stream ended before its signal did');
  }

  async #more(): Promise<void> {
    if (this.#failure !== null) throw this.#failure.error;
    await new Promise<void>((resolve) => (this.#wake = resolve));
  }
}
