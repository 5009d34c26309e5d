/**
 * The words of oVirt for those of Guesthouse, and its units. The tables are total: a new word of Guesthouse does not
 * compile until it has a word here.
 */
import type {
  OvirtBios,
  OvirtDiskAttachment,
  OvirtHost,
  OvirtJob,
  OvirtNetwork,
  OvirtTemplate,
  OvirtVmStatus,
} from '../../../../generated/ovirt/api-types.js';
import { MIB } from '../../../domain/image.js';
import { toEpochMs } from '../../../domain/timestamp.js';
import type { Timestamp } from '../../../domain/timestamp.js';
import { ROLES } from '../../../domain/rights.js';
import type { Role } from '../../../domain/rights.js';
import type {
  DiskBus,
  DiskFormat,
  Firmware,
  GuestState,
  HostState,
  ImageState,
  NetworkState,
  OperationState,
} from '../../../domain/words.js';

/**
 * A guest in the state `error` is powered off or has vanished. Fencing agents take every status except `down` for
 * running, and would stop such a guest again and again.
 */
export const STATUS_OF_GUEST = {
  creating: 'image_locked',
  stopped: 'down',
  starting: 'powering_up',
  running: 'up',
  stopping: 'powering_down',
  rebooting: 'reboot_in_progress',
  suspending: 'saving_state',
  suspended: 'suspended',
  updating: 'down',
  deleting: 'image_locked',
  error: 'down',
  unknown: 'unknown',
} as const satisfies Record<GuestState, OvirtVmStatus>;

export const STATUS_OF_HOST = {
  up: 'up',
  away: 'non_responsive',
} as const satisfies Record<HostState, OvirtHost['status']>;

export const STATUS_OF_IMAGE = {
  pending: 'locked',
  available: 'ok',
  error: 'illegal',
} as const satisfies Record<ImageState, OvirtTemplate['status']>;

export const STATUS_OF_NETWORK = {
  present: 'operational',
  absent: 'non_operational',
} as const satisfies Record<NetworkState, OvirtNetwork['status']>;

export const STATUS_OF_OPERATION = {
  queued: 'started',
  running: 'started',
  succeeded: 'finished',
  failed: 'failed',
  cancelled: 'aborted',
} as const satisfies Record<OperationState, OvirtJob['status']>;

export const INTERFACE_OF_BUS = {
  virtio: 'virtio',
  scsi: 'virtio_scsi',
  sata: 'sata',
  ide: 'ide',
} as const satisfies Record<DiskBus, OvirtDiskAttachment['interface']>;

export const BUS_OF_INTERFACE = {
  virtio: 'virtio',
  virtio_scsi: 'scsi',
  sata: 'sata',
  ide: 'ide',
} as const satisfies Record<OvirtDiskAttachment['interface'], DiskBus>;

export const FORMAT_OF_DISK = {
  qcow2: 'cow',
  raw: 'raw',
} as const satisfies Record<DiskFormat, OvirtDiskAttachment['disk']['format']>;

export const FORMAT_OF_OVIRT_DISK = {
  cow: 'qcow2',
  raw: 'raw',
} as const satisfies Record<OvirtDiskAttachment['disk']['format'], DiskFormat>;

/** The host chooses the chipset. */
export const FIRMWARE_OF_BIOS = {
  i440fx_sea_bios: 'bios',
  q35_sea_bios: 'bios',
  q35_ovmf: 'uefi',
} as const satisfies Record<OvirtBios['type'], Firmware>;

/** The roles of oVirt that clients name, besides our own names. */
const ROLE_OF_NAME: Readonly<Record<string, Role>> = {
  ...Object.fromEntries(ROLES.map((role) => [role, role])),
  userrole: 'operator',
  uservmmanager: 'member',
};

/** Undefined if there is no such role. */
export function roleNamed(name: string): Role | undefined {
  const key = name.toLowerCase();
  return Object.hasOwn(ROLE_OF_NAME, key) ? ROLE_OF_NAME[key] : undefined;
}

/** The values of parameters that are true or false. Present without a value means true. */
export function readFlag(text: string | undefined): boolean {
  return text !== undefined && !/^(f|false|n|no|0)$/i.test(text);
}

export function bytesOf(mib: number): number {
  return mib * MIB;
}

/** The contract permits only whole MiB. */
export function mibOf(bytes: number): number {
  return bytes / MIB;
}

/** Milliseconds since 1970; undefined, so that the member is left out, if there is no time. */
export function timeOf(timestamp: Timestamp): number;
export function timeOf(timestamp: Timestamp | null): number | undefined;
export function timeOf(timestamp: Timestamp | null): number | undefined {
  return timestamp === null ? undefined : toEpochMs(timestamp);
}
