/**
 * The collection of roles: the table of rights.ts as clients see it. It is in no table of the database, so it is searched, sorted and paged
 * in memory.
 */
import { createHash } from 'node:crypto';
import { ROLES as COLLECTION } from './collections.js';
import { inMemory } from './page-in-memory.js';
import { GUEST_ROLES, rightsOf, ROLES } from './rights.js';
import type { Right, Role } from './rights.js';

export interface RoleEntry {
  readonly name: Role;
  readonly rights: readonly Right[];
  /** Whether it can be had for a single guest. */
  readonly isForGuests: boolean;
  /** Changes with what the role may, which only another release can change. */
  readonly version: number;
}

/** From the least to the most. */
export const ROLE_ENTRIES: readonly RoleEntry[] = ROLES.map((name) => {
  const rights = rightsOf(name);
  const isForGuests = (GUEST_ROLES as readonly Role[]).includes(name);
  return { name, rights, isForGuests, version: versionOf([name, rights, isForGuests]) };
});

/** A role is known by its name: that is its marker too. */
export const ROLES_IN_MEMORY = inMemory<RoleEntry, typeof COLLECTION>(COLLECTION, {
  idOf: ({ name }) => name,
  sort: { rank: ({ name }) => ROLES.indexOf(name), name: ({ name }) => name },
  fields: {
    name: ({ name }) => [name],
    rights: ({ rights }) => rights,
    for_guests: ({ isForGuests }) => [String(isForGuests)],
  },
});

/** There is no row to count its changes: what is shown says itself whether it is the same, in as many bits as a number holds exactly. */
function versionOf(shown: unknown): number {
  return createHash('sha256').update(JSON.stringify(shown)).digest().readUIntBE(0, 6);
}
