/**
 * The dialect of OpenStack Sahara v1.1, openapi/sahara.yaml: its paths, the project in each path, and the form of its
 * faults. It is loaded with the service, so contract, controllers and views must not be imported here.
 *
 * A `.json` at the end of a path is removed once, so a guest named `a.json` is `…/guests/a.json.json`.
 */
import { GuesthouseError } from '../../../domain/errors.js';
import type { ErrorKind } from '../../../domain/errors.js';
import { bearerOrTokenHeader } from '../../access/credential.js';
import { errorName } from '../../faults.js';
import type { Dialect, Rewritten } from '../dialect.js';
import { faultText } from '../fault-text.js';
import { withoutTrailingSlash } from '../trailing-slash.js';
import { FAULT_OF_CLUSTER } from './words.js';

const PREFIX = '/v1.1';
const SUFFIX = '.json';
const NO_HEADERS = {};

export const SAHARA: Dialect = {
  name: 'sahara',
  owns: (path) => path.startsWith(PREFIX) && (path.length === PREFIX.length || path[PREFIX.length] === '/'),
  rewrite,
  credentialOf: bearerOrTokenHeader,
  challenges: ['Bearer realm="guesthouse"'],
  callerHeaders: ['Authorization', 'X-Auth-Token'],
  projectNamedIn: (_headers, path) => decoded(path.split('/')[2]),
  isWithinProject: true,
  canOmitProject: false,
  requestIdOf: ({ 'x-request-id': sent }) => (typeof sent === 'string' ? sent : undefined),
  responseHeaders: () => NO_HEADERS,
  statuses: { project_required: 403, guest_name_already_exists: 400 },
  isAcceptStrict: true,
  faultBody: (error, { status, operationId }) => ({
    mediaType: 'application/json',
    text: JSON.stringify({
      error_code: status,
      error_name: nameOf(error.kind, operationId),
      error_message: faultText(error),
    }),
  }),
  unknownPath: () => new GuesthouseError('not_found', 'There is no resource at this path.'),
  methodNotForPath: 'method_not_allowed',
};

/** Removes one slash at the end, then one `.json`. */
function rewrite(url: string): Rewritten {
  const trimmed = withoutTrailingSlash(url);
  const end = trimmed.includes('?') ? trimmed.indexOf('?') : trimmed.length;
  const [path, query] = [trimmed.slice(0, end), trimmed.slice(end)];
  if (!path.endsWith(SUFFIX)) return { url: path + query };
  return { url: path.slice(0, -SUFFIX.length) + query, mediaType: 'application/json' };
}

/** Returns the segment of a path; a segment that cannot be decoded, which no project has as its name, unchanged. */
function decoded(segment: string | undefined): string | undefined {
  if (segment === undefined || segment === '') return undefined;
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** Faults about a cluster have names of their own. All operations of clusters have the word in their names. */
function nameOf(kind: ErrorKind, operationId: string | null): string {
  const ofCluster = operationId?.includes('Cluster') === true ? FAULT_OF_CLUSTER[kind] : undefined;
  return ofCluster ?? errorName(kind);
}
