/**
 * Which domains are ours (B8), and their metadata.
 *
 * A domain is ours if its name, its UUID and its metadata element all name the same guest. Reading the element costs a
 * call for each domain, so the element is cached until an event reports that the domain may have changed, or the
 * connection is lost.
 *
 * Invariant: after an event that reports such a change, metadata that was read before the event is never cached.
 * (test/live/libvirt-driver.test.ts, "redefined behind our back")
 */
import type { GuestId } from '../../src/domain/ids.js';
import type { Daemon } from './daemon.js';
import { AFFECT, DEFINITION, METADATA_ELEMENT, hasErrorCode } from './dialect.js';
import { partsOfDomain } from './guest-parts.js';
import { domainOf, guestOf } from './names.js';
import type { GuestMetadata } from './guest-metadata.js';
import { METADATA_URI, parseMetadata } from './guest-metadata.js';
import { GuestCache } from './guest-cache.js';
import { inParallel } from './parallel.js';
import type { Domain } from './rpc/structures.js';

/** `foreign`: a domain with the guest's name or UUID exists, but it is not ours. Null: there is no such domain. */
export type Found = GuestMetadata | 'foreign' | null;

export class DomainIndex {
  readonly #daemon: Daemon;
  /** The metadata of the running domain. If the domain does not run: the metadata for its next start. */
  readonly #cache = new GuestCache<GuestMetadata | 'foreign'>();
  /** The metadata for the next start. */
  readonly #next = new GuestCache<GuestMetadata | 'foreign'>();

  constructor(daemon: Daemon) {
    this.#daemon = daemon;
  }

  forget(guest: GuestId): void {
    this.#cache.forget(guest);
    this.#next.forget(guest);
  }

  forgetAll(): void {
    this.#cache.forgetAll();
    this.#next.forgetAll();
  }

  /** Finds the domain that has the name and UUID of the guest. */
  async find(guest: GuestId, signal: AbortSignal): Promise<Found> {
    return await this.#cache.getOrRead(guest, () => this.#lookUp(guest, signal));
  }

  /** The metadata of those `domains` that are ours. */
  async metadataOf(domains: readonly Domain[], signal: AbortSignal): Promise<Map<GuestId, GuestMetadata>> {
    const found = new Map<GuestId, GuestMetadata>();
    const queue: GuestId[] = [];
    for (const guest of domains.map(guestOf)) {
      const known = guest === null ? 'foreign' : this.#cache.get(guest);
      if (guest === null || known === 'foreign') continue;
      if (known === undefined) queue.push(guest);
      else found.set(guest, known);
    }
    await inParallel(queue, async (guest) => {
      // `guestOf` has checked that name and UUID agree.
      const read = await this.#cache.getOrRead(guest, () => this.#readMetadata(guest, AFFECT.current, signal));
      if (read !== null && read !== 'foreign') found.set(guest, read);
    });
    return found;
  }

  /**
   * The SHA-256 of each image that any of our domains needs, now or at its next start. Null if the metadata of a domain
   * is damaged. Only the metadata of domains that are not cached is read, so the cost of many removals does not grow
   * with the square of the number of guests. The cache is sufficient: the images of a domain change only with its
   * definition, and then an event arrives. A domain that another service has just defined is not cached.
   */
  async imagesInUse(signal: AbortSignal): Promise<Set<string> | null> {
    const { domains } = await this.#daemon.query('ConnectListAllDomains', { needResults: 1, flags: 0 }, signal);
    const queue = domains.flatMap((domain) => {
      const guest = guestOf(domain);
      if (guest === null) return [];
      const next = { guest, cache: this.#next, affect: AFFECT.config };
      // A running domain may have a different definition, with different images, for its next start.
      const isActive = domain.id !== -1;
      return isActive ? [{ guest, cache: this.#cache, affect: AFFECT.live }, next] : [next];
    });
    const images = new Set<string>();
    let isKnown = true;
    await inParallel(queue, async ({ guest, cache, affect }) => {
      const metadata = await cache.getOrRead(guest, () => this.#readMetadata(guest, affect, signal));
      if (metadata === null || metadata === 'foreign') return;
      if (metadata.images === null) isKnown = false;
      for (const sha256 of metadata.images ?? []) images.add(sha256);
    });
    return isKnown ? images : null;
  }

  /** The files of all disks that domains of ours name, without those of cdroms. Only for rare cases. */
  async filesOfDisks(signal: AbortSignal): Promise<string[]> {
    const files: string[] = [];
    const { domains } = await this.#daemon.query('ConnectListAllDomains', { needResults: 1, flags: 0 }, signal);
    for (const guest of domains.map(guestOf)) {
      if (guest === null) continue;
      try {
        const args = { dom: domainOf(guest), flags: DEFINITION };
        const { xml } = await this.#daemon.query('DomainGetXMLDesc', args, signal);
        for (const { source, isFile, isCdrom } of partsOfDomain(xml, { disks: [] }).disks)
          if (source !== null && isFile && !isCdrom) files.push(source);
      } catch (error) {
        if (!hasErrorCode(error, 'NO_DOMAIN')) throw error;
      }
    }
    return files;
  }

  async #lookUp(guest: GuestId, signal: AbortSignal): Promise<Found> {
    const { name } = domainOf(guest);
    const [byUuid, byName, metadata] = await Promise.all([
      orNull(this.#daemon.query('DomainLookupByUUID', { uuid: guest }, signal)),
      orNull(this.#daemon.query('DomainLookupByName', { name }, signal)),
      this.#readMetadata(guest, AFFECT.current, signal),
    ]);
    if (byUuid === null && byName === null) return null;
    const isComplete =
      byUuid !== null && byName !== null && guestOf(byUuid.dom) === guest && guestOf(byName.dom) === guest;
    return isComplete && metadata !== null ? metadata : 'foreign';
  }

  /** Our element in the metadata of the domain with this UUID; `foreign` if it is missing or names another guest. */
  async #readMetadata(guest: GuestId, flags: number, signal: AbortSignal): Promise<Found> {
    try {
      const args = { dom: domainOf(guest), type: METADATA_ELEMENT, uri: METADATA_URI, flags };
      const metadata = parseMetadata((await this.#daemon.query('DomainGetMetadata', args, signal)).metadata);
      return metadata?.id === guest ? metadata : 'foreign';
    } catch (error) {
      // OPERATION_INVALID: the domain has just stopped and has no live metadata.
      if (hasErrorCode(error, 'NO_DOMAIN', 'OPERATION_INVALID')) return null;
      if (hasErrorCode(error, 'NO_DOMAIN_METADATA')) return 'foreign';
      throw error;
    }
  }
}

async function orNull<T>(lookUp: Promise<T>): Promise<T | null> {
  try {
    return await lookUp;
  } catch (error) {
    if (hasErrorCode(error, 'NO_DOMAIN')) return null;
    throw error;
  }
}
