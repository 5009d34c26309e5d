/**
 * One listener on each abort signal, for however many calls share it. Many calls of one request or of the whole service carry the
 * same signal; a listener for each would cost more than the call's own bookkeeping, and Node warns of the eleventh.
 *
 * The listener of the signal that was used last stays while nobody waits for it: the next call mostly has the same one.
 */

export interface Abortable {
  aborted(reason: unknown): void;
}

interface Watched {
  readonly signal: AbortSignal;
  readonly waiting: Set<Abortable>;
  readonly listener: () => void;
}

export class AbortListeners {
  readonly #watched = new Map<AbortSignal, Watched>();
  #idle: Watched | null = null;

  /** Tells `who` once when the signal aborts, unless `unwatch` comes first. Never tells of a signal that is over already. */
  watch(signal: AbortSignal, who: Abortable): void {
    const watched = this.#watched.get(signal) ?? this.#listen(signal);
    if (watched === this.#idle) this.#idle = null;
    watched.waiting.add(who);
  }

  unwatch(signal: AbortSignal, who: Abortable): void {
    const watched = this.#watched.get(signal);
    if (watched === undefined || !watched.waiting.delete(who) || watched.waiting.size > 0) return;
    this.#leave(this.#idle);
    this.#idle = watched;
  }

  /** Nobody waits any more. */
  close(): void {
    for (const watched of [...this.#watched.values()]) this.#leave(watched);
    this.#idle = null;
  }

  #listen(signal: AbortSignal): Watched {
    const waiting = new Set<Abortable>();
    const listener = (): void => {
      if (this.#idle?.signal === signal) this.#idle = null;
      this.#watched.delete(signal);
      for (const who of waiting) who.aborted(signal.reason);
    };
    const watched = { signal, waiting, listener };
    this.#watched.set(signal, watched);
    signal.addEventListener('abort', listener, { once: true });
    return watched;
  }

  #leave(watched: Watched | null): void {
    if (watched === null) return;
    this.#watched.delete(watched.signal);
    watched.signal.removeEventListener('abort', watched.listener);
  }
}
