/** The view of instance types, and its inverse. */
import type { InstanceType as InstanceTypeView } from '../../../generated/api-types.js';
import type { InstanceTypeCreate } from '../../../generated/checked-bodies.js';
import type { WritableInstanceType } from '../../app/instance-types.js';
import type { InstanceType } from '../../domain/instance-type.js';
import { hrefOf, linksOf } from './links.js';

export function instanceTypeView(type: InstanceType, origin: string): InstanceTypeView {
  return {
    id: type.id,
    href: hrefOf('instance-types', type.id),
    links: linksOf(origin, 'instance-types', type.id),
    name: type.name,
    description: type.description,
    vcpus: type.vcpus,
    memory_mib: type.memoryMib,
    root_disk_mib: type.rootDiskMib,
    metadata: type.metadata,
    shared: type.project === null,
    project: type.project === null ? null : { id: type.project.id, name: type.project.name },
    created_at: type.createdAt,
    updated_at: type.updatedAt,
  };
}

/** The project is an id or name, or an object as in `instanceTypeView`. Only the id of such an object is used. */
export function instanceTypeToWrite(type: InstanceTypeCreate): WritableInstanceType {
  const { name, description, vcpus, metadata, project } = type;
  return {
    ...{ name, description, vcpus, metadata },
    memoryMib: type.memory_mib,
    rootDiskMib: type.root_disk_mib,
    project: typeof project === 'string' || project === null ? project : project.id,
  };
}
