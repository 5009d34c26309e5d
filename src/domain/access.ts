/**
 * What a caller may see and do, worked out once per request: pure functions of the roles that it has.
 *
 *   principal   who a credential belongs to, and all the roles it has (kept for a while, whatever is asked with it)
 *   access      the same for one request: in which project, with which right
 *   visibility       the rows that it may be shown, for the store
 *
 * What may not be seen is answered as if it were not there; what may be seen but not done is `forbidden`.
 * Invariant: a stranger's answers are those for ids that do not exist (test/http/strangers.test.ts).
 */
import { GuesthouseError } from './errors.js';
import { fold } from './fold.js';
import type { GuestId, ProjectId, UserId } from './ids.js';
import { greaterRole, lesserRole, reachOf, RIGHTS_OF_SCOPE, roleHas } from './rights.js';
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
  /** Where it is when no project is named; null: nowhere, or an administrator in the project `default`. */
  readonly home: ProjectId | null;
  /** The most that the credential lets its user be; null: all that the user is. */
  readonly ceiling: Role | null;
  /** Not empty: it may these things alone. */
  readonly scopes: readonly TokenScope[];
  /** Milliseconds since the epoch; null: it does not end by itself. */
  readonly expiresAtMs: number | null;
  /** May everything, everywhere it is good for. */
  readonly isAdmin: boolean;
  /** What it is in every project: of an administrator what the credential lets it be, of others null. */
  readonly everywhere: Role | null;
  /** As far as the credential lets it have them. */
  readonly projects: ReadonlyMap<ProjectId, Role>;
  readonly guests: ReadonlyMap<GuestId, GuestGrant>;
  /** The projects that it has anything in, by id and by folded name. */
  readonly named: ReadonlyMap<string, ProjectId>;
}

/** A permission, of the user itself or of one of its groups. */
export interface Grant {
  readonly role: Role;
  /** That of the guest, where it is for one. */
  readonly projectId: ProjectId;
  readonly projectName: string;
  /** Null: it is for the whole project. */
  readonly guestId: GuestId | null;
}

export type PrincipalFacts = Pick<
  Principal,
  'credentialId' | 'userId' | 'userName' | 'boundTo' | 'home' | 'ceiling' | 'scopes' | 'expiresAtMs'
> & { readonly grants: readonly Grant[] };

/** All that a credential lets its user do. */
export function principalOf({ grants, ...facts }: PrincipalFacts): Principal {
  const { boundTo, ceiling } = facts;
  const within = (role: Role): Role => (ceiling === null ? role : lesserRole(role, ceiling));
  const isAdministrator = grants.some(({ role, guestId }) => role === 'admin' && guestId === null);
  const projects = new Map<ProjectId, Role>();
  const guests = new Map<GuestId, GuestGrant>();
  const named = new Map<string, ProjectId>();
  for (const { role, projectId, projectName, guestId } of grants) {
    if (boundTo !== null && boundTo !== projectId) continue;
    named.set(projectId, projectId).set(fold(projectName), projectId);
    if (guestId === null) projects.set(projectId, greaterRole(projects.get(projectId) ?? null, within(role)) ?? role);
    else {
      const before = guests.get(guestId)?.role ?? null;
      guests.set(guestId, { projectId, role: greaterRole(before, within(role)) ?? role });
    }
  }
  const everywhere = isAdministrator ? within('admin') : null;
  return { ...facts, isAdmin: everywhere === 'admin', everywhere, projects, guests, named };
}

export interface Access {
  readonly principal: Principal;
  /** The project that is spoken of; null: none was named. */
  readonly projectId: ProjectId | null;
  /** What the operation needs. */
  readonly right: Right;
}

/** What a row may be shown by. */
export type Visibility =
  | { readonly kind: 'everything' }
  | {
      readonly kind: 'some';
      /** All of this project; null: nothing of it but single guests. */
      readonly projectId: ProjectId | null;
      /** Guests that may be seen wherever they are. */
      readonly guestIds: readonly GuestId[];
    };

export const EVERYTHING: Visibility = { kind: 'everything' };

/** Of what may be spoken of one by one, by its id. */
export function visibilityOf({ principal, projectId }: Pick<Access, 'principal' | 'projectId'>): Visibility {
  if (isUnboundAdmin(principal)) return EVERYTHING;
  return visibilityOfProject({ principal, projectId });
}

/** Of what is listed: an administrator's lists, too, are those of the project, unless all are asked for. */
export function visibilityOfProject({ principal, projectId }: Pick<Access, 'principal' | 'projectId'>): Visibility {
  const role = projectId === null ? null : roleIn(principal, projectId);
  return { kind: 'some', projectId: role === null ? null : projectId, guestIds: [...principal.guests.keys()] };
}

export function roleIn(principal: Principal, projectId: ProjectId): Role | null {
  if (principal.boundTo !== null && principal.boundTo !== projectId) return null;
  return greaterRole(principal.everywhere, principal.projects.get(projectId) ?? null);
}

/** Whether it has anything there: a role, or one for a guest of it. Such a project can be seen. */
export function isIn(principal: Principal, projectId: ProjectId): boolean {
  return roleIn(principal, projectId) !== null || principal.named.has(projectId);
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
      return [principal.everywhere, ...principal.projects.values(), ...ofGuests].some((role) => roleHas(role, right));
    case 'project':
      return [projectId === null ? null : roleIn(principal, projectId), ...ofGuests].some((role) =>
        roleHas(role, right),
      );
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
