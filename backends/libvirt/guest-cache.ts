/**
 * A cache of what was read about each guest, until an event reports that the guest may have changed. It must not know
 * what is read or how: its owners do.
 */
import type { GuestId } from '../../src/domain/ids.js';

interface Read {
  readonly guest: GuestId;
  isStale: boolean;
}

export class GuestCache<Value> {
  readonly #known = new Map<GuestId, Value>();
  /** The reads under way. If the guest is forgotten meanwhile, the result is not cached. */
  readonly #reads = new Set<Read>();

  get(guest: GuestId): Value | undefined {
    return this.#known.get(guest);
  }

  forget(guest: GuestId): void {
    this.#known.delete(guest);
    for (const read of this.#reads) if (read.guest === guest) read.isStale = true;
  }

  forgetAll(): void {
    this.#known.clear();
    for (const read of this.#reads) read.isStale = true;
  }

  /** The cached value, or the result of `read`. Null is not cached. */
  async getOrRead(guest: GuestId, read: () => Promise<Value | null>): Promise<Value | null> {
    const known = this.#known.get(guest);
    if (known !== undefined) return known;
    const ours = { guest, isStale: false };
    this.#reads.add(ours);
    try {
      const found = await read();
      if (found !== null && !ours.isStale) this.#known.set(guest, found);
      return found;
    } finally {
      this.#reads.delete(ours);
    }
  }
}
