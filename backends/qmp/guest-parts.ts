/**
 * The parts of a guest in its folder that are compared with its baseline (B10, shared/baseline.ts): those in its
 * definition, and those that are read from the files of its disks.
 */
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Baseline, GuestDefinition, Parts } from '../backend.js';
import { SETTING } from '../shared/baseline.js';
import { HEADER_BYTES, parseQcow2Header, sizeText } from '../shared/qcow2-header.js';
import { diskPath } from './disks.js';
import type { GuestFolder } from './guest-folder.js';
import { isMissing } from './guest-folder.js';
import { machineIn } from './hardware.js';

/**
 * The forms in which this file names the parts: with the parts of the machine, which definitions of older versions do
 * not have. Baselines in different forms are compared without them (shared/baseline.ts), so a definition that gets them
 * is no difference.
 */
const SHOWN_BY = { withMachine: 'qmp 2', withoutMachine: 'qmp 1' };

/** `files`: the parts that are read from the files of the disks, or that will be. */
export function baselineOf(definition: GuestDefinition, folder: GuestFolder, files: Parts): Baseline {
  const { vcpus, memoryMib } = definition;
  const parts = { ...partsOfDefinition(definition, folder), ...files };
  const isMachineKnown = typeof definition.cpuModel === 'string' && typeof definition.machineType === 'string';
  const shownBy = SHOWN_BY[isMachineKnown ? 'withMachine' : 'withoutMachine'];
  return { vcpus, memoryMib, ...machineIn(definition), parts, definition: JSON.stringify(definition), shownBy };
}

/** The baseline of a guest whose definition cannot be read. */
export const DAMAGED: Baseline = {
  vcpus: 0,
  memoryMib: 0,
  parts: { definition: 'damaged' },
  definition: '',
  shownBy: SHOWN_BY.withoutMachine,
};

/** Images are compared by their content, because the data folder can move. */
export function partsOfDefinition(definition: GuestDefinition, folder: GuestFolder): Parts {
  const { memoryMib, vcpus, firmware, boot, disks, nics, cpuModel, machineType } = definition;
  const parts: Record<string, string> = { memory: `${memoryMib} MiB`, vCPUs: String(vcpus), firmware };
  if (typeof cpuModel === 'string' && typeof machineType === 'string') {
    parts[`${SETTING}CPU model`] = cpuModel;
    parts[`${SETTING}machine type`] = machineType;
  }
  if (boot !== null) {
    parts['kernel'] = boot.kernel.sha256;
    parts['initrd'] = boot.initrd?.sha256 ?? 'none';
    parts['kernel command line'] = boot.cmdline;
  }
  disks.forEach((disk, index) => {
    const what = `disk ${disk.device}`;
    const path = diskPath(folder, disk);
    if (path === null) parts[`${what} medium`] = disk.image?.sha256 ?? 'empty';
    else parts[`${what} source`] = basename(path);
    parts[`${what} format`] = disk.format;
    parts[`${what} bus`] = disk.bus;
    parts[`${what} place in the boot order`] = String(index + 1);
    if (disk.media === 'disk') parts[`${what} backing file`] = disk.image?.sha256 ?? 'none';
  });
  for (const { mac, network, model } of nics) {
    parts[`NIC ${mac} network`] = network;
    parts[`NIC ${mac} model`] = model;
  }
  return parts;
}

/** The parts that `partsOfFiles` would read from the files of new disks. */
export function partsOfNewFiles({ disks }: GuestDefinition): Parts {
  const parts: Record<string, string> = {};
  for (const { device, media, sizeMib, format, image } of disks) {
    if (media !== 'disk') continue;
    parts[`disk ${device} size`] = `${sizeMib} MiB`;
    if (format === 'qcow2')
      parts[`disk ${device} backing file in its header`] = image === null ? 'none' : basename(image.path);
  }
  return parts;
}

/**
 * The parts that are read from the files of the disks. The content of a raw file is the guest's, so it is not probed.
 */
export async function partsOfFiles({ disks }: GuestDefinition, folder: GuestFolder): Promise<Parts> {
  const parts: Record<string, string> = {};
  for (const disk of disks) {
    const path = diskPath(folder, disk);
    if (path === null) continue;
    const what = `disk ${disk.device}`;
    const read = await readFacts(path);
    if (typeof read === 'string') {
      parts[`${what} file`] = read;
      continue;
    }
    const header = disk.format === 'qcow2' ? parseQcow2Header(read.head) : null;
    if (disk.format === 'qcow2' && header === null) parts[`${what} file`] = 'no qcow2 file';
    else parts[`${what} size`] = sizeText(header?.sizeBytes ?? BigInt(read.length));
    if (header === null) continue;
    parts[`${what} backing file in its header`] = header.backing === null ? 'none' : basename(header.backing);
    if (header.snapshots > 0) parts[`snapshots in disk ${disk.device}`] = String(header.snapshots);
  }
  return parts;
}

/** Follows no link, because the QEMU user can write to the folder (guest-folder.ts). */
async function readFacts(path: string): Promise<{ readonly head: Buffer; readonly length: number } | string> {
  let file;
  try {
    file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    if (isMissing(error)) return 'not found';
    if (error instanceof Error && 'code' in error && error.code === 'ELOOP') return 'a link';
    throw error;
  }
  try {
    const facts = await file.stat();
    if (!facts.isFile()) return 'no regular file';
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEADER_BYTES), 0, HEADER_BYTES, 0);
    return { head: buffer.subarray(0, bytesRead), length: facts.size };
  } finally {
    await file.close();
  }
}
