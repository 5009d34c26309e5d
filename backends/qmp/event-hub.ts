/**
 * Passes events on to listeners. The memory of each listener is bounded: a listener stores only which guests changed,
 * not how often, and if too many guests changed, a single `observe_everything` replaces their events.
 */
import type { GuestId } from '../../src/domain/ids.js';
import type { BackendEvent } from '../backend.js';

/** If more guests than this changed, observing all guests is cheaper. */
const MAX_CHANGED = 1000;

interface Listener {
  readonly changed: Set<GuestId>;
  mustObserveEverything: boolean;
  wake: () => void;
}

export class EventHub {
  readonly #listeners = new Set<Listener>();
  #isClosed = false;

  guestChanged(guest: GuestId): void {
    for (const listener of this.#listeners) {
      if (!listener.mustObserveEverything) listener.changed.add(guest);
      if (listener.changed.size > MAX_CHANGED) {
        listener.changed.clear();
        listener.mustObserveEverything = true;
      }
      listener.wake();
    }
  }

  close(): void {
    this.#isClosed = true;
    for (const listener of this.#listeners) listener.wake();
  }

  async *listen(signal: AbortSignal): AsyncGenerator<BackendEvent> {
    const listener: Listener = { changed: new Set(), mustObserveEverything: true, wake: () => undefined };
    const onAbort = (): void => listener.wake();
    signal.addEventListener('abort', onAbort);
    this.#listeners.add(listener);
    try {
      while (!signal.aborted && !this.#isClosed) {
        if (listener.mustObserveEverything) {
          listener.mustObserveEverything = false;
          yield { kind: 'observe_everything' };
          continue;
        }
        const [guest] = listener.changed;
        if (guest !== undefined) {
          listener.changed.delete(guest);
          yield { kind: 'guest_changed', guest };
          continue;
        }
        await new Promise<void>((resolve) => (listener.wake = resolve));
      }
    } finally {
      this.#listeners.delete(listener);
      signal.removeEventListener('abort', onAbort);
    }
  }
}
