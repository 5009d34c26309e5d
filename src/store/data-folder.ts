/**
 * The folder of everything that the service keeps on this machine. Other users (the database's, QEMU's) must be able to pass
 * through it to folders of their own, but not to list it.
 */
import { chmod, mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { GuesthouseError } from '../domain/errors.js';

/** Where a root service keeps its data when `./data` lies in a folder that is closed to other users (a clone in /root). */
const FOLDER_OF_ROOT = '/var/lib/guesthouse';

/** Makes the folder and answers with its absolute path. `wanted` null: `./data`, or elsewhere when nobody else could reach that. */
export async function prepareDataFolder(wanted: string | null): Promise<string> {
  const isRoot = process.getuid?.() === 0;
  let folder = path.resolve(wanted ?? 'data');
  const closed = isRoot ? await findClosedFolder(path.dirname(folder)) : null;
  if (closed !== null) {
    if (wanted !== null) {
      throw new GuesthouseError(
        'internal',
        `The data folder ${folder} lies in ${closed}, which is closed to other users: the database and QEMU, which never run as ` +
          `root, could not reach it. Open it (chmod o+x ${closed}) or choose another folder with GUESTHOUSE_DATA.`,
      );
    }
    folder = FOLDER_OF_ROOT;
  }
  await mkdir(folder, { recursive: true });
  await chmod(folder, 0o711);
  return folder;
}

/** The first folder on the way to `folder` that other users cannot pass through; null when they can pass all of them. */
async function findClosedFolder(folder: string): Promise<string | null> {
  const above = path.dirname(folder);
  const closed = above === folder ? null : await findClosedFolder(above);
  if (closed !== null) return closed;
  try {
    return ((await stat(folder)).mode & 0o001) === 0 ? folder : null;
  } catch {
    // Not there yet: it will be made with the usual mode.
    return null;
  }
}
