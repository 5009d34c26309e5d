/** The view of roles. */
import type { Role as RoleView } from '../../../generated/api-types.js';
import type { RoleEntry } from '../../domain/roles.js';

export function roleView({ name, rights, isForGuests }: RoleEntry): RoleView {
  return { name, rights: [...rights], for_guests: isForGuests };
}
