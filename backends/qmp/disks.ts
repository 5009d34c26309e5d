/**
 * Makes a guest's disks and its UEFI variables.
 *
 * A qcow2 disk is an overlay that states its backing format; a raw disk is a copy. Without an image, a disk of either
 * format is blank. Programs that run as the QEMU user make each file in the guest's own folder under a temporary name,
 * and the driver renames the complete file. So interrupted work is simply repeated.
 */
import { access, rename, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { spaceOf, SPARSE_DISK_BYTES } from '../../src/domain/disk-room.js';
import type { DiskRoom } from '../../src/domain/disk-room.js';
import { GuesthouseError } from '../../src/domain/errors.js';
import type { DiskDefinition } from '../backend.js';
import { throwIfOver } from '../shared/abort.js';
import type { CallScope } from '../shared/abort.js';
import type { Progress } from '../shared/progress.js';
import type { GuestFolder } from './guest-folder.js';
import { runAs } from './qemu-user.js';
import type { QemuUser } from './qemu-user.js';

export const UEFI_VARS_FILE = 'uefi-vars.fd';

/** The form of our device names, which become names of files and of block nodes. */
const DEVICE_NAME = /^[a-z][a-z0-9]{0,15}$/;

/** The file of a disk, or null for a cdrom, which is the image itself. */
export function diskPath(folder: GuestFolder, disk: DiskDefinition): string | null {
  if (!DEVICE_NAME.test(disk.device)) throw refused(`'${disk.device}' is not a valid disk name.`);
  return disk.media === 'cdrom' ? null : join(folder.own, `${disk.device}.${disk.format}`);
}

interface MakeOptions {
  readonly user: QemuUser;
  readonly mayMake: boolean;
  readonly call: CallScope;
  readonly progress: Progress;
}

/**
 * Makes the disks that are missing. If `mayMake` is false, a missing disk is refused. Throws `capacity_exhausted` if
 * the disks would not leave the reserve of the file system free.
 */
export async function makeDisks(
  folder: GuestFolder,
  disks: readonly DiskDefinition[],
  { room, ...options }: MakeOptions & { readonly room: DiskRoom },
): Promise<void> {
  const bytes = options.mayMake ? await bytesToOccupy(folder, disks, options) : 0;
  if (bytes === 0) return await makeEach(folder, disks, options);
  await room.holding(spaceOf(await statfs(folder.own)), bytes, () => makeEach(folder, disks, options));
}

/** The bytes that the missing disks occupy when they are made. Sparse disks can grow later, beyond any reserve. */
async function bytesToOccupy(
  folder: GuestFolder,
  disks: readonly DiskDefinition[],
  { user, call }: MakeOptions,
): Promise<number> {
  let bytes = 0;
  for (const disk of disks) {
    const path = diskPath(folder, disk);
    if (path === null || (await exists(path))) continue;
    bytes += SPARSE_DISK_BYTES;
    if (disk.format !== 'raw' || disk.image === null) continue;
    const measure = ['qemu-img', 'measure', '--output=json', '-f', disk.image.format, '-O', 'raw', disk.image.path];
    const { required } = JSON.parse(await runAs(user, measure, { signal: call.signal })) as { required: number };
    bytes += required;
  }
  return bytes;
}

async function makeEach(folder: GuestFolder, disks: readonly DiskDefinition[], options: MakeOptions): Promise<void> {
  for (const disk of disks) {
    const path = diskPath(folder, disk);
    if (path === null) continue;
    if (!(await exists(path))) {
      if (!options.mayMake) throw refused(`The disk ${disk.device} is missing on the host.`);
      const bytes = copiedBytes(disk);
      const onPercent = (percent: number): void => options.progress.during((bytes * percent) / 100);
      await makeFile(path, { ...options, onPercent }, (half) => commandsFor(disk, half));
    }
    options.progress.add(copiedBytes(disk));
  }
}

/** The bytes that `makeDisks` copies from images if all disks are missing. */
export function bytesToCopy(disks: readonly DiskDefinition[]): number {
  return disks.reduce((sum, disk) => sum + copiedBytes(disk), 0);
}

function copiedBytes({ media, format, image }: DiskDefinition): number {
  return media === 'disk' && format === 'raw' && image !== null ? image.sizeBytes : 0;
}

/** Makes the guest's own UEFI variables, unless they exist. */
export async function makeUefiVars(
  folder: GuestFolder,
  template: string,
  options: { user: QemuUser; call: CallScope },
): Promise<void> {
  const path = join(folder.own, UEFI_VARS_FILE);
  if (await exists(path)) return;
  await makeFile(path, options, (half) => [['cp', '--', template, half]]);
}

function commandsFor(disk: DiskDefinition, path: string): string[][] {
  const size = `${disk.sizeMib}M`;
  const { image, format } = disk;
  if (image === null) return [['qemu-img', 'create', '-q', '-f', format, path, size]];
  if (format === 'qcow2') {
    return [['qemu-img', 'create', '-q', '-f', 'qcow2', '-F', image.format, '-b', image.path, path, size]];
  }
  return [
    ['qemu-img', 'convert', '-p', '-f', image.format, '-O', 'raw', image.path, path],
    ['qemu-img', 'resize', '-q', '-f', 'raw', path, size],
  ];
}

async function makeFile(
  path: string,
  { user, call, onPercent }: { user: QemuUser; call: CallScope; onPercent?: (percent: number) => void },
  commands: (half: string) => string[][],
): Promise<void> {
  const half = `${path}.making`;
  await rm(half, { force: true });
  try {
    for (const argv of commands(half)) {
      throwIfOver(call);
      await runAs(user, argv, { signal: call.signal, onOutput: (text) => reportPercent(text, onPercent) });
    }
    await rename(half, path);
  } catch (error) {
    await rm(half, { force: true });
    throw error;
  }
}

/** `qemu-img convert -p` writes `    (12.34/100%)` and a carriage return, repeatedly. */
function reportPercent(text: string, onPercent?: (percent: number) => void): void {
  const last = [...text.matchAll(/\(\s*(\d+(?:\.\d+)?)\/100%\)/g)].at(-1)?.[1];
  if (last !== undefined) onPercent?.(Number(last));
}

async function exists(path: string): Promise<boolean> {
  return await access(path).then(
    () => true,
    () => false,
  );
}

function refused(message: string): GuesthouseError {
  return new GuesthouseError('backend_refused', message);
}
