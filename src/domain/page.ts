/** A page of a list: how it is asked for and what it answers. How it comes about is in src/store/paging.ts and page-in-memory.ts. */
import type { SortBy } from './search/field.js';
import type { Search } from './search/tree.js';

export interface PageRequest {
  readonly limit: number;
  /** Id of the last element before the page; null for the first page, or where the search says which. */
  readonly marker: string | null;
  /** Null: the collection's own order. */
  readonly sortBy: SortBy | null;
  readonly search: Search | null;
  /** Whether text is compared letter for letter instead of folded. */
  readonly isCaseSensitive: boolean;
  /** Longest a search may take. Default 10,000. */
  readonly searchTimeoutMs?: number;
}

export interface Page<T> {
  readonly rows: readonly T[];
  /** The marker of the page after this one; null when there is none. */
  readonly next: string | null;
  /** The marker that yields the page before this one, at this limit; null when that is the first page, or when there is none. */
  readonly prev: string | null;
  readonly hasPrevious: boolean;
}
