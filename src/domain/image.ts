/** An image: a read-only file that guests are created from. */
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
  /** Null until the content is uploaded. */
  readonly sizeBytes: number | null;
  /**
   * Size in MiB, rounded up: of the file if the image is a kernel or an initrd, otherwise of the disk that the image
   * contains. Null until the content is uploaded.
   */
  readonly virtualSizeMib: number | null;
  /** Lower-case hex. Before the upload: the digest that the content must have, if the client gave one. */
  readonly sha256: string | null;
  readonly state: ImageState;
  readonly isShared: boolean;
  /** Name of the file with the content; null until it is uploaded. */
  readonly contentId: string | null;
  readonly createdAt: Timestamp;
  readonly updatedAt: Timestamp;
  /** Changes with every change that clients can see. */
  readonly version: number;
}

export const MIB = 1024 * 1024;

/** Converts bytes to MiB, rounded up, so that a disk of that size can hold them. */
export function mibRoundedUp(bytes: number): number {
  return Math.ceil(bytes / MIB);
}
