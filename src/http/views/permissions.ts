/** The view of permissions, and the inverse for their creation. */
import type { Permission as PermissionView } from '../../../generated/api-types.js';
import type { GuestPermissionCreate, ProjectPermissionCreate } from '../../../generated/checked-bodies.js';
import type { PermissionToCreate } from '../../app/permissions.js';
import type { Permission, Place, Subject } from '../../domain/permission.js';
import { hrefOf } from './links.js';

interface Named {
  readonly kind: (Place | Subject)['kind'];
  readonly id: string;
  readonly name: string;
}

/** A permission is a sub-resource of its guest or project, to which the link `up` leads. */
export function permissionView({ id, subject, role, place, createdAt }: Permission, origin: string): PermissionView {
  const up = hrefOf(place.kind === 'guest' ? 'guests' : 'projects', place.id);
  const href = `${up}/permissions/${id}`;
  const ifIts = (kind: Named['kind'], { kind: its, id, name }: Named): { id: string; name: string } | null =>
    its === kind ? { id, name } : null;
  return {
    id,
    href,
    links: [
      { rel: 'self', href: origin + href },
      { rel: 'up', href: origin + up },
    ],
    user: ifIts('user', subject),
    group: ifIts('group', subject),
    role,
    guest: ifIts('guest', place),
    project: ifIts('project', place),
    created_at: createdAt,
  };
}

export function permissionToCreate(body: GuestPermissionCreate | ProjectPermissionCreate): PermissionToCreate {
  return { user: body.user, group: body.group, role: body.role };
}
