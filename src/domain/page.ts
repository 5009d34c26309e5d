/** A page of a list: request and result. src/store/paging.ts and page-in-memory.ts produce pages. */
import type { SortBy } from './search/field.js';
import type { Search } from './search/tree.js';

export interface PageRequest {
  readonly limit: number;
  /** Id of the last element before the page; null for the first page, or if the search contains `page N`. */
  readonly marker: string | null;
  /** Null: the collection's default order. */
  readonly sortBy: SortBy | null;
  readonly search: Search | null;
  /** Whether text is compared exactly instead of case-folded. */
  readonly isCaseSensitive: boolean;
  /** Whether the list also has a filter that is not part of `search`. Default: false. */
  readonly isFiltered?: boolean;
  /** Maximum duration of a search. Default 3,000. */
  readonly searchTimeoutMs?: number;
}

/** A page without a search is costly only if its `limit` is larger than this. */
const CHEAP_LIMIT = 100;

/**
 * Whether the client determines the cost of the page, by a search, a filter, an offset (`page N`), or a large limit.
 * Such pages have separate connections and a short timeout (src/store/database-pools.ts).
 */
export function isCostly({ limit, search, isFiltered = false }: PageRequest): boolean {
  return limit > CHEAP_LIMIT || isFiltered || (search !== null && (search.criteria !== null || (search.page ?? 1) > 1));
}

export interface Page<T> {
  readonly rows: readonly T[];
  /** The marker of the next page; null if there is none. */
  readonly next: string | null;
  /**
   * The marker of the previous page at this limit. Null if the previous page is the first page, which needs no marker,
   * or if there is no previous page.
   */
  readonly prev: string | null;
  readonly hasPrevious: boolean;
}
