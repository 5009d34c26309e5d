/**
 * Paging over an array, for collections that are not in a table. Markers, order and search behave as in
 * src/store/paging.ts.
 */
import type { Collection, FieldName, SortKey } from './collections.js';
import { GuesthouseError } from './errors.js';
import type { Page, PageRequest } from './page.js';
import { matches } from './search/matches.js';
import type { RecordReader, RecordValue } from './search/matches.js';

export type SortValue = string | number | null;

export interface InMemoryCollection<T> {
  readonly collection: Collection;
  /** The item's marker. */
  idOf(item: T): string;
  /** The value by which the item is sorted under this sort key; names must be case-folded. */
  sortValue(item: T, key: string): SortValue;
  read(item: T): RecordReader;
}

/**
 * How to read each field and each sort key of an item. A new field or sort key does not compile until it has an entry.
 * No field can be a map.
 */
export interface Readers<T, C extends Collection> {
  readonly idOf: (item: T) => string;
  readonly sort: { readonly [K in SortKey<C>]: (item: T) => SortValue };
  readonly fields: { readonly [F in FieldName<C>]: (item: T) => readonly RecordValue[] };
}

export function inMemory<T, C extends Collection>(collection: C, readers: Readers<T, C>): InMemoryCollection<T> {
  const { idOf, sort, fields } = readers;
  return {
    collection,
    idOf,
    sortValue: (item, key) => sort[key as SortKey<C>](item),
    read: (item) => (field) => fields[field as FieldName<C>](item),
  };
}

export function pageInMemory<T>(of: InMemoryCollection<T>, items: readonly T[], request: PageRequest): Page<T> {
  const { limit, marker, search } = request;
  const sortBy = request.sortBy ?? of.collection.defaultSort;
  const inOrder = (a: T, b: T): number => {
    const ascending =
      compareNullsLast(of.sortValue(a, sortBy.key), of.sortValue(b, sortBy.key)) || compareText(of.idOf(a), of.idOf(b));
    return sortBy.isDescending ? -ascending : ascending;
  };
  const criteria = search?.criteria ?? null;
  const found = items
    .filter((item) => criteria === null || matches(criteria, of.collection, of.read(item), request.isCaseSensitive))
    .sort(inOrder);
  let start = ((search?.page ?? 1) - 1) * limit;
  if (marker !== null) {
    const marked = items.find((item) => of.idOf(item) === marker);
    if (marked === undefined) throw unknownMarker();
    start = found.filter((item) => inOrder(item, marked) <= 0).length;
  }
  start = Math.min(start, found.length);
  const beforePrevious = found[start - limit - 1];
  const last = found[start + limit - 1];
  return {
    rows: found.slice(start, start + limit),
    next: last !== undefined && start + limit < found.length ? of.idOf(last) : null,
    prev: beforePrevious === undefined ? null : of.idOf(beforePrevious),
    hasPrevious: start > 0,
  };
}

export function unknownMarker(): GuesthouseError {
  return new GuesthouseError('marker_unknown', 'The marker does not name an element of this list.', {
    mistakes: [{ parameter: 'marker', detail: 'is not the marker of an element of this list' }],
  });
}

function compareNullsLast(a: SortValue, b: SortValue): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  if (typeof a === 'string' && typeof b === 'string') return compareText(a, b);
  return Number(a) - Number(b);
}

/**
 * Compares by code points, like PostgreSQL's collation "C". JavaScript's `<` compares UTF-16 units, which would put
 * emoji before some letters.
 */
function compareText(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
