/** A host: one hypervisor that a backend drives. */
import { GuesthouseError } from './errors.js';
import type { HostId } from './ids.js';
import type { Metadata } from './metadata.js';
import type { Timestamp } from './timestamp.js';
import type { BackendName, DiskBus, Firmware, HostState, NicModel } from './words.js';

export interface Host {
  readonly id: HostId;
  readonly name: string;
  readonly backend: BackendName;
  readonly uri: string;
  /**
   * The machine that the host's guests run on, if only a service on that machine can drive the host. Null: a service on
   * any machine can drive it.
   */
  readonly machineId: string | null;
  readonly state: HostState;
  readonly stateSince: Timestamp;
  readonly hypervisorVersion: string;
  readonly vcpus: number;
  readonly memoryMib: number;
  readonly capabilities: HostCapabilities;
  readonly metadata: Metadata;
  /** Changes whenever anything that clients see changes. */
  readonly version: number;
}

/**
 * The description that a host reports of itself. It can change while the host is away: a new hypervisor, more memory.
 */
export type HostDescription = Pick<Host, 'name' | 'hypervisorVersion' | 'vcpus' | 'memoryMib' | 'capabilities'>;

/** Copies member by member, because drivers return members that must not be stored. */
export function hostDescription(
  { name, hypervisorVersion, vcpus, memoryMib }: Omit<HostDescription, 'capabilities'>,
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
  return { name, hypervisorVersion, vcpus, memoryMib, capabilities };
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
