/**
 * The content of images: one folder of files, each named after the upload that created it. A copy of content from
 * another folder has the name of that upload too, but is received under a name of its own.
 *
 *   <upload>.part ──fsync──► (inspected) ──rename, fsync of the folder──► <upload> ──► the row says `available`
 *
 * So a file without `.part` is complete, and no upload overwrites the file of another upload. If the process is killed
 * before the row names the file, the file remains until `sweep` removes it at the next start. Content is streamed, and
 * never held in memory as a whole.
 *
 * Only the user of the service can read an incomplete file. A complete file can also be read by the group of the
 * hypervisor's processes, if they run as another user of this machine. This group can enter the folder, but cannot list
 * it.
 * Invariant: no other user can read any byte of an image. (test/store/image-content.test.ts)
 */
import { createHash } from 'node:crypto';
import { chmod, chown, mkdir, open, readdir, rename, rm, stat, statfs } from 'node:fs/promises';
import path from 'node:path';
import { Transform } from 'node:stream';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { spaceOf } from '../../domain/disk-room.js';
import type { DigestAlgorithm, Digests } from '../../domain/digest.js';
import type { DiskRoom } from '../../domain/disk-room.js';
import { asNoRoom, GuesthouseError } from '../../domain/errors.js';

const PART = '.part';
/** How many bytes an upload writes between two checks of the free space. A check takes some microseconds. */
const CHECK_EVERY_BYTES = 4 * 1024 ** 2;

export interface ReceivedContent {
  /** The part file, until `keep` renames it. */
  readonly path: string;
  readonly sizeBytes: number;
  /** Lower-case hex. */
  readonly sha256: string;
  /** Of the requested algorithms, and of SHA-256. */
  readonly digests: Digests;
}

export interface ImageContentOptions {
  readonly room: DiskRoom;
  /** The group of the hypervisor's processes; null: only the user of the service reads the files. */
  readonly readerGid: number | null;
}

export interface ReceiveOptions {
  readonly maxBytes: number;
  /** The size that the client declares; null if it declares none. */
  readonly expectedBytes: number | null;
  /** The algorithms of the digests to compute, besides SHA-256; default: none. */
  readonly algorithms?: ReadonlySet<DigestAlgorithm>;
  /** Receives the number of bytes that have arrived. */
  readonly onBytes?: (bytes: number) => void;
}

export class ImageContent {
  readonly #folder: string;
  readonly #room: DiskRoom;
  readonly #readerGid: number | null;

  private constructor(folder: string, { room, readerGid }: ImageContentOptions) {
    this.#folder = folder;
    this.#room = room;
    this.#readerGid = readerGid;
  }

  /**
   * Opens the folder, and creates it if it does not exist. Files of an earlier start can have another mode or group, so
   * they get the current mode and group.
   */
  static async open(folder: string, options: ImageContentOptions): Promise<ImageContent> {
    await mkdir(folder, { recursive: true });
    const content = new ImageContent(folder, options);
    await content.#admitReaders(folder, 0o700);
    for (const name of await readdir(folder)) {
      if (name.endsWith(PART)) continue;
      await content.#admitReaders(path.join(folder, name), 0o600).catch((error: unknown) => {
        // Another service that uses this folder may have removed the file meanwhile.
        if (!isMissing(error)) throw error;
      });
    }
    return content;
  }

  pathOf(contentId: string): string {
    return path.join(this.#folder, contentId);
  }

  /**
   * Writes the stream to a part file and syncs it. A failure leaves no file. Throws `body_too_large`, and
   * `capacity_exhausted` if the content would not leave the reserve free: before it reads the first byte if the client
   * declares the size, otherwise while the content arrives. Other files can grow meanwhile, so the space is checked
   * even if the size was declared.
   */
  async receive(
    uploadId: string,
    stream: Readable,
    { maxBytes, expectedBytes, algorithms = new Set(), onBytes }: ReceiveOptions,
  ): Promise<ReceivedContent> {
    if ((expectedBytes ?? 0) > maxBytes) throw tooLarge(maxBytes);
    await this.#requireRoom(expectedBytes ?? CHECK_EVERY_BYTES);
    const part = this.pathOf(uploadId) + PART;
    const hashes = [...new Set([...algorithms, 'sha256' as const])].map((algorithm) => ({
      algorithm,
      hash: createHash(algorithm),
    }));
    let sizeBytes = 0;
    let nextCheckAt = CHECK_EVERY_BYTES;
    const checkAhead = async (): Promise<void> => {
      nextCheckAt = sizeBytes + CHECK_EVERY_BYTES;
      await this.#requireRoom(Math.min(CHECK_EVERY_BYTES, (expectedBytes ?? Infinity) - sizeBytes));
    };
    const measure = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        sizeBytes += chunk.length;
        if (sizeBytes > maxBytes) {
          done(tooLarge(maxBytes));
          return;
        }
        for (const { hash } of hashes) hash.update(chunk);
        onBytes?.(sizeBytes);
        if (sizeBytes < nextCheckAt) done(null, chunk);
        else checkAhead().then(() => done(null, chunk), done);
      },
    });
    // Must be open before the pipeline begins: a stream that opens the file itself could create it after its removal.
    const file = await open(part, 'wx', 0o600).catch((error: unknown) => {
      throw asNoRoom(error);
    });
    try {
      await pipeline(stream, measure, file.createWriteStream({ flush: true }));
    } catch (error) {
      await rm(part, { force: true });
      throw asNoRoom(error);
    }
    const digests = new Map(hashes.map(({ algorithm, hash }) => [algorithm, hash.digest()]));
    return { path: part, sizeBytes, sha256: digests.get('sha256')?.toString('hex') ?? '', digests };
  }

  async #requireRoom(bytes: number): Promise<void> {
    this.#room.require(spaceOf(await statfs(this.#folder)), bytes);
  }

  /**
   * Gives received content its final name, and syncs the folder so that the name survives a power failure. The name is
   * that of the upload, or `contentId` if the content is a copy of another folder's.
   */
  async keep(uploadId: string, contentId: string = uploadId): Promise<void> {
    const part = this.pathOf(uploadId) + PART;
    await this.#admitReaders(part, 0o600);
    await rename(part, this.pathOf(contentId));
    const folder = await open(this.#folder, 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  }

  /** Only our user can write the folder, so `file` cannot be a link. `mode` has only the permissions of the owner. */
  async #admitReaders(file: string, mode: 0o600 | 0o700): Promise<void> {
    if (this.#readerGid !== null) await chown(file, process.getuid?.() ?? 0, this.#readerGid);
    // 0640 for a file, 0710 for the folder.
    await chmod(file, this.#readerGid === null ? mode : mode | (mode === 0o600 ? 0o040 : 0o010));
  }

  /** Removes the files of an upload. Can be called before or after `keep`. */
  async remove(uploadId: string): Promise<void> {
    await rm(this.pathOf(uploadId) + PART, { force: true });
    await rm(this.pathOf(uploadId), { force: true });
  }

  /**
   * The bytes from `start` to `end`, both inclusive; null if there is no such file. The returned stream keeps the file
   * open, so the stream can be read even if the file is removed.
   */
  async read(contentId: string, start: number, end: number): Promise<Readable | null> {
    try {
      return (await open(this.pathOf(contentId), 'r')).createReadStream({ start, end });
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }

  /** Whether the folder has the complete file of the content. */
  async has(contentId: string, sizeBytes: number): Promise<boolean> {
    return (await this.#sizeOf(this.pathOf(contentId))) === sizeBytes;
  }

  /** How many bytes of an upload or copy have arrived; 0 if it has not begun, or has ended. */
  async partBytes(uploadId: string): Promise<number> {
    return (await this.#sizeOf(this.pathOf(uploadId) + PART)) ?? 0;
  }

  async #sizeOf(file: string): Promise<number | null> {
    try {
      return (await stat(file)).size;
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }

  /** The names of the complete files. */
  async list(): Promise<string[]> {
    return (await readdir(this.#folder)).filter((name) => !name.endsWith(PART));
  }

  /** Removes every file that belongs to none of the names. Returns the number of removed files. */
  async sweep(listNamed: () => Promise<ReadonlySet<string>>): Promise<number> {
    // Must come before `listNamed`: an upload of another service stores its row before it creates its file, so if its
    // file is in this list, `listNamed` returns its name.
    const files = await readdir(this.#folder);
    const named = await listNamed();
    const orphans = files.filter((name) => !named.has(path.basename(name, PART)));
    for (const name of orphans) await rm(path.join(this.#folder, name), { force: true });
    return orphans.length;
  }
}

function tooLarge(maxBytes: number): GuesthouseError {
  return new GuesthouseError('body_too_large', `The content is larger than ${maxBytes} bytes.`);
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
