/**
 * Names from identity services, converted to the rules for our names (src/domain/name.ts).
 *
 * A name that permissions depend on is only normalized to NFC, and is rejected if it is not valid (`exactName`): a
 * repair could turn `admins/` into `admins`. A name that is only displayed is repaired (`readableName`), and must never
 * be compared.
 */
import { normalizeName } from '../domain/name.js';

const NAME_MAX = 255;
const INVALID = /[\p{Cc}\p{Cs}/]/gu;

/** The name in NFC, or null if it is not valid in Guesthouse. */
export function exactName(text: string): string | null {
  // A lone surrogate has no UTF-8 form, so storing or sending the name would change it.
  if (/\p{Cs}/u.test(text)) return null;
  try {
    return normalizeName(text);
  } catch {
    return null;
  }
}

/**
 * A valid name similar to the text, only for display. If the repaired text is still not valid, `kind` precedes it:
 * `user 3f0c9a52-…`.
 */
export function readableName(text: string, kind: string): string {
  const repaired = cut(text.replaceAll(INVALID, '-').normalize('NFC'));
  return exactName(repaired) ?? cut(`${kind} ${repaired}`);
}

function cut(text: string): string {
  return [...text.trim()].slice(0, NAME_MAX).join('').trim();
}
