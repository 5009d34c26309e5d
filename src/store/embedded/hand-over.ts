/**
 * Gives a file, or a folder with everything in it, to another user. Only root can do so.
 *
 * The previous owner may still have processes, and could replace a folder with a link while root walks the tree. So
 * root makes itself the owner of each folder before it reads the folder: from then on, no other user can change the
 * names in it. Each folder gets its new owner only after everything in it. So after an interruption, a folder still
 * belongs to root, which shows that the change must be repeated. The folder that contains `file` must belong to root
 * too.
 * Invariant: no file outside of the tree changes its owner. (test/store/hand-over.test.ts)
 */
import { chmod, chown, lchown, lstat, readdir } from 'node:fs/promises';
import path from 'node:path';
import { GuesthouseError } from '../../domain/errors.js';

export async function handOver(file: string, user: { readonly uid: number; readonly gid: number }): Promise<void> {
  const found = await lstat(file);
  if (found.isDirectory()) {
    await chown(file, 0, 0);
    await chmod(file, 0o700);
    for (const name of await readdir(file)) await handOver(path.join(file, name), user);
  } else if (found.nlink > 1 && found.uid !== user.uid) {
    throw new GuesthouseError(
      'internal',
      `The owner of ${file} cannot be changed, because the file also has another name (a hard link). ` +
        'Replace the file with a copy of it.',
    );
  }
  await lchown(file, user.uid, user.gid);
}
