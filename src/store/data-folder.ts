/**
 * The folder that contains everything that the service stores on this machine. The users that run the database and QEMU
 * must be able to pass through it to their own folders, but must not be able to list it.
 *
 * The service trusts the content of the folder: a token, the data of the database, definitions of guests. So it rejects
 * a folder that another user owns or can write.
 * Invariant: only our user can have put anything into the folder. (test/store/data-folder.test.ts)
 */
import { chmod, mkdir, stat, symlink } from 'node:fs/promises';
import path from 'node:path';
import { GuesthouseError } from '../domain/errors.js';
import { findClosedFolder } from './embedded/postgres-user.js';

/**
 * The data folder of a root service if `./data` is in a folder that other users cannot enter (for example, in a clone
 * in /root).
 */
const FOLDER_OF_ROOT = '/var/lib/guesthouse';
/** An imaginary user that neither owns a folder nor is in its group, so that the permission bits for others apply. */
const ANYBODY = { name: 'anybody', uid: -1, gid: -1 };

/**
 * Creates the folder and returns its absolute path. If `wanted` is null, the folder is `./data`, or FOLDER_OF_ROOT if
 * the service is root and other users cannot reach `./data`. Then `./data` becomes a link, so that the documented
 * commands (`cat data/admin.token`) work.
 */
export async function prepareDataFolder(wanted: string | null, folderOfRoot = FOLDER_OF_ROOT): Promise<string> {
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
    // Fails if `./data` exists, or if the folder is read-only. The service does not need the link.
    await symlink(folderOfRoot, folder).catch(() => undefined);
    folder = folderOfRoot;
  }
  // The mode is explicit, because the umask may permit other users to write.
  await mkdir(folder, { recursive: true, mode: 0o755 });
  await requireOwn(folder);
  await chmod(folder, 0o711);
  return folder;
}

async function requireOwn(folder: string): Promise<void> {
  if (process.getuid === undefined) return; // Windows has no modes
  const { uid, mode } = await stat(folder);
  const otherwise = 'If it cannot be trusted, set GUESTHOUSE_DATA to another folder.';
  if (uid !== process.getuid()) {
    throw new GuesthouseError(
      'internal',
      `The data folder ${folder} belongs to the user with the id ${uid}, not to the user of the service. Start ` +
        `Guesthouse as that user. If the content of the folder can be trusted, you can also change its owner. ${otherwise}`,
    );
  }
  if ((mode & 0o022) === 0) return;
  throw new GuesthouseError(
    'internal',
    `Other users can write to the data folder ${folder}, so they could have put a token or a database into it. If its ` +
      `content can be trusted, run chmod go-w ${folder}. ${otherwise}`,
  );
}
