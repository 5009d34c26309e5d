/**
 * Removes one slash at the end of a path, for APIs in which `/guests/` is `/guests`. Two slashes never become one:
 * `//evil.example/` must not become a path or a redirect.
 */
const SLASH = '/'.charCodeAt(0);

/** `url` is a path with or without a query. */
export function withoutTrailingSlash(url: string): string {
  const query = url.indexOf('?');
  const end = query < 0 ? url.length : query;
  const hasOne = end > 1 && url.charCodeAt(end - 1) === SLASH && url.charCodeAt(end - 2) !== SLASH;
  return hasOne ? url.slice(0, end - 1) + url.slice(end) : url;
}
