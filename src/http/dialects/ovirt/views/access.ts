/** The views of users, groups, roles and permissions. */
import type { OvirtGroup, OvirtPermission, OvirtRole, OvirtUser } from '../../../../../generated/ovirt/api-types.js';
import type { OvirtPermissionCreate } from '../../../../../generated/ovirt/checked-bodies.js';
import type { PermissionToCreate } from '../../../../app/permissions.js';
import type { Group } from '../../../../domain/group.js';
import type { Permission } from '../../../../domain/permission.js';
import type { RoleEntry } from '../../../../domain/roles.js';
import type { User } from '../../../../domain/user.js';
import { invalid } from '../../../contract/invalid-request.js';
import { hrefOf, referenceTo } from '../links.js';
import { roleNamed } from '../words.js';
import { namedBy } from './vms.js';

/** oVirt's users have a domain. Local users are in `internal`, others in that of their identity service. */
export function userView({ id, name, source }: User): OvirtUser {
  const domain = source === 'local' ? 'internal' : source;
  return {
    href: hrefOf('users', id),
    id,
    name,
    user_name: `${name}@${domain}`,
    principal: name,
    domain: { name: domain },
  };
}

export function groupView({ id, name }: Group): OvirtGroup {
  return { href: hrefOf('groups', id), id, name };
}

/** The name of a role is its id. */
export function roleView({ name, rights }: RoleEntry): OvirtRole {
  return {
    href: hrefOf('roles', name),
    id: name,
    name,
    administrative: name === 'admin',
    mutable: false,
    permits: { permit: rights.map((right) => ({ id: right, name: right })) },
  };
}

export function permissionView({ id, subject, role, place }: Permission): OvirtPermission {
  const whom = referenceTo(subject.kind === 'user' ? 'users' : 'groups', subject);
  const isOfGuest = place.kind === 'guest';
  return {
    href: isOfGuest ? hrefOf('vms', place.id, 'permissions', id) : hrefOf('permissions', id),
    id,
    user: subject.kind === 'user' ? whom : undefined,
    group: subject.kind === 'group' ? whom : undefined,
    role: referenceTo('roles', { id: role, name: role }),
    vm: isOfGuest ? referenceTo('vms', place) : undefined,
  };
}

export function permissionToCreate({ user, group, role: named }: OvirtPermissionCreate): PermissionToCreate {
  const role = roleNamed(namedBy(named));
  if (role === undefined) throw invalid([{ pointer: '/role', detail: 'does not name a role' }]);
  return {
    user: user === undefined ? null : namedBy(user),
    group: group === undefined ? null : namedBy(group),
    role,
  };
}
