/**
 * Copies the content of images into this store, from services that have it. An image is copied once, however many
 * guests need it at the same time, also if several services share the data folder.
 *
 *   needed ─► claimed (row `copying`) ─► waits for a slot ─► streamed into a part file ─► size and SHA-256 verified
 *                │                                                                        ─► renamed ─► row `ready`
 *                └─ another service of this folder makes the copy: wait for it, and claim if it fails
 *
 * A caller that aborts leaves the copy to the other callers that wait for it; the last one ends it. If the process
 * dies, the row names a session that has ended, and the next caller takes the copy over.
 * Invariant: only verified content counts; an interrupted copy leaves a part file at most, which the next sweep removes
 * (test/live/images-on-two-services.test.ts).
 *
 * Failures: `host_unreachable` (no service that has the content can be reached now), `image_not_available` (none can
 * ever be reached, because none has announced a URL), `digest_mismatch` (a service sends other bytes),
 * `capacity_exhausted`, `image_not_found` (deleted meanwhile).
 */
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { GuesthouseError, isGuesthouseError } from '../../domain/errors.js';
import { newId } from '../../domain/ids.js';
import type { ImageId } from '../../domain/ids.js';
import type { Image } from '../../domain/image.js';
import type { Log } from '../../domain/log.js';
import { abandonCopy, claimCopy, finishCopy, listContentHolders } from '../content-copies.js';
import type { ContentHolder, NewCopy } from '../content-copies.js';
import type { Database } from '../database.js';
import { isForeignKeyViolation } from '../database-failure.js';
import type { WorkerSession } from '../session.js';
import { inTransaction, query } from '../transaction.js';
import type { ImageContent } from './image-content.js';
import type { PeerClient } from './peer-client.js';

/** More copies at the same time would only share the network and the disk. */
const COPIES_MAX = 4;
/** The interval at which a copy that another service makes is checked. */
const LOOK_AGAIN_MS = 250;

/** An image that has content. */
export type FilledImage = Pick<Image, 'id' | 'name' | 'projectId'> & {
  readonly contentId: string;
  readonly sizeBytes: number;
  readonly sha256: string;
};

export interface CopierDeps {
  readonly db: Database;
  readonly files: ImageContent;
  /** The id of the store. */
  readonly store: string;
  readonly peers: PeerClient;
  /** The session that the claims depend on. */
  readonly session: () => Promise<WorkerSession>;
  readonly log: Log;
}

export interface CopyOptions {
  readonly signal: AbortSignal;
  /** Receives the bytes of this image that have arrived. */
  readonly onBytes: (bytes: number) => void;
}

interface Flight {
  readonly copied: Promise<void>;
  readonly stop: AbortController;
  readonly listeners: Set<(bytes: number) => void>;
}

export class ContentCopier {
  readonly #deps: CopierDeps;
  readonly #flights = new Map<ImageId, Flight>();
  readonly #waiting: (() => void)[] = [];
  #free = COPIES_MAX;

  constructor(deps: CopierDeps) {
    this.#deps = deps;
  }

  /** Resolves when the store has the content. An abort rejects immediately. */
  async copy(image: FilledImage, { signal, onBytes }: CopyOptions): Promise<void> {
    signal.throwIfAborted();
    const flight = this.#flights.get(image.id) ?? this.#begin(image);
    // Every caller needs a listener of its own.
    const listener = (bytes: number): void => onBytes(bytes);
    flight.listeners.add(listener);
    try {
      await untilAborted(flight.copied, signal);
    } finally {
      flight.listeners.delete(listener);
      if (flight.listeners.size === 0) {
        this.#forget(image.id, flight);
        flight.stop.abort(new Error('nobody needs the copy any more'));
      }
    }
  }

  #begin(image: FilledImage): Flight {
    const stop = new AbortController();
    const listeners: Flight['listeners'] = new Set();
    const onBytes = (bytes: number): void => {
      for (const listener of listeners) listener(bytes);
    };
    const flight: Flight = { copied: this.#make(image, { signal: stop.signal, onBytes }), stop, listeners };
    this.#flights.set(image.id, flight);
    const forget = (): void => this.#forget(image.id, flight);
    flight.copied.then(forget, forget);
    return flight;
  }

  #forget(image: ImageId, flight: Flight): void {
    if (this.#flights.get(image) === flight) this.#flights.delete(image);
  }

  async #make(image: FilledImage, options: CopyOptions): Promise<void> {
    const { db, files, store, session } = this.#deps;
    const { signal, onBytes } = options;
    for (;;) {
      signal.throwIfAborted();
      const hasLostFile = !(await files.has(image.contentId, image.sizeBytes));
      const { worker } = await session();
      const copy: NewCopy = { image: image.id, store, copyId: newId<ImageId>(), worker };
      const claim = await inTransaction(db, (trx) => claimCopy(trx, copy, hasLostFile)).catch((error: unknown) => {
        throw isForeignKeyViolation(error, 'content_copies_image_id_fkey') ? imageGone(error) : error;
      });
      if (claim.kind === 'ready') return;
      if (claim.kind === 'claimed') return await this.#fill(image, copy, options);
      onBytes(await files.partBytes(claim.copyId));
      await sleep(LOOK_AGAIN_MS, undefined, { signal });
    }
  }

  async #fill(image: FilledImage, copy: NewCopy, options: CopyOptions): Promise<void> {
    const { db, files, log } = this.#deps;
    let hasSlot = false;
    try {
      await this.#takeSlot(options.signal);
      hasSlot = true;
      await this.#receive(image, copy, options);
      await files.keep(copy.copyId, image.contentId);
      if (!(await query(db, (sql) => finishCopy(sql, copy)))) throw imageGone();
      log.info({ image: image.id, bytes: image.sizeBytes }, 'copied the content of an image from another service');
    } catch (error) {
      await files.remove(copy.copyId);
      await query(db, (sql) => abandonCopy(sql, copy)).catch((failure: unknown) => {
        log.warn({ err: failure, image: image.id }, 'failed to record that a copy ended; the next one takes it over');
      });
      throw error;
    } finally {
      if (hasSlot) this.#giveSlot();
    }
  }

  /** Receives the content from the first service that sends it, into a part file. */
  async #receive(image: FilledImage, { copyId }: NewCopy, { signal, onBytes }: CopyOptions): Promise<void> {
    const { db, files, store, peers, log } = this.#deps;
    const holders = await query(db, (sql) => listContentHolders(sql, image.id, store));
    const { id, projectId, sizeBytes, sha256 } = image;
    let failure: GuesthouseError | null = null;
    for (const { advertiseUrl } of holders) {
      if (advertiseUrl === null) continue;
      let stream: Readable | null = null;
      try {
        const range = { image: { id, projectId }, sizeBytes, start: 0, end: sizeBytes - 1 };
        stream = await peers.read(advertiseUrl, range, signal);
        const options = { maxBytes: sizeBytes, expectedBytes: sizeBytes, onBytes };
        const received = await files.receive(copyId, stream, options);
        if (received.sha256 === sha256) return;
        await files.remove(copyId);
        failure = wrongBytes(advertiseUrl);
      } catch (error) {
        signal.throwIfAborted();
        if (!isGuesthouseError(error, 'host_unreachable')) throw error;
        failure ??= error;
      } finally {
        stream?.destroy();
      }
      log.warn({ image: id, err: failure, detail: failure.logDetail }, 'failed to copy the content of an image');
    }
    throw isGuesthouseError(failure, 'digest_mismatch') ? failure : contentAway(image, holders, failure);
  }

  async #takeSlot(signal: AbortSignal): Promise<void> {
    if (this.#free > 0) {
      this.#free -= 1;
      return;
    }
    let take: () => void = () => undefined;
    const taken = new Promise<void>((resolve) => this.#waiting.push((take = resolve)));
    try {
      await untilAborted(taken, signal);
    } catch (error) {
      const index = this.#waiting.indexOf(take);
      if (index >= 0) this.#waiting.splice(index, 1);
      // The slot was given to this copy just as it was aborted.
      else this.#giveSlot();
      throw error;
    }
  }

  #giveSlot(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#free += 1;
    else next();
  }
}

/** The failure if no holder has sent the content. It names what an operator can do. */
export function contentAway(
  { name }: Pick<Image, 'name'>,
  holders: readonly ContentHolder[],
  cause: GuesthouseError | null,
): GuesthouseError {
  const on = (list: readonly ContentHolder[]): string =>
    [...new Set(list.map(({ machine }) => machine ?? 'an unknown machine'))].join(', ');
  const options = cause === null ? {} : { cause, ...(cause.logDetail ? { logDetail: cause.logDetail } : {}) };
  const reachable = holders.filter(({ advertiseUrl }) => advertiseUrl !== null);
  if (reachable.length > 0) {
    return new GuesthouseError(
      'host_unreachable',
      `The content of the image ${name} is on ${on(reachable)}, where no service can be reached. Start the service there, ` +
        'and check its GUESTHOUSE_ADVERTISE_URL.',
      options,
    );
  }
  if (holders.length > 0) {
    return new GuesthouseError(
      'image_not_available',
      `The content of the image ${name} is only on ${on(holders)}. Set GUESTHOUSE_ADVERTISE_URL for the service there, so ` +
        'that other services can copy it.',
      options,
    );
  }
  return new GuesthouseError('image_not_available', `No service has the content of the image ${name}.`, options);
}

function wrongBytes(base: string): GuesthouseError {
  return new GuesthouseError(
    'digest_mismatch',
    'Another service sent bytes that are not the content of the image. Its copy is damaged.',
    { logDetail: new URL(base).origin },
  );
}

function imageGone(cause?: unknown): GuesthouseError {
  return new GuesthouseError('image_not_found', 'The image was deleted meanwhile.', { cause });
}

function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason as Error);
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
