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
import { faultText } from '../fault-text.js';
import { withoutTrailingSlash } from '../trailing-slash.js';
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
  canOmitProject: false,
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
        faultstring: faultText(error, memberOf),
        faultcode: status < 500 ? 'Client' : 'Server',
        debuginfo: null,
      }),
    }),
  }),
  unknownPath: () => new GuesthouseError('not_found', 'There is no resource at this path.'),
  methodNotForPath: 'method_not_allowed',
};
