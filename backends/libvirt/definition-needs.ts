/**
 * What a definition needs on the host before its domain is defined: the images, and the bytes to copy and to occupy.
 * Pure functions: nothing here asks the host.
 */
import { SPARSE_DISK_BYTES } from '../../src/domain/disk-room.js';
import type { GuestDefinition, ImageFile } from '../backend.js';
import { diskVolumeName, imageVolumeName } from './names.js';
import { isCopy } from './volumes.js';

/**
 * The images that must be on the host before this guest is created. A raw disk of a raw image needs none: it is
 * uploaded from the image's file.
 */
export function imagesToHold({ boot, disks }: GuestDefinition): ImageFile[] {
  const fromHost = disks.filter(
    ({ image, format, media }) => media === 'cdrom' || format === 'qcow2' || image?.format === 'qcow2',
  );
  const files = [boot?.kernel, boot?.initrd, ...fromHost.map(({ image }) => image)];
  return files.filter((file): file is ImageFile => file !== null && file !== undefined);
}

/**
 * The bytes that the driver uploads or the host copies for this definition: each image once, and each disk that is a
 * copy of its image.
 */
export function bytesToCopy({ disks }: Pick<GuestDefinition, 'disks'>, images: readonly ImageFile[]): number {
  const onHost = new Map(images.map(({ sha256, sizeBytes }) => [sha256, sizeBytes]));
  const copies = disks.map((disk) => (isCopy(disk) ? (disk.image?.sizeBytes ?? 0) : 0));
  return [...onHost.values(), ...copies].reduce((sum, bytes) => sum + bytes, 0);
}

/**
 * The bytes that the missing volumes occupy when they are made: images, copies of images, and a small amount for each
 * sparse disk. Sparse disks can grow later, beyond any reserve.
 */
export function bytesToOccupy(
  { id, disks }: GuestDefinition,
  images: readonly ImageFile[],
  existing: ReadonlySet<string>,
): number {
  const ownDisks = disks.filter(({ media, device }) => media === 'disk' && !existing.has(diskVolumeName(id, device)));
  const missing = images.filter(({ sha256 }) => !existing.has(imageVolumeName(sha256)));
  return ownDisks.length * SPARSE_DISK_BYTES + bytesToCopy({ disks: ownDisks }, missing);
}

/** Whether an image is needed on the host only until a disk is created from it. */
export function copiesImage({ disks }: GuestDefinition): boolean {
  return disks.some((disk) => isCopy(disk) && disk.image?.format === 'qcow2');
}
