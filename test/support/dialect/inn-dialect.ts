/**
 * A dialect for the tests of the dialect interface. It differs from the native API in every way that the interface
 * allows. It is not part of the service.
 *
 * Credentials are Basic with the token as the password. Faults are lines of text. Paths can end in `.json`, which
 * chooses the media type.
 */
import type { Credential } from '../../../src/app/access/authenticate.js';
import { basicCredential, noCredential } from '../../../src/http/access/credential.js';
import { GuesthouseError } from '../../../src/domain/errors.js';
import type { Dialect } from '../../../src/http/dialects/dialect.js';

export const INN: Dialect = {
  name: 'inn',
  owns: (path) => path === '/inn' || path.startsWith('/inn/') || path.startsWith('/inn.'),
  rewrite(url) {
    const [, path = '', isJson, query = ''] = /^([^?]*?)(\.json)?(\?.*)?$/s.exec(url) ?? [];
    return isJson === undefined ? { url } : { url: path + query, mediaType: 'application/json' };
  },
  credentialOf: ({ authorization }): Credential =>
    authorization === undefined ? noCredential('The inn asks for a name and a key.') : basicCredential(authorization),
  challenges: ['Basic realm="inn"'],
  callerHeaders: ['Authorization', 'Inn-House'],
  projectNamedIn: ({ 'inn-house': house }) => (typeof house === 'string' ? house : undefined),
  isWithinProject: true,
  canOmitProject: false,
  requestIdOf: ({ 'inn-visit': visit }) => (typeof visit === 'string' ? visit : undefined),
  responseHeaders: (requestId) => ({ 'Inn-Visit': requestId }),
  statuses: { validation_failed: 422 },
  isAcceptStrict: true,
  faultBody: ({ kind, message }, { operationId, mediaType, path }) => ({
    mediaType: 'text/x-fault',
    text: [kind, operationId ?? '-', mediaType ?? '-', path, message].join('\n'),
  }),
  unknownPath: () => new GuesthouseError('not_found', 'The inn has no such door.'),
  methodNotForPath: 'method_not_allowed',
};
