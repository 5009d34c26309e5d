/**
 * Names of guests, images and other named resources: the rule for valid names, and their stored form. openapi.yaml has
 * the same rule as a pattern; the rule in this file applies after normalization.
 */
import { GuesthouseError } from './errors.js';
import { isIdForm } from './ids.js';

const FORBIDDEN = /[\p{Cc}/]/u;

/** The name in NFC. Throws `validation_failed` at `/name`. */
export function normalizeName(name: string): string {
  const normal = name.normalize('NFC');
  const mistake = findMistake(normal);
  if (mistake === null) return normal;
  throw new GuesthouseError('validation_failed', 'The name is not valid.', {
    mistakes: [{ pointer: '/name', detail: mistake }],
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
