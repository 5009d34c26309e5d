/**
 * Keyset paging: a page is what follows its marker in the order of (sort key, id), so page one thousand costs what page one costs.
 *
 *   marker   id of the last element before the page; none for the first page
 *   next     id of the last row shown, if another row follows; else null
 *   prev     the marker that yields the previous page at this limit; null when that page is the first, or when there is none
 *            (`hasPrevious` tells the two apart)
 *
 * A deleted row leaves a tombstone with all its sort keys, so its id stays a marker in every order; any other unknown id is
 * `marker_unknown`. What is absent comes last, as if it were infinite; descending is the exact reverse.
 *
 * One statement a page. Without a search it is one of few, prepared once and planned once. With one it is put together and planned for
 * the request (search.ts), and has a time limit of its own; only a search can say `page N`, which is an offset.
 * Invariant: a walk shows each row that stays exactly once, both ways (test/store/paging.test.ts).
 */
import type { Knex } from 'knex';
import type { Collection, SortKey } from '../domain/collections.js';
import { isIdForm } from '../domain/ids.js';
import { unknownMarker } from '../domain/page-in-memory.js';
import type { Page, PageRequest, SortBy } from '../domain/page.js';
import { conditionOf, sql as sqlOf } from './search.js';
import type { Column, SearchColumns, Sql } from './search.js';
import { namedRows, plannedRows } from './statement.js';

export type { Page, PageRequest } from '../domain/page.js';

/** What a collection is sorted by: an SQL expression that is never null, and the type that brings it back from a tombstone's text. */
export interface SortColumn {
  readonly value: string;
  readonly type: 'text' | 'timestamptz' | 'integer' | 'bigint';
}

/** A collection as SQL that this module completes. All texts are constants of ours, never input. */
export interface PagedCollection<C extends Collection = Collection> {
  readonly of: C;
  /** Names its prepared statements. */
  readonly name: string;
  /** What is selected, the id among it. */
  readonly columns: string;
  /** `from …`, with the alias `t` for the paged table. */
  readonly from: string;
  /** The paged table itself. */
  readonly table: string;
  /** Condition on `t` with `?` placeholders for the caller's scope. */
  readonly scope: string;
  readonly sort: Readonly<Record<SortKey<C>, SortColumn>>;
  readonly search: SearchColumns<C>;
  /** Whether the text could be an id of this collection. Default: of the form of a UUID. */
  readonly isMarker?: (text: string) => boolean;
  /** Whether a deleted row leaves a tombstone (then the scope may speak of `t.project_id` alone). */
  readonly leavesTombstones: boolean;
}

const SEARCH_TIMEOUT_MS = 10_000;
/**
 * More rows than any page and what lies before it ask for. As a constant inside the statement it tells the planner that little is wanted,
 * where a placeholder would make it expect a tenth of the table, and sort it all.
 */
const FEW = 1_002;

/** One page of `collection` within `scopeBindings`; `toItem` maps a row. */
export async function selectPage<Row extends { readonly id: string }, T>(
  sql: Knex,
  collection: PagedCollection,
  scopeBindings: readonly Knex.RawBinding[],
  request: PageRequest,
  toItem: (row: Row) => T,
): Promise<Page<T>> {
  const { limit, marker } = request;
  const page = request.search?.page ?? 1;
  const order = orderOf(collection, request.sortBy ?? collection.of.defaultSort);
  const scope = scopeOf(collection, scopeBindings, request);
  let statement: Statement;
  if (marker !== null) {
    if (!(collection.isMarker ?? isIdForm)(marker)) throw unknownMarker();
    statement = pageAfter(collection, order, scope, sqlOf(collection.scope, ...scopeBindings), marker, limit);
  } else if (page > 1) statement = pageAtOffset(collection, order, scope, (page - 1) * limit, limit);
  else statement = firstPage(collection, order, scope, limit);

  const isPlanned = request.search !== null && (request.search.criteria !== null || page > 1);
  const rows = isPlanned
    ? await plannedRows<Found<Row>>(
        sql,
        statement.text,
        statement.bindings,
        request.searchTimeoutMs ?? SEARCH_TIMEOUT_MS,
      )
    : await namedRows<Found<Row>>(sql, statement.name, statement.text, statement.bindings);
  // A page behind a marker or an offset always has a row, which says what lies before it.
  if (rows.length === 0 && marker !== null) throw unknownMarker();
  const found = rows.filter((row): row is Row & Place => row.id !== null).sort((a, b) => a.position - b.position);
  const before = rows[0]?.before ?? null;
  const shown = found.slice(0, limit);
  return {
    rows: shown.map(toItem),
    next: found.length > limit ? (shown.at(-1)?.id ?? null) : null,
    prev: before === '' ? null : before,
    hasPrevious: before !== null,
  };
}

/** Deletes one row and keeps its sort keys, as two CTEs: `gone` has the row, `marked` its tombstone. Binds the id. */
export function buryRow(collection: PagedCollection): string {
  const keys = Object.entries<SortColumn>(collection.sort).map(([key, { value }]) => `'${key}', ${value}`);
  return `with gone as (delete from ${collection.table} t where t.id = ? returning t.*),
    marked as (
      insert into tombstones (collection, id, project_id, sort_keys)
      select '${collection.of.name}', t.id, t.project_id, jsonb_build_object(${keys.join(', ')}) from gone t)`;
}

interface Statement extends Sql {
  readonly name: string;
}

/** Where a row stands, and what lies before the page: null for nothing, '' for a first page, else a page's marker. */
interface Place {
  readonly position: number;
  readonly before?: string | null;
}
type Found<Row> = (Row & Place) | ({ readonly id: null } & Place);

interface Order {
  /** Ends the names of the statements in this order; none for the collection's own. */
  readonly suffix: string;
  readonly key: string;
  readonly column: SortColumn;
  readonly forwards: string;
  readonly backwards: string;
  readonly isAfter: '>' | '<';
  readonly isUpTo: '<=' | '>=';
}

function orderOf({ of, sort }: PagedCollection, { key, isDescending }: SortBy): Order {
  const column = sort[key];
  if (column === undefined) throw new Error(`${of.name} cannot be sorted by ${key}`);
  const ascending = `${column.value}, t.id`;
  const descending = `${column.value} desc, t.id desc`;
  const isDefault = key === of.defaultSort.key && isDescending === of.defaultSort.isDescending;
  return {
    suffix: isDefault ? '' : `-by-${key}${isDescending ? '-desc' : ''}`,
    key,
    column,
    forwards: isDescending ? descending : ascending,
    backwards: isDescending ? ascending : descending,
    isAfter: isDescending ? '<' : '>',
    isUpTo: isDescending ? '>=' : '<=',
  };
}

/** What may be seen, and of that what is looked for. */
function scopeOf(
  collection: PagedCollection,
  bindings: readonly Knex.RawBinding[],
  { search, isCaseSensitive }: PageRequest,
): Sql {
  const criteria = search?.criteria ?? null;
  if (criteria === null) return sqlOf(collection.scope, ...bindings);
  const columns: Readonly<Record<string, Column>> = collection.search;
  const condition = conditionOf(criteria, collection.of, columns, isCaseSensitive);
  return sqlOf(`${collection.scope} and ${condition.text}`, ...bindings, ...condition.bindings);
}

/** The rows that a condition leaves, in order, each with its place in it. Binds what the condition binds. */
function ordered({ columns, from }: PagedCollection, { forwards }: Order, condition: string): string {
  return `select ${columns}, row_number() over (order by ${forwards})::int as position ${from} where ${condition} order by ${forwards}`;
}

function firstPage(collection: PagedCollection, order: Order, scope: Sql, limit: number): Statement {
  return {
    name: `${collection.name}-first-page${order.suffix}`,
    text: `select * from (${ordered(collection, order, scope.text)} limit ${FEW}) page limit ?`,
    bindings: [...scope.bindings, limit + 1],
  };
}

/** No row at all: no such marker. A single row without an id: the marker is there, and nothing follows it. */
function pageAfter(
  collection: PagedCollection,
  order: Order,
  scope: Sql,
  sight: Sql,
  marker: string,
  limit: number,
): Statement {
  const { table, leavesTombstones } = collection;
  const { key, column } = order;
  const live = `select ${column.value} as key, t.id from ${table} t where ${sight.text} and t.id = ?`;
  const kept = `(t.sort_keys ->> '${key}')${column.type === 'text' ? ' collate "C"' : `::${column.type}`}`;
  const dead = `select ${kept}, t.id from tombstones t
    where ${sight.text} and t.collection = '${collection.of.name}' and t.id = ? and t.sort_keys ->> '${key}' is not null`;
  const upToMarker = `from ${table} t where ${scope.text} and (${column.value}, t.id) ${order.isUpTo} (position.key, position.id)`;
  return {
    name: `${collection.name}-page-after${order.suffix}`,
    // Materialized, so that what lies before the marker is looked up once and not for every row. Sorted in this process, not there: the
    // rows come in order already, which PostgreSQL cannot know.
    text: `with position as materialized (${leavesTombstones ? `${live} union all ${dead}` : live}),
     edge as materialized (
       select position.*, coalesce(
         (select id::text from (select t.id ${upToMarker} order by ${order.backwards} limit ${FEW}) nearest offset ? limit 1),
         case when exists (select 1 ${upToMarker}) then '' end) as before
       from position)
     select edge.before, page.*
     from edge left join lateral (
       select * from (
         ${ordered(collection, order, `${scope.text} and (${column.value}, t.id) ${order.isAfter} (edge.key, edge.id)`)}
         limit ${FEW}) page limit ?) page on true`,
    bindings: [
      ...sight.bindings,
      marker,
      ...(leavesTombstones ? [...sight.bindings, marker] : []),
      ...scope.bindings,
      limit,
      ...scope.bindings,
      ...scope.bindings,
      limit + 1,
    ],
  };
}

/** A single row without an id: nothing is that far. What lies before it is then the end of everything. */
function pageAtOffset(collection: PagedCollection, order: Order, scope: Sql, offset: number, limit: number): Statement {
  const ids = (by: string): string => `select t.id::text from ${collection.table} t where ${scope.text} order by ${by}`;
  const isSecond = offset === limit;
  return {
    name: `${collection.name}-page-at-offset${order.suffix}`,
    text: `with page as materialized (${ordered(collection, order, scope.text)} offset ? limit ?),
     edge as materialized (
       select case
         when exists (select 1 from page) then ${isSecond ? `''` : `(${ids(order.forwards)} offset ? limit 1)`}
         else coalesce(
           (${ids(order.backwards)} offset ? limit 1),
           case when exists (select 1 from ${collection.table} t where ${scope.text}) then '' end) end as before)
     select edge.before, page.* from edge left join page on true`,
    bindings: [
      ...scope.bindings,
      offset,
      limit + 1,
      ...(isSecond ? [] : [...scope.bindings, offset - limit - 1]),
      ...scope.bindings,
      limit,
      ...scope.bindings,
    ],
  };
}
