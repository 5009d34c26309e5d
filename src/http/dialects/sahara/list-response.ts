/**
 * The response to a list of guests, under any name: a page if the request has a `limit`, otherwise the whole list as a
 * stream.
 */
import type { Readable } from 'node:stream';
import type { SaharaMarkers } from '../../../../generated/sahara/api-types.js';
import type { App } from '../../../app/app.js';
import { listGuests } from '../../../app/guests.js';
import { PAGE_ROWS_MAX, walk } from '../../../app/walk.js';
import { GUESTS } from '../../../domain/collections.js';
import type { Guest } from '../../../domain/guest.js';
import { readPageRequest } from '../../../domain/page-request.js';
import type { Page, PageRequest } from '../../../domain/page.js';
import { jsonListForm, listStream } from '../../contract/list-stream.js';
import type { RequestContext } from '../../request-context.js';

export interface ListInput {
  readonly limit?: number;
  readonly marker?: string;
  readonly sortBy?: string;
  readonly search?: string;
}

/** A list in one piece, which has no other pages. */
const NO_MARKERS: SaharaMarkers = { prev: null, next: null };

export async function listResponse<Name extends string, View extends object>(
  app: App,
  name: Name,
  { limit, marker, sortBy, search }: ListInput,
  { projectCaller, over }: RequestContext,
  viewOf: (guest: Guest) => View,
): Promise<{ status: 200; body: (Record<Name, View[]> & { markers: SaharaMarkers }) | Readable }> {
  const limitOfPage = Math.min(limit ?? PAGE_ROWS_MAX, PAGE_ROWS_MAX);
  const request = readPageRequest(GUESTS, { limit: limitOfPage, marker, sort_by: sortBy, search }, new Date());
  const list = (page: PageRequest): Promise<Page<Guest>> => listGuests(app, projectCaller, page, false);
  if (limit === undefined) {
    const form = jsonListForm(viewOf, `{"${name}":[`, `],"markers":${JSON.stringify(NO_MARKERS)}}`);
    return { status: 200, body: await listStream(walk(list, request), form, over) };
  }
  const { rows, prev, next } = await list(request);
  const elements = { [name]: rows.map(viewOf) } as Record<Name, View[]>;
  return { status: 200, body: { ...elements, markers: { prev, next } } };
}
