/**
 * The content of images: one folder of files, each named by the upload that brought it.
 *
 *   <upload>.part ──fsync──► (inspected) ──rename, fsync of the folder──► <upload> ──► the row says `available`
 *
 * A name without `.part` is therefore whole, and no upload ever writes over another's. A kill in between leaves a file that no row
 * names; `sweep` removes it at the next start. Content passes through a bounded pipe, never through memory as a whole.
 * Files are readable by the users that hypervisors run as; the folder can be entered but not listed by them.
 */
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { chmod, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { Transform } from 'node:stream';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { GuesthouseError } from '../../domain/errors.js';

const PART = '.part';

export interface ReceivedContent {
  /** Where it lies until it is kept. */
  readonly path: string;
  readonly sizeBytes: number;
  /** Lower-case hex. */
  readonly sha256: string;
}

export class ImageContent {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** Opens the folder, made if it is not there. */
  static async open(folder: string): Promise<ImageContent> {
    await mkdir(folder, { recursive: true });
    await chmod(folder, 0o711);
    return new ImageContent(folder);
  }

  pathOf(contentId: string): string {
    return path.join(this.#folder, contentId);
  }

  /** Writes the stream to a part file and syncs it. On any failure nothing is left. `body_too_large`, `capacity_exhausted`. */
  async receive(uploadId: string, stream: Readable, maxBytes: number): Promise<ReceivedContent> {
    const part = this.pathOf(uploadId) + PART;
    const hash = createHash('sha256');
    let sizeBytes = 0;
    const measure = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        sizeBytes += chunk.length;
        if (sizeBytes > maxBytes) {
          done(new GuesthouseError('body_too_large', `The content is larger than ${maxBytes} bytes.`));
          return;
        }
        hash.update(chunk);
        done(null, chunk);
      },
    });
    try {
      await pipeline(stream, measure, createWriteStream(part, { flags: 'wx', mode: 0o644, flush: true }));
    } catch (error) {
      await rm(part, { force: true });
      throw asStorageFailure(error);
    }
    return { path: part, sizeBytes, sha256: hash.digest('hex') };
  }

  /** Gives received content its name, so that it is there after a power cut too. */
  async keep(uploadId: string): Promise<void> {
    const name = this.pathOf(uploadId);
    await rename(name + PART, name);
    const folder = await open(this.#folder, 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  }

  /** Removes what an upload has left, kept or not. */
  async remove(uploadId: string): Promise<void> {
    await rm(this.pathOf(uploadId) + PART, { force: true });
    await rm(this.pathOf(uploadId), { force: true });
  }

  /** The bytes from `start` to `end`, both included; null where there is no such file. It is open: what is removed now is still read. */
  async read(contentId: string, start: number, end: number): Promise<Readable | null> {
    try {
      return (await open(this.pathOf(contentId), 'r')).createReadStream({ start, end });
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
      throw error;
    }
  }

  /** Whether anything of these names lies here, whole or not. */
  async hasAnyOf(names: ReadonlySet<string>): Promise<boolean> {
    const files = await readdir(this.#folder);
    return files.some((name) => names.has(path.basename(name, PART)));
  }

  /** Removes every file that none of the names owns. Answers how many. */
  async sweep(listNamed: () => Promise<ReadonlySet<string>>): Promise<number> {
    // Must come first: an upload that another service begins meanwhile has its row before its file, and is then not seen here.
    const files = await readdir(this.#folder);
    const named = await listNamed();
    const strays = files.filter((name) => !named.has(path.basename(name, PART)));
    for (const name of strays) await rm(path.join(this.#folder, name), { force: true });
    return strays.length;
  }
}

function asStorageFailure(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  // EFBIG: the process or the file system takes no file as large as this.
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG') {
    return new GuesthouseError('capacity_exhausted', 'There is not enough space left for the content.', {
      cause: error,
    });
  }
  return error;
}
