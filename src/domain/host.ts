/** A host: one hypervisor that a backend talks to. */
import type { HostId } from './ids.js';
import type { Metadata } from './metadata.js';
import type { Timestamp } from './timestamp.js';
import type { BackendName, DiskBus, Firmware, HostState, NicModel } from './words.js';

export interface Host {
  readonly id: HostId;
  readonly name: string;
  readonly backend: BackendName;
  readonly uri: string;
  /** The machine its guests live on, when only that machine can drive it; null when any can. */
  readonly machineId: string | null;
  readonly state: HostState;
  readonly stateSince: Timestamp;
  readonly hypervisorVersion: string;
  readonly vcpus: number;
  readonly memoryMib: number;
  readonly capabilities: HostCapabilities;
  readonly metadata: Metadata;
}

/** What guests on the host can have, as its backend declares it (backends/backend.ts says what each means). */
export interface HostCapabilities {
  readonly firmwares: readonly Firmware[];
  readonly diskBuses: readonly DiskBus[];
  readonly nicModels: readonly NicModel[];
  readonly directKernelBoot: boolean;
  readonly consoleLog: boolean;
  readonly cpuMetrics: boolean;
  readonly diskMetrics: boolean;
  readonly nicMetrics: boolean;
}
