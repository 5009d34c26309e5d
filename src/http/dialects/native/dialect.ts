/**
 * The dialect of the native API, openapi.yaml. Its routes and controllers are not here: they are loaded with the
 * service (application.ts).
 *
 * One trailing slash is dropped, so `/v1/guests/` is `/v1/guests`. Requests for HTML pages are redirected instead,
 * because the links of the pages are relative to the address that the browser shows (docs.ts).
 */
import type { FaultTitles } from '../../faults.js';
import { problemOf } from '../../faults.js';
import { bearerOrTokenHeader } from '../../access/credential.js';
import { GuesthouseError } from '../../../domain/errors.js';
import type { Dialect } from '../dialect.js';
import { withoutTrailingSlash } from '../trailing-slash.js';

const NO_HEADERS = {};

/** `titles` are those of the contract's catalogue of faults. */
export function createNativeDialect(titles: FaultTitles): Dialect {
  return {
    name: 'native',
    owns: () => true,
    rewrite: (url) => ({ url: url.startsWith('/docs/') ? url : withoutTrailingSlash(url) }),
    credentialOf: bearerOrTokenHeader,
    challenges: ['Bearer realm="guesthouse"'],
    callerHeaders: ['Authorization', 'X-Auth-Token', 'X-Project-ID'],
    projectNamedIn: ({ 'x-project-id': named }) => (typeof named === 'string' ? named : undefined),
    isWithinProject: false,
    canOmitProject: false,
    requestIdOf: ({ 'x-request-id': sent }) => (typeof sent === 'string' ? sent : undefined),
    responseHeaders: () => NO_HEADERS,
    statuses: {},
    isAcceptStrict: false,
    faultBody: (error, seen) => ({
      mediaType: 'application/problem+json',
      text: JSON.stringify(problemOf(error, titles, seen)),
    }),
    unknownPath: (path) =>
      path === '/v1' || path.startsWith('/v1/')
        ? new GuesthouseError('not_implemented', 'The API has no such collection or sub-resource.')
        : new GuesthouseError('not_found', 'There is no resource at this path.'),
    methodNotForPath: 'method_not_allowed',
  };
}
