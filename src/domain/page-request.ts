/**
 * What a client says of a list, read against the collection: `limit`, `marker`, `sort_by`, `search`, `case_sensitive`.
 * Each alone has been checked by the contract; here is what only the collection knows, and what does not go together.
 */
import type { Collection } from './collections.js';
import { GuesthouseError } from './errors.js';
import type { PageRequest } from './page.js';
import type { SortBy } from './search/field.js';
import { parseSearch } from './search/parse.js';

/** By their names in the query. */
export interface PageParameters {
  readonly limit: number;
  readonly marker?: string | null | undefined;
  readonly sort_by?: string | null | undefined;
  readonly search?: string | null | undefined;
  readonly case_sensitive?: boolean | undefined;
}

/** How far `page N` may reach: whoever wants more walks by markers, which cost the same however far. */
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

/** `name`, or `-name` for the reverse. */
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
