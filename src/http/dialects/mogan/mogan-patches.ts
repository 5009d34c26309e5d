/**
 * The conversion of JSON Patches from requests into functions, which get the current resource and return the changed
 * one. A patch applies to the view of this API.
 */
import type { MoganInstanceCreate, MoganPatch, MoganTypeCreate } from '../../../../generated/mogan/checked-bodies.js';
import type { WritableGuest } from '../../../app/guests.js';
import type { WritableInstanceType } from '../../../app/instance-types.js';
import type { Guest } from '../../../domain/guest.js';
import type { ProjectId } from '../../../domain/ids.js';
import type { InstanceType } from '../../../domain/instance-type.js';
import { PatchSchemas, patched } from '../../contract/patched-view.js';
import type { Writable } from '../../contract/patched-view.js';
import { instanceView } from './views/instances.js';
import type { NetworkIds } from './views/instances.js';
import { typeToWrite, typeView } from './views/types.js';

export class MoganPatches {
  readonly #instance: Writable;
  readonly #type: Writable;

  constructor(document: object) {
    const contract = new PatchSchemas(document);
    this.#instance = contract.writable(
      { name: 'MoganName', description: 'MoganDescription', extra: 'MoganPairs' },
      { description: '', extra: {} },
    );
    this.#type = contract.writable(
      {
        name: 'MoganName',
        description: 'MoganDescription',
        is_public: 'MoganTypeCreate/properties/is_public',
        vcpus: 'MoganTypeCreate/properties/vcpus',
        memory_mib: 'MoganTypeCreate/properties/memory_mib',
        root_disk_mib: 'MoganDiskSize',
        extra_specs: 'MoganPairs',
      },
      { description: '', is_public: true, root_disk_mib: null, extra_specs: {} },
    );
  }

  ofInstance(patch: MoganPatch, networks: NetworkIds, origin: string): (guest: Guest) => WritableGuest {
    return (guest) => {
      const view = instanceView(guest, networks, origin);
      const { extra, ...result } = patched<Pick<MoganInstanceCreate, 'name' | 'description' | 'extra'>>(
        this.#instance,
        view,
        patch,
      );
      return { ...result, vcpus: guest.vcpus, memoryMib: guest.memoryMib, metadata: extra };
    };
  }

  /** `project` is the project of a type that the patch takes away from the other projects. */
  ofType(patch: MoganPatch, project: ProjectId | null, origin: string): (type: InstanceType) => WritableInstanceType {
    return (type) => {
      const result = patched<Required<MoganTypeCreate>>(this.#type, typeView(type, origin), patch);
      return typeToWrite(result, type.project?.id ?? project);
    };
  }
}
