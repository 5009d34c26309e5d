/**
 * The words of Mogan for those of Guesthouse. The tables are total: a new state or power target does not compile until
 * it has a word here.
 */
import type {
  MoganInstanceCreate,
  MoganPowerState,
  MoganStatus,
  MoganTargetPowerState,
} from '../../../../generated/mogan/api-types.js';
import type { GuestState, NicModel, PowerState, PowerTarget } from '../../../domain/words.js';

/** `active` does not mean that the instance is powered on. Null while nothing is known about the instance. */
export const STATUS_OF = {
  creating: 'building',
  stopped: 'active',
  starting: 'active',
  running: 'active',
  stopping: 'active',
  rebooting: 'active',
  suspending: 'active',
  suspended: 'active',
  updating: 'active',
  deleting: 'deleting',
  error: 'error',
  unknown: null,
} as const satisfies Record<GuestState, MoganStatus | null>;

export const POWER_OF = {
  on: 'power on',
  suspended: 'power on',
  off: 'power off',
} as const satisfies Record<PowerState, MoganPowerState>;

export const TARGET_OF = {
  on: 'power on',
  off: 'power off',
  soft_off: 'power off',
  reboot: 'rebooting',
  soft_reboot: 'rebooting',
  suspend: null,
} as const satisfies Record<PowerTarget, MoganTargetPowerState | null>;

/** Mogan's port types name the speed of a physical port. */
export const MODEL_OF = {
  virtio: 'virtio',
  '10GE': 'virtio',
  e1000: 'e1000',
  '1GE': 'e1000',
} as const satisfies Record<NonNullable<MoganInstanceCreate['networks'][number]['port_type']>, NicModel>;

/** The members of a body here, by their places in a request for a guest of the native API. */
const MEMBERS: readonly (readonly [place: RegExp, member: string])[] = [
  [/^\/instance_type$/, '/instance_type_uuid'],
  [/^\/disks\/0\/image$/, '/image_uuid'],
  [/^\/nics\/(\d+)\/network$/, '/networks/$1/net_id'],
  [/^\/placement\/zone$/, '/availability_zone'],
];

/** The member of a body that a pointer of a mistake means. */
export function memberOf(pointer: string): string {
  return MEMBERS.reduce((text, [place, member]) => text.replace(place, member), pointer);
}
