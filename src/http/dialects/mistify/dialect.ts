/**
 * The dialect of the Mistify agent, openapi/mistify.yaml: its paths, credentials and faults. It is loaded with the
 * service, so it must not import the contract, the controllers or the views (api.ts).
 *
 * Mistify has no prefix, so the dialect owns four collections at the root. No path of the native API can begin with one
 * of these names.
 */
import { GuesthouseError } from '../../../domain/errors.js';
import { basicBearerOrTokenHeader } from '../../access/credential.js';
import type { Dialect } from '../dialect.js';
import { faultText } from '../fault-text.js';
import { withoutTrailingSlash } from '../trailing-slash.js';
import { memberOf } from './words.js';

const COLLECTIONS = ['/guests', '/metadata', '/jobs', '/images'];
const SNAPSHOTS = /^\/guests\/[^/]+\/(?:disks\/[^/]+\/)?snapshots(?:\/|$)/;
const NO_HEADERS = {};

export const MISTIFY: Dialect = {
  name: 'mistify',
  owns: (path) =>
    COLLECTIONS.some((each) => path.startsWith(each) && (path.length === each.length || path[each.length] === '/')),
  rewrite: (url) => ({ url: withoutTrailingSlash(url) }),
  credentialOf: basicBearerOrTokenHeader,
  challenges: ['Bearer realm="guesthouse"', 'Basic realm="guesthouse", charset="UTF-8"'],
  callerHeaders: ['Authorization', 'X-Auth-Token', 'X-Project-ID'],
  projectNamedIn: ({ 'x-project-id': named }) => (typeof named === 'string' ? named : undefined),
  isWithinProject: false,
  canOmitProject: true,
  requestIdOf: ({ 'x-request-id': sent }) => (typeof sent === 'string' ? sent : undefined),
  responseHeaders: () => NO_HEADERS,
  statuses: { unsupported_media_type: 400 },
  isAcceptStrict: true,
  faultBody: (error, { status }) => ({
    mediaType: 'application/json',
    text: JSON.stringify({ message: faultText(error, memberOf), code: status, stack: [] }),
  }),
  unknownPath: (path) =>
    SNAPSHOTS.test(path)
      ? new GuesthouseError('not_implemented', 'Snapshots of guests and disks are not supported.')
      : new GuesthouseError('not_found', 'There is no resource at this path.'),
  methodNotForPath: 'method_not_allowed',
};
