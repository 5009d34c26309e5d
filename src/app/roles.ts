/** The use cases of roles, which are the same in every service of a release. */
import { GuesthouseError } from '../domain/errors.js';
import { pageInMemory } from '../domain/page-in-memory.js';
import type { Page, PageRequest } from '../domain/page.js';
import { ROLE_ENTRIES, ROLES_IN_MEMORY } from '../domain/roles.js';
import type { RoleEntry } from '../domain/roles.js';
import { requireListable } from './access/caller.js';
import type { Caller } from './access/caller.js';

export function listRoles(caller: Caller, page: PageRequest, isOfAllProjects: boolean): Page<RoleEntry> {
  requireListable(caller, isOfAllProjects);
  return pageInMemory(ROLES_IN_MEMORY, ROLE_ENTRIES, page);
}

export function getRole(name: string): RoleEntry {
  const role = ROLE_ENTRIES.find((entry) => entry.name === name);
  if (role === undefined) throw new GuesthouseError('role_not_found', 'The role does not exist.');
  return role;
}
