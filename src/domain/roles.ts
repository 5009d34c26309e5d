/**
 * The collection of roles: the table of rights.ts as clients see it. It is not in the database, so it is searched,
 * sorted and paged in memory.
 */
import { createHash } from 'node:crypto';
import { ROLES as COLLECTION } from './collections.js';
import { inMemory } from './page-in-memory.js';
import { GUEST_ROLES, rightsOf, ROLES } from './rights.js';
import type { Right, Role } from './rights.js';

export interface RoleEntry {
  readonly name: Role;
  readonly rights: readonly Right[];
  /** Whether a permission for a single guest can have the role. */
  readonly isForGuests: boolean;
  /** Changes whenever the rights of the role, or `isForGuests`, change. Only a new release can change these. */
  readonly version: number;
}

/** From the fewest rights to the most. */
export const ROLE_ENTRIES: readonly RoleEntry[] = ROLES.map((name) => {
  const rights = rightsOf(name);
  const isForGuests = (GUEST_ROLES as readonly Role[]).includes(name);
  return { name, rights, isForGuests, version: versionOf([name, rights, isForGuests]) };
});

/** A role has no id: its name is also its marker. */
export const ROLES_IN_MEMORY = inMemory<RoleEntry, typeof COLLECTION>(COLLECTION, {
  idOf: ({ name }) => name,
  sort: { rank: ({ name }) => ROLES.indexOf(name), name: ({ name }) => name },
  fields: {
    name: ({ name }) => [name],
    rights: ({ rights }) => rights,
    for_guests: ({ isForGuests }) => [String(isForGuests)],
  },
});

/**
 * A hash of the shown members, because there is no row with a version. It has 48 bits, which a number can hold exactly.
 */
function versionOf(shown: unknown): number {
  return createHash('sha256').update(JSON.stringify(shown)).digest().readUIntBE(0, 6);
}
