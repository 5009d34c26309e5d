/**
 * The guests of a host whose machines did not respond to the last observation.
 *
 *   responds ─no response─► silent ─no response again─► unresponsive
 *       ▲                     │                              │
 *       └──────── response ───┴──────────────────────────────┘
 *
 * One missing response proves nothing: the machine of the host may just be busy. One observer keeps these guests in its
 * memory only; what clients see is in the database.
 */
import type { GuestId } from '../domain/ids.js';

/** The number of observations without a response after which a guest is unresponsive. */
const UNRESPONSIVE_AFTER = 2;

export class SilentGuests {
  readonly #missing = new Map<GuestId, number>();

  /** All silent guests, including the unresponsive ones. */
  get ids(): GuestId[] {
    return [...this.#missing.keys()];
  }

  has(guest: GuestId): boolean {
    return this.#missing.has(guest);
  }

  /** Records that the guest did not respond. Returns whether it now counts as unresponsive. */
  noResponse(guest: GuestId): boolean {
    const missing = (this.#missing.get(guest) ?? 0) + 1;
    this.#missing.set(guest, missing);
    return missing >= UNRESPONSIVE_AFTER;
  }

  /** Records that the guest responded, or no longer exists. */
  forget(guest: GuestId): void {
    this.#missing.delete(guest);
  }
}
