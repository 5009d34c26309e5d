/**
 * Roles and their rights, as data. Every operation of openapi.yaml names the right that it requires (`x-right`). A user
 * with a role in a project, or for one guest, has the role's rights there.
 *
 *   viewer ⊂ operator ⊂ member ⊂ owner ⊂ admin
 *
 * Invariant: at every operation, each role can do exactly what this table lists (test/http/rights.test.ts).
 */

/** From the fewest rights to the most: each role includes the rights of the previous ones. */
export const ROLES = ['viewer', 'operator', 'member', 'owner', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/**
 * Rights of every caller with a valid credential: to its own resources, and to information that is not confidential.
 */
export const RIGHTS_OF_EVERY_CALLER = [
  'service.read',
  'roles.read',
  'projects.read',
  'users.read',
  'groups.read',
  'tokens.read',
  'tokens.change',
] as const;

/** The rights that each role adds to those of the previous role. */
export const RIGHTS_ADDED = {
  viewer: [
    'guests.read',
    'operations.read',
    'images.read',
    'events.read',
    'hosts.read',
    'zones.read',
    'networks.read',
    'instance-types.read',
    'placement-groups.read',
  ],
  operator: ['guests.operate', 'operations.cancel'],
  member: ['guests.create', 'guests.change', 'guests.delete', 'images.change', 'placement-groups.change'],
  owner: [
    'guest-permissions.read',
    'guest-permissions.change',
    'project-permissions.read',
    'project-permissions.change',
  ],
  admin: [
    'hosts.change',
    'networks.change',
    'zones.change',
    'instance-types.change',
    'guests.forget',
    'images.share',
    'metrics.read',
    'projects.change',
    'users.change',
    'groups.change',
    'tokens.of-others',
    'everything.read',
  ],
} as const satisfies Record<Role, readonly string[]>;

export type Right = (typeof RIGHTS_OF_EVERY_CALLER)[number] | (typeof RIGHTS_ADDED)[Role][number];

const OF_EVERY_CALLER: ReadonlySet<Right> = new Set(RIGHTS_OF_EVERY_CALLER);
const OF_ADMINISTRATORS: ReadonlySet<Right> = new Set(RIGHTS_ADDED.admin);
/**
 * The rights that the gate requires only in any one project. Hosts, zones and networks are shared by all projects. A
 * request for permissions names its project in the path, and the use case checks the right in that project.
 */
const OF_ANY_PROJECT: ReadonlySet<Right> = new Set([
  'hosts.read',
  'zones.read',
  'networks.read',
  'project-permissions.read',
  'project-permissions.change',
]);

/**
 * Which callers can have the right: `every caller` with a valid credential; only an `administrator`; a caller who has
 * the right in any project (`anywhere`); or a caller who has the right in the `project` of the request.
 */
export function reachOf(right: Right): 'every caller' | 'administrator' | 'anywhere' | 'project' {
  if (OF_EVERY_CALLER.has(right)) return 'every caller';
  if (OF_ADMINISTRATORS.has(right)) return 'administrator';
  return OF_ANY_PROJECT.has(right) ? 'anywhere' : 'project';
}

/** Scopes of tokens: a token with scopes has only those rights of its user that its scopes include. */
export const TOKEN_SCOPES = ['metrics'] as const;
export type TokenScope = (typeof TOKEN_SCOPES)[number];
export const RIGHTS_OF_SCOPE = { metrics: ['metrics.read'] } as const satisfies Record<TokenScope, readonly Right[]>;

/** Roles that a permission for one guest can have. */
export const GUEST_ROLES = ['viewer', 'operator', 'member'] as const satisfies readonly Role[];

const RIGHTS_BY_ROLE: ReadonlyMap<Role, ReadonlySet<Right>> = new Map(
  ROLES.map((role, rank) => [
    role,
    new Set<Right>([
      ...RIGHTS_OF_EVERY_CALLER,
      ...ROLES.slice(0, rank + 1).flatMap((each): Right[] => [...RIGHTS_ADDED[each]]),
    ]),
  ]),
);

/** All rights of a role, in the order of the table. */
export function rightsOf(role: Role): readonly Right[] {
  return [...(RIGHTS_BY_ROLE.get(role) ?? [])];
}

export function roleHas(role: Role | null, right: Right): boolean {
  return role !== null && RIGHTS_BY_ROLE.get(role)?.has(right) === true;
}

/** Whether `role` has at least the rights of `least`. */
export function isAtLeast(role: Role | null, least: Role): boolean {
  return role !== null && ROLES.indexOf(role) >= ROLES.indexOf(least);
}

export function greaterRole(a: Role | null, b: Role | null): Role | null {
  if (a === null || b === null) return a ?? b;
  return isAtLeast(a, b) ? a : b;
}

export function lesserRole(a: Role, b: Role): Role {
  return isAtLeast(a, b) ? b : a;
}
