/**
 * The image watch of one host: it compares the images that the host has with the copies in the database.
 *
 *   start, every minute ─► list of images on the host ─┬─► a copy that the host does not have: its row goes
 *                                                      └─► an image that nobody needs: removed from the host
 *
 * Only for hosts with images of their own. A driver never removes an image that a guest needs, whatever the database
 * says. Operations record and remove copies as well; this watch catches what they cannot: images that others removed,
 * copies that a request dropped, and images that were deleted.
 *
 * Ways this can fail: the host or the database is not available (the next round tries again).
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Backend } from '../../backends/backend.js';
import { isGuesthouseError } from '../domain/errors.js';
import type { HostId } from '../domain/ids.js';
import type { Log } from '../domain/log.js';
import { isDatabaseFailure } from '../store/database-failure.js';
import type { Database } from '../store/database.js';
import { forgetMissingCopies, listKeptImages } from '../store/image-copies.js';
import { query } from '../store/transaction.js';
import { inHostTransaction } from './fence.js';
import type { Owner } from './fence.js';

const ROUND_EVERY_MS = 60_000;

export interface ImageWatchDeps {
  readonly db: Database;
  readonly backend: Backend;
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
    while (!signal.aborted) {
      try {
        await this.#compare(signal);
      } catch (error) {
        if (signal.aborted) return;
        const isExpected = isGuesthouseError(error, 'host_unreachable', 'outcome_unknown') || isDatabaseFailure(error);
        log[isExpected ? 'debug' : 'warn']({ err: error }, 'failed to compare the images of the host; retrying');
      }
      await sleep(ROUND_EVERY_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  async #compare(signal: AbortSignal): Promise<void> {
    const { db, backend, hostId, owner, log } = this.#deps;
    const present = await backend.listImages({ signal });
    if (present === null) return;
    const lost = await inHostTransaction(db, owner, hostId, (trx) => forgetMissingCopies(trx, hostId, present));
    if (lost > 0) log.warn({ lost }, 'the host has lost copies of images that were made ahead');
    const keep = (): Promise<ReadonlySet<string>> => query(db, (sql) => listKeptImages(sql, hostId));
    const kept = await keep();
    for (const sha256 of present) {
      if (kept.has(sha256)) continue;
      await backend.removeImage({ sha256 }, { signal, listKeptImages: keep });
    }
  }
}
