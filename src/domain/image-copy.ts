/**
 * The copy of an image on a host: the host has the bytes of the image, or is getting them. A guest that is created
 * there needs no transfer.
 */
import { COPIES } from './collections.js';
import { fold } from './fold.js';
import type { HostId, OperationId } from './ids.js';
import { inMemory } from './page-in-memory.js';
import type { Timestamp } from './timestamp.js';
import type { ImageCopyState } from './words.js';

export interface ImageCopy {
  readonly host: { readonly id: HostId; readonly name: string };
  readonly state: ImageCopyState;
  readonly sizeBytes: number;
  /** Whether a request made the copy, so that it stays although no guest needs it. */
  readonly isAhead: boolean;
  /** The operation that makes the copy; null if it is there, or is made for a guest. */
  readonly operationId: OperationId | null;
  readonly since: Timestamp;
}

/** A copy has no id of its own: there is one for each host. */
export const COPIES_IN_MEMORY = inMemory<ImageCopy, typeof COPIES>(COPIES, {
  idOf: ({ host }) => host.id,
  sort: { since: ({ since }) => since, name: ({ host }) => fold(host.name) },
  fields: {
    'host.name': ({ host }) => [host.name],
    state: ({ state }) => [state],
    ahead: ({ isAhead }) => [String(isAhead)],
    since: ({ since }) => [since],
  },
});
