/** The view of types, and its inverse. */
import type { MoganType } from '../../../../../generated/mogan/api-types.js';
import type { MoganTypeCreate } from '../../../../../generated/mogan/checked-bodies.js';
import type { WritableInstanceType } from '../../../../app/instance-types.js';
import type { ProjectId } from '../../../../domain/ids.js';
import type { InstanceType } from '../../../../domain/instance-type.js';
import { linksOf } from './links.js';

export function typeView(type: InstanceType, origin: string): MoganType {
  return {
    uuid: type.id,
    name: type.name,
    description: type.description,
    is_public: type.project === null,
    vcpus: type.vcpus,
    memory_mib: type.memoryMib,
    root_disk_mib: type.rootDiskMib,
    extra_specs: type.metadata,
    links: linksOf(origin, 'types', type.id),
    created_at: type.createdAt,
    updated_at: type.updatedAt === type.createdAt ? null : type.updatedAt,
  };
}

/** `project` is the only project that can use a type that is not public. */
export function typeToWrite(body: MoganTypeCreate, project: ProjectId | null): WritableInstanceType {
  return {
    ...{ name: body.name, description: body.description, vcpus: body.vcpus, metadata: body.extra_specs },
    memoryMib: body.memory_mib,
    rootDiskMib: body.root_disk_mib,
    project: body.is_public ? null : project,
  };
}
