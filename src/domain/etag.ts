/**
 * Entity tags and the conditions that use them (RFC 9110 §8.8.3, §13.1). A tag is the version of a row. Versions are
 * drawn at random, so none is ever reused: a resource that was deleted and created again under the same name has a
 * different tag, and a tag from before the database was restored from a backup never stands for a later change.
 */
import { GuesthouseError } from './errors.js';

/** The requirement of `If-Match`: any version of an existing resource, or a version with one of the listed tags. */
export type Precondition = 'any' | readonly string[];

export function etagOf(version: number | string): string {
  return `"${version}"`;
}

/** Throws `precondition_failed` unless the version meets the condition. Strong comparison: a weak tag never matches. */
export function requirePrecondition(condition: Precondition | null, version: number | string): void {
  if (condition === null || condition === 'any' || condition.includes(etagOf(version))) return;
  throw new GuesthouseError('precondition_failed', `The resource now has the ETag ${etagOf(version)}.`);
}

/** The tags of an `If-Match` or `If-None-Match` header. Throws `validation_failed` if the header is malformed. */
export function readEntityTags(name: 'If-Match' | 'If-None-Match', header: string): Precondition {
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

/** Whether one of the tags matches by weak comparison (RFC 9110 §8.8.3.2). */
export function matchesWeakly(tags: Precondition, etag: string): boolean {
  return tags === 'any' || tags.some((tag) => tag.replace(/^W\//, '') === etag);
}

const ENTITY_TAG = /^(?:W\/)?"[!\x23-\x7e\x80-\xff]*"/;

function notTags(name: string): GuesthouseError {
  return new GuesthouseError('validation_failed', `The header ${name} is not valid.`, {
    mistakes: [{ parameter: name, detail: 'must be * or entity tags in double quotes, separated by commas' }],
  });
}
