/**
 * How this service reaches one host, and whether it may drive it.
 *
 * Which drivers exist is not known here: the composition root makes a `HostDriver` of the driver that the host needs, because only it may
 * import `backends/`.
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
  /** Lies around the driver, beneath the supervision: whoever owns the host opens it. */
  readonly fence: HostFence;
  /** Supervised, and opened by the first call. */
  readonly backend: Backend;
}

/** What the row of a host says of the way to it. */
export async function placeOf({ name, location }: HostDriver): Promise<HostPlace> {
  return { backend: name, uri: location.uri, machineId: location.isMachineLocal ? await readMachineId() : null };
}

/** Whether this service may drive the host: it is bound to no machine, or to this one and this data folder. */
export async function mayDrive(host: Host, location: HostLocation): Promise<boolean> {
  return host.machineId === null || (host.machineId === (await readMachineId()) && host.uri === location.uri);
}

async function readMachineId(): Promise<string> {
  const text = await readFile('/etc/machine-id', 'utf8').catch(() => '');
  return text.trim() || hostname();
}
