/** Metadata: a small map of strings that guests and hosts carry for their users. Guesthouse never reads a meaning into it. */
import { GuesthouseError } from './errors.js';

export type Metadata = Readonly<Record<string, string>>;

export const METADATA_PAIRS_MAX = 128;

/** RFC 7396 on a flat map: null removes, anything else sets. `validation_failed` when more than 128 pairs would be left. */
export function mergeMetadata(current: Metadata, patch: Readonly<Record<string, string | null>>): Metadata {
  const merged = new Map(Object.entries(current));
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) merged.delete(key);
    else merged.set(key, value);
  }
  if (merged.size > METADATA_PAIRS_MAX) {
    throw new GuesthouseError('validation_failed', `Metadata may hold at most ${METADATA_PAIRS_MAX} pairs.`, {
      mistakes: [{ pointer: '', detail: `would hold ${merged.size} pairs, at most ${METADATA_PAIRS_MAX} are allowed` }],
    });
  }
  return Object.fromEntries(merged);
}
