/**
 * Conversions between rows and domain objects, and so between snake_case columns and our names. A row that only one
 * other file uses can be converted in that file. The conversions validate nothing, because everything in the tables was
 * validated when it was written.
 */
import type { Drift } from '../domain/drift.js';
import type { Guest, GuestBoot, GuestDisk, GuestNic, Fault, SeenAddresses } from '../domain/guest.js';
import type { Group } from '../domain/group.js';
import { versionOfHost } from '../domain/host.js';
import type { Host, HostCapabilities } from '../domain/host.js';
import type {
  GroupId,
  GuestId,
  HostId,
  ImageId,
  InstanceTypeId,
  OperationId,
  PlacementGroupId,
  PermissionId,
  ProjectId,
  TokenId,
  UserId,
  ZoneId,
} from '../domain/ids.js';
import type { Image } from '../domain/image.js';
import type { InstanceType } from '../domain/instance-type.js';
import type { Metadata } from '../domain/metadata.js';
import type { Operation, StoredParams } from '../domain/operation.js';
import type { Permission } from '../domain/permission.js';
import type { PlacementGroup } from '../domain/placement-group.js';
import type { Project } from '../domain/project.js';
import { eachResource } from '../domain/quota.js';
import type { Quota } from '../domain/quota.js';
import type { Role, TokenScope } from '../domain/rights.js';
import type { ErrorKind } from '../domain/errors.js';
import type { Timestamp } from '../domain/timestamp.js';
import type { Token } from '../domain/token.js';
import type { User } from '../domain/user.js';
import type { Zone } from '../domain/zone.js';
import type {
  BackendName,
  DiskFormat,
  Firmware,
  GuestState,
  HostState,
  ImageKind,
  ImageState,
  ObservedState,
  OperationKind,
  OperationState,
  PlacementPolicy,
  PowerTarget,
  SubjectKind,
  UserSource,
} from '../domain/words.js';

/** A fault as stored in a jsonb column. */
export interface FaultColumn {
  readonly kind: ErrorKind;
  readonly detail: string;
  readonly at: Timestamp;
}

export function faultFromColumn(column: FaultColumn | null): Fault | null {
  return column === null ? null : { kind: column.kind, detail: column.detail, at: column.at };
}

/** As JSON text to bind to a jsonb column. */
export function faultToColumn(fault: Fault | null): string | null {
  return fault === null ? null : JSON.stringify({ kind: fault.kind, detail: fault.detail, at: fault.at });
}

export interface GuestRow {
  readonly id: string;
  readonly project_id: string;
  readonly user_id: string | null;
  readonly host_id: string;
  readonly host_name: string;
  readonly zone_id: string;
  readonly zone_name: string;
  readonly instance_type_id: string | null;
  readonly instance_type_name: string | null;
  readonly placement_group_id: string | null;
  readonly placement_group_name: string | null;
  readonly name: string;
  readonly description: string;
  readonly vcpus: number;
  readonly memory_mib: number;
  readonly firmware: Firmware;
  readonly cpu_model: string | null;
  readonly machine_type: string | null;
  readonly boot: GuestBoot | null;
  readonly disks: readonly GuestDisk[];
  readonly nics: readonly Omit<GuestNic, 'address' | 'addresses'>[];
  readonly addresses: SeenAddresses;
  readonly metadata: Metadata;
  readonly state: GuestState;
  readonly observed: ObservedState | null;
  readonly target_power_state: PowerTarget | null;
  readonly open_operation_id: string | null;
  readonly open_kind: OperationKind | null;
  readonly open_state: GuestState | null;
  readonly is_power_cycle_required: boolean;
  readonly fault: FaultColumn | null;
  readonly unresponsive_since: Timestamp | null;
  readonly drift: Drift | null;
  readonly created_at: Timestamp;
  readonly updated_at: Timestamp;
  readonly launched_at: Timestamp | null;
  readonly version: number;
  readonly is_definition_stale: boolean;
}

export function guestFromRow(row: GuestRow): Guest {
  return {
    id: row.id as GuestId,
    projectId: row.project_id as ProjectId,
    userId: row.user_id,
    hostId: row.host_id as HostId,
    hostName: row.host_name,
    zone: { id: row.zone_id as ZoneId, name: row.zone_name },
    instanceType:
      row.instance_type_id === null
        ? null
        : { id: row.instance_type_id as InstanceTypeId, name: row.instance_type_name ?? '' },
    placementGroup:
      row.placement_group_id === null
        ? null
        : { id: row.placement_group_id as PlacementGroupId, name: row.placement_group_name ?? '' },
    name: row.name,
    description: row.description,
    vcpus: row.vcpus,
    memoryMib: row.memory_mib,
    firmware: row.firmware,
    cpuModel: row.cpu_model,
    machineType: row.machine_type,
    boot: row.boot,
    disks: row.disks,
    nics: row.nics.map((nic) => nicFromColumns(nic, row.addresses)),
    metadata: row.metadata,
    state: row.state,
    observed: row.observed,
    targetPowerState: row.target_power_state,
    openOperation:
      row.open_operation_id === null || row.open_kind === null || row.open_state === null
        ? null
        : { id: row.open_operation_id as OperationId, kind: row.open_kind, state: row.open_state },
    isPowerCycleRequired: row.is_power_cycle_required,
    fault: faultFromColumn(row.fault),
    unresponsiveSince: row.unresponsive_since,
    drift: row.drift,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    launchedAt: row.launched_at,
    version: row.version,
    isDefinitionStale: row.is_definition_stale,
  };
}

function nicFromColumns(
  { device, network, model, mac }: Omit<GuestNic, 'address' | 'addresses'>,
  seen: SeenAddresses,
): GuestNic {
  const [address = null, ...addresses] = seen[device] ?? [];
  return { device, network, model, mac, address, addresses };
}

export interface ImageRow {
  readonly id: string;
  readonly project_id: string;
  readonly name: string;
  readonly description: string;
  readonly kind: ImageKind;
  readonly format: DiskFormat;
  readonly size_bytes: number | null;
  readonly virtual_size_mib: number | null;
  readonly sha256: string | null;
  readonly state: ImageState;
  readonly is_shared: boolean;
  readonly content_id: string | null;
  readonly created_at: Timestamp;
  readonly updated_at: Timestamp;
  readonly version: number;
}

export function imageFromRow(row: ImageRow): Image {
  return {
    id: row.id as ImageId,
    projectId: row.project_id as ProjectId,
    name: row.name,
    description: row.description,
    kind: row.kind,
    format: row.format,
    sizeBytes: row.size_bytes,
    virtualSizeMib: row.virtual_size_mib,
    sha256: row.sha256,
    state: row.state,
    isShared: row.is_shared,
    contentId: row.content_id,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    version: row.version,
  };
}

export interface OperationRow {
  readonly id: string;
  readonly kind: OperationKind;
  readonly state: OperationState;
  readonly subject_kind: SubjectKind;
  readonly subject_id: string;
  readonly subject_name: string;
  readonly project_id: string;
  readonly user_id: string | null;
  readonly request_id: string;
  readonly params: StoredParams;
  readonly progress: number | null;
  readonly attempts: number;
  readonly fault: FaultColumn | null;
  readonly created_at: Timestamp;
  readonly started_at: Timestamp | null;
  readonly finished_at: Timestamp | null;
  readonly version: number;
}

export function operationFromRow(row: OperationRow): Operation {
  return {
    id: row.id as OperationId,
    kind: row.kind,
    state: row.state,
    subject: { kind: row.subject_kind, id: row.subject_id, name: row.subject_name },
    projectId: row.project_id as ProjectId,
    userId: row.user_id,
    requestId: row.request_id,
    params: row.params,
    progress: row.progress,
    attempts: row.attempts,
    fault: faultFromColumn(row.fault),
    createdAt: row.created_at,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    version: row.version,
  };
}

export interface HostRow {
  readonly id: string;
  readonly name: string;
  readonly backend: BackendName;
  readonly uri: string;
  readonly machine_id: string | null;
  readonly description: string;
  readonly zone_id: string;
  readonly zone_name: string;
  readonly state: HostState;
  readonly state_since: Timestamp;
  readonly fault: FaultColumn | null;
  readonly hypervisor_version: string;
  readonly vcpus: number;
  readonly memory_mib: number;
  readonly disk_mib: number | null;
  readonly is_schedulable: boolean;
  readonly vcpu_ratio: number;
  readonly memory_ratio: number;
  readonly disk_ratio: number;
  readonly reserved_vcpus: number;
  readonly reserved_memory_mib: number;
  readonly reserved_disk_mib: number;
  /** What the guests of the host claim: vCPUs, memory and disk; null if it has no guests. */
  readonly taken: readonly [vcpus: number | null, memoryMib: number | null, diskMib: number | null];
  readonly capabilities: HostCapabilities;
  readonly metadata: Metadata;
  readonly created_at: Timestamp;
  readonly version: number;
}

export function hostFromRow(row: HostRow): Host {
  const zone = { id: row.zone_id as ZoneId, name: row.zone_name };
  const [vcpus, memoryMib, diskMib] = row.taken;
  const taken = { vcpus: vcpus ?? 0, memoryMib: memoryMib ?? 0, diskMib: diskMib ?? 0 };
  return {
    id: row.id as HostId,
    name: row.name,
    description: row.description,
    zone,
    backend: row.backend,
    uri: row.uri,
    machineId: row.machine_id,
    state: row.state,
    stateSince: row.state_since,
    fault: faultFromColumn(row.fault),
    hypervisorVersion: row.hypervisor_version,
    vcpus: row.vcpus,
    memoryMib: row.memory_mib,
    diskMib: row.disk_mib,
    isSchedulable: row.is_schedulable,
    ratios: { vcpus: row.vcpu_ratio, memoryMib: row.memory_ratio, diskMib: row.disk_ratio },
    reserved: {
      vcpus: row.reserved_vcpus,
      memoryMib: row.reserved_memory_mib,
      diskMib: row.reserved_disk_mib,
    },
    taken,
    capabilities: row.capabilities,
    metadata: row.metadata,
    version: versionOfHost(row.version, { taken, zone }),
  };
}

export interface TokenRow {
  readonly id: string;
  readonly name: string;
  readonly user_id: string;
  readonly user_name: string;
  readonly project_id: string | null;
  readonly project_name: string | null;
  readonly role: Role | null;
  readonly scopes: readonly TokenScope[];
  readonly expires_at: Timestamp | null;
  readonly last_used_at: Timestamp | null;
  readonly created_at: Timestamp;
  readonly version: number;
}

export function tokenFromRow(row: TokenRow): Token {
  return {
    id: row.id as TokenId,
    name: row.name,
    user: { id: row.user_id as UserId, name: row.user_name },
    project: row.project_id === null ? null : { id: row.project_id as ProjectId, name: row.project_name ?? '' },
    role: row.role,
    scopes: row.scopes,
    expiresAt: row.expires_at,
    lastUsedAt: row.last_used_at,
    createdAt: row.created_at,
    version: row.version,
  };
}

/** A permission belongs to a user or a group, and is for a guest or a project; the other columns are null. */
export interface PermissionRow {
  readonly id: string;
  readonly user_id: string | null;
  readonly user_name: string | null;
  readonly group_id: string | null;
  readonly group_name: string | null;
  readonly role: Role;
  readonly guest_id: string | null;
  readonly guest_name: string | null;
  readonly project_id: string | null;
  readonly project_name: string | null;
  /** The project, or the guest's project if the permission is for a guest. */
  readonly place_project_id: string;
  readonly created_at: Timestamp;
  readonly version: number;
}

export function permissionFromRow(row: PermissionRow): Permission {
  const projectId = row.place_project_id as ProjectId;
  return {
    id: row.id as PermissionId,
    subject:
      row.user_id === null
        ? { kind: 'group', id: row.group_id as GroupId, name: row.group_name ?? '' }
        : { kind: 'user', id: row.user_id as UserId, name: row.user_name ?? '' },
    role: row.role,
    place:
      row.guest_id === null
        ? { kind: 'project', id: projectId, name: row.project_name ?? '', projectId }
        : { kind: 'guest', id: row.guest_id as GuestId, name: row.guest_name ?? '', projectId },
    createdAt: row.created_at,
    version: row.version,
  };
}

export interface PlacementGroupRow {
  readonly id: string;
  readonly project_id: string;
  readonly name: string;
  readonly description: string;
  readonly policy: PlacementPolicy;
  readonly is_strict: boolean;
  readonly created_at: Timestamp;
  readonly version: number;
}

export function placementGroupFromRow(row: PlacementGroupRow): PlacementGroup {
  return {
    id: row.id as PlacementGroupId,
    projectId: row.project_id as ProjectId,
    name: row.name,
    description: row.description,
    policy: row.policy,
    isStrict: row.is_strict,
    createdAt: row.created_at,
    version: row.version,
  };
}

export interface InstanceTypeRow {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly vcpus: number;
  readonly memory_mib: number;
  readonly root_disk_mib: number | null;
  readonly metadata: Metadata;
  readonly project: NamedColumn | null;
  readonly created_at: Timestamp;
  readonly updated_at: Timestamp;
  readonly version: number;
}

export function instanceTypeFromRow(row: InstanceTypeRow): InstanceType {
  return {
    id: row.id as InstanceTypeId,
    name: row.name,
    description: row.description,
    vcpus: row.vcpus,
    memoryMib: row.memory_mib,
    rootDiskMib: row.root_disk_mib,
    metadata: row.metadata,
    project: row.project === null ? null : { id: row.project.id as ProjectId, name: row.project.name },
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    version: row.version,
  };
}

export interface ZoneRow {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly created_at: Timestamp;
  readonly version: number;
}

export function zoneFromRow(row: ZoneRow): Zone {
  return {
    id: row.id as ZoneId,
    name: row.name,
    description: row.description,
    createdAt: row.created_at,
    version: row.version,
  };
}

/** Another resource in a row, by id and name. */
interface NamedColumn {
  readonly id: string;
  readonly name: string;
}

/** The members of a quota that an administrator has set, as stored in a jsonb column. */
export type QuotaColumn = Partial<Quota>;

export function quotaFromColumn(column: QuotaColumn): Quota {
  return eachResource((resource) => column[resource] ?? null);
}

/** As JSON text to bind to a jsonb column. */
export function quotaToColumn(quota: Quota): string {
  return JSON.stringify(Object.fromEntries(Object.entries(quota).filter(([, limit]) => limit !== null)));
}

export interface ProjectRow {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly zone: NamedColumn | null;
  readonly quota: QuotaColumn;
  readonly created_at: Timestamp;
  readonly version: number;
}

export function projectFromRow(row: ProjectRow): Project {
  return {
    id: row.id as ProjectId,
    name: row.name,
    description: row.description,
    zone: row.zone === null ? null : { id: row.zone.id as ZoneId, name: row.zone.name },
    quota: quotaFromColumn(row.quota),
    createdAt: row.created_at,
    version: row.version,
  };
}

export interface UserRow {
  readonly id: string;
  readonly name: string;
  readonly source: UserSource;
  readonly external_id: string | null;
  readonly groups: readonly NamedColumn[];
  readonly created_at: Timestamp;
  readonly version: number;
}

export function userFromRow(row: UserRow): User {
  return {
    id: row.id as UserId,
    name: row.name,
    source: row.source,
    externalId: row.external_id,
    groups: row.groups.map(({ id, name }) => ({ id: id as GroupId, name })),
    createdAt: row.created_at,
    version: row.version,
  };
}

export interface GroupRow {
  readonly id: string;
  readonly name: string;
  readonly external_name: string | null;
  readonly members: readonly NamedColumn[];
  readonly created_at: Timestamp;
  readonly version: number;
}

export function groupFromRow(row: GroupRow): Group {
  return {
    id: row.id as GroupId,
    name: row.name,
    externalName: row.external_name,
    members: row.members.map(({ id, name }) => ({ id: id as UserId, name })),
    createdAt: row.created_at,
    version: row.version,
  };
}
