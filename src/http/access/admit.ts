/**
 * The gate of every operation that is not open to everybody, in two steps: `identify`, who asks, and `admit`, in which project, and whether
 * there is anything that may be done with the right that the operation needs (`x-right` of openapi.yaml). Between the two stand the limits:
 * a refusal is looked up and written down too, so it counts like any other answer (test/http/rate-limits.test.ts). Whether it may be done to
 * the very thing that is spoken of is decided where that is looked up (src/app).
 *
 * Both are asked again when the body has come: it may take its time, and rights that are gone by then are gone
 * (test/http/withdrawn-rights.test.ts). A body that streams has not come here; whoever reads it asks again (`RequestContext.askAgain`).
 * What is remembered of a credential lets its request through without a pause.
 */
import type { RequestHandler, Response } from 'express';
import type { Authenticator } from '../../app/access/authenticate.js';
import { forbidden, mayAnything } from '../../domain/access.js';
import type { Access, Principal } from '../../domain/access.js';
import { GuesthouseError } from '../../domain/errors.js';
import type { ProjectId } from '../../domain/ids.js';
import { reachOf } from '../../domain/rights.js';
import type { Right } from '../../domain/rights.js';
import { credentialOf } from './credential.js';
import type { RequestContext } from '../request-context.js';

/** Who asks. */
export function identify(authenticator: Authenticator): RequestHandler {
  return (request, response, next) => {
    const credential = credentialOf(request.headers);
    const context = contextOf(response);
    const found = (principal: Principal): void => {
      context.identified(principal, (gone) => authenticator.watch(credential.secret, principal, gone));
      next();
    };
    const principal = authenticator.authenticate(credential, context.clientAddress);
    if (principal instanceof Promise) principal.then(found).catch(next);
    else found(principal);
  };
}

/** In which project, and whether anything there may be done with the right; comes behind `identify`. */
export function admit(authenticator: Authenticator, right: Right): RequestHandler {
  const reach = reachOf(right);
  const needsProject = reach === 'project';
  // What is in no project is spoken of without one, whatever the header says.
  const mayNameProject = needsProject || reach === 'anywhere';

  function accessOf(principal: Principal, projectId: ProjectId | null): Access {
    if (needsProject && projectId === null && principal.scopes.length === 0) {
      throw new GuesthouseError('project_required', 'The request must name a project in X-Project-ID.');
    }
    return { principal, projectId, right };
  }
  function requireAnything(access: Access): void {
    if (!mayAnything(access)) throw forbidden();
  }

  return (request, response, next) => {
    const context = contextOf(response);
    const { principal } = context;
    if (principal === null)
      throw new GuesthouseError('internal', 'A request was authorized without being authenticated.');
    const named = mayNameProject ? request.get('X-Project-ID') : undefined;
    const askAgain = async (): Promise<Access> => {
      // Good when it was sent, and not taken away: what takes long must not fail by how long a credential lasts.
      if (context.access !== null && (principal.expiresAtMs ?? Infinity) <= Date.now()) return context.access;
      const now = await authenticator.authenticate(credentialOf(request.headers), context.clientAddress);
      const access = accessOf(now, await authenticator.currentProject(now, named));
      requireAnything(access);
      return access;
    };
    const withProject = (projectId: ProjectId | null): void => {
      const access = accessOf(principal, projectId);
      // Known to the record of the request also where it is refused.
      context.admitted(access, askAgain);
      requireAnything(access);
      next();
    };
    const projectId = authenticator.currentProject(principal, named);
    if (projectId instanceof Promise) projectId.then(withProject).catch(next);
    else withProject(projectId);
  };
}

function contextOf(response: Response): RequestContext {
  return response.locals['context'] as RequestContext;
}
