/**
 * Names from identity services. A name that permissions depend on is never changed: a repair could turn `admins/` into
 * `admins`, and even NFC turns the Kelvin sign (U+212A) into the letter K. A display name is repaired, and must never
 * be compared.
 */
import { normalizeName, UNSAFE_IN_PATHS } from '../domain/name.js';

const NAME_MAX = 255;
const INVALID = new RegExp(`[\\p{Cc}\\p{Cs}/${UNSAFE_IN_PATHS}]`, 'gu');

/** Whether the text can be compared with a stored text: PostgreSQL stores no NUL, and UTF-8 has no lone surrogates. */
export function isStorable(text: string): boolean {
  return !/[\0\p{Cs}]/u.test(text);
}

/**
 * A valid name similar to the text, only for display. If the repaired text is still not valid, `kind` precedes it:
 * `user 3f0c9a52-…`. It ends with `@` and the host, if given.
 */
export function readableName(text: string, kind: string, host?: string): string {
  const end = host === undefined ? '' : `@${host}`;
  const repaired = cut(text.replaceAll(INVALID, '-').normalize('NFC'), end);
  return isName(repaired) ? repaired : cut(`${kind} ${repaired}`, '');
}

function isName(text: string): boolean {
  try {
    return normalizeName(text) === text;
  } catch {
    return false;
  }
}

function cut(text: string, end: string): string {
  const start = [...text.trim()].slice(0, NAME_MAX - end.length);
  return start.join('').trim() + end;
}
