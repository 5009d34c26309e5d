/**
 * The dialect of OpenStack Mogan, openapi/mogan.yaml: paths, faults and headers. It is loaded with the service, so it
 * must not import the contract, the controllers or the views (api.ts).
 *
 * Mogan's paths are inside /v1, so the dialect owns exactly these collections. No collection of the native API can have
 * one of these names.
 */
import { GuesthouseError } from '../../../domain/errors.js';
import { bearerOrTokenHeader } from '../../access/credential.js';
import type { Dialect } from '../dialect.js';
import { memberOf } from './words.js';

const COLLECTIONS = ['/v1/instances', '/v1/types', '/v1/availability_zones', '/instances', '/types'];

export const MOGAN: Dialect = {
  name: 'mogan',
  owns: (path) =>
    COLLECTIONS.some(
      (collection) => path === collection || (path.startsWith(collection) && path[collection.length] === '/'),
    ),
  rewrite: (url) => ({ url: withoutTrailingSlash(url) }),
  credentialOf: bearerOrTokenHeader,
  challenges: ['Bearer realm="guesthouse"'],
  callerHeaders: ['Authorization', 'X-Auth-Token', 'X-Project-ID'],
  projectNamedIn: ({ 'x-project-id': named }) => (typeof named === 'string' ? named : undefined),
  // As natively, an administrator can name the instances of every project by their ids.
  isWithinProject: false,
  requestIdOf: ({ 'x-request-id': sent }) => (typeof sent === 'string' ? sent : undefined),
  responseHeaders: (requestId) => ({ 'Openstack-Request-Id': `req-${requestId}` }),
  // A state that does not allow a power target is 400 in Mogan; 409 means that an operation is in progress.
  statuses: { guest_not_running: 400, guest_not_powered: 400, guest_suspended: 400, guest_in_error: 400 },
  isAcceptStrict: true,
  faultBody: (error, { status }) => ({
    mediaType: 'application/json',
    // Mogan's faults are JSON in a string of JSON.
    text: JSON.stringify({
      error_message: JSON.stringify({
        faultstring: explanationOf(error),
        faultcode: status < 500 ? 'Client' : 'Server',
        debuginfo: null,
      }),
    }),
  }),
  unknownPath: () => new GuesthouseError('not_found', 'There is no resource at this path.'),
  methodNotForPath: 'method_not_allowed',
};

/** The message, followed by the mistakes that it does not mention itself. */
function explanationOf({ message, mistakes }: GuesthouseError): string {
  const further = mistakes
    .filter(({ detail }) => !message.includes(detail))
    .map((mistake) => {
      const at = 'pointer' in mistake ? memberOf(mistake.pointer) : mistake.parameter;
      return at === '' ? mistake.detail : `${at} ${mistake.detail}`;
    });
  return further.length === 0 ? message : `${message} Mistakes: ${further.join('; ')}.`;
}

/** Two slashes at the end do not become one. */
function withoutTrailingSlash(url: string): string {
  const query = url.indexOf('?');
  const end = query < 0 ? url.length : query;
  const hasOne = url[end - 1] === '/' && url[end - 2] !== '/';
  return hasOne ? url.slice(0, end - 1) + url.slice(end) : url;
}
