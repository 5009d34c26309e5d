/**
 * The image watch of one host: it compares the images that the host has with the copies in the database.
 *
 *   start, every minute ─► images on the host ─┬─► a copy that the host does not have: its row goes
 *                                              ├─► an image that a guest needs, without a copy: it gets a row
 *                                              └─► an image that nobody needs: removed from the host
 *
 * A host without images of its own has the images whose files this service has, because its guests use these files; the
 * service removes them itself (src/store/content/image-content-store.ts). A driver never removes an image that a guest
 * needs, whatever the database says. Operations record and remove copies as well; this watch catches what they cannot:
 * images that others removed or restored, also while no service ran, copies that a request dropped, and images that
 * were deleted.
 * Invariant: a copy that the host did not have when the watch compared is not shown
 * (test/live/image-copies-after-restart.test.ts, test/live/libvirt-images.test.ts).
 *
 * Ways this can fail: the host or the database is not available, or a file cannot be read (the next round tries again).
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Backend } from '../../backends/backend.js';
import { isGuesthouseError } from '../domain/errors.js';
import type { HostId } from '../domain/ids.js';
import type { Log } from '../domain/log.js';
import type { ImageContents } from '../store/content/image-content-store.js';
import { isDatabaseFailure } from '../store/database-failure.js';
import type { Database } from '../store/database.js';
import {
  adoptImageCopies,
  forgetMissingCopies,
  listKeptImages,
  listReadyCopies,
  listUnrecordedImages,
} from '../store/image-copies.js';
import type { HostImage } from '../store/image-copies.js';
import { query } from '../store/transaction.js';
import { inHostTransaction } from './fence.js';
import type { Owner } from './fence.js';

const ROUND_EVERY_MS = 60_000;
/** After a round that failed, for example because the host was away. */
const RETRY_AFTER_MS = 10_000;

export interface ImageWatchDeps {
  readonly db: Database;
  readonly backend: Backend;
  readonly content: Pick<ImageContents, 'has'>;
  readonly hostId: HostId;
  readonly owner: Owner;
  readonly log: Log;
}

export class ImageWatch {
  readonly #deps: ImageWatchDeps;

  constructor(deps: ImageWatchDeps) {
    this.#deps = deps;
  }

  /** Compares until the signal aborts. */
  async run(signal: AbortSignal): Promise<void> {
    const { log } = this.#deps;
    // Random, so that the rounds of hosts that became owned together do not all come at the same time.
    let nextPauseMs = ROUND_EVERY_MS * Math.random();
    while (!signal.aborted) {
      let pauseMs = nextPauseMs;
      nextPauseMs = ROUND_EVERY_MS;
      try {
        await this.#compare(signal);
      } catch (error) {
        if (signal.aborted) return;
        const isExpected = isGuesthouseError(error, 'host_unreachable', 'outcome_unknown') || isDatabaseFailure(error);
        log[isExpected ? 'debug' : 'warn']({ err: error }, 'failed to compare the images of the host; retrying');
        pauseMs = RETRY_AFTER_MS;
      }
      await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
    }
  }

  async #compare(signal: AbortSignal): Promise<void> {
    const { db, backend, hostId, owner, log } = this.#deps;
    // Must come first: a copy that is made after this is not mistaken for one that the host has lost.
    const ready = await query(db, (sql) => listReadyCopies(sql, hostId));
    const unrecorded = await query(db, (sql) => listUnrecordedImages(sql, hostId));
    const listed = await backend.listImages({ signal });
    const { missing } = await this.#split(ready.images, listed);
    const { present } = await this.#split(unrecorded, listed);
    if (missing.length > 0 || present.length > 0) {
      const lost = await inHostTransaction(db, owner, hostId, async (trx) => {
        await adoptImageCopies(trx, hostId, present);
        return forgetMissingCopies(trx, hostId, { images: missing, at: ready.at });
      });
      log.warn({ lost, adopted: present.length }, 'the host has other images than were recorded');
    }
    if (listed !== null) await this.#removeUnneeded(listed, signal);
  }

  /** `listed`: null if the guests of the host use the files of this service. */
  async #split<I extends HostImage>(
    images: readonly I[],
    listed: ReadonlyMap<string, number> | null,
  ): Promise<{ readonly present: readonly I[]; readonly missing: readonly I[] }> {
    const { content } = this.#deps;
    const [present, missing]: [I[], I[]] = [[], []];
    for (const image of images) {
      const { contentId, sha256, sizeBytes } = image;
      const isThere = listed === null ? await content.has(contentId, sizeBytes) : listed.get(sha256) === sizeBytes;
      (isThere ? present : missing).push(image);
    }
    return { present, missing };
  }

  async #removeUnneeded(listed: ReadonlyMap<string, number>, signal: AbortSignal): Promise<void> {
    const { db, backend, hostId } = this.#deps;
    const keep = (): Promise<ReadonlySet<string>> => query(db, (sql) => listKeptImages(sql, hostId));
    const kept = await keep();
    for (const sha256 of listed.keys()) {
      if (kept.has(sha256)) continue;
      await backend.removeImage({ sha256 }, { signal, listKeptImages: keep });
    }
  }
}
