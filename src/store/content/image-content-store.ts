/**
 * The store of image content of this service: the files in its data folder, and what the database knows about them.
 *
 * A store is a data folder with the id in its file `images.id`. Services on one database can have different stores;
 * services that share the folder share the store. An upload goes to the store of the service that received it. Another
 * store copies the content when one of its hosts needs it (content-copier.ts), and a download from a service without
 * the content is passed through from a service that has it. For that, each service announces how others reach it.
 *
 *   upload ─► the store of its service (origin) ─► stays until the image is deleted
 *   copy for a guest ─► any other store         ─► dropped with the last guest on its hosts that uses the image
 *
 * The first upload or copy opens a database session of this store. The claims of uploads and copies end at the latest
 * with that session. When the process dies, the database server releases the lock on the session's worker number, and
 * the image can be uploaded or copied again.
 */
import { randomUUID } from 'node:crypto';
import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { GuesthouseError, isGuesthouseError } from '../../domain/errors.js';
import type { HostId, ImageId } from '../../domain/ids.js';
import type { Image } from '../../domain/image.js';
import type { Log } from '../../domain/log.js';
import {
  adoptContent,
  announceService,
  dropUnusedCopies,
  findReadyForHost,
  forgetLostContent,
  hasMadeCopies,
  listContentHolders,
  listContentOfFiles,
  listNamesOfFiles,
  listReadyContent,
  settleLostCopies,
} from '../content-copies.js';
import type { Database } from '../database.js';
import { beginUpload, forgetLostUploads } from '../images.js';
import { ServiceCredentials } from '../service-credentials.js';
import { openWorkerSession } from '../session.js';
import type { WorkerSession } from '../session.js';
import { inTransaction, query } from '../transaction.js';
import { ContentCopier, contentAway } from './content-copier.js';
import type { FilledImage } from './content-copier.js';
import { ImageContent } from './image-content.js';
import type { ImageContentOptions } from './image-content.js';
import { PeerClient } from './peer-client.js';
import type { ContentRange, PeerClientOptions } from './peer-client.js';

/** Shorter than the time after which a service counts as gone (content-copies.ts). */
const ANNOUNCE_EVERY_MS = 30_000;
/** The delay between the end of an operation and the removal of copies that nobody uses any more. */
const DROP_AFTER_MS = 1_000;

export interface ImageContentStoreOptions extends ImageContentOptions {
  /** The URL at which other services reach this service; null: they cannot. */
  readonly advertiseUrl: string | null;
  readonly isInsecure: boolean;
  readonly tls: PeerClientOptions['tls'];
  readonly log: Log;
}

/** The content of images, as operations need it. */
export interface ImageContents {
  /** The path of an image's content in this store by its content id, whether the store has it or not. */
  readonly pathOf: (contentId: string) => string;
  /** Whether this store has the complete file of the content. */
  has(contentId: string, sizeBytes: number): Promise<boolean>;
  /**
   * Resolves when this store has the content of the images, for guests on the host. Returns whether any of it was
   * copied; only then has `onPercent` been called. Throws what content-copier.ts lists.
   */
  bring(images: readonly Image[], host: HostId, options: BringOptions): Promise<boolean>;
  /** Must be called when guests may have been removed. */
  mayHaveReleased(): void;
}

export interface BringOptions {
  readonly signal: AbortSignal;
  readonly onPercent: (percent: number) => void;
}

export class ImageContentStore implements ImageContents {
  /** The id of the store. */
  readonly id: string;
  readonly files: ImageContent;
  readonly #db: Database;
  readonly #options: ImageContentStoreOptions;
  readonly #peers: PeerClient;
  readonly #copier: ContentCopier;
  #session: Promise<WorkerSession> | null = null;
  #announcing: NodeJS.Timeout | undefined;
  #dropping: NodeJS.Timeout | undefined;
  /** Whether the store may have copies that it made for guests. */
  #hasMadeCopies = true;
  #isClosed = false;

  private constructor(db: Database, files: ImageContent, id: string, options: ImageContentStoreOptions) {
    this.#db = db;
    this.#options = options;
    this.files = files;
    this.id = id;
    this.#peers = new PeerClient({ credentials: new ServiceCredentials(db), ...options });
    this.#copier = new ContentCopier({
      ...{ db, files, store: id, peers: this.#peers, log: options.log },
      session: () => this.#liveSession(),
    });
  }

  /** Opens the store of the data folder, and announces the service until `close`. */
  static async open(db: Database, dataFolder: string, options: ImageContentStoreOptions): Promise<ImageContentStore> {
    const files = await ImageContent.open(path.join(dataFolder, 'images'), options);
    const store = new ImageContentStore(db, files, await ensureId(path.join(dataFolder, 'images.id')), options);
    await store.#announce();
    store.#announcing = setInterval(() => void store.#beat(), ANNOUNCE_EVERY_MS);
    return store;
  }

  readonly pathOf = (contentId: string): string => this.files.pathOf(contentId);

  has(contentId: string, sizeBytes: number): Promise<boolean> {
    return this.files.has(contentId, sizeBytes);
  }

  /**
   * Claims the image for an upload to this store. Returns false if the image's content already exists, or if a live
   * service is receiving it. Throws `database_unreachable`. `db`: the share of the user.
   */
  async beginUpload(image: ImageId, uploadId: string, db: Database): Promise<boolean> {
    const { worker } = await this.#liveSession();
    return inTransaction(db, (trx) => beginUpload(trx, image, uploadId, worker));
  }

  async bring(images: readonly Image[], host: HostId, { signal, onPercent }: BringOptions): Promise<boolean> {
    const filled = images.filter(hasContent);
    if (filled.length === 0) return false;
    const ids = filled.map(({ id }) => id);
    const ready = await query(this.#db, (sql) => findReadyForHost(sql, this.id, host, ids));
    const missing: FilledImage[] = [];
    for (const image of filled) {
      if (!ready.has(image.id) || !(await this.files.has(image.contentId, image.sizeBytes))) missing.push(image);
    }
    if (missing.length === 0) return false;
    this.#hasMadeCopies = true;
    const totalBytes = missing.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    const arrived = new Map<ImageId, number>();
    const onBytes = (image: ImageId, bytes: number): void => {
      arrived.set(image, bytes);
      onPercent((100 * [...arrived.values()].reduce((sum, each) => sum + each, 0)) / totalBytes);
    };
    onPercent(0);
    for (const image of missing) {
      await this.#copier.copy(image, { signal, onBytes: (bytes) => onBytes(image.id, bytes) });
      onBytes(image.id, image.sizeBytes);
    }
    return true;
  }

  /**
   * The bytes of a range, from this store or through another service; null if this store should have them but does not,
   * and no other store has them. `mayForward`: whether another service can be asked for them. After an abort, the
   * stream fails.
   */
  async read(
    image: FilledImage,
    { start, end }: Pick<ContentRange, 'start' | 'end'>,
    { mayForward, signal }: { readonly mayForward: boolean; readonly signal: AbortSignal },
  ): Promise<Readable | null> {
    const own = await this.files.read(image.contentId, start, end);
    if (own !== null || !mayForward) return own;
    const holders = await query(this.#db, (sql) => listContentHolders(sql, image.id, this.id));
    if (holders.length === 0) return null;
    let failure: GuesthouseError | null = null;
    for (const { advertiseUrl } of holders) {
      if (advertiseUrl === null) continue;
      try {
        return await this.#peers.read(advertiseUrl, { image, sizeBytes: image.sizeBytes, start, end }, signal);
      } catch (error) {
        signal.throwIfAborted();
        if (!isGuesthouseError(error, 'host_unreachable')) throw error;
        failure ??= error;
      }
    }
    const { message, cause, logDetail } = contentAway(image, holders, failure);
    // A client can send the request to the service that has the content, so this is never a conflict.
    throw new GuesthouseError('host_unreachable', message, { cause, ...(logDetail ? { logDetail } : {}) });
  }

  mayHaveReleased(): void {
    if (!this.#hasMadeCopies || this.#dropping !== undefined || this.#isClosed) return;
    this.#dropping = setTimeout(() => {
      this.#dropping = undefined;
      void this.#dropUnused();
    }, DROP_AFTER_MS);
  }

  /**
   * For a start of the service: clears the uploads and copies of services that died, records content that no row names,
   * forgets content whose files are lost, and removes the files that no image names. Returns the number of removed
   * files.
   */
  async clearUp(): Promise<number> {
    await query(this.#db, forgetLostUploads);
    const complete: string[] = [];
    const listed = await this.files.list();
    for (const { contentId, sizeBytes } of await query(this.#db, (sql) => listContentOfFiles(sql, listed))) {
      if (await this.files.has(contentId, sizeBytes)) complete.push(contentId);
    }
    await query(this.#db, (sql) => settleLostCopies(sql, this.id, complete));
    await query(this.#db, (sql) => adoptContent(sql, this.id, complete));
    await this.#forgetLost();
    await this.#dropUnused();
    return this.sweep();
  }

  /** Removes the files that no image names. Returns their number. */
  sweep(): Promise<number> {
    return this.files.sweep(() => query(this.#db, listNamesOfFiles));
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearInterval(this.#announcing);
    clearTimeout(this.#dropping);
    const session = await this.#session?.catch(() => null);
    await session?.close();
  }

  async #forgetLost(): Promise<void> {
    const lost: ImageId[] = [];
    for (const { image, contentId, sizeBytes } of await query(this.#db, (sql) => listReadyContent(sql, this.id))) {
      if (!(await this.files.has(contentId, sizeBytes))) lost.push(image);
    }
    if (lost.length === 0) return;
    const forgotten = await inTransaction(this.#db, (trx) => forgetLostContent(trx, this.id, lost));
    this.#options.log.warn({ lost: lost.length, forgotten }, 'the data folder has lost the content of images');
  }

  async #announce(): Promise<void> {
    const { advertiseUrl } = this.#options;
    await inTransaction(this.#db, (trx) => announceService(trx, this.id, { machine: hostname(), advertiseUrl }));
  }

  async #beat(): Promise<void> {
    try {
      await this.#announce();
    } catch (error) {
      this.#options.log.debug({ err: error }, 'failed to announce the service to other services; retrying');
    }
    if (this.#hasMadeCopies) await this.#dropUnused();
  }

  async #dropUnused(): Promise<void> {
    try {
      const remove = (contentId: string): Promise<void> => this.files.remove(contentId);
      const dropped = await inTransaction(this.#db, (trx) => dropUnusedCopies(trx, this.id, remove));
      if (dropped > 0) this.#options.log.info({ dropped }, 'removed copies of images that no guest uses any more');
      this.#hasMadeCopies = await query(this.#db, (sql) => hasMadeCopies(sql, this.id));
    } catch (error) {
      if (!this.#isClosed) this.#options.log.warn({ err: error }, 'failed to remove unused copies of images; retrying');
    }
  }

  async #liveSession(): Promise<WorkerSession> {
    const opening = (this.#session ??= openWorkerSession(this.#db, [], () => undefined));
    try {
      const session = await opening;
      if (!session.signal.aborted) return session;
    } catch (error) {
      if (this.#session === opening) this.#session = null;
      throw error;
    }
    if (this.#session === opening) this.#session = null;
    return this.#liveSession();
  }
}

function hasContent(image: Image): image is Image & FilledImage {
  return image.contentId !== null && image.sizeBytes !== null && image.sha256 !== null;
}

/**
 * Returns the id in the data folder, and creates it if it does not exist. If several services create it at the same
 * time, all get the same id.
 */
async function ensureId(file: string): Promise<string> {
  const found = await readId(file);
  if (found !== null) return found;
  const id = randomUUID();
  const draft = `${file}.${id}`;
  await writeFile(draft, id, { mode: 0o600, flush: true });
  try {
    await link(draft, file);
    return id;
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
  } finally {
    await rm(draft);
  }
  return ensureId(file);
}

async function readId(file: string): Promise<string | null> {
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null;
    throw error;
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
