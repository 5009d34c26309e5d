/**
 * The conversion of patches from requests into functions. Such a function gets the current resource, which a use case
 * has read with its row locked, and returns the changed resource.
 *
 * A patch applies to the view of the resource and can write the members of the contract's update schema (`GuestUpdate`
 * and the like). The result must match that schema (for a metadata map, the schema `Metadata`); otherwise the fault is
 * `validation_failed` with pointers into the result. A member that is removed or null gets the default of the
 * contract's create schema; a member without a default cannot be removed. Nothing is written to the database here.
 */
import type { ValidateFunction } from 'ajv/dist/2020.js';
import type {
  GroupCreate,
  GroupUpdate,
  GuestCreate,
  GuestUpdate,
  HostUpdate,
  ImageCreate,
  ImageUpdate,
  InstanceTypeCreate,
  InstanceTypeUpdate,
  JsonPatch,
  MetadataPatch,
  NetworkUpdate,
  PlacementGroupCreate,
  PlacementGroupUpdate,
  ProjectCreate,
  ProjectUpdate,
  UserCreate,
  UserUpdate,
  ZoneCreate,
  ZoneUpdate,
} from '../../../generated/checked-bodies.js';
import { DEFAULTS } from '../../../generated/defaults.js';
import type { WritableGroup } from '../../app/groups.js';
import type { WritableGuest } from '../../app/guests.js';
import type { WritableHost } from '../../app/hosts.js';
import type { WritableImage } from '../../app/images.js';
import type { WritableNetwork } from '../../app/networks.js';
import type { WritableInstanceType } from '../../app/instance-types.js';
import { applyJsonPatch, applyMergePatch } from '../../app/patch.js';
import type { WritablePlacementGroup } from '../../app/placement-groups.js';
import type { WritableProject } from '../../app/projects.js';
import type { WritableUser } from '../../app/users.js';
import type { WritableZone } from '../../app/zones.js';
import type { Group } from '../../domain/group.js';
import type { Guest } from '../../domain/guest.js';
import type { Host } from '../../domain/host.js';
import type { Image } from '../../domain/image.js';
import type { InstanceType } from '../../domain/instance-type.js';
import type { Metadata } from '../../domain/metadata.js';
import type { Network } from '../../domain/networks.js';
import type { PlacementGroup } from '../../domain/placement-group.js';
import type { ProjectWithUsage } from '../../domain/project.js';
import type { User } from '../../domain/user.js';
import type { Zone } from '../../domain/zone.js';
import type { RequestContext } from '../request-context.js';
import type { OpenApiDocument, UpdateName } from './load-contract.js';
import { PatchSchemas, patched, requireValid } from './patched-view.js';
import type { Writable } from './patched-view.js';
import { groupToWrite, groupView } from '../views/groups.js';
import { guestView } from '../views/guests.js';
import { DEFAULT_SETTINGS, hostToWrite, hostView } from '../views/hosts.js';
import type { PatchedHost } from '../views/hosts.js';
import { imageView } from '../views/images.js';
import { networkToWrite, networkView } from '../views/networks.js';
import type { NetworkToWrite } from '../views/networks.js';
import { instanceTypeToWrite, instanceTypeView } from '../views/instance-types.js';
import { placementGroupToWrite, placementGroupView } from '../views/placement-groups.js';
import { projectToWrite, projectView } from '../views/projects.js';
import { userView } from '../views/users.js';
import { zoneView } from '../views/zones.js';

export class Patches {
  readonly #guest: Writable;
  readonly #image: Writable;
  readonly #zone: Writable;
  readonly #instanceType: Writable;
  readonly #placementGroup: Writable;
  readonly #project: Writable;
  readonly #user: Writable;
  readonly #group: Writable;
  readonly #host: Writable;
  readonly #network: Writable;
  readonly #isMetadata: ValidateFunction;

  constructor(document: OpenApiDocument) {
    const contract = new PatchSchemas(document);
    const writable = (update: UpdateName, defaults: Writable['defaults']): Writable => ({
      // Must come first: throws if the contract has no such schema.
      isUpdate: contract.check(update),
      members: Object.keys(document.components.schemas[update]?.properties ?? {}),
      defaults,
    });
    this.#guest = writable('GuestUpdate', DEFAULTS.GuestCreate);
    this.#image = writable('ImageUpdate', DEFAULTS.ImageCreate);
    this.#zone = writable('ZoneUpdate', DEFAULTS.ZoneCreate);
    this.#instanceType = writable('InstanceTypeUpdate', DEFAULTS.InstanceTypeCreate);
    this.#placementGroup = writable('PlacementGroupUpdate', DEFAULTS.PlacementGroupCreate);
    this.#project = writable('ProjectUpdate', DEFAULTS.ProjectCreate);
    this.#user = writable('UserUpdate', {});
    this.#group = writable('GroupUpdate', DEFAULTS.GroupCreate);
    this.#host = writable('HostUpdate', DEFAULT_SETTINGS);
    // Hosts create networks, so no create schema has these defaults. `access` and `mac_choice` cannot be removed: what
    // a removal means would have to be guessed, and could let more callers use the network.
    this.#network = writable('NetworkUpdate', { description: '', projects: [] });
    this.#isMetadata = contract.check('Metadata');
  }

  ofGuest(patch: GuestUpdate | JsonPatch, origin: string): (guest: Guest) => WritableGuest {
    return (guest) => {
      const result = patched<Required<Pick<GuestCreate, keyof GuestUpdate>>>(
        this.#guest,
        guestView(guest, origin),
        patch,
      );
      const { name, description, vcpus, memory_mib: memoryMib, metadata } = result;
      requireValid(this.#isMetadata, metadata, [], '/metadata');
      return { name, description, vcpus, memoryMib, metadata };
    };
  }

  ofImage(patch: ImageUpdate | JsonPatch, origin: string): (image: Image) => WritableImage {
    return (image) => {
      const result = patched<Pick<ImageCreate, keyof ImageUpdate>>(this.#image, imageView(image, origin), patch);
      const { name, description, shared } = result;
      return { name, description, isShared: shared };
    };
  }

  ofZone(patch: ZoneUpdate | JsonPatch, origin: string): (zone: Zone) => WritableZone {
    return (zone) => patched<Pick<ZoneCreate, keyof ZoneUpdate>>(this.#zone, zoneView(zone, origin), patch);
  }

  ofInstanceType(patch: InstanceTypeUpdate | JsonPatch, origin: string): (type: InstanceType) => WritableInstanceType {
    return (type) => {
      const view = instanceTypeView(type, origin);
      const result = patched<Pick<InstanceTypeCreate, keyof InstanceTypeUpdate>>(this.#instanceType, view, patch);
      requireValid(this.#isMetadata, result.metadata, [], '/metadata');
      return instanceTypeToWrite(result);
    };
  }

  ofPlacementGroup(
    patch: PlacementGroupUpdate | JsonPatch,
    origin: string,
  ): (group: PlacementGroup) => WritablePlacementGroup {
    return (group) => {
      const view = placementGroupView(group, origin);
      return placementGroupToWrite(
        patched<Pick<PlacementGroupCreate, keyof PlacementGroupUpdate>>(this.#placementGroup, view, patch),
      );
    };
  }

  /** A member of the quota that the patch removes becomes null, which means the default of the service. */
  ofProject(patch: ProjectUpdate | JsonPatch, origin: string): (project: ProjectWithUsage) => WritableProject {
    return (project) =>
      projectToWrite(
        patched<Pick<ProjectCreate, keyof ProjectUpdate>>(this.#project, projectView(project, origin), patch),
      );
  }

  ofUser(patch: UserUpdate | JsonPatch, origin: string): (user: User) => WritableUser {
    return (user) => patched<Pick<UserCreate, keyof UserUpdate>>(this.#user, userView(user, origin), patch);
  }

  ofGroup(patch: GroupUpdate | JsonPatch, origin: string): (group: Group) => WritableGroup {
    return (group) =>
      groupToWrite(patched<Pick<GroupCreate, keyof GroupUpdate>>(this.#group, groupView(group, origin), patch));
  }

  ofHost(
    patch: HostUpdate | JsonPatch,
    context: Pick<RequestContext, 'caller' | 'origin'>,
  ): (host: Host) => WritableHost {
    return (host) => {
      const result = patched<PatchedHost>(this.#host, hostView(host, context), patch);
      requireValid(this.#isMetadata, result.metadata, [], '/metadata');
      return hostToWrite(result);
    };
  }

  ofNetwork(
    patch: NetworkUpdate | JsonPatch,
    context: Pick<RequestContext, 'caller' | 'origin'>,
  ): (network: Network) => WritableNetwork {
    return (network) => networkToWrite(patched<NetworkToWrite>(this.#network, networkView(network, context), patch));
  }

  /** The map is the whole resource, so a patch can replace it as a whole. */
  ofMetadata(patch: MetadataPatch | JsonPatch): (metadata: Metadata) => Metadata {
    return (metadata) => {
      const result = Array.isArray(patch) ? applyJsonPatch(metadata, patch) : applyMergePatch(metadata, patch);
      requireValid(this.#isMetadata, result, []);
      return result as Metadata;
    };
  }
}
