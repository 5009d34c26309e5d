/**
 * Making a guest's disks and its UEFI variables.
 *
 * A qcow2 disk is an overlay whose backing format is named; a raw one is a copy; without an image either is blank. All of it is
 * done by programs that run as the QEMU user, in the guest's own folder, under a name that does not count, which becomes the right
 * one by a rename at the end. So a making that was cut short is simply done again.
 */
import { access, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { GuesthouseError } from '../../src/domain/errors.js';
import type { DiskDefinition } from '../backend.js';
import type { GuestFolder } from './guest-folder.js';
import { runAs } from './qemu-user.js';
import type { QemuUser } from './qemu-user.js';

export const UEFI_VARS_FILE = 'uefi-vars.fd';

/** Our names of devices become names of files and of block nodes. */
const DEVICE_NAME = /^[a-z][a-z0-9]{0,15}$/;

/** The file of a disk, or null for a cdrom: that is the image itself. */
export function diskPath(folder: GuestFolder, disk: DiskDefinition): string | null {
  if (!DEVICE_NAME.test(disk.device)) throw refused(`'${disk.device}' is not a valid disk name.`);
  return disk.media === 'cdrom' ? null : join(folder.own, `${disk.device}.${disk.format}`);
}

/** Makes the disks that are missing; with `mayMake` false a missing one is refused. */
export async function makeDisks(
  folder: GuestFolder,
  disks: readonly DiskDefinition[],
  options: { user: QemuUser; mayMake: boolean; signal: AbortSignal },
): Promise<void> {
  for (const disk of disks) {
    const path = diskPath(folder, disk);
    if (path === null || (await exists(path))) continue;
    if (!options.mayMake) throw refused(`The disk ${disk.device} is missing on the host.`);
    await makeFile(path, options, (half) => commandsFor(disk, half));
  }
}

/** Gives the guest UEFI variables of its own, unless it has them. */
export async function makeUefiVars(
  folder: GuestFolder,
  template: string,
  options: { user: QemuUser; signal: AbortSignal },
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
    ['qemu-img', 'convert', '-q', '-f', image.format, '-O', 'raw', image.path, path],
    ['qemu-img', 'resize', '-q', '-f', 'raw', path, size],
  ];
}

async function makeFile(
  path: string,
  options: { user: QemuUser; signal: AbortSignal },
  commands: (half: string) => string[][],
): Promise<void> {
  const half = `${path}.making`;
  await rm(half, { force: true });
  try {
    for (const argv of commands(half)) await runAs(options.user, argv, { signal: options.signal });
    await rename(half, path);
  } catch (error) {
    await rm(half, { force: true });
    throw error;
  }
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
