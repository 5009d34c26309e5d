/**
 * The dialect of oVirt's REST API, version 4: paths, credentials, headers and faults. Its routes and controllers are
 * loaded on the first request (api.ts).
 *
 * A user signs in as `name@domain`. Users of Guesthouse have no domains, so the domain names the project; the domain
 * `internal`, which oVirt's own users have, names none.
 */
import type { IncomingHttpHeaders } from 'node:http';
import { GuesthouseError } from '../../../domain/errors.js';
import { basicBearerOrTokenHeader, basicCredential } from '../../access/credential.js';
import type { Dialect } from '../dialect.js';
import { withoutTrailingSlash } from '../trailing-slash.js';
import { faultBody } from './faults.js';
import { API } from './links.js';

const SSO = '/ovirt-engine/sso';
/** The domain of the users that oVirt itself manages. */
const INTERNAL_DOMAIN = 'internal';

/**
 * Actions and parts of a virtual machine that oVirt has and this service does not. Requests for them are rejected with
 * `not_implemented`, so that a client can tell them from a mistake in a path.
 */
const NOT_SUPPORTED: ReadonlySet<string> = new Set([
  ...['migrate', 'cancelmigration', 'clone', 'export', 'detach', 'logon', 'maintenance', 'ticket', 'screenshot'],
  ...['freezefilesystems', 'thawfilesystems', 'previewsnapshot', 'commitsnapshot', 'undosnapshot'],
  ...['reordermacaddresses', 'snapshots', 'graphicsconsoles', 'tags', 'applications', 'sessions', 'watchdogs'],
  ...['numanodes', 'hostdevices', 'reporteddevices', 'backups', 'checkpoints', 'affinitylabels', 'katelloerrata'],
]);

export const OVIRT: Dialect = {
  name: 'ovirt',
  owns: (path) => isBelow(path, API) || isBelow(path, SSO),
  rewrite: (url) => ({ url: withoutTrailingSlash(withoutVersion(url)) }),
  credentialOf(headers) {
    const credential = basicBearerOrTokenHeader(headers);
    // curl and many libraries send a credential only after a 401.
    return { ...credential, isAbsenceExpected: credential.secret === null && credential.mistake === null };
  },
  challenges: ['Basic realm="RESTAPI", charset="UTF-8"', 'Bearer realm="guesthouse"'],
  callerHeaders: ['Authorization', 'X-Auth-Token', 'X-Project-ID'],
  projectNamedIn: (headers) => {
    const { 'x-project-id': named } = headers;
    return typeof named === 'string' ? named : domainOf(headers);
  },
  // Clients know machines by their names, which are unique only in a project. A fencing agent must never power off the
  // machine of the same name in another project.
  isWithinProject: true,
  canOmitProject: true,
  requestIdOf: ({ 'correlation-id': sent }) => (typeof sent === 'string' ? sent : undefined),
  responseHeaders: (requestId) => ({ 'Correlation-Id': requestId }),
  // The project is a part of the user's name, so a missing project is a mistake in the credential.
  statuses: { project_required: 401 },
  isAcceptStrict: true,
  faultBody,
  unknownPath(path) {
    const [, part = ''] = /^\/ovirt-engine\/api\/vms\/[^/]+\/([^/]+)/.exec(path) ?? [];
    if (NOT_SUPPORTED.has(part)) return new GuesthouseError('not_implemented', `${part} is not supported.`);
    return new GuesthouseError('not_found', 'There is no such collection or element.');
  },
  methodNotForPath: 'method_not_allowed',
};

function isBelow(path: string, prefix: string): boolean {
  return path === prefix || path.startsWith(`${prefix}/`);
}

/** `/ovirt-engine/api/v4/vms` is `/ovirt-engine/api/vms`. */
function withoutVersion(url: string): string {
  const versioned = `${API}/v4`;
  const next = url.charAt(versioned.length);
  const isVersioned = url.startsWith(versioned) && (next === '' || next === '/' || next === '?');
  return isVersioned ? API + url.slice(versioned.length) : url;
}

function domainOf({ authorization = '' }: IncomingHttpHeaders): string | undefined {
  if (!/^Basic /i.test(authorization)) return undefined;
  const { user = '' } = basicCredential(authorization);
  const domain = user.slice(user.lastIndexOf('@') + 1);
  const isNamed = domain !== user && domain !== '' && domain.toLowerCase() !== INTERNAL_DOMAIN;
  return isNamed ? domain : undefined;
}
