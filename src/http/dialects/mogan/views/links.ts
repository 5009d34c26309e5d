/** The addresses of Mogan's resources. */
import type { MoganLinks } from '../../../../../generated/mogan/api-types.js';

type Collection = 'instances' | 'types';

/** The absolute URL in this version of the API. */
export function urlOf(origin: string, collection: Collection, id: string): string {
  return `${origin}/v1/${collection}/${id}`;
}

export function linksOf(origin: string, collection: Collection, id: string): MoganLinks {
  return [
    { rel: 'self', href: urlOf(origin, collection, id) },
    { rel: 'bookmark', href: `${origin}/${collection}/${id}` },
  ];
}

/** The redirect of a bookmark: to the first of the links. */
export function redirect([self]: MoganLinks): {
  readonly status: 307;
  readonly headers: { readonly Location: string };
} {
  return { status: 307, headers: { Location: self?.href ?? '' } };
}
