/**
 * One listener on each abort signal, for all the calls that share the signal. Many calls of one request, or of the
 * whole service, carry the same signal; a listener for each would cost more than the call's own bookkeeping, and Node
 * warns at the eleventh.
 *
 * The listener of the signal that was used last stays even if no call waits: the next call mostly has the same signal.
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
   * Calls `who.aborted` once when the signal aborts, unless `remove` comes first. Never does so for a signal that was
   * aborted before.
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
