/**
 * A cache of what was read about each guest, until an event reports that the guest may have changed. It must not know
 * what is read or how: its owners do.
 */
import type { GuestId } from '../../src/domain/ids.js';

export class GuestCache<Value> {
  readonly #known = new Map<GuestId, Value>();
  /** Increases with every invalidation. The result of a read that began before an invalidation is not cached. */
  #generation = 0;

  get(guest: GuestId): Value | undefined {
    return this.#known.get(guest);
  }

  forget(guest: GuestId): void {
    this.#known.delete(guest);
    this.#generation += 1;
  }

  forgetAll(): void {
    this.#known.clear();
    this.#generation += 1;
  }

  /** The cached value, or the result of `read`. Null is not cached. */
  async getOrRead(guest: GuestId, read: () => Promise<Value | null>): Promise<Value | null> {
    const known = this.#known.get(guest);
    if (known !== undefined) return known;
    const generation = this.#generation;
    const found = await read();
    if (found !== null && generation === this.#generation) this.#known.set(guest, found);
    return found;
  }
}
