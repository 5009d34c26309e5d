/**
 * Turns the bytes of a body into text and into JSON, without a change to any character or number. A body that other
 * programs would read differently is rejected. Such a body is not UTF-8 (RFC 8259 §8.1), or is not I-JSON (RFC 7493
 * §2): it contains half of a surrogate pair, which PostgreSQL cannot store, two members with the same name, or a number
 * that a double cannot hold exactly.
 *
 * The parser is `JSON.parse`. Nothing here looks at the contract.
 */
import { pointerTo } from '../../app/patch.js';
import type { GuesthouseError } from '../../domain/errors.js';
import { invalid } from './invalid-request.js';

/**
 * Maximum number of values in a body, counted at every depth; no valid body reaches it. The validator checks values one
 * by one: the check of 1 MiB of values would delay all other requests.
 */
const VALUES_MAX = 2000;

/** With the flag `u`, a whole pair is one character, and does not match. */
const HALF_PAIR = /\p{Surrogate}/u;

/** Throws on bytes that are not UTF-8. Drops a byte order mark (RFC 8259 §8.1 allows this). */
const utf8 = new TextDecoder('utf-8', { fatal: true });

/** The text of a body. Throws `validation_failed` if it is not UTF-8. */
export function decodeBody(bytes: Buffer): string {
  try {
    return utf8.decode(bytes);
  } catch (error) {
    throw invalid([{ pointer: '', detail: 'is not valid UTF-8' }], error);
  }
}

/** The value of a JSON body. An empty body is an empty object. Throws `validation_failed`. */
export function parseJsonBody(bytes: Buffer): unknown {
  const text = decodeBody(bytes);
  if (text === '') return {};
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw invalid([{ pointer: '', detail: 'is not valid JSON' }], error);
  }
  const members = requireExactValues(value);
  if (countMembers(text) !== members) throw invalid([{ pointer: '', detail: 'has two members of the same name' }]);
  return value;
}

/**
 * Throws `validation_failed` if the body has too many values, a number that is not exact, or half of a surrogate pair.
 * Returns the number of members of all objects. Uses a list instead of recursion, because a body can be nested half a
 * million levels deep.
 */
export function requireExactValues(body: unknown): number {
  const rest: { readonly value: unknown; readonly pointer: string }[] = [{ value: body, pointer: '' }];
  let members = 0;
  for (let seen = 0; ; seen += 1) {
    const next = rest.pop();
    if (next === undefined) return members;
    const { value, pointer } = next;
    if (typeof value === 'string' && HALF_PAIR.test(value)) throw halfPair(pointer);
    if (typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER) {
      throw invalid([{ pointer, detail: 'is a number beyond 2^53 − 1, which is not exact' }]);
    }
    if (typeof value !== 'object' || value === null) continue;
    const entries = Object.entries(value);
    if (seen + rest.length + entries.length > VALUES_MAX) {
      throw invalid([{ pointer: '', detail: `has more than ${VALUES_MAX} values` }]);
    }
    if (!Array.isArray(value)) members += entries.length;
    for (const [name, member] of entries) {
      if (HALF_PAIR.test(name)) throw halfPair(pointer);
      rest.push({ value: member, pointer: pointer + pointerTo(name) });
    }
  }
}

const [QUOTE, BACKSLASH, COLON] = ['"', '\\', ':'].map((each) => each.charCodeAt(0));

/** The number of members in valid JSON: each has one colon outside of strings. A parsed value has each name once. */
function countMembers(json: string): number {
  let count = 0;
  let isInString = false;
  for (let index = 0; index < json.length; index += 1) {
    const unit = json.charCodeAt(index);
    // Valid JSON has backslashes only in strings.
    if (unit === BACKSLASH) index += 1;
    else if (unit === QUOTE) isInString = !isInString;
    else if (unit === COLON && !isInString) count += 1;
  }
  return count;
}

function halfPair(pointer: string): GuesthouseError {
  return invalid([{ pointer, detail: 'has half of a surrogate pair, which is not a character' }]);
}
