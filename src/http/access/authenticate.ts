/**
 * The two gates of every operation that is not open. `authenticate` identifies the caller. `authorize` finds the
 * project, and rejects callers who do not hold the required right (`x-right` of openapi.yaml) for any resource in the
 * project. The use case in src/app that looks up the requested resource checks the right for that resource.
 *
 * A request with a cached credential passes both gates without waiting. The caller's rights can change while a body
 * arrives, so both gates run again after the body (gates.ts). A streamed body arrives only after the gates, so its
 * reader calls `RequestContext.reauthorize` (test/http/withdrawn-rights.test.ts).
 */
import type { Authenticator } from '../../app/access/authenticate.js';
import { forbidden, hasRightAnywhere, onlyProjectOf } from '../../domain/access.js';
import type { Access, Principal } from '../../domain/access.js';
import { GuesthouseError } from '../../domain/errors.js';
import type { ProjectId } from '../../domain/ids.js';
import { reachOf } from '../../domain/rights.js';
import type { Right } from '../../domain/rights.js';
import { isServiceCredential } from '../../domain/service-credential.js';
import type { RequestContext } from '../request-context.js';
import type { Gate } from './gate.js';

/** The only operation for which the credentials of services are accepted. */
const OPERATION_OF_SERVICES = 'getImageContent';

/** The path that the credential of another service must permit; null: no such credential permits the request. */
function contentPathOf({ operationId, path }: RequestContext): string | null {
  return operationId === OPERATION_OF_SERVICES ? path : null;
}

/** Finds the principal; throws `unauthenticated` if the credential is missing or invalid. */
export function authenticate(authenticator: Authenticator): Gate {
  return ({ headers }, context) => {
    const credential = context.dialect.credentialOf(headers);
    const found = (principal: Principal): void =>
      context.authenticated(principal, (gone) => authenticator.watch(credential.secret, principal, gone));
    const { secret } = credential;
    const principal =
      secret !== null && isServiceCredential(secret)
        ? authenticator.authenticateService(secret, contentPathOf(context), context.clientAddress)
        : authenticator.authenticate(credential, context.clientAddress);
    if (principal instanceof Promise) return principal.then(found);
    return found(principal);
  };
}

/**
 * Finds the project; throws `forbidden` if the principal does not hold the right for any resource in the project. Must
 * come after `authenticate`.
 */
export function authorize(authenticator: Authenticator, right: Right): Gate {
  const reach = reachOf(right);
  const needsProject = reach === 'project';
  // If the right does not belong to a project, a project that the request names is ignored.
  const canNameProject = needsProject || reach === 'anywhere';

  function accessOf(principal: Principal, projectId: ProjectId | null, isWithinProject: boolean): Access {
    if (needsProject && projectId === null && principal.scopes.length === 0) {
      throw new GuesthouseError('project_required', 'The request must name a project in X-Project-ID.');
    }
    return { principal, projectId, right, isWithinProject };
  }
  function requireAnything(access: Access): void {
    if (!hasRightAnywhere(access)) throw forbidden();
  }

  return (request, context) => {
    const { principal } = context;
    if (principal === null)
      throw new GuesthouseError('internal', 'A request was authorized without being authenticated.');
    const { dialect } = context;
    const { isWithinProject } = dialect;
    const omitted = dialect.canOmitProject ? onlyProjectOf(principal) : undefined;
    const named = canNameProject ? (dialect.projectNamedIn(request.headers, context.path) ?? omitted) : undefined;
    const reauthorize = async (): Promise<Access> => {
      // The credential was valid when the client sent it: a long upload must not fail because its token expired
      // meanwhile.
      if (context.access !== null && principal.validUntilMs <= performance.now()) return context.access;
      const credential = context.dialect.credentialOf(request.headers);
      const now = await authenticator.authenticate(credential, context.clientAddress);
      const access = accessOf(now, await authenticator.currentProject(now, named), isWithinProject);
      requireAnything(access);
      return access;
    };
    const withProject = (projectId: ProjectId | null): void => {
      const access = accessOf(principal, projectId, isWithinProject);
      // Must come before the check: the record of a rejected request also includes its project.
      context.authorized(access, reauthorize);
      requireAnything(access);
    };
    const projectId = authenticator.currentProject(principal, named);
    if (projectId instanceof Promise) return projectId.then(withProject);
    return withProject(projectId);
  };
}
