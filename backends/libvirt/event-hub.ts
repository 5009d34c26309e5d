/**
 * Passes events on to listeners. The memory of each listener is bounded: a listener stores only which guests changed,
 * not how often, and if too many guests changed, a single `observe_everything` replaces their events.
 *
 *   open ─lost─► stream_lost, then silence ─restored─► observe_everything, then changes
 *
 * Changes that happened before the loss are dropped, because everything is observed again.
 */
import type { GuestId } from '../../src/domain/ids.js';
import type { BackendEvent } from '../backend.js';

/** If more guests than this changed, observing all guests is cheaper. */
const MAX_CHANGED = 1000;

interface Listener {
  readonly changed: Set<GuestId>;
  mustObserveEverything: boolean;
  /** Whether the listener was notified that the stream is open. If not, it receives no `stream_lost`. */
  wasNotified: boolean;
  loss: { readonly cause: unknown } | null;
  wake: () => void;
}

export class EventHub {
  readonly #listeners = new Set<Listener>();
  #isOpen = false;
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

  lost(cause: unknown): void {
    this.#isOpen = false;
    for (const listener of this.#listeners) {
      listener.changed.clear();
      listener.mustObserveEverything = false;
      if (listener.wasNotified) listener.loss = { cause };
      listener.wake();
    }
  }

  restored(): void {
    this.#isOpen = true;
    for (const listener of this.#listeners) {
      listener.mustObserveEverything = true;
      listener.wake();
    }
  }

  close(): void {
    this.#isClosed = true;
    for (const listener of this.#listeners) listener.wake();
  }

  async *listen(signal: AbortSignal): AsyncGenerator<BackendEvent> {
    const listener: Listener = {
      changed: new Set(),
      mustObserveEverything: this.#isOpen,
      wasNotified: false,
      loss: null,
      wake: () => undefined,
    };
    const onAbort = (): void => listener.wake();
    signal.addEventListener('abort', onAbort);
    this.#listeners.add(listener);
    try {
      while (!signal.aborted && !this.#isClosed) {
        if (listener.loss !== null) {
          const { cause } = listener.loss;
          listener.loss = null;
          listener.wasNotified = false;
          yield { kind: 'stream_lost', cause };
          continue;
        }
        if (listener.mustObserveEverything) {
          listener.mustObserveEverything = false;
          listener.wasNotified = true;
          yield { kind: 'observe_everything' };
          continue;
        }
        const [guest] = listener.changed;
        if (guest !== undefined) {
          // Must come before the yield: a change that arrives while the reader observes the guest needs a new event.
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
