/** Patches in the form of requests, in both media types, and a check that a rejected patch changed nothing. */
import { expect } from 'chai';
import type { Api, SendOptions } from './api.js';

export const MERGE_PATCH = 'application/merge-patch+json';
export const JSON_PATCH = 'application/json-patch+json';

export function mergePatch(patch: unknown, headers: Readonly<Record<string, string>> = {}): SendOptions {
  return { json: patch, headers: { ...headers, 'content-type': MERGE_PATCH } };
}

export function jsonPatch(patch: unknown, headers: Readonly<Record<string, string>> = {}): SendOptions {
  return { json: patch, headers: { ...headers, 'content-type': JSON_PATCH } };
}

/** Two ways to express the same change as a map of members to new values. Null removes a member's value. */
export const WAYS_TO_PATCH: readonly (readonly [
  what: string,
  make: (members: Readonly<Record<string, unknown>>, headers?: Readonly<Record<string, string>>) => SendOptions,
])[] = [
  ['a merge patch', mergePatch],
  [
    'a JSON Patch',
    (members, headers) =>
      jsonPatch(
        Object.entries(members).map(([member, value]) =>
          value === null ? { op: 'remove', path: `/${member}` } : { op: 'replace', path: `/${member}`, value },
        ),
        headers,
      ),
  ],
];

const LISTS = [
  'guests',
  'images',
  'operations',
  'hosts',
  'networks',
  'zones',
  'instance-types',
  'placement-groups',
  'projects',
  'users',
  'groups',
].map((name) => `/v1/${name}`);

/** Compares everything that clients can see before and after the work. */
export async function expectNothingChanged(api: Api, work: () => Promise<void>): Promise<void> {
  const read = async (path: string): Promise<unknown> => (await api.expect(200, 'GET', `${path}?limit=1000`)).json();
  // One after the other: a user can only have a few large pages waiting.
  const before: unknown[] = [];
  for (const path of LISTS) before.push(await read(path));
  await work();
  for (const [index, path] of LISTS.entries()) expect(await read(path), path).to.deep.equal(before[index]);
}
