/**
 * Entity tags and the conditions that use them (RFC 9110 §8.8.3, §13.1). A tag is the version of a row. Versions are
 * drawn at random, so none is ever reused: a resource that was deleted and created again under the same name has a
 * different tag. If the database was restored from a backup, a tag from before never matches a later version.
 */
import { GuesthouseError } from './errors.js';

/** The tags of a condition; `any` is `*`. */
export type EntityTags = 'any' | readonly string[];

/** The conditions of a request on the version of its resource; null: not sent. */
export interface Precondition {
  readonly ifMatch: EntityTags | null;
  readonly ifNoneMatch: EntityTags | null;
}

export function etagOf(version: number | string): string {
  return `"${version}"`;
}

/** The tag of the content of an image: its SHA-256 in hex, so other bytes have another tag. */
export function etagOfContent(sha256: string): string {
  return `"${sha256}"`;
}

/** The current representation of the resource that a request names (RFC 9110 §3.2). */
export interface Representation {
  /** Null if it has no tag, such as a list. */
  readonly etag: string | null;
}

/** For a request that changes the resource: throws `precondition_failed` unless its version meets the conditions. */
export function requirePrecondition(precondition: Precondition | null, version: number | string): void {
  requirePreconditionOn({ etag: etagOf(version) }, precondition);
}

/** As `requirePrecondition`; `current` is null if the resource has no representation yet. */
export function requirePreconditionOn(current: Representation | null, precondition: Precondition | null): void {
  if (precondition !== null && failedCondition(precondition, current) !== null) throw preconditionFailed(current);
}

/**
 * For a request that reads the resource: whether the client already has this version. Throws `precondition_failed` if
 * `If-Match` fails.
 */
export function isNotModified(precondition: Precondition | null, etag: string): boolean {
  const failed = precondition === null ? null : failedCondition(precondition, { etag });
  if (failed === 'If-Match') throw preconditionFailed({ etag });
  return failed === 'If-None-Match';
}

/**
 * The first condition that fails, in the order of RFC 9110 §13.2.2. `If-Unmodified-Since` and `If-Modified-Since` are
 * ignored, because no resource has a modification date (§13.1.3, §13.1.4).
 */
function failedCondition(
  { ifMatch, ifNoneMatch }: Precondition,
  current: Representation | null,
): 'If-Match' | 'If-None-Match' | null {
  const etag = current?.etag ?? null;
  const hasOneOf = (tags: EntityTags, matches: (tag: string, etag: string) => boolean): boolean =>
    tags === 'any' ? current !== null : etag !== null && tags.some((tag) => matches(tag, etag));
  if (ifMatch !== null && !hasOneOf(ifMatch, matchesStrongly)) return 'If-Match';
  if (ifNoneMatch !== null && hasOneOf(ifNoneMatch, matchesWeakly)) return 'If-None-Match';
  return null;
}

/** RFC 9110 §8.8.3.2. Our own tags are strong, so only the client's can be weak. */
function matchesStrongly(tag: string, etag: string): boolean {
  return tag === etag;
}

function matchesWeakly(tag: string, etag: string): boolean {
  return tag.replace(/^W\//, '') === etag;
}

function preconditionFailed(current: Representation | null): GuesthouseError {
  const etag = current?.etag ?? null;
  const now = etag === null ? `has no ${current === null ? 'content' : 'ETag'}` : `now has the ETag ${etag}`;
  return new GuesthouseError('precondition_failed', `The resource ${now}.`);
}

/** The conditions in the headers of a request; null if it has none. Throws `validation_failed` if one is malformed. */
export function readPrecondition(ifMatch: string | undefined, ifNoneMatch: string | undefined): Precondition | null {
  if (ifMatch === undefined && ifNoneMatch === undefined) return null;
  return {
    ifMatch: ifMatch === undefined ? null : readEntityTags('If-Match', ifMatch),
    ifNoneMatch: ifNoneMatch === undefined ? null : readEntityTags('If-None-Match', ifNoneMatch),
  };
}

function readEntityTags(name: 'If-Match' | 'If-None-Match', header: string): EntityTags {
  if (header.trim() === '*') return 'any';
  const tags: string[] = [];
  let rest = header.trim();
  while (rest !== '') {
    const tag = ENTITY_TAG.exec(rest)?.[0];
    if (tag === undefined) throw notTags(name);
    tags.push(tag);
    rest = rest.slice(tag.length).trimStart();
    if (rest === '') break;
    if (!rest.startsWith(',')) throw notTags(name);
    rest = rest.replace(/^[,\s]+/, '');
  }
  if (tags.length === 0) throw notTags(name);
  return tags;
}

const ENTITY_TAG = /^(?:W\/)?"[!\x23-\x7e\x80-\xff]*"/;

function notTags(name: string): GuesthouseError {
  return new GuesthouseError('validation_failed', `The header ${name} is not valid.`, {
    mistakes: [{ parameter: name, detail: 'must be * or entity tags in double quotes, separated by commas' }],
  });
}
