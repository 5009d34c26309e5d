/** The view of groups, and its inverse. */
import type { Group as GroupView } from '../../../generated/api-types.js';
import type { GroupCreate } from '../../../generated/checked-bodies.js';
import type { WritableGroup } from '../../app/groups.js';
import type { Group } from '../../domain/group.js';
import { hrefOf, linksOf } from './links.js';

export function groupView(group: Group, origin: string): GroupView {
  return {
    id: group.id,
    href: hrefOf('groups', group.id),
    links: linksOf(origin, 'groups', group.id),
    name: group.name,
    external_name: group.externalName,
    members: group.members.map(({ id, name }) => ({ id, name })),
    created_at: group.createdAt,
  };
}

/** A member is an id or name, or an object as in `groupView`. Only the id of such an object is used. */
export function groupToWrite({ name, external_name: externalName, members }: GroupCreate): WritableGroup {
  return { name, externalName, members: members.map((member) => (typeof member === 'string' ? member : member.id)) };
}
