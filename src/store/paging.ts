/**
 * Keyset paging: a page contains the rows after its marker in the order of (sort key, id), so page one thousand costs
 * as much as page one.
 *
 *   marker   id of the last element before the page (of an event, also its mark); none for the first page
 *   next     marker of the last row shown if another row follows, otherwise null
 *   prev     the marker of the previous page at this limit; null if that is the first page or if there is none
 *            (`hasPrevious` distinguishes the two)
 *
 * A deleted row leaves a tombstone with all its sort keys, so that its id stays a valid marker in every order; any
 * other unknown id is `marker_unknown`. Rows without a value of the sort key come last, as if the value were infinite;
 * descending order is the exact reverse.
 *
 * The rows that a caller can see can consist of several parts (its project, single guests in other projects). Each part
 * is read in order by its own index, and only as far as the page reaches. Then the parts are merged.
 *
 * A page needs one statement. Without a search, it is one of a few prepared statements, each planned once per
 * connection. With a search, the statement is built and planned for the request (search.ts) and has its own timeout.
 * Only a search can contain `page N`, which is an offset.
 * Invariant: a walk in either direction shows each row that is not deleted meanwhile exactly once
 * (test/store/paging.test.ts).
 */
import type { Knex } from 'knex';
import type { Collection, SortKey } from '../domain/collections.js';
import { isIdForm } from '../domain/ids.js';
import { unknownMarker } from '../domain/page-in-memory.js';
import { isCostly } from '../domain/page.js';
import type { Page, PageRequest } from '../domain/page.js';
import type { SortBy } from '../domain/search/field.js';
import { conditionOf, sql as sqlOf } from './search.js';
import type { Column, SearchColumns, Sql } from './search.js';
import { namedRows, plannedRows, SEARCH_TIMEOUT_MS } from './statement.js';

export type { Page, PageRequest } from '../domain/page.js';

/** A sort key: an SQL expression that is never null, and the type to which a tombstone's text is cast. */
export interface SortColumn {
  readonly value: string;
  readonly type: 'text' | 'timestamptz' | 'integer' | 'bigint' | 'double precision';
}

/** The SQL fragments of a collection. All texts are constants, never input. */
export interface PagedCollection<C extends Collection = Collection, Row = unknown> {
  /**
   * The name of the collection is also the name of the paged table and the prefix of its prepared statements' names.
   */
  readonly of: C;
  /** The selected columns, including the id. */
  readonly columns: string;
  /** `from …`, with the alias `t` for the paged table. */
  readonly from: string;
  readonly sort: Readonly<Record<SortKey<C>, SortColumn>>;
  readonly search: SearchColumns<C>;
  /** Default: the marker of a row is its id, a UUID. */
  readonly markers?: Markers<Row>;
}

/** How the markers of a collection are made and read. */
export interface Markers<Row = unknown> {
  of(row: Row): string;
  /** The columns of `t` that `text` needs. */
  readonly columns: string;
  /** SQL expression that computes, from these columns, the same text that `of` returns. */
  readonly text: string;
  /** The condition on `t` that finds the marker's row; null if the text does not have the form of a marker. */
  condition(text: string): Sql | null;
}

const IDS: Omit<Markers, 'of'> = {
  columns: 't.id',
  text: 'id::text',
  condition: (text) => (isIdForm(text) ? sqlOf('t.id = ?', text) : null),
};

/** A part of the visible rows. */
export interface Branch {
  /** Condition on `t`, the paged table. */
  readonly live: Sql;
  /**
   * The same condition for tombstones, where `t` is a tombstone (`id`, `project_id`). Null if deleted rows of this part
   * are not valid markers.
   */
  readonly dead: Sql | null;
}

/** The visible rows, in one or more parts that do not overlap. */
export interface Branches {
  /** The suffix of the names of the prepared statements: statements with the same name must have the same text. */
  readonly name: string;
  readonly of: readonly Branch[];
}

/** All rows and all tombstones. */
export const ALL_ROWS: Branches = { name: '-all', of: [{ live: sqlOf('true'), dead: sqlOf('true') }] };

/**
 * A limit that is larger than the number of rows needed to read a page, or to find the page before it. With this
 * constant in the statement, the planner expects few rows; with a placeholder, it would expect a tenth of the table and
 * sort all of it.
 */
const FEW = 1_002;

/** One page of the rows of `collection` that `branches` make visible; `toItem` maps a row. */
export async function selectPage<Row extends { readonly id: string | number }, T>(
  sql: Knex,
  collection: PagedCollection<Collection, Row>,
  branches: Branches,
  request: PageRequest,
  toItem: (row: Row) => T,
): Promise<Page<T>> {
  const { limit, marker } = request;
  const page = request.search?.page ?? 1;
  const order = orderOf(collection, request.sortBy ?? collection.of.defaultSort);
  const wanted = wantedOf(collection, branches, request);
  let statement: Statement;
  if (marker !== null) {
    const isMarked = (collection.markers ?? IDS).condition(marker);
    if (isMarked === null) throw unknownMarker();
    statement = pageAfter(collection, order, wanted, branches, isMarked, limit);
  } else if (page > 1) statement = pageAtOffset(collection, order, wanted, (page - 1) * limit, limit);
  else statement = firstPage(collection, order, wanted, limit);

  const rows = isCostly(request)
    ? await plannedRows<Found<Row>>(
        sql,
        statement.text,
        statement.bindings,
        request.searchTimeoutMs ?? SEARCH_TIMEOUT_MS,
      )
    : await namedRows<Found<Row>>(sql, `${statement.name}${branches.name}`, statement.text, statement.bindings);
  // If the marker exists, the statement returns at least one row, even if the page has no elements: this row has the
  // marker of the previous page.
  if (rows.length === 0 && marker !== null) throw unknownMarker();
  const found = rows.filter((row): row is Row & Place => row.id !== null).sort((a, b) => a.position - b.position);
  const before = rows[0]?.before ?? null;
  const shown = found.slice(0, limit);
  const last = found.length > limit ? shown.at(-1) : undefined;
  return {
    rows: shown.map(toItem),
    next: last === undefined ? null : (collection.markers?.of(last) ?? String(last.id)),
    prev: before === '' ? null : before,
    hasPrevious: before !== null,
  };
}

/**
 * SQL that deletes one row and stores its sort keys, as two CTEs: `gone` has the row, `marked` its tombstone. The only
 * binding is the id. `projectId` is the SQL expression for the project of the row `t`.
 */
export function buryRow(collection: Pick<PagedCollection, 'of' | 'sort'>, projectId = 't.project_id'): string {
  const keys = Object.entries<SortColumn>(collection.sort).map(([key, { value }]) => `'${key}', ${value}`);
  return `with gone as (delete from ${collection.of.name} t where t.id = ? returning t.*),
    marked as (
      insert into tombstones (collection, id, project_id, sort_keys)
      select '${collection.of.name}', t.id, ${projectId}, jsonb_build_object(${keys.join(', ')}) from gone t)`;
}

interface Statement extends Sql {
  readonly name: string;
}

/** The position of a row, and the previous page: null if there is none, '' for the first page, otherwise its marker. */
interface Place {
  readonly position: number;
  readonly before?: string | null;
}
type Found<Row> = (Row & Place) | ({ readonly id: null } & Place);

interface Direction {
  /** The order of the paged table. */
  readonly by: string;
  /** The order of several merged parts. */
  readonly merged: string;
}

interface Order {
  /** Suffix of the statement names; empty for the collection's default order. */
  readonly suffix: string;
  readonly key: string;
  readonly column: SortColumn;
  readonly forwards: Direction;
  readonly backwards: Direction;
  readonly isAfter: '>' | '<';
  readonly isUpTo: '<=' | '>=';
}

function orderOf({ of, sort }: PagedCollection, { key, isDescending }: SortBy): Order {
  const column = sort[key];
  if (column === undefined) throw new Error(`${of.name} cannot be sorted by ${key}`);
  const ascending = { by: `${column.value}, t.id`, merged: 'merged.sort_key, merged.sort_id' };
  const descending = {
    by: `${column.value} desc, t.id desc`,
    merged: 'merged.sort_key desc, merged.sort_id desc',
  };
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

/** Conditions for rows that are visible and match the search: one for each part. */
function wantedOf(
  collection: PagedCollection,
  { of }: Branches,
  { search, isCaseSensitive }: PageRequest,
): readonly Sql[] {
  const criteria = search?.criteria ?? null;
  if (criteria === null) return of.map(({ live }) => live);
  const columns: Readonly<Record<string, Column>> = collection.search;
  const condition = conditionOf(criteria, collection.of, columns, isCaseSensitive);
  return of.map(({ live }) => compose`${live} and ${condition}`);
}

/** Builds a statement from constant texts and from parts with bindings, in textual order. */
function compose(texts: TemplateStringsArray, ...parts: readonly (Sql | string)[]): Sql {
  let text = texts[0] ?? '';
  const bindings: Knex.RawBinding[] = [];
  for (const [index, part] of parts.entries()) {
    if (typeof part === 'string') text += part;
    else {
      text += part.text;
      bindings.push(...part.bindings);
    }
    text += texts[index + 1] ?? '';
  }
  return { text, bindings };
}

function joined(parts: readonly Sql[], by: string): Sql {
  return { text: parts.map(({ text }) => text).join(by), bindings: parts.flatMap(({ bindings }) => bindings) };
}

const bound = (value: Knex.RawBinding): Sql => sqlOf('?', value);

/** The columns and the table that a statement reads. */
interface Reading {
  readonly columns: string;
  readonly from: string;
}

/**
 * The rows that match any of the conditions, in order: at most `FEW` rows, and with several parts, at most `reach` rows
 * of each part. `columns` can refer to `t`; with several parts, `onMerged.merged` refers to the merged rows.
 */
function inOrder(
  { columns, from }: Reading,
  { column }: Order,
  direction: Direction,
  conditions: readonly Sql[],
  reach: number,
  onMerged: { readonly single: string; readonly merged: string } | null = null,
): Sql {
  const [only = sqlOf('false'), ...others] = conditions;
  if (others.length === 0) {
    const more = onMerged === null ? '' : `, ${onMerged.single}`;
    return compose`select ${columns}${more} ${from} where ${only} order by ${direction.by} limit ${String(FEW)}`;
  }
  const more = onMerged === null ? '' : `, ${onMerged.merged}`;
  const parts = conditions.map(
    (condition) =>
      compose`(select * from (select ${columns}, ${column.value} as sort_key, t.id as sort_id ${from} where ${condition}
        order by ${direction.by} limit ${String(FEW)}) part limit ${bound(reach)})`,
  );
  return compose`select merged.*${more} from (${joined(parts, ' union all ')}) merged order by ${direction.merged} limit ${String(FEW)}`;
}

/** The rows of a page, each with its position. */
function rowsInOrder(collection: PagedCollection, order: Order, conditions: readonly Sql[], reach: number): Sql {
  const { by, merged } = order.forwards;
  return inOrder(collection, order, order.forwards, conditions, reach, {
    single: `row_number() over (order by ${by})::int as position`,
    merged: `row_number() over (order by ${merged})::int as position`,
  });
}

function firstPage(collection: PagedCollection, order: Order, wanted: readonly Sql[], limit: number): Statement {
  const rows = rowsInOrder(collection, order, wanted, limit + 1);
  return {
    name: `${collection.of.name}-first-page${order.suffix}`,
    ...compose`select * from (${rows}) page limit ${bound(limit + 1)}`,
  };
}

/** Yields no row if the marker does not exist, and a single row without an id if nothing follows the marker. */
function pageAfter(
  collection: PagedCollection,
  order: Order,
  wanted: readonly Sql[],
  { of }: Branches,
  isMarked: Sql,
  limit: number,
): Statement {
  const table = collection.of.name;
  const { key, column } = order;
  const kept = `(t.sort_keys ->> '${key}')${column.type === 'text' ? ' collate "C"' : `::${column.type}`}`;
  const places = of.flatMap(({ live, dead }) => [
    compose`select ${column.value} as key, t.id from ${table} t where ${live} and ${isMarked}`,
    ...(dead === null
      ? []
      : [
          compose`select ${kept} as key, t.id from tombstones t
            where ${dead} and t.collection = '${collection.of.name}' and ${isMarked} and t.sort_keys ->> '${key}' is not null`,
        ]),
  ]);
  const upTo = wanted.map(
    (condition) => compose`${condition} and (${column.value}, t.id) ${order.isUpTo} (position.key, position.id)`,
  );
  const { columns: markerColumns, text: markerText } = collection.markers ?? IDS;
  const ids: Reading = { columns: markerColumns, from: `from ${table} t` };
  const nearest = inOrder(ids, order, order.backwards, upTo, limit + 1);
  const isAnyUpTo = joined(
    upTo.map((condition) => compose`exists (select 1 from ${table} t where ${condition})`),
    ' or ',
  );
  const after = wanted.map(
    (condition) => compose`${condition} and (${column.value}, t.id) ${order.isAfter} (edge.key, edge.id)`,
  );
  return {
    name: `${collection.of.name}-page-after${order.suffix}`,
    // Materialized, so that the marker of the previous page is looked up only once, not for every row. There is no
    // outer `order by`, because PostgreSQL would sort the rows again, although they are already in order; `selectPage`
    // sorts them by position, because SQL does not guarantee that they arrive in that order.
    ...compose`with position as materialized (${joined(places, ' union all ')}),
     edge as materialized (
       select position.*, coalesce(
         (select ${markerText} from (${nearest}) nearest offset ${bound(limit)} limit 1),
         case when ${isAnyUpTo} then '' end) as before
       from position)
     select edge.before, page.*
     from edge left join lateral (
       select * from (${rowsInOrder(collection, order, after, limit + 1)}) page limit ${bound(limit + 1)}) page on true`,
  };
}

/**
 * Yields a single row without an id if the offset is beyond the last row. The previous page is then the last `limit`
 * rows.
 */
function pageAtOffset(
  collection: PagedCollection,
  order: Order,
  wanted: readonly Sql[],
  offset: number,
  limit: number,
): Statement {
  const table = collection.of.name;
  const isSecond = offset === limit;
  const { columns: markerColumns, text: markerText } = collection.markers ?? IDS;
  // Without the limit `FEW`, because large offsets reach beyond it.
  const all = (reading: Reading, direction: Direction, more: string): Sql => {
    const [only = sqlOf('false'), ...others] = wanted;
    if (others.length === 0)
      return compose`select ${reading.columns}${more} ${reading.from} where ${only} order by ${direction.by}`;
    const parts = wanted.map(
      (condition) =>
        compose`(select ${reading.columns}, ${order.column.value} as sort_key, t.id as sort_id ${reading.from} where ${condition}
          order by ${direction.by} limit ${bound(offset + limit + 1)})`,
    );
    return compose`select merged.*${more} from (${joined(parts, ' union all ')}) merged order by ${direction.merged}`;
  };
  const ids = (direction: Direction): Sql =>
    compose`select ${markerText} from (${all({ columns: markerColumns, from: `from ${table} t` }, direction, '')}) ids`;
  const isSingle = wanted.length === 1;
  const position = `, row_number() over (order by ${isSingle ? order.forwards.by : order.forwards.merged})::int as position`;
  const isAny = joined(
    wanted.map((condition) => compose`exists (select 1 from ${table} t where ${condition})`),
    ' or ',
  );
  const before = isSecond ? sqlOf(`''`) : compose`(${ids(order.forwards)} offset ${bound(offset - limit - 1)} limit 1)`;
  return {
    name: `${collection.of.name}-page-at-offset${order.suffix}`,
    ...compose`with page as materialized (${all(collection, order.forwards, position)} offset ${bound(offset)} limit ${bound(limit + 1)}),
     edge as materialized (
       select case
         when exists (select 1 from page) then ${before}
         else coalesce(
           (${ids(order.backwards)} offset ${bound(limit)} limit 1),
           case when ${isAny} then '' end) end as before)
     select edge.before, page.* from edge left join page on true`,
  };
}
