/** Links of resources, and of the pages of a list. `href` is an absolute path; everything else is an absolute URL. */
import type { Links, Markers } from '../../../generated/api-types.js';
import type { Page } from '../../app/app.js';

export type Collection = 'guests' | 'images' | 'operations' | 'hosts';

export function hrefOf(collection: Collection, id: string): string {
  return `/v1/${collection}/${id}`;
}

/** `self` names this version of the API, `bookmark` whatever is current. */
export function linksOf(origin: string, collection: Collection, id: string): Links {
  return [
    { rel: 'self', href: origin + hrefOf(collection, id) },
    { rel: 'bookmark', href: `${origin}/id/${collection}/${id}` },
  ];
}

export function markersOf(page: Page<unknown>): Markers {
  return { prev: page.prev, next: page.next };
}

/** The header `Link` (RFC 8288) of a page of the list at `path`; undefined where there is no other page. */
export function linkHeader(page: Page<unknown>, origin: string, path: string, limit: number): string | undefined {
  const url = (marker: string | null): string =>
    `${origin}${path}?limit=${limit}${marker === null ? '' : `&marker=${encodeURIComponent(marker)}`}`;
  const links: string[] = [];
  if (page.hasPrevious) links.push(`<${url(page.prev)}>; rel="prev"`);
  if (page.next !== null) links.push(`<${url(page.next)}>; rel="next"`);
  return links.length > 0 ? links.join(', ') : undefined;
}
