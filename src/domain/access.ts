/**
 * What a caller may see and do, worked out once per request: pure functions of the roles that it has.
 *
 *   principal   who a credential belongs to, and all the roles it has (kept for a while, whatever is asked with it)
 *   access      the same for one request: in which project, with which right
 *   sight       the rows that it may be shown, for the store
 *
 * What may not be seen is answered as if it were not there; what may be seen but not done is `forbidden`.
 * Invariant: a stranger's answers are those for ids that do not exist (test/http/strangers.test.ts).
 */
import { GuesthouseError } from './errors.js';
import type { GuestId, ProjectId, UserId } from './ids.js';
import { greaterRole, reachOf, RIGHTS_OF_SCOPE, roleHas } from './rights.js';
import type { Right, Role, TokenScope } from './rights.js';

/** A role for one guest. */
export interface GuestGrant {
  readonly projectId: ProjectId;
  readonly role: Role;
}

export interface Principal {
  /** Of the credential, for limits and logs: never a secret. */
  readonly credentialId: string;
  readonly userId: UserId;
  readonly userName: string;
  /** The only project that the credential is good for; null: every one that its user may. */
  readonly boundTo: ProjectId | null;
  /** The most that the credential lets its user be; null: all that the user is. */
  readonly ceiling: Role | null;
  /** Not empty: it may these things alone. */
  readonly scopes: readonly TokenScope[];
  /** Milliseconds since the epoch; null: it does not end by itself. */
  readonly expiresAtMs: number | null;
  /** Everything, everywhere. */
  readonly isAdmin: boolean;
  /** As far as the credential lets it have them. */
  readonly projects: ReadonlyMap<ProjectId, Role>;
  readonly guests: ReadonlyMap<GuestId, GuestGrant>;
}

export interface Access {
  readonly principal: Principal;
  /** The project that is spoken of; null: none was named. */
  readonly projectId: ProjectId | null;
  /** What the operation needs. */
  readonly right: Right;
}

/** What a row may be shown by. */
export type Sight =
  | { readonly kind: 'everything' }
  | {
      readonly kind: 'some';
      /** All of this project; null: nothing of it but single guests. */
      readonly projectId: ProjectId | null;
      /** Guests that may be seen wherever they are. */
      readonly guestIds: readonly GuestId[];
    };

export const EVERYTHING: Sight = { kind: 'everything' };

/** Of what may be spoken of one by one, by its id. */
export function sightOf({ principal, projectId }: Pick<Access, 'principal' | 'projectId'>): Sight {
  if (isUnboundAdmin(principal)) return EVERYTHING;
  return sightOfProject({ principal, projectId });
}

/** Of what is listed: an administrator's lists, too, are those of the project, unless all are asked for. */
export function sightOfProject({ principal, projectId }: Pick<Access, 'principal' | 'projectId'>): Sight {
  const role = projectId === null ? null : roleIn(principal, projectId);
  return { kind: 'some', projectId: role === null ? null : projectId, guestIds: [...principal.guests.keys()] };
}

export function roleIn(principal: Principal, projectId: ProjectId): Role | null {
  if (principal.boundTo !== null && principal.boundTo !== projectId) return null;
  return principal.isAdmin ? 'admin' : (principal.projects.get(projectId) ?? null);
}

/** What something is, to tell who may do things with it. */
export interface Belonging {
  readonly projectId: ProjectId | null;
  readonly guestId?: GuestId | undefined;
}

/** Whether the principal has the right there. */
export function mayThere(principal: Principal, right: Right, { projectId, guestId }: Belonging): boolean {
  if (principal.scopes.length > 0) return scopesHave(principal, right);
  if (isUnboundAdmin(principal) || reachOf(right) === 'anybody') return true;
  if (reachOf(right) === 'administrator') return false;
  const ofGuest = guestId === undefined ? null : (principal.guests.get(guestId)?.role ?? null);
  const ofProject = projectId === null ? null : roleIn(principal, projectId);
  return roleHas(greaterRole(ofProject, ofGuest), right);
}

/** Whether there is anything at all that the principal has the right to: where not, nothing need be looked up. */
export function mayAnything({ principal, projectId, right }: Access): boolean {
  if (principal.scopes.length > 0) return scopesHave(principal, right);
  if (isUnboundAdmin(principal)) return true;
  const ofGuests = [...principal.guests.values()].map(({ role }) => role);
  switch (reachOf(right)) {
    case 'anybody':
      return true;
    case 'administrator':
      return false;
    case 'anywhere':
      return [...principal.projects.values(), ...ofGuests].some((role) => roleHas(role, right));
    case 'project':
      return [projectId === null ? null : roleIn(principal, projectId), ...ofGuests].some((role) => roleHas(role, right));
  }
}

export function isUnboundAdmin({ isAdmin, boundTo }: Principal): boolean {
  return isAdmin && boundTo === null;
}

/** `forbidden` where what may be seen may not be done by this caller. */
export function requireRight({ principal, right }: Access, there: Belonging): void {
  if (!mayThere(principal, right, there)) throw forbidden();
}

export function forbidden(): GuesthouseError {
  return new GuesthouseError('forbidden', 'Your role does not allow this.');
}

function scopesHave({ scopes }: Principal, right: Right): boolean {
  return scopes.some((scope) => (RIGHTS_OF_SCOPE[scope] as readonly Right[]).includes(right));
}
