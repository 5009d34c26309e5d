/**
 * The user that runs the embedded PostgreSQL. PostgreSQL does not run as root, so a service that is root uses an
 * unprivileged user: the owner of existing data, otherwise `postgres` if that user exists, otherwise `nobody`. The
 * service never creates a user. If the service is not root, PostgreSQL runs as the user of the service.
 */
import { chown, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { GuesthouseError } from '../../domain/errors.js';

export interface ServerUser {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** Null if the service does not run as root, and so has no privileges to drop. */
export async function findServerUser(dataFolder: string): Promise<ServerUser | null> {
  if (process.getuid?.() !== 0) return null;
  const owner = await stat(dataFolder).catch(() => null);
  if (owner !== null && owner.uid !== 0) return { name: `uid ${owner.uid}`, uid: owner.uid, gid: owner.gid };
  const users = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  for (const name of ['postgres', 'nobody']) {
    const [, , uid, gid] = users.find((fields) => fields[0] === name) ?? [];
    // On macOS the ids of `nobody` are -2.
    if (uid && gid) return { name, uid: Number(uid) >>> 0, gid: Number(gid) >>> 0 };
  }
  throw new GuesthouseError(
    'internal',
    'PostgreSQL cannot run as root, and this machine has no user named postgres or nobody. ' +
      'Start Guesthouse as a normal user, or set DATABASE_URL.',
  );
}

export async function changeOwner(user: ServerUser | null, ...paths: readonly string[]): Promise<void> {
  if (user === null) return;
  for (const each of paths) await chown(each, user.uid, user.gid);
}

/**
 * The first folder on the path to `target` that the user cannot pass through; null if the user can pass through all
 * existing folders.
 */
export async function findClosedFolder(user: ServerUser | null, target: string): Promise<string | null> {
  if (user === null) return null;
  const { root } = path.parse(target);
  const names = path.relative(root, target).split(path.sep);
  for (let depth = 0; depth < names.length; depth++) {
    const folder = path.join(root, ...names.slice(0, depth));
    const found = await stat(folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null;
      throw error;
    });
    if (found === null) return null;
    const { mode, uid, gid } = found;
    const executeBit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
    if ((mode & executeBit) === 0) return folder;
  }
  return null;
}
