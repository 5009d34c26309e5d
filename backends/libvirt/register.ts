/**
 * Which domains are ours (B8), and what their notes say.
 *
 * Ours is a domain whose name, UUID and metadata element all name the same guest. Asking for the element costs a call for each
 * domain, so what was read is kept until an event says that the domain may be another than it was, or the connection was lost.
 *
 * Invariant: what was read before such an event is never kept after it. (test/live/libvirt-driver.test.ts, "redefined behind our back")
 */
import type { GuestId } from '../../src/domain/ids.js';
import type { Daemon } from './daemon.js';
import { AFFECT, METADATA_ELEMENT, saysThat } from './dialect.js';
import { domainOf, guestOf } from './names.js';
import type { GuestNote } from './note.js';
import { NOTE_URI, readNote } from './note.js';
import type { Domain } from './rpc/structures.js';

/** Metadata read at the same time; the connection sends as many as its daemon takes. */
const SIDE_BY_SIDE = 64;

/** `foreign`: there is such a domain, and it is not ours. Null: there is none. */
export type Found = GuestNote | 'foreign' | null;

export class Register {
  readonly #daemon: Daemon;
  readonly #known = new Map<GuestId, GuestNote | 'foreign'>();
  /** Raised when anything is forgotten: what is read meanwhile is not kept. */
  #age = 0;

  constructor(daemon: Daemon) {
    this.#daemon = daemon;
  }

  forget(guest: GuestId): void {
    this.#known.delete(guest);
    this.#age += 1;
  }

  forgetAll(): void {
    this.#known.clear();
    this.#age += 1;
  }

  /** What the name and UUID of the guest lead to. */
  async find(guest: GuestId, signal: AbortSignal): Promise<Found> {
    return await this.#recall(guest, () => this.#lookUp(guest, signal));
  }

  /** Notes of those of the domains that are ours. */
  async notesOf(domains: readonly Domain[], signal: AbortSignal): Promise<Map<GuestId, GuestNote>> {
    const notes = new Map<GuestId, GuestNote>();
    const queue: GuestId[] = [];
    for (const guest of domains.map(guestOf)) {
      const known = guest === null ? 'foreign' : this.#known.get(guest);
      if (guest === null || known === 'foreign') continue;
      if (known === undefined) queue.push(guest);
      else notes.set(guest, known);
    }
    await sideBySide(queue, async (guest) => {
      // Its name and UUID are known to agree.
      const found = await this.#recall(guest, () => this.#readNote(guest, AFFECT.current, signal));
      if (found !== null && found !== 'foreign') notes.set(guest, found);
    });
    return notes;
  }

  /** SHA-256 of all images that any domain of ours needs, now or at its next start; null: one of them does not say. */
  async imagesInUse(signal: AbortSignal): Promise<Set<string> | null> {
    const { domains } = await this.#daemon.ask('ConnectListAllDomains', { needResults: 1, flags: 0 }, signal);
    const queue = domains.flatMap((domain) => {
      const guest = guestOf(domain);
      if (guest === null) return [];
      // One that runs may have been defined anew, with other images, for its next start.
      const isActive = domain.id !== -1;
      return isActive
        ? [AFFECT.live, AFFECT.config].map((affect) => ({ guest, affect }))
        : [{ guest, affect: AFFECT.config }];
    });
    const images = new Set<string>();
    let isKnown = true;
    await sideBySide(queue, async ({ guest, affect }) => {
      const note = await this.#readNote(guest, affect, signal);
      if (note === null || note === 'foreign') return;
      if (note.images === null) isKnown = false;
      for (const sha256 of note.images ?? []) images.add(sha256);
    });
    return isKnown ? images : null;
  }

  async #recall(guest: GuestId, read: () => Promise<Found>): Promise<Found> {
    const known = this.#known.get(guest);
    if (known !== undefined) return known;
    const age = this.#age;
    const found = await read();
    if (found !== null && age === this.#age) this.#known.set(guest, found);
    return found;
  }

  async #lookUp(guest: GuestId, signal: AbortSignal): Promise<Found> {
    const { name } = domainOf(guest);
    const [byUuid, byName, note] = await Promise.all([
      orNull(this.#daemon.ask('DomainLookupByUUID', { uuid: guest }, signal)),
      orNull(this.#daemon.ask('DomainLookupByName', { name }, signal)),
      this.#readNote(guest, AFFECT.current, signal),
    ]);
    if (byUuid === null && byName === null) return null;
    const isWhole =
      byUuid !== null && byName !== null && guestOf(byUuid.dom) === guest && guestOf(byName.dom) === guest;
    return isWhole && note !== null ? note : 'foreign';
  }

  /** The note in the metadata of the domain with this UUID; `foreign` where it is not this guest's or not there. */
  async #readNote(guest: GuestId, flags: number, signal: AbortSignal): Promise<Found> {
    try {
      const args = { dom: domainOf(guest), type: METADATA_ELEMENT, uri: NOTE_URI, flags };
      const note = readNote((await this.#daemon.ask('DomainGetMetadata', args, signal)).metadata);
      return note?.id === guest ? note : 'foreign';
    } catch (error) {
      // Or it has stopped this moment, and has nothing live.
      if (saysThat(error, 'NO_DOMAIN', 'OPERATION_INVALID')) return null;
      if (saysThat(error, 'NO_DOMAIN_METADATA')) return 'foreign';
      throw error;
    }
  }
}

async function orNull<T>(lookUp: Promise<T>): Promise<T | null> {
  try {
    return await lookUp;
  } catch (error) {
    if (saysThat(error, 'NO_DOMAIN')) return null;
    throw error;
  }
}

async function sideBySide<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const queue = [...items];
  const worker = async (): Promise<void> => {
    for (let item = queue.pop(); item !== undefined; item = queue.pop()) await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(SIDE_BY_SIDE, queue.length) }, worker));
}
