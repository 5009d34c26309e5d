/** Records the events of a backend, and waits for further ones. */
import type { Backend, BackendEvent } from '../../backends/backend.js';

type Matches = (event: BackendEvent) => boolean;

export class EventLog {
  readonly seen: BackendEvent[] = [];
  readonly #abort = new AbortController();
  readonly #ended: Promise<void>;
  /** The position of the first event that `next` has not returned. */
  #read = 0;
  #failure: { error: unknown } | null = null;
  #wake: () => void = () => undefined;

  constructor(backend: Backend) {
    this.#ended = this.#listen(backend).catch((error: unknown) => {
      this.#failure = { error };
      this.#wake();
    });
  }

  /** Resolves when a matching event has arrived, immediately if it has already arrived. */
  async until(matches: Matches): Promise<void> {
    while (!this.seen.some(matches)) await this.#more();
  }

  /** Returns the next matching event, and never returns an event twice. */
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

  /** Aborts the stream by its signal, and rethrows an error of the stream. */
  async end(): Promise<void> {
    this.#abort.abort(new Error('the test needs no more events'));
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
