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

interface Position {
  readonly created_at: Date;
  readonly id: string;
}

/** One page of `collection` within `scopeBindings`; `toItem` maps a row. */
export async function selectPage<Row extends Position, T>(
  sql: Knex,
  collection: PagedCollection,
  scopeBindings: readonly Knex.RawBinding[],
  page: PageRequest,
  toItem: (row: Row) => T,
): Promise<Page<T>> {
  const after = page.marker === null ? null : await findMarker(sql, collection, scopeBindings, page.marker);
  const rows =
    after === null
      ? await namedRows<Row>(
          sql,
          `${collection.name}-first-page`,
          `${collection.select} where ${collection.scope} order by t.created_at, t.id limit ?`,
          [...scopeBindings, page.limit + 1],
        )
      : await namedRows<Row>(
          sql,
          `${collection.name}-page-after`,
          `${collection.select} where ${collection.scope} and (t.created_at, t.id) > (?, ?) order by t.created_at, t.id limit ?`,
          [...scopeBindings, after.created_at, after.id, page.limit + 1],
        );
  const shown = rows.slice(0, page.limit);
  const before = after === null ? null : await lookBack(sql, collection, scopeBindings, after, page.limit);
  return {
    rows: shown.map(toItem),
    next: rows.length > page.limit ? (shown.at(-1)?.id ?? null) : null,
    prev: before?.marker ?? null,
    hasPrevious: before?.exists ?? false,
  };
}

/** Where the marker stands, or stood before its row was deleted. */
async function findMarker(
  sql: Knex,
  collection: PagedCollection,
  scopeBindings: readonly Knex.RawBinding[],
  marker: string,
): Promise<Position> {
  const live = `select t.created_at, t.id from ${collection.table} t where ${collection.scope} and t.id = ?`;
  const dead = `select t.created_at, t.id from tombstones t where ${collection.scope} and t.collection = '${collection.table}' and t.id = ?`;
  const own = [...scopeBindings, marker];
  const [position] = !isIdForm(marker)
    ? []
    : collection.leavesTombstones
      ? await namedRows<Position>(sql, `${collection.name}-marker`, `${live} union all ${dead}`, [...own, ...own])
      : await namedRows<Position>(sql, `${collection.name}-marker`, live, own);
  if (position) return position;
  throw new GuesthouseError('marker_unknown', 'No element has the id that `marker` names.', {
    mistakes: [{ parameter: 'marker', detail: 'is the id of no element of this collection' }],
  });
}

/** The rows up to the marker, backwards: the page before holds `limit` of them, and the one before those is its marker. */
async function lookBack(
  sql: Knex,
  collection: PagedCollection,
  scopeBindings: readonly Knex.RawBinding[],
  after: Position,
  limit: number,
): Promise<{ exists: boolean; marker: string | null }> {
  const [edge] = await namedRows<{ exists: boolean; marker: string | null }>(
    sql,
    `${collection.name}-page-before`,
    `with before as materialized (
       select t.id, t.created_at from ${collection.table} t
       where ${collection.scope} and (t.created_at, t.id) <= (?, ?)
       order by t.created_at desc, t.id desc limit ?)
     select count(*) > 0 as exists,
            (select id from before order by created_at desc, id desc offset ? limit 1) as marker
     from before`,
    [...scopeBindings, after.created_at, after.id, limit + 1, limit],
  );
  return edge ?? { exists: false, marker: null };
}
