/** The caller of a request: who asks, in which project, and with which request headers. Worked out once for each request. */
import type { Knex } from 'knex';
import { EVERYTHING, requireRight, visibilityOfProject } from '../../domain/access.js';
import type { Access, Principal, Visibility } from '../../domain/access.js';
import { GuesthouseError } from '../../domain/errors.js';
import type { Precondition } from '../../domain/etag.js';
import type { IdempotencyKey } from '../../domain/idempotency-key.js';
import type { ProjectId, UserId } from '../../domain/ids.js';
import type { Log } from '../../domain/log.js';
import { holdCredential } from '../../store/tokens.js';

/** Who asks, worked out once per request. */
export interface Caller extends Access {
  readonly userId: UserId;
  readonly requestId: string;
  /** IP address, as far as it can be known. */
  readonly clientAddress: string;
  /** The request as a part of a trace; absent where none is kept. */
  readonly traceparent?: string;
  readonly log: Log;
  /** `If-Match`: how what is changed must be for the change to be made. */
  readonly precondition: Precondition | null;
  /** `Idempotency-Key`: what must be done once. */
  readonly idempotencyKey: IdempotencyKey | null;
}

/** Who asks for what belongs to projects: there is a current one. */
export interface ProjectCaller extends Caller {
  readonly projectId: ProjectId;
}

/** Throws where no project is spoken of. */
export function requireProject(caller: Caller): ProjectCaller {
  const { projectId } = caller;
  if (projectId === null)
    throw new GuesthouseError('project_required', 'The request must name a project in X-Project-ID.');
  return { ...caller, projectId };
}

/** What a list shows: of the current project and single guests, or all there is where an administrator asks for it. */
export function visibilityOfList(caller: Caller, isOfAllProjects: boolean): Visibility {
  requireListable(caller, isOfAllProjects);
  return isOfAllProjects ? EVERYTHING : visibilityOfProject(caller);
}

/** Throws where all there is is asked for by somebody who may not see it. */
export function requireListable(caller: Caller, isOfAllProjects: boolean): void {
  if (isOfAllProjects) requireRight({ ...caller, right: 'everything.read' }, { projectId: null });
}

/**
 * Throws `unauthenticated` if the credential was revoked. For what hands rights on: call it first in the transaction that grants them.
 * Until that transaction ends, the credential cannot be revoked.
 */
export async function requireCredential(trx: Knex.Transaction, { userId, credentialId }: Principal): Promise<void> {
  if (await holdCredential(trx, userId, credentialId)) return;
  throw new GuesthouseError('unauthenticated', 'The credential is not valid.');
}
