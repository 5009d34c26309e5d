/**
 * Names that others gave, as names of ours (src/domain/name.ts).
 *
 * There are two ways. A name that permissions hang on is taken as it is or not at all: were it mended, `admins/` could become
 * `admins`. A name that is only shown is mended until it fits; it must never be compared.
 */
import { normalizeName } from '../domain/name.js';

const NAME_MAX = 255;
const UNFIT = /[\p{Cc}\p{Cs}/]/gu;

/** The name itself, or null where it cannot be one of ours. */
export function exactName(text: string): string | null {
  // A lone surrogate has no UTF-8: whatever stores or sends it makes something else of it.
  if (/\p{Cs}/u.test(text)) return null;
  try {
    return normalizeName(text);
  } catch {
    return null;
  }
}

/** Something close to it that can be shown; `kind` goes before what would else be no name at all: `user 3f0c9a52-…`. */
export function readableName(text: string, kind: string): string {
  const fit = cut(text.replaceAll(UNFIT, '-').normalize('NFC'));
  return exactName(fit) ?? cut(`${kind} ${fit}`);
}

function cut(text: string): string {
  return [...text.trim()].slice(0, NAME_MAX).join('').trim();
}
