/**
 * A guest's folder, `<data>/qmp/guesthouse-<id>/`: it holds everything of the guest, and the guest is found by it.
 *
 *   definition.json       the guest's definition; a guest exists if this file exists. Only we can write it
 *   process.json          the state of its process (below). Only we can write it
 *   qmp.sock, agent.sock  made by us, passed to QEMU
 *   own/                  belongs to the QEMU user: disks, UEFI variables, console.log
 *
 * The folder itself is ours, and the QEMU user can only pass through it. So a compromised QEMU can damage its own
 * disks, but it can neither change what we start next nor lead us, by a link, to read or truncate another file.
 *
 * process.json is the only record of the guest's power state while no service runs:
 *
 *   (none) ─start─► starting ─► running ─poweroff, or off seen─► ending ─process gone─► (none)
 *
 *   - starting: written before QEMU starts; its pid is not known yet. If the service dies right here, QEMU is found by
 *     name.
 *   - running: the process must live. If it does not, the guest crashed: QEMU never ends by itself, because it is
 *     started with `-action shutdown=pause`. A guest that powers itself off leaves its QEMU waiting, with the status
 *     `shutdown`, until a service has seen it, however long the service is away.
 *   - ending: the end is intended. If the process does not live, the guest is stopped.
 *
 * Every file gets its name by rename, so that a half-written file does not count.
 */
import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { access, chmod, chown, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { GuesthouseError } from '../../src/domain/errors.js';
import type { GuestId } from '../../src/domain/ids.js';
import { isIdForm } from '../../src/domain/ids.js';
import type { GuestDefinition } from '../backend.js';
import { hostNameOf } from './guest-process.js';
import type { ProcessMark } from './guest-process.js';
import type { QemuUser } from './qemu-user.js';

export type ProcessRecord =
  | { readonly phase: 'starting' }
  | { readonly phase: 'running' | 'ending'; readonly mark: ProcessMark; readonly isKvm: boolean };

export class GuestFolder {
  readonly path: string;
  /** What the QEMU user can write to. */
  readonly own: string;
  readonly #root: string;
  readonly #guest: GuestId;
  readonly #user: QemuUser;

  constructor(dataFolder: string, guest: GuestId, user: QemuUser) {
    this.#root = qmpFolder(dataFolder);
    this.#guest = guest;
    this.#user = user;
    this.path = join(this.#root, hostNameOf(guest));
    this.own = join(this.path, 'own');
  }

  async make(): Promise<void> {
    const { uid, gid, isForeign } = this.#user;
    await mkdir(this.own, { recursive: true });
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

  /** A damaged record means the same as `starting`: there may be a process, which is then found by name. */
  async readRecord(): Promise<ProcessRecord | null> {
    try {
      return (await this.#readJson('process.json')) as ProcessRecord | null;
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      return { phase: 'starting' };
    }
  }

  /** Not fsynced: after a crash of the whole machine no process lives, whatever the file contains. */
  async writeRecord(record: ProcessRecord): Promise<void> {
    await this.#writeJson('process.json', record, { isDurable: false });
  }

  async clearRecord(): Promise<void> {
    await rm(join(this.path, 'process.json'), { force: true });
  }

  /**
   * Renames the folder out of the way, then removes it, together with the remains of a removal that was interrupted.
   */
  async remove(): Promise<void> {
    const doomed = join(this.#root, `removing-${hostNameOf(this.#guest)}`);
    await rm(doomed, { recursive: true, force: true });
    try {
      await rename(this.path, doomed);
    } catch (error) {
      if (isMissing(error)) return;
      throw error;
    }
    await rm(doomed, { recursive: true, force: true });
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
    // Two writers at once are possible (each observation finishes what a dead service began): each has its own draft,
    // and the last rename wins.
    const draft = `${target}.${randomBytes(4).toString('hex')}.new`;
    const file = await open(draft, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600);
    try {
      await file.writeFile(JSON.stringify(value));
      if (options.isDurable) await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, target);
  }
}

export function qmpFolder(dataFolder: string): string {
  return join(dataFolder, 'qmp');
}

/** Makes the folder of all guests, and finishes removals that were interrupted. */
export async function makeQmpFolder(dataFolder: string): Promise<void> {
  const folder = qmpFolder(dataFolder);
  await mkdir(folder, { recursive: true });
  await chmod(folder, 0o711);
  for (const name of await readdir(folder)) {
    if (name.startsWith('removing-guesthouse-')) await rm(join(folder, name), { recursive: true, force: true });
  }
}

/** The guests that have a folder here. Anything else in it was not made by us (B8). */
export async function listGuestFolders(dataFolder: string): Promise<GuestId[]> {
  const prefix = 'guesthouse-';
  return (await readdir(qmpFolder(dataFolder)))
    .filter((name) => name.startsWith(prefix) && isIdForm(name.slice(prefix.length)))
    .map((name) => name.slice(prefix.length) as GuestId);
}

/**
 * Calls `use` with a short path to `folder`, valid until its promise settles. Linux takes at most 107 bytes as the path
 * of a unix socket, and a data folder can be deep: the folder is opened and reached through /proc/self/fd, which is a
 * few bytes for any folder.
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
