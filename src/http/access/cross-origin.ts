/**
 * Cross-origin requests (CORS, Fetch standard §3.2): the headers that allow web pages of other origins to use this API
 * in a browser.
 *
 * Only pages of the configured origins can use this API. Without configured origins, responses have no CORS header.
 * Credentials that a browser adds by itself (cookies, client certificates) are never allowed: tokens go in
 * `Authorization`. A preflight carries no token, so it needs none. Its response lists the methods and headers of the
 * whole API, and reveals nothing about the path of the request. A request from an unlisted origin gets the normal
 * response, and the browser hides that response from the page.
 */
import cors from 'cors';
import type { RequestHandler } from 'express';

const ALLOWED_HEADERS = [
  'Authorization',
  'Content-Type',
  'If-Match',
  'If-None-Match',
  'If-Range',
  'Idempotency-Key',
  'Prefer',
  'Range',
  'Content-Digest',
  'Repr-Digest',
  'X-Request-ID',
  'X-Project-ID',
  'Last-Event-ID',
];
const EXPOSED_HEADERS = [
  'Accept',
  'Accept-Encoding',
  'Accept-Patch',
  'Accept-Post',
  'Accept-Ranges',
  'Allow',
  'Content-Digest',
  'Content-Disposition',
  'Content-Range',
  'ETag',
  'Idempotency-Replayed',
  'Link',
  'Location',
  'Preference-Applied',
  'Retry-After',
  'WWW-Authenticate',
  'X-Guest-Job-ID',
  'X-Operation-ID',
  'X-Request-ID',
];
/** How long a browser may cache the response to a preflight. */
const PREFLIGHT_MAX_AGE_S = 600;

/** `origins` are exact origins, or `*` as the only entry for all origins; `methods` are those of the contract. */
export function crossOrigin(origins: readonly string[], methods: readonly string[]): RequestHandler {
  const isOpenToAll = origins.includes('*');
  const listed = new Set(origins);
  const addHeaders = cors({
    origin: isOpenToAll ? '*' : (origin, done) => done(null, origin !== undefined && listed.has(origin) && origin),
    methods: [...methods],
    allowedHeaders: ALLOWED_HEADERS,
    exposedHeaders: EXPOSED_HEADERS,
    maxAge: PREFLIGHT_MAX_AGE_S,
    preflightContinue: true,
  });
  return (request, response, next) => {
    const { origin, 'access-control-request-method': wanted } = request.headers;
    const isPreflight = request.method === 'OPTIONS' && origin !== undefined && wanted !== undefined;
    const isListed = isOpenToAll || (origin !== undefined && listed.has(origin));
    // A cache must not reuse the response to one origin for another origin, even if the first origin is not listed.
    if (!isOpenToAll) response.vary('Origin');
    // The package treats every OPTIONS as a preflight, so any other OPTIONS is passed to it as a GET.
    addHeaders({ method: isPreflight ? 'OPTIONS' : 'GET', headers: request.headers }, response, (error?: unknown) => {
      if (error !== undefined) next(error);
      else if (isPreflight && isListed) response.status(204).end();
      else next();
    });
  };
}
