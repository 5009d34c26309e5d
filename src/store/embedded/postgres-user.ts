/**
 * The users of the embedded PostgreSQL, if the service is root. PostgreSQL does not run as root. Every process with the
 * server's user id is a superuser of the database, so the server has a user id that nothing else uses. The service
 * never creates a user. If the service is not root, PostgreSQL runs as the user of the service.
 *
 * Earlier releases ran it as `postgres` or `nobody`. Their data changes its owner at the first start after a clean stop
 * (hand-over.ts). Until then, the server runs as the previous owner: only this user can recover the data and wait for
 * the processes of a server that was killed.
 */
import { access, lstat, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { GuesthouseError } from '../../domain/errors.js';

export interface ServerUser {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** Debian assigns this number to no account. The inspector of images has another one (inspect-image.ts). */
const SERVER_ID = 64_902;
const SERVER_USER: ServerUser = { name: `the user id ${SERVER_ID}`, uid: SERVER_ID, gid: SERVER_ID };

/** The user that must run the server. Null if the service does not run as root: then it has no privileges to drop. */
export async function findServerUser(data: string): Promise<ServerUser | null> {
  if (process.getuid?.() !== 0) return null;
  const owner = await lstat(data).catch(() => null);
  // Root owns data whose change of owner was interrupted.
  if (owner === null || owner.uid === 0 || owner.uid === SERVER_ID) return SERVER_USER;
  const isStopped = await access(path.join(data, 'postmaster.pid')).then(
    () => false,
    () => true,
  );
  return isStopped ? SERVER_USER : { name: `the user id ${owner.uid}`, uid: owner.uid, gid: owner.gid };
}

/**
 * The user that runs initdb, which refuses a user id without an account. It has the group of the server, so that other
 * processes of the same account can neither enter the server's folder nor trace initdb.
 */
export async function findInitdbUser(server: ServerUser | null): Promise<ServerUser | null> {
  if (server === null) return null;
  const users = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  for (const name of ['nobody', 'postgres']) {
    const [, , uid] = users.find((fields) => fields[0] === name) ?? [];
    // On macOS the id of `nobody` is -2.
    if (uid) return { name, uid: Number(uid) >>> 0, gid: server.gid };
  }
  throw new GuesthouseError(
    'internal',
    'PostgreSQL cannot create a database as root, and this machine has no user named nobody or postgres. ' +
      'Start Guesthouse as a normal user, or set DATABASE_URL.',
  );
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
