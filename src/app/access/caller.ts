/** The caller of a request: its user, its project, its rights, and the request headers that use cases need. */
import type { Knex } from 'knex';
import { EVERYTHING, requireRight, visibilityOfProject } from '../../domain/access.js';
import type { Access, Principal, Visibility } from '../../domain/access.js';
import { GuesthouseError } from '../../domain/errors.js';
import type { Precondition } from '../../domain/etag.js';
import type { IdempotencyKey } from '../../domain/idempotency-key.js';
import type { ProjectId, UserId } from '../../domain/ids.js';
import type { Log } from '../../domain/log.js';
import { holdCredential } from '../../store/tokens.js';

/** Determined once for each request. */
export interface Caller extends Access {
  readonly userId: UserId;
  readonly requestId: string;
  /** The IP address of the client, or of the hop nearest to the client whose address is known. */
  readonly clientAddress: string;
  /** The place of the request in a trace; absent if tracing is off. */
  readonly traceparent?: string;
  readonly log: Log;
  /** `If-Match` and `If-None-Match`: the version that the resource must have. Otherwise the change is rejected. */
  readonly precondition: Precondition | null;
  /** `Idempotency-Key`: the request must take effect only once. */
  readonly idempotencyKey: IdempotencyKey | null;
}

/** A caller with a current project, for everything that belongs to a project. */
export interface ProjectCaller extends Caller {
  readonly projectId: ProjectId;
}

/** Throws `project_required` if the request has no current project. */
export function requireProject(caller: Caller): ProjectCaller {
  const { projectId } = caller;
  if (projectId === null)
    throw new GuesthouseError('project_required', 'The request must name a project in X-Project-ID.');
  return { ...caller, projectId };
}

/**
 * The rows that a list shows: the rows of the current project, and single guests for which the caller has a role. If an
 * administrator requests all projects, the list shows all rows.
 */
export function visibilityOfList(caller: Caller, isOfAllProjects: boolean): Visibility {
  requireListable(caller, isOfAllProjects);
  return isOfAllProjects ? EVERYTHING : visibilityOfProject(caller);
}

/** Throws if the caller requests all projects but lacks the right to see them. */
export function requireListable(caller: Caller, isOfAllProjects: boolean): void {
  if (isOfAllProjects) requireRight({ ...caller, right: 'everything.read' }, { projectId: null });
}

/**
 * Throws `unauthenticated` if the credential was revoked. A transaction that grants or revokes rights must call this
 * first. Until that transaction ends, the credential cannot be revoked.
 */
export async function requireCredential(trx: Knex.Transaction, { userId, credentialId }: Principal): Promise<void> {
  if (await holdCredential(trx, userId, credentialId)) return;
  throw new GuesthouseError('unauthenticated', 'The credential is not valid.');
}
