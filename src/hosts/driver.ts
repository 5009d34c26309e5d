/**
 * The driver of one host, and the check whether this service can drive the host.
 *
 * This file is independent of the concrete drivers. The composition root makes a `HostDriver` from the driver that the
 * host needs, because only the composition root can import `backends/`.
 */
import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import type { Backend, HostLocation } from '../../backends/backend.js';
import type { Host } from '../domain/host.js';
import type { BackendName } from '../domain/words.js';
import type { HostPlace } from '../store/hosts.js';
import type { HostFence } from './fence.js';

export interface HostDriver {
  readonly name: BackendName;
  readonly location: HostLocation;
  /** The fence around the driver, beneath the supervision. It lets changes pass only for the owner of the host. */
  readonly fence: HostFence;
  /** The supervised driver. The first call opens it. */
  readonly backend: Backend;
}

/** The columns of a host's row that identify the machine, data folder and driver of the host. */
export async function placeOf({ name, location }: HostDriver): Promise<HostPlace> {
  return { backend: name, uri: location.uri, machineId: location.isMachineLocal ? await readMachineId() : null };
}

/**
 * Whether this service can drive the host: the host is bound to no machine, or to this machine and this data folder.
 */
export async function canDrive(host: Host, location: HostLocation): Promise<boolean> {
  return host.machineId === null || (host.machineId === (await readMachineId()) && host.uri === location.uri);
}

async function readMachineId(): Promise<string> {
  const text = await readFile('/etc/machine-id', 'utf8').catch(() => '');
  return text.trim() || hostname();
}
