/**
 * Keyset paging: a page is what follows its marker in the order of (sort key, id), so page one thousand costs what page one costs.
 *
 *   marker   id of the last element before the page; none for the first page
 *   next     id of the last row shown, if another row follows; else null
 *   prev     the marker that yields the previous page at this limit; null when that page is the first, or when there is none
 *            (`hasPrevious` tells the two apart)
 *
 * A deleted row leaves a tombstone with its sort key, so its id stays a marker; any other unknown id is `marker_unknown`.
 */
import type { Knex } from 'knex';
import { GuesthouseError } from '../domain/errors.js';
import { isIdForm } from '../domain/ids.js';
import type { Timestamp } from '../domain/timestamp.js';
import { namedRows } from './statement.js';

export interface PageRequest {
  readonly limit: number;
  readonly marker: string | null;
}

export interface Page<T> {
  readonly rows: readonly T[];
  readonly next: string | null;
  readonly prev: string | null;
  readonly hasPrevious: boolean;
}

/** A collection sorted by (created_at, id), as SQL that this module completes. All texts are constants of ours, never input. */
export interface PagedCollection {
  /** Names its prepared statements and its tombstones. */
  readonly name: string;
  /** `select … from …`, with the alias `t` for the paged table. */
  readonly select: string;
  /** The paged table itself. */
  readonly table: string;
  /** Condition on `t` with `?` placeholders for the caller's scope. */
  readonly scope: string;
  /** Whether a deleted row leaves a tombstone (then the scope may speak of `t.project_id` alone). */
  readonly leavesTombstones: boolean;
}

/** One page of `collection` within `scopeBindings`; `toItem` maps a row. One statement, whichever page it is. */
export async function selectPage<Row extends Sorted, T>(
  sql: Knex,
  collection: PagedCollection,
  scopeBindings: readonly Knex.RawBinding[],
  page: PageRequest,
  toItem: (row: Row) => T,
): Promise<Page<T>> {
  const { limit, marker } = page;
  if (marker === null) {
    const rows = await namedRows<Row>(sql, `${collection.name}-first-page`, firstPage(collection), [
      ...scopeBindings,
      limit + 1,
    ]);
    return { ...cut(rows, limit, toItem), prev: null, hasPrevious: false };
  }
  const rows = isIdForm(marker) ? await selectAfter<Row>(sql, collection, scopeBindings, marker, limit) : [];
  const [first] = rows;
  if (first === undefined) {
    throw new GuesthouseError('marker_unknown', 'No element has the id that `marker` names.', {
      mistakes: [{ parameter: 'marker', detail: 'is the id of no element of this collection' }],
    });
  }
  const shown = rows.filter((row): row is Row & Edge => row.id !== null).sort(inOrder);
  return { ...cut(shown, limit, toItem), prev: first.before || null, hasPrevious: first.before !== null };
}

/** What a row is sorted by. */
interface Sorted {
  readonly created_at: Timestamp;
  readonly id: string;
}

/** What lies before the marker, said on every row, so in few bytes: null for nothing, '' for a first page, else a page's marker. */
interface Edge {
  readonly before: string | null;
}

/** Texts of times, and of UUIDs, sort as PostgreSQL sorts what they say. */
function inOrder(a: Sorted, b: Sorted): number {
  if (a.created_at !== b.created_at) return a.created_at < b.created_at ? -1 : 1;
  return a.id < b.id ? -1 : 1;
}

/** `rows` has one more than the page shows, where there is one. */
function cut<Row extends Sorted, T>(
  rows: readonly Row[],
  limit: number,
  toItem: (row: Row) => T,
): Pick<Page<T>, 'rows' | 'next'> {
  const shown = rows.slice(0, limit);
  return { rows: shown.map(toItem), next: rows.length > limit ? (shown.at(-1)?.id ?? null) : null };
}

function firstPage({ select, scope }: PagedCollection): string {
  return `${select} where ${scope} order by t.created_at, t.id limit ?`;
}

/** No row at all: no such marker. A single row without an id: the marker is there, and nothing follows it. */
async function selectAfter<Row>(
  sql: Knex,
  { name, select, table, scope, leavesTombstones }: PagedCollection,
  scopeBindings: readonly Knex.RawBinding[],
  marker: string,
  limit: number,
): Promise<((Row & Edge) | ({ readonly id: null } & Edge))[]> {
  const upToMarker = `from ${table} t where ${scope} and (t.created_at, t.id) <= (position.created_at, position.id)`;
  const live = `select t.created_at, t.id from ${table} t where ${scope} and t.id = ?`;
  const dead = `select t.created_at, t.id from tombstones t where ${scope} and t.collection = '${table}' and t.id = ?`;
  return namedRows(
    sql,
    `${name}-page-after`,
    // Materialized, so that what lies before the marker is looked up once and not for every row. Sorted here, not there: the rows
    // come in order already, which PostgreSQL cannot know.
    `with position as materialized (${leavesTombstones ? `${live} union all ${dead}` : live}),
     edge as materialized (
       select position.*, coalesce(
         (select t.id::text ${upToMarker} order by t.created_at desc, t.id desc offset ? limit 1),
         case when exists (select 1 ${upToMarker}) then '' end) as before
       from position)
     select edge.before, page.*
     from edge left join lateral (
       ${select} where ${scope} and (t.created_at, t.id) > (edge.created_at, edge.id)
       order by t.created_at, t.id limit ?) page on true`,
    [
      ...scopeBindings,
      marker,
      ...(leavesTombstones ? [...scopeBindings, marker] : []),
      ...scopeBindings,
      limit,
      ...scopeBindings,
      ...scopeBindings,
      limit + 1,
    ],
  );
}
