/**
 * The rows that a caller can see, and the actions that it can perform: pure functions of its roles, evaluated once per
 * request.
 *
 *   principal    the owner of a credential, with all its roles (cached for a while, across requests)
 *   access       the principal in one request, with the request's project and the required right
 *   visibility   the rows that the caller can see, for the store
 *
 * A caller gets "not found" for a resource that it cannot see. For a resource that it can see, it gets `forbidden` if
 * it lacks the right to the action.
 * Invariant: for every id, a caller without any role gets the same response as for an id that does not exist
 * (test/http/strangers.test.ts).
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
  /** Identifies the credential, for limits and logs; never a secret. */
  readonly credentialId: string;
  readonly userId: UserId;
  readonly userName: string;
  /** The only project that the credential is valid for; null: every project of its user. */
  readonly boundTo: ProjectId | null;
  /**
   * The project of requests that name no project. If null, requests of an administrator have the first project, and
   * requests of other callers have no project.
   */
  readonly home: ProjectId | null;
  /** The highest role that the credential gives its user; null: no limit. */
  readonly ceiling: Role | null;
  /** If not empty, the credential has only those rights of its user that these scopes include. */
  readonly scopes: readonly TokenScope[];
  /** The time at which the credential expires, in milliseconds since the epoch; null if it does not expire. */
  readonly expiresAtMs: number | null;
  /**
   * The same time by the monotonic clock of this process; `Infinity` if the credential does not expire. It is derived
   * from the clock of the database for tokens, and from the clock of this machine for credentials of identity services.
   */
  readonly validUntilMs: number;
  /**
   * Whether its role is `admin` in every project that the credential is valid for. Scopes can still limit its rights.
   */
  readonly isAdmin: boolean;
  /**
   * Its role in every project. For an administrator: `admin`, or the credential's highest role if that is lower. For
   * others: null.
   */
  readonly everywhere: Role | null;
  /** Roles by project, limited by the credential. */
  readonly projects: ReadonlyMap<ProjectId, Role>;
  readonly guests: ReadonlyMap<GuestId, GuestGrant>;
  /**
   * The projects in which it has a role, even if only for one guest. The keys are their ids, their folded names, and
   * their ids in Keystone. A name takes precedence over an id in Keystone.
   */
  readonly named: ReadonlyMap<string, ProjectId>;
}

/** A permission of the user itself or of one of its groups. */
export interface Grant {
  readonly role: Role;
  /** The project, or the guest's project if the permission is for a guest. */
  readonly projectId: ProjectId;
  readonly projectName: string;
  /** The project's id in Keystone; absent or null if it does not come from Keystone. */
  readonly projectKeystoneId?: string | null;
  /** Null: the permission is for the whole project. */
  readonly guestId: GuestId | null;
}

export type PrincipalFacts = Pick<
  Principal,
  'credentialId' | 'userId' | 'userName' | 'boundTo' | 'home' | 'ceiling' | 'scopes' | 'expiresAtMs' | 'validUntilMs'
> & {
  readonly grants: readonly Grant[];
  /** Whether the user is an administrator according to its identity service. Default: false. */
  readonly isAdministrator?: boolean;
};

/** Combines grants and the limits of the credential into a principal. */
export function principalOf({ grants, isAdministrator = false, ...facts }: PrincipalFacts): Principal {
  const { boundTo, ceiling } = facts;
  const within = (role: Role): Role => (ceiling === null ? role : lesserRole(role, ceiling));
  const isAdminByGrant = grants.some(({ role, guestId }) => role === 'admin' && guestId === null);
  const projects = new Map<ProjectId, Role>();
  const guests = new Map<GuestId, GuestGrant>();
  const valid = grants.filter(({ projectId }) => boundTo === null || boundTo === projectId);
  const named = new Map<string, ProjectId>();
  // Must come before the names, which replace equal keys.
  for (const { projectId, projectKeystoneId } of valid) {
    if (projectKeystoneId) named.set(fold(projectKeystoneId), projectId);
  }
  for (const { role, projectId, projectName, guestId } of valid) {
    named.set(projectId, projectId).set(fold(projectName), projectId);
    if (guestId === null) projects.set(projectId, greaterRole(projects.get(projectId) ?? null, within(role)) ?? role);
    else {
      const before = guests.get(guestId)?.role ?? null;
      guests.set(guestId, { projectId, role: greaterRole(before, within(role)) ?? role });
    }
  }
  const everywhere = isAdministrator || isAdminByGrant ? within('admin') : null;
  return { ...facts, isAdmin: everywhere === 'admin', everywhere, projects, guests, named };
}

/** The id of the credentials with which services of this database read image content from each other. */
const SERVICE_CREDENTIAL_ID = 'service';

/**
 * Another service of this database. It can read in every project; the gate admits its credential only to the content of
 * one image (src/app/access/authenticate.ts).
 */
export const SERVICE: Principal = principalOf({
  credentialId: SERVICE_CREDENTIAL_ID,
  userId: '00000000-0000-0000-0000-000000000000' as UserId,
  userName: 'service',
  boundTo: null,
  home: null,
  ceiling: 'viewer',
  scopes: [],
  expiresAtMs: null,
  validUntilMs: Infinity,
  grants: [],
  isAdministrator: true,
});

export function isService({ credentialId }: Principal): boolean {
  return credentialId === SERVICE_CREDENTIAL_ID;
}

export interface Access {
  readonly principal: Principal;
  /** The project of the request; null: it has none. */
  readonly projectId: ProjectId | null;
  /** The right that the operation requires. */
  readonly right: Right;
  /**
   * Whether the request reaches no single resource of another project, even if the caller could see it. Default: false.
   */
  readonly isWithinProject?: boolean;
}

/** The part of an access that determines what is visible. */
type Sight = Pick<Access, 'principal' | 'projectId' | 'isWithinProject'>;

/** The rows that a caller can see. */
export type Visibility =
  | { readonly kind: 'everything' }
  | {
      readonly kind: 'some';
      /** Every row of this project is visible; null: only single guests are visible. */
      readonly projectId: ProjectId | null;
      /** Guests that are visible independently of their project. */
      readonly guestIds: readonly GuestId[];
      /**
       * Whether the caller sees who has access to `projectId`: permissions, tokens, rejected requests, client
       * addresses.
       */
      readonly canReadPermissions: boolean;
      /** The only user whose name is visible; null: all users. */
      readonly userId: UserId | null;
      /** The projects whose names are visible; null: all projects. */
      readonly projectIds: readonly ProjectId[] | null;
    };

export const EVERYTHING: Visibility = { kind: 'everything' };

/** The visibility for a request that addresses a single resource by its id or name. */
export function visibilityOf(sight: Sight): Visibility {
  const { principal, isWithinProject = false } = sight;
  return isUnboundAdmin(principal) && !isWithinProject ? EVERYTHING : visibilityOfProject(sight);
}

/**
 * The visibility for lists. Even an administrator's list shows only the current project, unless the request is for all
 * projects.
 */
export function visibilityOfProject({ principal, projectId, isWithinProject = false }: Sight): Visibility {
  const shown = projectId === null || roleIn(principal, projectId) === null ? null : projectId;
  return {
    kind: 'some',
    projectId: shown,
    guestIds: [...principal.guests]
      .filter(([, grant]) => !isWithinProject || grant.projectId === projectId)
      .map(([id]) => id),
    canReadPermissions: shown !== null && hasRight(principal, 'project-permissions.read', { projectId: shown }),
    userId: isUnboundAdmin(principal) ? null : principal.userId,
    projectIds: visibleProjects(principal),
  };
}

/**
 * The only project in which the principal has a role, even if only for one guest; undefined if there are several, or if
 * the principal has a default project.
 */
export function onlyProjectOf({ home, everywhere, named }: Principal): ProjectId | undefined {
  if (home !== null || everywhere !== null) return undefined;
  const [only, another] = new Set(named.values());
  return another === undefined ? only : undefined;
}

/** The projects that the principal can see: those in which it has a role, even if only for one guest. Null: all. */
export function visibleProjects({ boundTo, everywhere, named }: Principal): readonly ProjectId[] | null {
  if (everywhere !== null) return boundTo === null ? null : [boundTo];
  return [...new Set(named.values())];
}

/** Whether `visibility` allows a row at this location: the same rule as in the database (src/store/visibility.ts). */
export function isVisible(visibility: Visibility, { projectId, guestId }: ResourceLocation): boolean {
  if (visibility.kind === 'everything') return true;
  if (projectId !== null && projectId === visibility.projectId) return true;
  return guestId !== undefined && visibility.guestIds.includes(guestId);
}

export function roleIn(principal: Principal, projectId: ProjectId): Role | null {
  if (principal.boundTo !== null && principal.boundTo !== projectId) return null;
  return greaterRole(principal.everywhere, principal.projects.get(projectId) ?? null);
}

/** Whether the principal has a role in the project, or for one of its guests. Such a project is visible to it. */
export function isIn(principal: Principal, projectId: ProjectId): boolean {
  return roleIn(principal, projectId) !== null || principal.named.has(projectId);
}

/** The project and the guest that a resource belongs to. They determine which callers have rights to the resource. */
export interface ResourceLocation {
  readonly projectId: ProjectId | null;
  readonly guestId?: GuestId | undefined;
}

/** Whether the principal has the right to a resource at this location. */
export function hasRight(principal: Principal, right: Right, { projectId, guestId }: ResourceLocation): boolean {
  if (!isInScope(principal, right)) return false;
  if (isUnboundAdmin(principal) || reachOf(right) === 'every caller') return true;
  if (reachOf(right) === 'administrator') return false;
  const ofGuest = guestId === undefined ? null : (principal.guests.get(guestId)?.role ?? null);
  const ofProject = projectId === null ? null : roleIn(principal, projectId);
  return roleHas(greaterRole(ofProject, ofGuest), right);
}

/** Whether the principal has the right to at least one resource. If not, the request is rejected without a lookup. */
export function hasRightAnywhere({ principal, projectId, right }: Access): boolean {
  if (!isInScope(principal, right)) return false;
  if (isUnboundAdmin(principal)) return true;
  const ofGuests = [...principal.guests.values()].map(({ role }) => role);
  switch (reachOf(right)) {
    case 'every caller':
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

/**
 * Throws `forbidden` if the caller lacks the required right. Must come after the check that it can see the resource.
 */
export function requireRight({ principal, right }: Access, location: ResourceLocation): void {
  if (!hasRight(principal, right, location)) throw forbidden();
}

export function forbidden(): GuesthouseError {
  return new GuesthouseError('forbidden', 'Your role does not allow this.');
}

/** Scopes only remove rights: the user must also have each right that they include. */
function isInScope({ scopes }: Principal, right: Right): boolean {
  return scopes.length === 0 || scopes.some((scope) => (RIGHTS_OF_SCOPE[scope] as readonly Right[]).includes(right));
}
