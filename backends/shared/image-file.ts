/** The check of an image's file, for drivers whose guests use the files of the service. */
import { stat } from 'node:fs/promises';
import { GuesthouseError } from '../../src/domain/errors.js';
import type { ImageFile } from '../backend.js';

/** Throws `backend_refused` unless the file exists and has the size of the image. */
export async function requireImageFile({ id, path, sizeBytes }: ImageFile): Promise<void> {
  const found = await stat(path).catch((cause: unknown) => {
    throw new GuesthouseError('backend_refused', `The file of the image ${id} cannot be read.`, { cause });
  });
  if (found.size === sizeBytes) return;
  throw new GuesthouseError('backend_refused', `The file of the image ${id} does not have its size.`);
}
