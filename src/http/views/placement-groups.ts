/** The view of placement groups, and its inverse. */
import type { PlacementGroup as PlacementGroupView } from '../../../generated/api-types.js';
import type { PlacementGroupCreate } from '../../../generated/checked-bodies.js';
import type { WritablePlacementGroup } from '../../app/placement-groups.js';
import type { PlacementGroup } from '../../domain/placement-group.js';
import { hrefOf, linksOf } from './links.js';

export function placementGroupView(group: PlacementGroup, origin: string): PlacementGroupView {
  return {
    id: group.id,
    href: hrefOf('placement-groups', group.id),
    links: linksOf(origin, 'placement-groups', group.id),
    name: group.name,
    description: group.description,
    policy: group.policy,
    strict: group.isStrict,
    project_id: group.projectId,
    created_at: group.createdAt,
  };
}

export function placementGroupToWrite(group: PlacementGroupCreate): WritablePlacementGroup {
  const { name, description, policy, strict: isStrict } = group;
  return { name, description, policy, isStrict };
}
