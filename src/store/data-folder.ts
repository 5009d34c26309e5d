/**
 * The folder of everything that the service keeps on this machine. Other users (the database's, QEMU's) must be able to pass
 * through it to folders of their own, but not to list it.
 */
import { chmod, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { GuesthouseError } from '../domain/errors.js';
import { findClosedFolder } from './embedded/postgres-user.js';

/** Where a root service keeps its data when `./data` lies in a folder that is closed to other users (a clone in /root). */
const FOLDER_OF_ROOT = '/var/lib/guesthouse';
/** Neither owner nor group of any folder: who is left are all others. */
const ANYBODY = { name: 'anybody', uid: -1, gid: -1 };

/** Makes the folder and answers with its absolute path. `wanted` null: `./data`, or elsewhere when nobody else could reach that. */
export async function prepareDataFolder(wanted: string | null): Promise<string> {
  const isRoot = process.getuid?.() === 0;
  let folder = path.resolve(wanted ?? 'data');
  const closed = isRoot ? await findClosedFolder(ANYBODY, folder) : null;
  if (closed !== null) {
    if (wanted !== null) {
      throw new GuesthouseError(
        'internal',
        `The data folder ${folder} is inside ${closed}, which other users cannot enter: the database and QEMU, which never run as ` +
          `root, could not reach it. Run chmod o+x ${closed}, or set GUESTHOUSE_DATA to another folder.`,
      );
    }
    folder = FOLDER_OF_ROOT;
  }
  await mkdir(folder, { recursive: true });
  await chmod(folder, 0o711);
  return folder;
}
