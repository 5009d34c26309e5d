/**
 * A guest's folder, `<data>/qmp/guesthouse-<id>/`: it contains everything that belongs to the guest, and the driver
 * finds the guest by this folder.
 *
 *   definition.json       the guest's definition; a guest exists if this file exists. Only we can write it
 *   process.json          the state of the guest's process (below). Only we can write it
 *   qmp.sock, agent.sock  sockets that we make and pass to QEMU
 *   own/                  belongs to the QEMU user: disks, UEFI variables, console.log
 *
 * The folder itself is ours, and the QEMU user can only pass through it. So a compromised QEMU can damage its own
 * disks, but it cannot change the program that we start next, and cannot make us read, truncate or remove another file
 * through a link. Therefore root opens and removes nothing below own/, except files directly in it, and follows no link
 * there: the owner of own/ empties it.
 *
 * process.json is the only record of the guest's power state while no service runs:
 *
 *   (none) ─start─► starting ─► running ─poweroff, or off seen─► ending ─process gone─► (none)
 *
 *   - starting: written before QEMU starts, when the pid of QEMU is not known yet. If the service dies at this point,
 *     the next service finds QEMU by name.
 *   - running: the process should be alive. If it is not, the guest crashed, because QEMU never ends by itself: it is
 *     started with `-action shutdown=pause`. When a guest powers itself off, its QEMU waits with the status `shutdown`
 *     until a service has observed the shutdown, even if no service runs for a long time.
 *   - ending: the end is intended. If the process is not alive, the guest is stopped.
 *
 * Every file is written under a temporary name and then renamed, so an incomplete file never has the final name. There
 * is one exception: if the disk is full, process.json is overwritten in place, so that a guest can always be ended.
 */
import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { access, chmod, chown, lstat, mkdir, open, readdir, readFile, rename, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { GuesthouseError, isNoRoom } from '../../src/domain/errors.js';
import type { GuestId } from '../../src/domain/ids.js';
import { isIdForm } from '../../src/domain/ids.js';
import type { Log } from '../../src/domain/log.js';
import type { GuestDefinition } from '../backend.js';
import { hostNameOf } from './guest-process.js';
import type { ProcessMark } from './guest-process.js';
import { runAs } from './qemu-user.js';
import type { QemuUser } from './qemu-user.js';

/** Restores the permissions of folders that QEMU has made inaccessible, then empties the current folder. */
const EMPTY_FOLDER = 'find . -type d ! -perm -700 -exec chmod 700 {} \\;; exec find . -mindepth 1 -delete';

export type ProcessRecord =
  | { readonly phase: 'starting' }
  | { readonly phase: 'running' | 'ending'; readonly mark: ProcessMark; readonly isKvm: boolean };

export class GuestFolder {
  readonly path: string;
  /** The folder that the QEMU user can write to. */
  readonly own: string;
  readonly user: QemuUser;
  readonly #root: string;
  readonly #guest: GuestId;

  constructor(dataFolder: string, guest: GuestId, user: QemuUser) {
    this.#root = qmpFolder(dataFolder);
    this.#guest = guest;
    this.user = user;
    this.path = join(this.#root, hostNameOf(guest));
    this.own = join(this.path, 'own');
  }

  async make(): Promise<void> {
    const { uid, gid, isForeign } = this.user;
    // Not recursive: the folder of all guests is never made again (host-folder.ts).
    for (const folder of [this.path, this.own]) await ifAbsent(mkdir(folder));
    if (isForeign) {
      await chown(this.path, process.getuid?.() ?? 0, gid);
      await chown(this.own, uid, gid);
    }
    // Set separately, because the umask reduces the mode of mkdir.
    await chmod(this.path, 0o710);
    await chmod(this.own, 0o700);
  }

  async hasDefinition(): Promise<boolean> {
    return await access(join(this.path, 'definition.json')).then(
      () => true,
      () => false,
    );
  }

  async readDefinition(): Promise<GuestDefinition | null> {
    try {
      return (await this.#readJson('definition.json')) as GuestDefinition | null;
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      throw new GuesthouseError('backend_refused', 'The stored definition of the guest is damaged.', {
        logDetail: `${this.path}/definition.json; if it is removed, the next start writes it again`,
        cause: error,
      });
    }
  }

  async writeDefinition(definition: GuestDefinition): Promise<void> {
    await this.#writeJson('definition.json', definition, { isDurable: true });
  }

  /**
   * A damaged record has the same meaning as `starting`: there may be a process, and the driver must find it by name.
   */
  async readRecord(): Promise<ProcessRecord | null> {
    try {
      return (await this.#readJson('process.json')) as ProcessRecord | null;
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      return { phase: 'starting' };
    }
  }

  /**
   * Not fsynced: after a crash of the whole machine no process is alive, whatever the file contains. On a full disk, an
   * existing record is overwritten in place, which needs no room. If the service dies during the write, the record is
   * damaged, and `readRecord` treats it as `starting`.
   */
  async writeRecord(record: ProcessRecord): Promise<void> {
    try {
      await this.#writeJson('process.json', record, { isDurable: false });
    } catch (error) {
      if (!isNoRoom(error) || !(await this.#overwriteRecord(record))) throw error;
    }
  }

  /** False if there is no record. */
  async #overwriteRecord(record: ProcessRecord): Promise<boolean> {
    let file;
    try {
      file = await open(join(this.path, 'process.json'), 'r+');
    } catch (error) {
      if (isMissing(error)) return false;
      throw error;
    }
    try {
      const text = JSON.stringify(record);
      await file.write(text, 0);
      await file.truncate(Buffer.byteLength(text));
      return true;
    } finally {
      await file.close();
    }
  }

  async clearRecord(): Promise<void> {
    await rm(join(this.path, 'process.json'), { force: true });
  }

  /**
   * Removes the remains of an interrupted removal, then renames the folder and removes it. The processes of the guest
   * must have ended.
   */
  async remove(): Promise<void> {
    const doomed = join(this.#root, `removing-${hostNameOf(this.#guest)}`);
    await finishRemoval(doomed, this.user);
    await ifPresent(rename(this.path, doomed));
    await finishRemoval(doomed, this.user);
  }

  async #readJson(name: string): Promise<unknown> {
    try {
      return JSON.parse(await readFile(join(this.path, name), 'utf8'));
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }

  async #writeJson(name: string, value: unknown, options: { isDurable: boolean }): Promise<void> {
    const target = join(this.path, name);
    // Two writers can run at the same time, because an observation also writes the record when it completes the work of
    // a service that died. Each writer has its own draft, and the last rename wins.
    const draft = `${target}.${randomBytes(4).toString('hex')}.new`;
    const file = await open(draft, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600);
    try {
      try {
        await file.writeFile(JSON.stringify(value));
        if (options.isDurable) await file.sync();
      } finally {
        await file.close();
      }
      await rename(draft, target);
    } catch (error) {
      await rm(draft, { force: true });
      throw error;
    }
  }
}

export function qmpFolder(dataFolder: string): string {
  return join(dataFolder, 'qmp');
}

/** Makes the folder of all guests, which the QEMU user can pass through but not list. */
export async function makeQmpFolder(dataFolder: string, { gid, isForeign }: QemuUser): Promise<void> {
  const folder = qmpFolder(dataFolder);
  await mkdir(folder, { recursive: true });
  if (isForeign) await chown(folder, process.getuid?.() ?? 0, gid);
  await chmod(folder, 0o710);
}

/** Completes the removals that were interrupted. A removal that fails is repeated at the next start. */
export async function finishRemovals(dataFolder: string, user: QemuUser, log: Log): Promise<void> {
  const folder = qmpFolder(dataFolder);
  for (const name of await readdir(folder)) {
    if (!name.startsWith('removing-guesthouse-')) continue;
    await finishRemoval(join(folder, name), user).catch((error: unknown) =>
      log.warn({ error, folder: name }, 'failed to remove the folder of a deleted guest; the next start tries again'),
    );
  }
}

/**
 * Removes a folder that `remove` has renamed, if it still exists.
 *
 * All guests have the same QEMU user. While root walks a folder that this user can write, a compromised QEMU could
 * replace a folder in it with a link, and root would remove files of another user. So the owner of own/ empties it, and
 * root removes only names in folders that no other user can write.
 * Invariant: the removal of a guest's folder removes nothing outside of that folder. (test/wire/qmp-folder.test.ts)
 */
async function finishRemoval(doomed: string, user: QemuUser): Promise<void> {
  try {
    await emptyOwn(join(doomed, 'own'), user);
    for (const name of await readdir(doomed)) await rm(join(doomed, name), { force: true });
    await rmdir(doomed);
  } catch (error) {
    // Another service may have completed the removal.
    if ((await ifPresent(lstat(doomed))) !== null) throw error;
  }
}

async function emptyOwn(own: string, user: QemuUser): Promise<void> {
  const found = await ifPresent(lstat(own));
  if (found === null) return;
  const owner = { ...user, uid: found.uid, gid: found.gid };
  // Root owns a folder that it has not given to the QEMU user yet. Such a folder is empty.
  if (!user.isForeign || owner.uid !== 0) {
    await chmod(own, 0o700);
    await runAs(owner, ['sh', '-c', EMPTY_FOLDER], { cwd: own });
  }
  await rmdir(own);
}

/** The result of `work`, or null if it failed because the file does not exist. */
async function ifPresent<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/** Ignores the failure of `work` to make what already exists. */
async function ifAbsent(work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
}

/** The guests that have a folder here. Every other file or folder here is foreign (B8). */
export async function listGuestFolders(dataFolder: string): Promise<GuestId[]> {
  const prefix = 'guesthouse-';
  return (await readdir(qmpFolder(dataFolder)))
    .filter((name) => name.startsWith(prefix) && isIdForm(name.slice(prefix.length)))
    .map((name) => name.slice(prefix.length) as GuestId);
}

/**
 * Calls `use` with a short path to `folder`, valid until its promise settles. On Linux, the path of a unix socket has
 * at most 107 bytes, and the path of a data folder can be longer. So this function opens the folder and uses its path
 * below /proc/self/fd, which is always short.
 */
export async function withShortPath<T>(folder: string, use: (shortFolder: string) => Promise<T>): Promise<T> {
  const handle = await open(folder, 'r');
  try {
    return await use(`/proc/self/fd/${handle.fd}`);
  } finally {
    await handle.close();
  }
}

export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
