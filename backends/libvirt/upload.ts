/**
 * Writes an image's content into a volume of the host, from its beginning to its end.
 *
 * The content is hashed while it is sent. If the hash is not the image's SHA-256, the volume is removed.
 */
import { createHash } from 'node:crypto';
import type { Hash } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { GuesthouseError } from '../../src/domain/errors.js';
import type { ImageFile } from '../backend.js';
import type { Progress } from '../shared/progress.js';
import type { Pool } from './pool.js';
import type { StorageVol } from './rpc/structures.js';
import type { Session } from './session.js';

const CHUNK_BYTES = 256 * 1024;

/** Opens the image's file. Throws `backend_refused` if the file is missing or has changed. The caller must close it. */
export async function openImage({ path, sizeBytes }: ImageFile): Promise<FileHandle> {
  let file: FileHandle;
  try {
    file = await open(path);
  } catch (cause) {
    throw new GuesthouseError('backend_refused', 'The content of an image is missing.', { cause });
  }
  if ((await file.stat()).size === sizeBytes) return file;
  await file.close();
  throw changed();
}

/** Fills an empty volume. If it fails, the volume is removed. */
export async function uploadImage(
  { file, image, vol }: { file: FileHandle; image: ImageFile; vol: StorageVol },
  pool: Pool,
  session: Session,
  signal: AbortSignal,
  progress: Progress | null,
): Promise<void> {
  const hash = createHash('sha256');
  const args = { vol, offset: 0n, length: BigInt(image.sizeBytes), flags: 0 };
  try {
    await session.upload(args, hashed(file, hash, progress), signal);
    const length = await pool.lengthOf(vol, session, signal);
    if (hash.digest('hex') !== image.sha256 || length !== image.sizeBytes) throw changed();
  } catch (error) {
    await pool.discard(vol);
    throw error;
  }
}

/** Yields the file in chunks. Each chunk is a separate buffer, because it must not change after it was yielded. */
async function* hashed(file: FileHandle, hash: Hash, progress: Progress | null): AsyncGenerator<Uint8Array> {
  for (let position = 0; ;) {
    const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(CHUNK_BYTES), 0, CHUNK_BYTES, position);
    if (bytesRead === 0) return;
    const chunk = buffer.subarray(0, bytesRead);
    hash.update(chunk);
    position += bytesRead;
    yield chunk;
    // The consumer requests the next chunk when the socket has accepted this one.
    progress?.during(position);
  }
}

function changed(): GuesthouseError {
  return new GuesthouseError('backend_refused', 'The content of an image has changed.');
}
