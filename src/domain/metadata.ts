/** Metadata: a small map of strings that users attach to guests and hosts. Guesthouse never interprets it. */
import { GuesthouseError } from './errors.js';

export type Metadata = Readonly<Record<string, string>>;

export const METADATA_PAIRS_MAX = 128;
/** The limit on all keys and values together, in UTF-8. Each small change writes the whole map. */
export const METADATA_BYTES_MAX = 64 * 1024;

/** The changes that turn `current` into `wanted`: keys to set and, with null, keys to remove. */
export function metadataChanges(current: Metadata, wanted: Metadata): Record<string, string | null> {
  const set = Object.entries(wanted).filter(([key, value]) => !Object.hasOwn(current, key) || current[key] !== value);
  const removed = Object.keys(current).filter((key) => !Object.hasOwn(wanted, key));
  return Object.fromEntries([...set, ...removed.map((key) => [key, null] as const)]);
}

/** The detail of an event: the keys that a change touched, never their values. A key can have blanks, but no comma. */
export function metadataDetail(changes: Readonly<Record<string, string | null>>): { set: string; removed: string } {
  const keys = (isRemoved: boolean): string =>
    Object.entries(changes)
      .filter(([, value]) => (value === null) === isRemoved)
      .map(([key]) => key)
      .join(', ');
  return { set: keys(false), removed: keys(true) };
}

/**
 * RFC 7396 on a flat map: null removes a key, any other value sets it. Throws `validation_failed` if the result has
 * more than 128 pairs or 64 KiB. A map that already has more than 64 KiB can only become smaller.
 */
export function mergeMetadata(current: Metadata, patch: Readonly<Record<string, string | null>>): Metadata {
  const merged = new Map(Object.entries(current));
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) merged.delete(key);
    else merged.set(key, value);
  }
  if (merged.size > METADATA_PAIRS_MAX) {
    throw new GuesthouseError('validation_failed', `Metadata can have at most ${METADATA_PAIRS_MAX} pairs.`, {
      mistakes: [{ pointer: '', detail: `would have ${merged.size} pairs; at most ${METADATA_PAIRS_MAX} are allowed` }],
    });
  }
  const result: Metadata = Object.fromEntries(merged);
  const bytes = bytesOf(result);
  if (bytes > METADATA_BYTES_MAX && bytes >= bytesOf(current)) {
    throw new GuesthouseError('validation_failed', `Metadata can have at most ${METADATA_BYTES_MAX} bytes.`, {
      mistakes: [{ pointer: '', detail: `would have ${bytes} bytes; at most ${METADATA_BYTES_MAX} are allowed` }],
    });
  }
  return result;
}

function bytesOf(metadata: Metadata): number {
  let bytes = 0;
  for (const [key, value] of Object.entries(metadata)) bytes += Buffer.byteLength(key) + Buffer.byteLength(value);
  return bytes;
}
