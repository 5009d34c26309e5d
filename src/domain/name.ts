/**
 * Names of guests, images and other named resources: the rules for valid names, and their stored form. openapi.yaml has
 * those rules that a pattern can express in every engine of regular expressions; the rules in this file apply after
 * normalization.
 *
 * A name that is used in paths must not have the characters that end or change a path if a client does not encode them:
 * `DELETE /v1/guests/web#2` reaches the service as `DELETE /v1/guests/web`, and the service cannot see what followed
 * the `#`. Names that earlier versions accepted stay valid until they are changed.
 */
import { GuesthouseError } from './errors.js';
import { isIdForm } from './ids.js';

const FORBIDDEN = /[\p{Cc}/]/u;
/** The characters that a name in a path must not have, in addition to `/`, for a class of a regular expression. */
export const UNSAFE_IN_PATHS = '#%;?\\\\';
const UNSAFE = new RegExp(`[${UNSAFE_IN_PATHS}]`);

/**
 * The name in NFC. Throws `validation_failed` at `/name`. `current` is the name that the resource already has: it stays
 * valid even if it was given by an earlier version.
 */
export function normalizeName(name: string, current: string | null = null): string {
  const normal = name.normalize('NFC');
  if (normal === current) return normal;
  if (UNSAFE.test(normal)) throw notValid('must not contain any of the characters # % ; ? \\');
  return normalizeLabel(normal);
}

/** Like `normalizeName`, but for the name of a token, which is not used in paths. */
export function normalizeLabel(name: string): string {
  const normal = name.normalize('NFC');
  const mistake = findMistake(normal);
  if (mistake !== null) throw notValid(mistake);
  return normal;
}

function notValid(detail: string): GuesthouseError {
  return new GuesthouseError('validation_failed', `The name is not valid: it ${detail}.`, {
    mistakes: [{ pointer: '/name', detail }],
  });
}

function findMistake(name: string): string | null {
  const length = [...name].length;
  if (length < 1 || length > 255) return 'must have 1 to 255 characters';
  if (FORBIDDEN.test(name)) return 'must not contain a control character or "/"';
  if (name !== name.trim()) return 'must not begin or end with a space';
  if (name === '.' || name === '..') return 'must not be "." or ".."';
  if (isIdForm(name)) return 'must not have the form of a UUID, because paths take ids and names';
  return null;
}
