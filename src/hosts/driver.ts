/**
 * The driver of one host, and the check whether this service can drive the host.
 *
 * This file is independent of the concrete drivers. src/host-drivers.ts makes a `HostDriver` from the driver that the
 * host needs, because `src/hosts` cannot import `backends/`.
 */
import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import type { Backend, HostLocation } from '../../backends/backend.js';
import type { HostPlace, PlacedHost } from '../domain/host.js';
import type { BackendName } from '../domain/words.js';
import type { HostFence } from './fence.js';

export interface HostDriver {
  readonly name: BackendName;
  readonly location: HostLocation;
  /** The place of the host for which the driver was made. */
  readonly place: HostPlace;
  /** The fence around the driver, beneath the supervision. It lets changes pass only for the owner of the host. */
  readonly fence: HostFence;
  /** The supervised driver. The first call opens it. */
  readonly backend: Backend;
}

/** Where this service runs. */
export interface ServicePlace {
  readonly machineId: string;
  /** Absolute. */
  readonly dataFolder: string;
  /** Whether the database is in the data folder of this service, so that no other data folder can use it. */
  readonly isDatabaseOurs: boolean;
}

/** The place of the host that the configuration of this service names. Its URI names the data folder, if it has one. */
export function configuredPlace(backend: BackendName, location: HostLocation, here: ServicePlace): HostPlace {
  const { uri, isMachineLocal } = location;
  return { backend, uri, machineId: isMachineLocal ? here.machineId : null, dataFolder: null };
}

/** The place of a host that a request to this service creates. */
export function requestedPlace(backend: BackendName, location: HostLocation, here: ServicePlace): HostPlace {
  const { isOfDataFolder } = location;
  return { ...configuredPlace(backend, location, here), dataFolder: isOfDataFolder ? here.dataFolder : null };
}

/**
 * Whether this service can drive the host. A host that is bound to no machine can be driven from anywhere; otherwise
 * the service must run on that machine. A host that keeps its guests in a data folder also needs that data folder.
 * `location`: the host's, as this service's own configuration locates it.
 */
export function canDrive(host: PlacedHost, location: HostLocation, here: ServicePlace): boolean {
  if (host.machineId === null) return true;
  if (host.machineId !== here.machineId) return false;
  if (!location.isOfDataFolder || here.isDatabaseOurs) return true;
  return host.origin === 'request' ? host.dataFolder === here.dataFolder : host.uri === location.uri;
}

export async function readMachineId(): Promise<string> {
  const text = await readFile('/etc/machine-id', 'utf8').catch(() => '');
  return text.trim() || hostname();
}
