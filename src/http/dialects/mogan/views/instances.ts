/** The views of instances, and the inverse for their creation. */
import type { MoganInstance, MoganStates } from '../../../../../generated/mogan/api-types.js';
import type { MoganInstanceCreate } from '../../../../../generated/mogan/checked-bodies.js';
import { DEFAULTS } from '../../../../../generated/defaults.js';
import type { RequestedGuest } from '../../../../app/guest-to-create.js';
import type { Guest, GuestNic } from '../../../../domain/guest.js';
import type { NetworkId } from '../../../../domain/ids.js';
import { powerState } from '../../../../domain/lifecycle.js';
import { portUuid } from '../port-uuid.js';
import { MODEL_OF, POWER_OF, STATUS_OF, TARGET_OF } from '../words.js';
import { linksOf } from './links.js';

/** The ids of networks by their names. */
export type NetworkIds = ReadonlyMap<string, NetworkId>;

/** Without the ids of networks, `network_info` is not valid. */
export function instanceView(guest: Guest, networks: NetworkIds, origin: string): MoganInstance {
  return {
    uuid: guest.id,
    name: guest.name,
    description: guest.description,
    status: STATUS_OF[guest.state],
    power_state: powerOf(guest),
    instance_type_uuid: guest.instanceType?.id ?? null,
    image_uuid: guest.disks.find(({ media }) => media === 'disk')?.image ?? null,
    availability_zone: guest.zone.name,
    network_info: Object.fromEntries(
      guest.nics.map((nic) => [portUuid(guest.id, nic.device), portView(nic, networks.get(nic.network) ?? '')]),
    ),
    extra: guest.metadata,
    project_id: guest.projectId,
    user_id: guest.userId,
    links: linksOf(origin, 'instances', guest.id),
    created_at: guest.createdAt,
    updated_at: guest.updatedAt === guest.createdAt ? null : guest.updatedAt,
    launched_at: guest.launchedAt,
  };
}

function portView({ mac, address, addresses }: GuestNic, network: string): MoganInstance['network_info'][string] {
  const seen = address === null ? [] : [address, ...addresses];
  return {
    network,
    mac_address: mac,
    fixed_ips: seen.map((each) => ({ ip_address: each, subnet_id: null })),
  };
}

/** Null while the last observation is not reliable. */
function powerOf({ state, observed }: Guest): MoganInstance['power_state'] {
  const power = state === 'unknown' ? null : powerState(observed);
  return power === null ? null : POWER_OF[power];
}

/** The members that `fields` can name. */
export const INSTANCE_MEMBERS = [
  ...(['uuid', 'name', 'description', 'status', 'power_state', 'instance_type_uuid', 'image_uuid'] as const),
  ...(['availability_zone', 'network_info', 'extra', 'project_id', 'user_id', 'links'] as const),
  ...(['created_at', 'updated_at', 'launched_at'] as const),
] satisfies readonly (keyof MoganInstance)[];
export type InstanceMember = (typeof INSTANCE_MEMBERS)[number];

/** The members of an element of a list, without `fields`. */
export const SUMMARY_MEMBERS: readonly InstanceMember[] = ['uuid', 'name', 'description', 'status', 'links'];

/** The members of the view that are named, and its links. */
export function selectMembers(view: MoganInstance, members: readonly InstanceMember[]): Pick<MoganInstance, 'links'> {
  const shown = Object.entries(view).filter(
    ([member]) => member === 'links' || members.some((each) => each === member),
  );
  return Object.fromEntries(shown) as unknown as Pick<MoganInstance, 'links'>;
}

export function statesView(guest: Guest): MoganStates {
  const { targetPowerState: target } = guest;
  return { power_state: powerOf(guest), target_power_state: target === null ? null : TARGET_OF[target] };
}

export function guestToCreate(body: MoganInstanceCreate): RequestedGuest {
  const { firmware, boot } = DEFAULTS.GuestCreate;
  return {
    ...{ name: body.name, description: body.description, metadata: body.extra, firmware, boot },
    ...{ instanceType: body.instance_type_uuid, vcpus: undefined, memoryMib: undefined },
    disks: [{ media: 'disk', image: body.image_uuid, sizeMib: undefined, bus: undefined, format: undefined }],
    nics: body.networks.map((each) => ({ network: each.net_id, model: MODEL_OF[each.port_type], mac: undefined })),
    placement: { ...DEFAULTS.PlacementCreate, zone: body.availability_zone ?? null },
  };
}
