/** A host: one hypervisor that a backend drives. */
import { hash } from 'node:crypto';
import type { Amounts } from './capacity.js';
import { GuesthouseError } from './errors.js';
import type { Fault } from './guest.js';
import type { HostId } from './ids.js';
import type { Metadata } from './metadata.js';
import type { Timestamp } from './timestamp.js';
import type { BackendName, DiskBus, Firmware, HostState, NicModel } from './words.js';
import type { ZoneReference } from './zone.js';

export interface Host {
  readonly id: HostId;
  readonly name: string;
  readonly description: string;
  readonly zone: ZoneReference;
  readonly backend: BackendName;
  readonly uri: string;
  /**
   * The machine that the host's guests run on, if only a service on that machine can drive the host. Null: a service on
   * any machine can drive it.
   */
  readonly machineId: string | null;
  readonly state: HostState;
  readonly stateSince: Timestamp;
  /** Why the host stays away although its hypervisor responds. */
  readonly fault: Fault | null;
  readonly hypervisorVersion: string;
  readonly vcpus: number;
  readonly memoryMib: number;
  /** The size of the storage for the disks of guests; null if the host does not report it. */
  readonly diskMib: number | null;
  /** Whether new guests can be placed on the host. */
  readonly isSchedulable: boolean;
  readonly ratios: Amounts;
  readonly reserved: Amounts;
  /** What the guests of the host claim (store/placements.ts). */
  readonly taken: Amounts;
  readonly capabilities: HostCapabilities;
  readonly metadata: Metadata;
  /** Changes whenever anything that clients see changes, including what guests claim and the name of the zone. */
  readonly version: string;
}

/** The members of a host that clients can write. */
export type HostSettings = Pick<Host, 'description' | 'zone' | 'isSchedulable' | 'ratios' | 'reserved' | 'metadata'>;

/** The version of a host: the version of its row, and fifteen digits that depend on what is not in its row. */
export function versionOfHost(rowVersion: number, { taken, zone }: Pick<Host, 'taken' | 'zone'>): string {
  const outside = JSON.stringify([taken.vcpus, taken.memoryMib, taken.diskMib, zone.name]);
  return `${rowVersion}${hash('sha256', outside, 'buffer').readUIntBE(0, 6).toString().padStart(15, '0')}`;
}

/** Whether the configuration of a service names the host, or a request created it. */
export type HostOrigin = 'environment' | 'request';

/** Where a host is: everything from which a service decides whether it can drive the host, and opens the driver. */
export interface HostPlace {
  readonly backend: BackendName;
  readonly uri: string;
  /** See `Host`. */
  readonly machineId: string | null;
  /**
   * The data folder of the service whose request created the host, if the host keeps its guests there. Null: the host
   * keeps its guests elsewhere, or its URI names the folder.
   */
  readonly dataFolder: string | null;
}

export interface PlacedHost extends HostPlace, Pick<Host, 'id' | 'name' | 'state'> {
  readonly origin: HostOrigin;
}

export function isSamePlace(one: HostPlace, other: HostPlace): boolean {
  return (
    one.backend === other.backend &&
    one.uri === other.uri &&
    one.machineId === other.machineId &&
    one.dataFolder === other.dataFolder
  );
}

/**
 * The description that a host reports of itself. It can change while the host is away: a new hypervisor, more memory.
 */
export interface HostDescription extends Pick<
  Host,
  'name' | 'hypervisorVersion' | 'vcpus' | 'memoryMib' | 'diskMib' | 'capabilities'
> {
  /** The identity of the hypervisor; null: it reports none. */
  readonly hypervisorId: string | null;
}

/** Copies member by member, because drivers return members that must not be stored. */
export function hostDescription(
  { name, hypervisorId, hypervisorVersion, vcpus, memoryMib, diskMib }: Omit<HostDescription, 'capabilities'>,
  {
    firmwares,
    diskBuses,
    nicModels,
    directKernelBoot,
    consoleLog,
    cpuMetrics,
    diskMetrics,
    nicMetrics,
    userNetworkIsolation,
  }: HostCapabilities,
): HostDescription {
  const measures = { cpuMetrics, diskMetrics, nicMetrics };
  const features = { directKernelBoot, consoleLog, userNetworkIsolation };
  const capabilities = { firmwares, diskBuses, nicModels, ...features, ...measures };
  return { name, hypervisorId, hypervisorVersion, vcpus, memoryMib, diskMib, capabilities };
}

/**
 * The features that guests on the host can have, as its backend declares them. Requests that need other features are
 * rejected before anything is written.
 */
export interface HostCapabilities {
  /** The firmwares that a guest can have. */
  readonly firmwares: readonly Firmware[];
  /** The buses that a disk can be attached to. */
  readonly diskBuses: readonly DiskBus[];
  /** The NIC models that a guest can have. */
  readonly nicModels: readonly NicModel[];
  /** Whether a guest can boot a kernel and an initrd directly, without a boot loader. */
  readonly directKernelBoot: boolean;
  /** Whether the serial console of a guest is recorded, so that its log has content. */
  readonly consoleLog: boolean;
  /** Whether the host has CPU, disk and NIC counters. A single counter that is not available is null, never 0. */
  readonly cpuMetrics: boolean;
  readonly diskMetrics: boolean;
  readonly nicMetrics: boolean;
  /** Whether guests on the network `user` are cut off from the loopback of the host. */
  readonly userNetworkIsolation: boolean;
}

/**
 * The error for a host, or for image content, that only a service on another machine or with another data folder can
 * reach.
 */
export function servedElsewhere(): GuesthouseError {
  return new GuesthouseError(
    'host_unreachable',
    'A service on another machine, or with another data folder, drives the host. Send the request to that service.',
  );
}
