/** Links of resources, and of the pages of a list. `hrefOf` is an absolute path; all others are absolute URLs. */
import type { Links } from '../../../generated/api-types.js';
import type { Page } from '../../domain/page.js';

export type Collection =
  | 'guests'
  | 'images'
  | 'operations'
  | 'hosts'
  | 'networks'
  | 'zones'
  | 'instance-types'
  | 'placement-groups'
  | 'tokens'
  | 'projects'
  | 'users'
  | 'groups';

export function hrefOf(collection: Collection, id?: string): string {
  return id === undefined ? `/v1/${collection}` : `/v1/${collection}/${id}`;
}

/** `self` leads to the resource in this version of the API, `bookmark` to the resource in the current version. */
export function linksOf(origin: string, collection: Collection, id: string): Links {
  return [
    { rel: 'self', href: origin + hrefOf(collection, id) },
    { rel: 'bookmark', href: `${origin}/id/${collection}/${id}` },
  ];
}

/** Many clients and proxies reject a response whose headers have more than 16 KiB. */
const LINK_MAX_CHARS = 8 * 1024;

/**
 * The header `Link` (RFC 8288) of a page of the list at `url`, which was requested with `query`. Undefined if there is
 * no other page, or if the search makes the header too long: the body has the markers of the pages too.
 */
export function linkHeader(
  page: Page<unknown>,
  url: string,
  query: Readonly<Record<string, string | number | boolean | undefined>>,
): string | undefined {
  const pageAt = (marker: string | null): string => {
    const parameters = new URLSearchParams();
    for (const [name, value] of Object.entries({ ...query, marker: marker ?? undefined })) {
      if (value !== undefined) parameters.set(name, String(value));
    }
    return `${url}?${parameters.toString()}`;
  };
  const links: string[] = [];
  if (page.hasPrevious) links.push(`<${pageAt(page.prev)}>; rel="prev"`);
  if (page.next !== null) links.push(`<${pageAt(page.next)}>; rel="next"`);
  const header = links.join(', ');
  return header !== '' && header.length <= LINK_MAX_CHARS ? header : undefined;
}
