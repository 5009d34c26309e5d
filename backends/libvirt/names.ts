/**
 * The names of our objects on a libvirt host (B8): a guest's domain is `guesthouse-<id>` with the guest's id as its
 * UUID, and the pool `guesthouse` holds its volumes `guesthouse-<id>-<what>`, the images `guesthouse-image-<sha256>`,
 * and the empty volume `guesthouse-pool`.
 */
import { GuesthouseError } from '../../src/domain/errors.js';
import type { GuestId } from '../../src/domain/ids.js';
import type { Domain } from './rpc/structures.js';

export const POOL_NAME = 'guesthouse';
const IMAGE_PREFIX = 'guesthouse-image-';

/**
 * An empty volume that proves that the folder of the pool is the right one, when it has no other volume of ours. The
 * driver makes it before it removes the volumes of a guest, and leaves it there.
 */
export const POOL_MARKER = 'guesthouse-pool';

/** The form of our device names, which become parts of volume names. */
const DEVICE_NAME = /^[a-z][a-z0-9]{0,15}$/;
const SHA256 = /^[0-9a-f]{64}$/;

export function domainNameOf(guest: GuestId): string {
  return `guesthouse-${guest}`;
}

/** The guest's domain in the form that procedures expect. The server finds it by its UUID. */
export function domainOf(guest: GuestId): Domain {
  return { name: domainNameOf(guest), uuid: guest, id: -1 };
}

/**
 * The guest that the domain's name and UUID denote, or null. The metadata decides whether the domain really is this
 * guest.
 */
export function guestOf({ name, uuid }: Domain): GuestId | null {
  return name === `guesthouse-${uuid}` ? (uuid as GuestId) : null;
}

/** Whether a volume of this name is ours: of a guest, or an image. */
export function isOurVolume(name: string): boolean {
  return name.startsWith('guesthouse-');
}

/**
 * Whether only the driver makes volumes of this name: disks and images. The log of a console is not one: libvirt makes
 * it when a guest starts, even below the mount point of a file system that is not mounted.
 */
export function isOnlyMadeByUs(name: string): boolean {
  return isOurVolume(name) && !/-console\.log(?:\.\d+)?$/.test(name);
}

/**
 * The ends of the names that the driver gives to volumes of a guest: for a disk, the marker of its copy, or a file of
 * the console's log.
 */
const OWN_VOLUME = /^(?:[a-z][a-z0-9]{0,15}(?:\.making)?|console\.log(?:\.\d+)?)$/;

/** Whether the driver gave the volume its name, for this guest. Other programs add suffixes, such as `….before`. */
export function isOwnVolume(guest: GuestId, name: string): boolean {
  const prefix = volumePrefixOf(guest);
  return name.startsWith(prefix) && OWN_VOLUME.test(name.slice(prefix.length));
}

/** The common prefix of the names of all volumes of a guest. */
export function volumePrefixOf(guest: GuestId): string {
  return `guesthouse-${guest}-`;
}

export function diskVolumeName(guest: GuestId, device: string): string {
  if (!DEVICE_NAME.test(device)) throw new GuesthouseError('backend_refused', `'${device}' is not a valid disk name.`);
  return `${volumePrefixOf(guest)}${device}`;
}

/** The name of the volume that marks a raw disk as being copied. While the marker exists, the copy is incomplete. */
export function copyMarkerName(guest: GuestId, device: string): string {
  return `${diskVolumeName(guest, device)}.making`;
}

export function consoleVolumeName(guest: GuestId): string {
  return `${volumePrefixOf(guest)}console.log`;
}

export function imageVolumeName(sha256: string): string {
  if (!SHA256.test(sha256)) throw new GuesthouseError('backend_refused', 'The SHA-256 of an image is not known.');
  return `${IMAGE_PREFIX}${sha256}`;
}

/** The SHA-256 of the image in a volume of this name, or null. */
export function sha256OfImageVolume(name: string): string | null {
  const sha256 = name.slice(IMAGE_PREFIX.length);
  return name.startsWith(IMAGE_PREFIX) && SHA256.test(sha256) ? sha256 : null;
}
