/**
 * The closed word lists of Guesthouse: every string that has a fixed set of values. The enums in openapi.yaml list the
 * same words; `test/spec/words.test.ts` fails if they differ. Foreign words (QEMU's, libvirt's) must not appear here:
 * each backend's dialect.ts translates them into the words of this file.
 */

export const BACKEND_NAMES = ['fake', 'qmp', 'libvirt'] as const;
export type BackendName = (typeof BACKEND_NAMES)[number];

/** The APIs of older systems, by name. `x-dialects` of openapi.yaml has their contracts. */
export const DIALECT_NAMES = ['mistify', 'mogan', 'ovirt', 'sahara'] as const;
export type DialectName = (typeof DIALECT_NAMES)[number];

/** The values of a guest's `state`; lifecycle.ts derives them. */
export const GUEST_STATES = [
  'creating',
  'stopped',
  'starting',
  'running',
  'stopping',
  'rebooting',
  'suspending',
  'suspended',
  'updating',
  'deleting',
  'error',
  'unknown',
] as const;
export type GuestState = (typeof GUEST_STATES)[number];

export const POWER_STATES = ['on', 'off', 'suspended'] as const;
export type PowerState = (typeof POWER_STATES)[number];

/** The targets that `PUT …/states/power` accepts, and that `target_power_state` shows while the operation is open. */
export const POWER_TARGETS = ['on', 'off', 'soft_off', 'reboot', 'soft_reboot', 'suspend'] as const;
export type PowerTarget = (typeof POWER_TARGETS)[number];

/** The states in which an observation can find a guest; `absent` if the host does not have the guest. */
export const OBSERVED_STATES = ['stopped', 'running', 'suspended', 'crashed', 'absent'] as const;
export type ObservedState = (typeof OBSERVED_STATES)[number];

/**
 * The verbs of a guest's lifecycle. `update` changes the guest's hardware definition. `accept_drift` and
 * `discard_drift` decide what becomes of the changes that others made to the guest on its host.
 */
export const VERBS = [
  'start',
  'shutdown',
  'reboot',
  'restart',
  'poweroff',
  'suspend',
  'update',
  'delete',
  'accept_drift',
  'discard_drift',
] as const;
export type Verb = (typeof VERBS)[number];

export const OPERATION_KINDS = [
  'guest.create',
  'guest.update',
  'guest.start',
  'guest.shutdown',
  'guest.reboot',
  'guest.restart',
  'guest.poweroff',
  'guest.suspend',
  'guest.delete',
  'guest.accept_drift',
  'guest.discard_drift',
  'image.copy',
] as const;
export type OperationKind = (typeof OPERATION_KINDS)[number];

export const OPERATION_STATES = ['queued', 'running', 'succeeded', 'failed', 'cancelled'] as const;
export type OperationState = (typeof OPERATION_STATES)[number];

/** Where users come from: created here, or by an identity service. */
export const USER_SOURCES = ['local', 'oidc', 'keystone'] as const;
export type UserSource = (typeof USER_SOURCES)[number];

/** The kinds of resources that operations act on and that events are about. */
export const SUBJECT_KINDS = [
  'guest',
  'image',
  'host',
  'network',
  'zone',
  'instance_type',
  'placement_group',
  'project',
  'user',
  'group',
  'token',
] as const;
export type SubjectKind = (typeof SUBJECT_KINDS)[number];

export const EVENT_KINDS = [
  'guest.created',
  'guest.placed',
  'guest.updated',
  'guest.state_changed',
  'guest.crashed',
  'guest.vanished',
  'guest.stalled',
  'guest.unresponsive',
  'guest.responsive',
  'guest.power_cycle_required',
  'guest.changed_outside',
  'guest.restored',
  'guest.deleted',
  'operation.queued',
  'operation.started',
  'operation.succeeded',
  'operation.failed',
  'operation.cancelled',
  'image.created',
  'image.updated',
  'image.available',
  'image.rejected',
  'image.deleted',
  'metadata.updated',
  'host.up',
  'host.away',
  'host.changed',
  'host.added',
  'host.removed',
  'network.added',
  'network.changed',
  'network.removed',
  'zone.created',
  'zone.updated',
  'zone.deleted',
  'instance_type.created',
  'instance_type.updated',
  'instance_type.deleted',
  'placement_group.created',
  'placement_group.updated',
  'placement_group.deleted',
  'project.created',
  'project.updated',
  'project.deleted',
  'user.created',
  'user.updated',
  'user.deleted',
  'group.created',
  'group.updated',
  'group.deleted',
  'permission.granted',
  'permission.revoked',
  'token.created',
  'token.revoked',
  'access.denied',
] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

/** From least to most severe. */
export const EVENT_SEVERITIES = ['normal', 'warning', 'error'] as const;
export type EventSeverity = (typeof EVENT_SEVERITIES)[number];

export const HOST_STATES = ['up', 'away'] as const;
export type HostState = (typeof HOST_STATES)[number];

/** Why a host cannot get a new guest, in the order in which a choice checks them. */
export const HOST_OUT_REASONS = [
  'not_selected',
  'cordoned',
  'unsupported',
  'network',
  'group',
  'too_small',
  'full',
  'away',
] as const;
export type HostOutReason = (typeof HOST_OUT_REASONS)[number];

export const IMAGE_KINDS = ['disk', 'kernel', 'initrd', 'iso'] as const;
export type ImageKind = (typeof IMAGE_KINDS)[number];

/** Of the copy of an image on a host. */
export const IMAGE_COPY_STATES = ['copying', 'ready'] as const;
export type ImageCopyState = (typeof IMAGE_COPY_STATES)[number];

export const IMAGE_STATES = ['pending', 'available', 'error'] as const;
export type ImageState = (typeof IMAGE_STATES)[number];

/** Where new guests of a placement group are placed: on different hosts, or on the same host. */
export const PLACEMENT_POLICIES = ['spread', 'together'] as const;
export type PlacementPolicy = (typeof PLACEMENT_POLICIES)[number];

/** The connection of a network to other networks. */
export const NETWORK_KINDS = ['user', 'bridge'] as const;
export type NetworkKind = (typeof NETWORK_KINDS)[number];

/** Whether at least one host has the network. */
export const NETWORK_STATES = ['present', 'absent'] as const;
export type NetworkState = (typeof NETWORK_STATES)[number];

/** Which projects can use a network for new guests: all, or only those that it lists. */
export const NETWORK_ACCESSES = ['all', 'listed'] as const;
export type NetworkAccess = (typeof NETWORK_ACCESSES)[number];

/** Who can choose MAC addresses on a network. */
export const MAC_CHOICES = ['members', 'administrators'] as const;
export type MacChoice = (typeof MAC_CHOICES)[number];

/** The layout of a disk file. Every use of a file names its format; formats are never probed. */
export const DISK_FORMATS = ['qcow2', 'raw'] as const;
export type DiskFormat = (typeof DISK_FORMATS)[number];

export const DISK_MEDIA = ['disk', 'cdrom'] as const;
export type DiskMedia = (typeof DISK_MEDIA)[number];

export const DISK_BUSES = ['virtio', 'scsi', 'sata', 'ide'] as const;
export type DiskBus = (typeof DISK_BUSES)[number];

export const NIC_MODELS = ['virtio', 'e1000'] as const;
export type NicModel = (typeof NIC_MODELS)[number];

export const FIRMWARES = ['bios', 'uefi'] as const;
export type Firmware = (typeof FIRMWARES)[number];
