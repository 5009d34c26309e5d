/**
 * The folder of all guests of a host, `<data>/qmp/`, and the check that it is still there.
 *
 * A folder that is missing or empty proves nothing about its guests: its disk may not be mounted (B10). So the driver
 * puts a marker with a random id into the folder, and then requires this marker: without it, every call is
 * `host_unreachable`, and nothing is created.
 *
 *   marker found ──────────────────────────────────────────────────────────────────► open
 *   no marker ─┬─ folders of guests: an older version made them ───── new marker ──► open
 *              ├─ no folder of a guest, although the service knows guests here ────► host_unreachable
 *              └─ no folder of a guest, and the service knows none ─── new marker ─► open
 *
 * The marker is a symbolic link whose target is the id; no file has that name. The system call that makes a link makes
 * it completely or not at all, never replaces another one, and needs no room on a full disk.
 *
 * What a guest's own folder contains is in guest-folder.ts and does not belong here.
 * Invariant: no guest counts as absent because the folder of all guests is missing. (test/live/qmp-lost-folder.test.ts)
 */
import { randomUUID } from 'node:crypto';
import { readdir, readlink, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { GuesthouseError } from '../../src/domain/errors.js';
import type { GuestId } from '../../src/domain/ids.js';
import { isMissing, listGuestFolders, makeQmpFolder, qmpFolder } from './guest-folder.js';
import type { QemuUser } from './qemu-user.js';

const MARKER = 'host-id';
/** `guesthouse-<id>`, or the rest of a folder whose removal was interrupted. */
const OF_A_GUEST = /^(?:removing-)?guesthouse-/;

export class HostFolder {
  readonly path: string;
  readonly #dataFolder: string;
  readonly #id: string;

  private constructor(dataFolder: string, id: string) {
    this.#dataFolder = dataFolder;
    this.path = qmpFolder(dataFolder);
    this.#id = id;
  }

  /** `hasGuests`: whether the service knows guests in this folder. */
  static async open(dataFolder: string, user: QemuUser, hasGuests: () => Promise<boolean>): Promise<HostFolder> {
    const path = qmpFolder(dataFolder);
    const known = await findMarker(path);
    if (known === null && !(await hasFolderOfGuest(path)) && (await hasGuests())) throw lost(path);
    await makeQmpFolder(dataFolder, user);
    return new HostFolder(dataFolder, known ?? (await makeMarker(path)));
  }

  /** Throws `host_unreachable` unless the folder is the one that was opened. */
  async requireHere(): Promise<void> {
    const found = await findMarker(this.path);
    if (found !== this.#id) throw lost(this.path);
  }

  async listGuests(): Promise<GuestId[]> {
    return await listGuestFolders(this.#dataFolder);
  }
}

/** The id in the folder; null if the folder is missing or has no marker. */
async function findMarker(path: string): Promise<string | null> {
  try {
    return await readlink(join(path, MARKER));
  } catch (error) {
    if (isMissing(error)) return null;
    throw lost(path, error);
  }
}

async function makeMarker(path: string): Promise<string> {
  const id = randomUUID();
  try {
    await symlink(id, join(path, MARKER));
    return id;
  } catch (error) {
    // Another service made the marker at the same time.
    const found = await findMarker(path);
    if (found === null) throw error;
    return found;
  }
}

async function hasFolderOfGuest(path: string): Promise<boolean> {
  try {
    return (await readdir(path)).some((name) => OF_A_GUEST.test(name));
  } catch (error) {
    if (isMissing(error)) return false;
    throw lost(path, error);
  }
}

function lost(path: string, cause?: unknown): GuesthouseError {
  const message = "The folder of this host's guests is missing or has lost its content. Is its file system mounted?";
  return new GuesthouseError('host_unreachable', message, {
    logDetail: `${path}; if its guests are lost for good, forget each of them, and start the service again`,
    ...(cause === undefined ? {} : { cause }),
  });
}
