/**
 * The gate of every operation that is not open to everybody: who asks, in which project, and whether there is anything that may be done with
 * the right that the operation needs (`x-right` of openapi.yaml). Whether it may be done to the very thing that is spoken of is decided
 * where that is looked up (src/app).
 *
 * What is remembered of a credential lets its request through without a pause.
 */
import type { RequestHandler, Response } from 'express';
import type { Authenticator } from '../app/authenticate.js';
import { forbidden, mayAnything } from '../domain/access.js';
import type { Principal } from '../domain/access.js';
import { GuesthouseError } from '../domain/errors.js';
import type { ProjectId } from '../domain/ids.js';
import { reachOf } from '../domain/rights.js';
import type { Right } from '../domain/rights.js';
import { credentialOf } from './credential.js';
import type { RequestContext } from './request-context.js';

export function admit(authenticator: Authenticator, right: Right): RequestHandler {
  const reach = reachOf(right);
  const needsProject = reach === 'project';
  // What is in no project is spoken of without one, whatever the header says.
  const mayNameProject = needsProject || reach === 'anywhere';
  return (request, response, next) => {
    const credential = credentialOf(request.headers);
    const context = contextOf(response);
    const named = mayNameProject ? request.get('X-Project-ID') : undefined;
    const withProject = (principal: Principal, projectId: ProjectId | null): void => {
      if (needsProject && projectId === null && principal.scopes.length === 0) {
        throw new GuesthouseError('project_required', 'Name a project in X-Project-ID.');
      }
      const access = { principal, projectId, right };
      context.admitted(access, (gone) => authenticator.watch(credential.secret, principal, gone));
      if (!mayAnything(access)) throw forbidden();
      next();
    };
    const withPrincipal = (principal: Principal): void | Promise<void> => {
      const projectId = authenticator.currentProject(principal, named);
      if (projectId instanceof Promise) return projectId.then((found) => withProject(principal, found));
      withProject(principal, projectId);
    };
    const principal = authenticator.authenticate(credential, context.clientAddress);
    if (principal instanceof Promise) principal.then(withPrincipal).catch(next);
    else withPrincipal(principal)?.catch(next);
  };
}

function contextOf(response: Response): RequestContext {
  return response.locals['context'] as RequestContext;
}
