/**
 * Images on the host: one volume for each SHA-256. An image is uploaded for the first guest that needs it, and removed
 * with the last guest that needs it, unless the caller keeps it (`listKeptImages`). An image can also be uploaded ahead
 * of any guest.
 *
 * Complete. A volume is created empty and written from its beginning to its end, so its file has the image's length if
 * and only if it is complete. A shorter file was left by an interrupted upload, and the volume is created again
 * (upload.ts).
 *
 * In use. The metadata of domains lists the images that guests need, so there is no reference count that could be lost.
 * A guest that is being defined has no domain yet, so the call that defines the guest holds the images until the domain
 * exists. An image is removed only while no call holds it, and new holders wait during the removal. So no image
 * disappears while a guest is being created from it. Another service on the same host does not know these holders, so
 * the images of a domain are checked again after the domain is defined (guest.ts).
 *
 * The files belong to the user of the daemon, and only QEMU's group can also read them. No guest changes them, so their
 * owner never has to change (domain-xml.ts, Labels).
 */
import type { CallOptions, ImageFile } from '../backend.js';
import { Progress } from '../shared/progress.js';
import { SerialQueue } from '../shared/serial-queue.js';
import { imageVolumeName, isOnlyMadeByUs, sha256OfImageVolume } from './names.js';
import { inParallel } from './parallel.js';
import type { Pool } from './pool.js';
import type { DomainIndex } from './domain-index.js';
import type { StorageVol } from './rpc/structures.js';
import type { Session } from './session.js';
import { openImage, uploadImage } from './upload.js';

/** The parts of a call that removals of images need. */
export type ImageScope = Pick<CallOptions, 'signal' | 'requireOwnership' | 'listKeptImages'>;

interface Slot {
  readonly queue: SerialQueue;
  holders: number;
}

export class Images {
  readonly #pool: Pool;
  readonly #domainIndex: DomainIndex;
  readonly #slots = new Map<string, Slot>();
  readonly #removals = new SerialQueue();

  constructor(pool: Pool, domainIndex: DomainIndex) {
    this.#pool = pool;
    this.#domainIndex = domainIndex;
  }

  /**
   * Holds the images while `work` creates a guest from them. The images are on the host when `work` begins. `work`
   * receives the volumes by SHA-256.
   */
  async holding<T>(
    images: readonly ImageFile[],
    session: Session,
    signal: AbortSignal,
    progress: Progress,
    work: (volumes: ReadonlyMap<string, StorageVol>) => Promise<T>,
  ): Promise<T> {
    const held = new Map(images.map((image) => [image.sha256, image]));
    for (const sha256 of held.keys()) this.#slot(sha256).holders += 1;
    try {
      const volumes = new Map<string, StorageVol>();
      for (const [sha256, image] of held) {
        volumes.set(sha256, await this.ensure(image, session, signal, progress));
        progress.add(image.sizeBytes);
      }
      return await work(volumes);
    } finally {
      for (const sha256 of held.keys()) {
        this.#slot(sha256).holders -= 1;
        this.#tidy(sha256);
      }
    }
  }

  /** The complete volume of the image, uploaded if necessary. */
  async ensure(
    image: ImageFile,
    session: Session,
    signal: AbortSignal,
    progress: Progress | null = null,
  ): Promise<StorageVol> {
    const slot = this.#slot(image.sha256);
    return await slot.queue.run({ signal }, async () => {
      // Must come first: an image whose file is missing is refused even if the host still has the image.
      const file = await openImage(image);
      try {
        const name = imageVolumeName(image.sha256);
        const found = await this.#pool.find(name, session, signal);
        if (found !== null) {
          const length = await this.#pool.findLength(found, session, signal);
          if (length === image.sizeBytes) return found;
          if (length === null) await this.#pool.requireMounted(session, signal);
          await this.#pool.remove(found, session, signal);
        }
        const made = await this.#pool.makeReadable(name, session, signal);
        await uploadImage({ file, image, vol: made }, this.#pool, session, signal, progress);
        return made;
      } finally {
        await file.close();
      }
    });
  }

  /** Uploads the image ahead of any guest. Throws `capacity_exhausted` if it would not leave the reserve free. */
  async copy(image: ImageFile, { signal, onProgress }: CallOptions, session: Session): Promise<void> {
    const progress = new Progress(image.sizeBytes, onProgress);
    const bytesOf = (existing: ReadonlySet<string>): number =>
      existing.has(imageVolumeName(image.sha256)) ? 0 : image.sizeBytes;
    await this.#pool.whileRoom(bytesOf, session, signal, () => this.ensure(image, session, signal, progress));
  }

  /** Removes the image unless a guest needs it. Returns whether it is gone. */
  async remove(sha256: string, call: ImageScope, session: Session): Promise<boolean> {
    const { signal } = call;
    const name = imageVolumeName(sha256);
    const vol = await this.#pool.find(name, session, signal);
    if (vol !== null) await this.#removeIfUnused(vol, sha256, call, session);
    return (await this.#pool.find(name, session, signal)) === null;
  }

  /**
   * The images on the host by SHA-256, with the lengths of their files. A shorter file was left by an interrupted
   * upload; the next guest that needs the image uploads it again.
   */
  async list(session: Session, signal: AbortSignal): Promise<Map<string, number>> {
    const vols = await this.#pool.list(session, signal);
    const lengths = new Map<string, number>();
    let isAnyLost = false;
    await inParallel(vols, async (vol) => {
      const sha256 = sha256OfImageVolume(vol.name);
      if (sha256 === null) return;
      const length = await this.#pool.findLength(vol, session, signal);
      if (length === null) isAnyLost = true;
      else lengths.set(sha256, length);
    });
    // Missing volumes and files are no proof that the images are gone.
    if (isAnyLost || !vols.some(({ name }) => isOnlyMadeByUs(name))) await this.#pool.requireMounted(session, signal);
    return lengths;
  }

  /**
   * Removes every image that no guest needs any more, and that the caller does not keep. Removals run one after
   * another. Otherwise, if several guests were removed at the same time, each removal would check the images of all of
   * them.
   */
  async removeUnused(call: ImageScope, session: Session): Promise<void> {
    const { signal } = call;
    await this.#removals.run({ signal }, async () => {
      const images = (await this.#pool.list(session, signal)).flatMap((vol) => {
        const sha256 = sha256OfImageVolume(vol.name);
        return sha256 === null ? [] : [{ vol, sha256 }];
      });
      const usedBefore = images.length === 0 ? null : await this.#domainIndex.imagesInUse(signal);
      for (const { vol, sha256 } of images) {
        if (usedBefore === null || usedBefore.has(sha256)) continue;
        await this.#removeIfUnused(vol, sha256, call, session);
      }
    });
  }

  async #removeIfUnused(
    vol: StorageVol,
    sha256: string,
    { signal, listKeptImages }: ImageScope,
    session: Session,
  ): Promise<void> {
    const slot = this.#slot(sha256);
    await slot.queue.run({ signal }, async () => {
      // Must come first: after this check, a call can still become a holder. That call then waits in the queue for the
      // end of this removal.
      if (slot.holders > 0) return;
      const used = await this.#domainIndex.imagesInUse(signal);
      if (used === null || used.has(sha256)) return;
      // Must come last: an image that was copied ahead during this removal is kept.
      if ((await listKeptImages?.())?.has(sha256) === true) return;
      await this.#pool.remove(vol, session, signal);
    });
    this.#tidy(sha256);
  }

  #slot(sha256: string): Slot {
    const known = this.#slots.get(sha256);
    if (known !== undefined) return known;
    const slot = { queue: new SerialQueue(), holders: 0 };
    this.#slots.set(sha256, slot);
    return slot;
  }

  #tidy(sha256: string): void {
    const slot = this.#slots.get(sha256);
    if (slot !== undefined && slot.holders === 0 && slot.queue.isIdle) this.#slots.delete(sha256);
  }
}
