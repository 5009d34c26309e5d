/**
 * Whether a record matches a search: the reference evaluation of a tree, in memory.
 *
 * It searches collections that are not in a table (networks, roles), and tests use it to check the translation to SQL.
 * A mistake in shared code would be on both sides of this comparison. So this file must never share code with
 * src/store/search.ts, and must stay simple: each line states a rule of the language.
 * Invariant: the database finds the same records as `matches` (test/store/search.test.ts).
 */
import { isWordSearched } from '../collections.js';
import type { Collection } from '../collections.js';
import { fold } from '../fold.js';
import { toEpochMs } from '../timestamp.js';
import type { Criterion, Interval, Node, Pattern, Relation } from './tree.js';
import { isSameWord } from './values.js';

/** Another resource that a record refers to. */
export interface Reference {
  readonly id: string;
  readonly name: string;
}

export type RecordValue = string | number | Reference;

/**
 * The values of a field of a record: none, one or several; null counts as none. For a map: the value under the key, or
 * all values if the key is null.
 */
export type RecordReader = (field: string, key: string | null) => readonly (RecordValue | null)[];

export function matches(node: Node, collection: Collection, read: RecordReader, isCaseSensitive: boolean): boolean {
  switch (node.kind) {
    case 'and':
      return node.nodes.every((inner) => matches(inner, collection, read, isCaseSensitive));
    case 'or':
      return node.nodes.some((inner) => matches(inner, collection, read, isCaseSensitive));
    case 'criterion':
      return holds(node, read, isCaseSensitive);
    case 'word':
      return Object.entries(collection.fields).some(([name, field]) => {
        const contains: Pattern = { kind: 'pattern', parts: ['', ...node.pattern.parts, ''] };
        const isNfc = field.type === 'reference' || (field.type === 'text' && field.isNfc === true);
        return (
          isWordSearched(field) &&
          present(read(name, null)).some((value) =>
            isLike(typeof value === 'object' ? value.name : String(value), contains, isCaseSensitive, isNfc),
          )
        );
      });
    default:
      return node satisfies never;
  }
}

function holds(criterion: Criterion, read: RecordReader, isCaseSensitive: boolean): boolean {
  const values = present(read(criterion.field.name, criterion.field.key));
  if (criterion.relation === '!=') return !values.some((value) => isHeld(criterion, '=', value, isCaseSensitive));
  return values.some((value) => isHeld(criterion, criterion.relation, value, isCaseSensitive));
}

function isHeld(
  { field: { field }, value: wanted }: Criterion,
  relation: Relation,
  value: RecordValue,
  isCaseSensitive: boolean,
): boolean {
  if (wanted.kind === 'anything') return true;
  if (wanted.kind === 'number') return typeof value === 'number' && compares(BigInt(value), wanted.number, relation);
  if (wanted.kind === 'interval') return typeof value === 'string' && isPlaced(toEpochMs(value), wanted, relation);
  if (typeof value === 'object') {
    return isLike(value.id, wanted, isCaseSensitive, false) || isLike(value.name, wanted, isCaseSensitive, true);
  }
  if (field.type === 'word' && relation !== '=') {
    const placeOf = (word: string): number => field.words.findIndex((known) => isSameWord(known, word));
    return compares(BigInt(placeOf(String(value))), BigInt(placeOf(wanted.parts.join('*'))), relation);
  }
  // The words of a closed list are compared without case, even in a case-sensitive search.
  if (field.type === 'word') return isLike(String(value), wanted, false, false);
  return isLike(String(value), wanted, isCaseSensitive, field.type === 'text' && field.isNfc === true);
}

function compares(value: bigint, wanted: bigint, relation: Relation): boolean {
  switch (relation) {
    case '=':
      return value === wanted;
    case '!=':
      return value !== wanted;
    case '<':
      return value < wanted;
    case '<=':
      return value <= wanted;
    case '>':
      return value > wanted;
    case '>=':
      return value >= wanted;
    default:
      return relation satisfies never;
  }
}

function isPlaced(timeMs: number, { startMs, endMs }: Interval, relation: Relation): boolean {
  switch (relation) {
    case '=':
      return timeMs >= startMs && timeMs < endMs;
    case '!=':
      return timeMs < startMs || timeMs >= endMs;
    case '<':
      return timeMs < startMs;
    case '<=':
      return timeMs < endMs;
    case '>':
      return timeMs >= endMs;
    case '>=':
      return timeMs >= startMs;
    default:
      return relation satisfies never;
  }
}

/** Whether the text consists of the parts in order, with any text, even none, between two parts. */
function isLike(text: string, { parts }: Pattern, isCaseSensitive: boolean, isNfc: boolean): boolean {
  const prepared = (part: string): string => {
    if (!isCaseSensitive) return fold(part);
    return isNfc ? part.normalize('NFC') : part;
  };
  const [first = '', ...others] = parts.map(prepared);
  const subject = isCaseSensitive ? text : fold(text);
  const last = others.pop();
  if (last === undefined) return subject === first;
  if (!subject.startsWith(first)) return false;
  // Take the first occurrence of each part: a later occurrence would leave less text for the parts that follow.
  let from = first.length;
  for (const part of others) {
    const at = subject.indexOf(part, from);
    if (at === -1) return false;
    from = at + part.length;
  }
  return subject.length - last.length >= from && subject.endsWith(last);
}

function present(values: readonly (RecordValue | null)[]): RecordValue[] {
  return values.filter((value) => value !== null);
}
