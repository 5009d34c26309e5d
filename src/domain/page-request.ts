/**
 * Reads a client's list parameters (`limit`, `marker`, `sort_by`, `search`, `case_sensitive`) against the collection.
 * The contract has validated each parameter by itself. This file checks the rules that depend on the collection, and
 * rejects forbidden combinations.
 */
import type { Collection } from './collections.js';
import { GuesthouseError } from './errors.js';
import type { PageRequest } from './page.js';
import type { SortBy } from './search/field.js';
import { parseSearch } from './search/parse.js';

/** Named as in the query string. */
export interface PageParameters {
  readonly limit: number;
  readonly marker?: string | null | undefined;
  readonly sort_by?: string | null | undefined;
  readonly search?: string | null | undefined;
  readonly case_sensitive?: boolean | undefined;
}

/** The last row that `page N` can reach. Markers can reach later rows, at the same cost for every page. */
export const OFFSET_ROWS_MAX = 100_000;

export function readPageRequest(collection: Collection, parameters: PageParameters, now: Date): PageRequest {
  const { limit, marker = null, sort_by: sortByText = null, search: searchText = null } = parameters;
  const sortBy = sortByText === null ? null : readSortBy(collection, sortByText);
  const search = searchText === null ? null : parseSearch(searchText, collection, { now });
  if (search !== null && search.sortBy !== null && sortBy !== null) {
    throw mistake('sort_by', 'cannot be combined with `sortby` in `search`');
  }
  if (search !== null && search.page !== null) {
    if (marker !== null) throw mistake('marker', 'cannot be combined with `page` in `search`');
    if (search.page * limit > OFFSET_ROWS_MAX) {
      throw mistake(
        'search',
        `page ${search.page} of ${limit} elements is beyond the first ${OFFSET_ROWS_MAX}; use markers instead`,
      );
    }
  }
  return {
    limit,
    marker,
    sortBy: sortBy ?? search?.sortBy ?? null,
    search,
    isCaseSensitive: parameters.case_sensitive ?? false,
  };
}

/** `name`, or `-name` for the reverse order. */
function readSortBy(collection: Collection, text: string): SortBy {
  const isDescending = text.startsWith('-');
  const key = isDescending ? text.slice(1) : text;
  if (collection.sortKeys.includes(key)) return { key, isDescending };
  throw mistake(
    'sort_by',
    `is not a sort key of ${collection.name}; known keys are ${collection.sortKeys.join(', ')}, each with an optional leading -`,
  );
}

function mistake(parameter: string, detail: string): GuesthouseError {
  return new GuesthouseError('validation_failed', 'The parameters of the list are not valid.', {
    mistakes: [{ parameter, detail }],
  });
}
