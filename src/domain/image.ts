/** An image: a read-only file that guests are made from. */
import type { ImageId, ProjectId } from './ids.js';
import type { Timestamp } from './timestamp.js';
import type { DiskFormat, ImageKind, ImageState } from './words.js';

export interface Image {
  readonly id: ImageId;
  readonly projectId: ProjectId;
  readonly name: string;
  readonly description: string;
  readonly kind: ImageKind;
  readonly format: DiskFormat;
  /** Null until content is there. */
  readonly sizeBytes: number | null;
  /** Size of the disk that it holds, whole MiB rounded up; for kernel and initrd the file's. Null until content is there. */
  readonly virtualSizeMib: number | null;
  /** Lower-case hex. Before the content is there: what it must have, if that was said. */
  readonly sha256: string | null;
  readonly state: ImageState;
  readonly isShared: boolean;
  /** Name of the file that holds the content; null until it is there. */
  readonly contentId: string | null;
  readonly createdAt: Timestamp;
  readonly updatedAt: Timestamp;
  /** Raised with everything that clients see. */
  readonly version: number;
}

export const MIB = 1024 * 1024;

/** Bytes in whole MiB, rounded up: a disk of that size holds them. */
export function mibRoundedUp(bytes: number): number {
  return Math.ceil(bytes / MIB);
}
