/**
 * Patches of JSON documents: merge patches (RFC 7396) and JSON Patch (RFC 6902). This file also checks which members of
 * a resource a patch changes.
 *
 * Arguments are never modified. A patch that cannot be applied is `validation_failed` with a pointer into the patch
 * (`/2/path`); a `test` that fails is `patch_test_failed`. No part of a rejected patch has any effect.
 *
 * No name of a member has a special meaning. Only own members are found, so `/toString` does not exist. Members are not
 * created by assignment, because an assignment to `__proto__` would set the prototype. Strings have no members.
 *
 * Invariant: every example in the appendices of both RFCs has the result printed there
 * (test/unit/patch-examples.test.ts).
 */
import { GuesthouseError, type ErrorKind, type Mistake } from '../domain/errors.js';

/** A body of 1 MiB could otherwise hold some 30,000 operations. */
const OPERATIONS_MAX = 1_000;
/**
 * The maximum that all operations of a patch can write in total, including copies and moves, in (approximate)
 * characters of JSON. It prevents patch bombs.
 */
const WRITTEN_MAX_CHARS = 1024 * 1024;
/** Deeper than any resource, and shallow enough for all recursive code. */
const DEPTH_MAX = 100;
/**
 * The maximum number of mistakes in an error: every operation of a patch can be wrong, and more mistakes do not help a
 * reader.
 */
const MISTAKES_MAX = 20;

export type PatchKind = 'merge_patch' | 'json_patch';

/**
 * Each member of the patch replaces the member of the same name in the document, a null removes that member, and
 * objects are merged (RFC 7396 §2).
 */
export function applyMergePatch(document: unknown, patch: unknown): unknown {
  requireWritable(patch, '', 0);
  return structuredClone(merged(document, patch));
}

/** The result shares parts with its arguments. The depth of the recursion is that of the patch. */
function merged(document: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const result = new Map(isObject(document) ? Object.entries(document) : []);
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) result.delete(name);
    else result.set(name, merged(result.get(name), value));
  }
  return Object.fromEntries(result);
}

/** Applies the operations in order (RFC 6902 §3). Ignores unknown members of an operation, as §4 requires. */
export function applyJsonPatch(document: unknown, patch: unknown): unknown {
  const operations = readOperations(patch);
  const root: Root = { '': structuredClone(document) };
  let writtenChars = 0;
  const write = (op: 'add' | 'replace', place: Place, value: unknown, pointer: string): void => {
    writtenChars += requireWritable(value, pointer, place.depth);
    if (writtenChars > WRITTEN_MAX_CHARS) throw unappliable(pointer, 'makes the patch write more than 1 MiB');
    change(place, op, value);
  };

  for (const [index, operation] of operations.entries()) {
    const at = `/${index}`;
    const { path } = operation;
    switch (operation.op) {
      case 'add':
        write('add', findPlace(root, path), operation.value, `${at}/value`);
        break;
      case 'remove':
        remove(root, path);
        break;
      case 'replace':
        getValue(root, path);
        write('replace', findPlace(root, path), operation.value, `${at}/value`);
        break;
      case 'copy': {
        const value = getValue(root, operation.from);
        write('add', findPlace(root, path), value, `${at}/from`);
        break;
      }
      case 'move': {
        const value = getValue(root, operation.from);
        // §4.4: a location cannot be moved into one of its children.
        if (path.text.startsWith(`${operation.from.text}/`))
          throw unappliable(path.at, 'is inside the value to be moved');
        // Must come before the target is resolved: indexes refer to the array without the removed item (§4.4).
        remove(root, operation.from);
        write('add', findPlace(root, path), value, `${at}/from`);
        break;
      }
      case 'test':
        requireEqual(root, path, operation.value, at);
        break;
      default:
        operation satisfies never;
    }
  }
  return root[''];
}

/**
 * The patched view of a resource. `view` has all members of the resource: a patch can read each of them (`test`, `from`
 * of a copy) and change those in `writable`. A change of any other member, or of the whole resource, is
 * `read_only_field`. A name that the view does not have is `validation_failed`. The caller must validate the result.
 */
export function patchWritableView(
  kind: PatchKind,
  view: Readonly<Record<string, unknown>>,
  patch: unknown,
  { writable }: { readonly writable: readonly string[] },
): Record<string, unknown> {
  if (kind === 'merge_patch' && !isObject(patch)) throw unappliable('', 'must be an object');
  const touched = kind === 'merge_patch' ? membersTouched(patch as object) : placesTouched(readOperations(patch));
  const isWritable = (member: string | null): boolean => member !== null && writable.includes(member);
  const unknown = touched.filter(
    ({ member }) => member !== null && !isWritable(member) && !Object.hasOwn(view, member),
  );
  const readOnly = touched.filter((touch) => !unknown.includes(touch) && touch.isChanged && !isWritable(touch.member));
  if (unknown.length + readOnly.length > 0) {
    throw refusal(unknown.length > 0 ? 'validation_failed' : 'read_only_field', [
      ...unknown.map(({ pointer }) => ({ pointer, detail: 'is not a member of this resource' })),
      ...readOnly.map(({ pointer }) => ({ pointer, detail: 'is read-only' })),
    ]);
  }
  const patched = kind === 'merge_patch' ? applyMergePatch(view, patch) : applyJsonPatch(view, patch);
  return patched as Record<string, unknown>;
}

/**
 * A top-level member that a patch names (null: the whole document), the pointer to the name in the patch, and whether
 * the patch changes the member.
 */
interface Touch {
  readonly member: string | null;
  readonly pointer: string;
  readonly isChanged: boolean;
}

function membersTouched(patch: object): Touch[] {
  return Object.keys(patch).map((member) => ({ member, pointer: pointerTo(member), isChanged: true }));
}

function placesTouched(operations: readonly Operation[]): Touch[] {
  return operations.flatMap((operation) => {
    const touch = ({ tokens, at }: Target, isChanged: boolean): Touch => ({
      member: tokens[1] ?? null,
      pointer: at,
      isChanged,
    });
    const own = touch(operation.path, operation.op !== 'test');
    // A move also changes its source.
    return 'from' in operation ? [touch(operation.from, operation.op === 'move'), own] : [own];
  });
}

/**
 * The target of a JSON Pointer (RFC 6901); `at` is the place of the pointer in the patch. The first token is always
 * empty: it leads from the root to the document.
 */
interface Target {
  readonly text: string;
  readonly tokens: readonly string[];
  readonly at: string;
}

type Operation =
  | { readonly op: 'add' | 'replace' | 'test'; readonly path: Target; readonly value: unknown }
  | { readonly op: 'remove'; readonly path: Target }
  | { readonly op: 'move' | 'copy'; readonly path: Target; readonly from: Target };

/**
 * Reads all operations before the first is applied, so that a malformed patch is rejected as malformed, whatever the
 * document contains.
 */
function readOperations(patch: unknown): Operation[] {
  if (!Array.isArray(patch)) throw unappliable('', 'must be an array of operations');
  if (patch.length > OPERATIONS_MAX) throw unappliable('', `has more than ${OPERATIONS_MAX} operations`);
  return patch.map((operation: unknown, index) => readOperation(operation, `/${index}`));
}

function readOperation(operation: unknown, at: string): Operation {
  if (!isObject(operation)) throw unappliable(at, 'must be an object');
  const member = (name: string): unknown => {
    if (Object.hasOwn(operation, name)) return operation[name];
    throw unappliable(`${at}/${name}`, 'is required');
  };
  const pointer = (name: string): Target => readPointer(member(name), `${at}/${name}`);
  const op = member('op');
  switch (op) {
    case 'add':
    case 'replace':
    case 'test':
      return { op, path: pointer('path'), value: member('value') };
    case 'remove':
      return { op, path: pointer('path') };
    case 'move':
    case 'copy':
      return { op, path: pointer('path'), from: pointer('from') };
    default:
      throw unappliable(`${at}/op`, 'must be one of add, remove, replace, move, copy, test');
  }
}

function readPointer(text: unknown, at: string): Target {
  // RFC 6901 §3: a tilde must be followed by 0 or 1.
  if (typeof text !== 'string' || !/^(?:\/(?:[^~/]|~[01])*)*$/.test(text)) {
    throw unappliable(at, 'must be a JSON Pointer');
  }
  // RFC 6901 §4: `~1` must come first, so that `~01` becomes `~1`.
  const tokens = text.split('/').map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
  return { text, tokens, at };
}

/** The JSON Pointer to a top-level member. */
export function pointerTo(member: string): string {
  return `/${member.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

/**
 * Holds the document under the empty name, the first token of every pointer, so that the whole document has a parent
 * like everything else.
 */
interface Root {
  '': unknown;
}

/** A location in the document. */
interface Place {
  readonly parent: unknown[] | Record<string, unknown>;
  readonly key: string;
  /** Levels below the top of the document. */
  readonly depth: number;
}

/** Resolves a location to write to: a member, an index, or the end of an array. Its parent must exist. */
function findPlace(root: Root, { tokens, at }: Target): Place {
  const key = tokens.at(-1) ?? '';
  const parent = follow(root, tokens.slice(0, -1))?.value;
  const isPlace = Array.isArray(parent)
    ? key === '-' || (isIndex(key) && Number(key) <= parent.length)
    : isObject(parent);
  if (!isPlace) throw unappliable(at, 'is not a location in the document');
  return { parent: parent as Place['parent'], key, depth: tokens.length - 1 };
}

/** Throws if the location does not exist. */
function getValue(root: Root, { tokens, at }: Target): unknown {
  const found = follow(root, tokens);
  if (found === null) throw unappliable(at, 'does not exist in the document');
  return found.value;
}

function follow(root: Root, tokens: readonly string[]): { readonly value: unknown } | null {
  let value: unknown = root;
  for (const token of tokens) {
    const exists = Array.isArray(value)
      ? isIndex(token) && Number(token) < value.length
      : isObject(value) && Object.hasOwn(value, token);
    if (!exists) return null;
    value = (value as Record<string, unknown>)[token];
  }
  return { value };
}

/** RFC 6901 §4: no sign, no leading zero. */
function isIndex(token: string): boolean {
  return /^(?:0|[1-9]\d*)$/.test(token);
}

/** Removes the value at the location, which must exist. If the whole document is removed, it becomes null. */
function remove(root: Root, target: Target): void {
  getValue(root, target);
  change(findPlace(root, target), 'remove');
  if (!('' in root)) Object.assign(root, { '': null });
}

/**
 * Applies one operation to the location. `add` and `replace` write a copy of the value; in an array, `add` inserts the
 * copy before the item at this index.
 */
function change({ parent, key }: Place, op: 'add' | 'replace' | 'remove', value?: unknown): void {
  if (Array.isArray(parent)) {
    const index = key === '-' ? parent.length : Number(key);
    const written = op === 'remove' ? [] : [structuredClone(value)];
    parent.splice(index, op === 'add' ? 0 : 1, ...written);
  } else if (op === 'remove') {
    Reflect.deleteProperty(parent, key);
  } else {
    const member = { value: structuredClone(value), configurable: true, enumerable: true, writable: true };
    Object.defineProperty(parent, key, member);
  }
}

function requireEqual(root: Root, path: Target, expected: unknown, at: string): void {
  const found = follow(root, path.tokens);
  if (found !== null && isEqual(found.value, expected)) return;
  const detail = found === null ? 'does not exist in the document' : 'differs from the value in the document';
  throw refusal('patch_test_failed', [{ pointer: found === null ? path.at : `${at}/value`, detail }]);
}

/**
 * RFC 6902 §4.6: numbers are compared by value, objects regardless of the order of members. The recursion is bounded,
 * because the document is not deeper than DEPTH_MAX.
 */
function isEqual(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (Array.isArray(left)) {
    return (
      Array.isArray(right) && left.length === right.length && left.every((item, index) => isEqual(item, right[index]))
    );
  }
  if (!isObject(left) || !isObject(right)) return false;
  const names = Object.keys(left);
  return (
    names.length === Object.keys(right).length &&
    names.every((name) => Object.hasOwn(right, name) && isEqual(left[name], right[name]))
  );
}

/**
 * Throws if `value` is not allowed in a document; `depth` is its level below the top. Returns its approximate length as
 * JSON, in characters.
 */
function requireWritable(value: unknown, pointer: string, depth: number): number {
  let chars = 0;
  const rest: { readonly value: unknown; readonly depth: number }[] = [{ value, depth }];
  for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
    chars += typeof next.value === 'string' ? next.value.length + 3 : 6;
    if (next.depth > DEPTH_MAX) throw unappliable(pointer, `is nested more than ${DEPTH_MAX} levels deep`);
    if (typeof next.value !== 'object' || next.value === null) continue;
    for (const [name, member] of Object.entries(next.value)) {
      chars += name.length + 3;
      rest.push({ value: member, depth: next.depth + 1 });
    }
  }
  return chars;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function unappliable(pointer: string, detail: string): GuesthouseError {
  return refusal('validation_failed', [{ pointer, detail }]);
}

function refusal(kind: ErrorKind, mistakes: readonly Mistake[]): GuesthouseError {
  const [first] = mistakes;
  const where = first !== undefined && 'pointer' in first ? first.pointer || 'the patch' : 'the patch';
  const what = mistakes.length === 1 ? `${where} ${first?.detail}` : `it has ${mistakes.length} mistakes`;
  return new GuesthouseError(kind, `The patch was not applied: ${what}.`, {
    mistakes: mistakes.slice(0, MISTAKES_MAX),
  });
}
