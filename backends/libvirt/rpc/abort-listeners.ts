/**
 * One listener on each abort signal, for all calls that share the signal. Many calls of one request, or of the whole
 * service, share one signal. A listener for each call would cost more than the call's own bookkeeping, and Node warns
 * at the eleventh listener.
 *
 * The listener on the most recent signal stays even if no call waits, because the next call usually has the same
 * signal.
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

  /**
   * Calls `who.aborted` once when the signal aborts, unless `remove` is called first. Does nothing for a signal that is
   * already aborted.
   */
  add(signal: AbortSignal, who: Abortable): void {
    const watched = this.#watched.get(signal) ?? this.#listen(signal);
    if (watched === this.#idle) this.#idle = null;
    watched.waiting.add(who);
  }

  remove(signal: AbortSignal, who: Abortable): void {
    const watched = this.#watched.get(signal);
    if (watched === undefined || !watched.waiting.delete(who) || watched.waiting.size > 0) return;
    this.#leave(this.#idle);
    this.#idle = watched;
  }

  /** Removes all listeners. */
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
