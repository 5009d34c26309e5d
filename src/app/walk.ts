/**
 * A walk through a list to its end, in pages by marker, for APIs whose lists have no limit.
 *
 * Any collection can be walked: `list` is a use case that returns one page. No statement reads more rows than a page of
 * the native API (src/store/paging.ts). Nothing is read until the caller iterates, and the next page is read only when
 * the caller asks for it, so the memory for a walk is that of one page. No form of a response belongs here.
 */
import { GuesthouseError } from '../domain/errors.js';
import type { Page, PageRequest } from '../domain/page.js';

/** The largest number of rows that one statement reads. */
export const PAGE_ROWS_MAX = 1_000;

/**
 * The number of rows of the first page of a list without a search. Such a page is cheap (src/domain/page.ts), so short
 * lists do not wait for the few connections of searches.
 */
const FIRST_ROWS = 100;

/** A list from its marker on; the walk determines the limit of each page. */
export type WalkRequest = Omit<PageRequest, 'limit'>;

/**
 * Yields at most `rowsMax` rows in total; `null`: all rows. It yields at least one page, which is empty if the list is
 * empty.
 */
export async function* walk<Row>(
  list: (page: PageRequest) => Promise<Page<Row>>,
  request: WalkRequest,
  rowsMax: number | null = null,
): AsyncGenerator<readonly Row[], void, undefined> {
  const { search } = request;
  let rowsLeft = rowsMax ?? Infinity;
  // `page N` is an offset in pages of one size, so it needs a limit, and a single page.
  if (search !== null && search.page !== null && rowsLeft > PAGE_ROWS_MAX) throw pageWithoutLimit();
  let page: PageRequest = { ...request, limit: Math.min(rowsLeft, search === null ? FIRST_ROWS : PAGE_ROWS_MAX) };
  for (;;) {
    const { rows, next } = await list(page);
    yield rows;
    rowsLeft -= rows.length;
    if (next === null || rowsLeft <= 0) return;
    page = { ...page, limit: Math.min(rowsLeft, PAGE_ROWS_MAX), marker: next };
  }
}

function pageWithoutLimit(): GuesthouseError {
  return new GuesthouseError('validation_failed', 'The parameters of the list are not valid.', {
    mistakes: [{ parameter: 'search', detail: `page needs a limit of at most ${PAGE_ROWS_MAX} elements` }],
  });
}
