/**
 * Networks that a NIC can be connected to: `user`, libvirt's own networks that are active, and bridges of the host.
 *
 * Bridges are found only on this machine, because a daemon on another machine needs a rarely installed driver to report
 * which of its interfaces are bridges. On another machine, a libvirt network (`<forward mode='bridge'/>`) makes a
 * bridge available under the network's name. A libvirt network takes precedence over a bridge of the same name, and
 * `user` over both.
 */
import { readdir } from 'node:fs/promises';
import { GuesthouseError } from '../../src/domain/errors.js';
import type { Network } from '../backend.js';
import type { Daemon } from './daemon.js';
import { ACTIVE_NETWORKS, hasErrorCode } from './dialect.js';
import type { NetworkSource } from './domain-xml.js';
import { USER_NETWORK } from './domain-xml.js';

/** The networks by name, `user` first. */
export async function findNetworks(
  daemon: Daemon,
  isLocal: boolean,
  signal: AbortSignal,
): Promise<Map<string, NetworkSource>> {
  const networks = await networkNames(daemon, signal);
  const bridges = isLocal ? await bridgeNames() : [];
  const found = new Map<string, NetworkSource>([[USER_NETWORK, 'user']]);
  for (const name of networks.sort()) if (!found.has(name)) found.set(name, 'network');
  for (const name of bridges.sort()) if (!found.has(name)) found.set(name, 'bridge');
  return found;
}

export function networksOf(found: ReadonlyMap<string, NetworkSource>): Network[] {
  return [...found].map(([name, source]) => ({ name, kind: source === 'user' ? 'user' : 'bridge' }));
}

/** Throws if the host has no network of that name. */
export function sourceIn(found: ReadonlyMap<string, NetworkSource>, name: string): NetworkSource {
  const source = found.get(name);
  if (source === undefined) throw new GuesthouseError('backend_refused', `The host has no network '${name}'.`);
  return source;
}

async function networkNames(daemon: Daemon, signal: AbortSignal): Promise<string[]> {
  const wanted = { needResults: 1, flags: ACTIVE_NETWORKS };
  try {
    return (await daemon.query('ConnectListAllNetworks', wanted, signal)).nets.map(({ name }) => name);
  } catch (error) {
    // The daemon does not have the driver for networks.
    if (hasErrorCode(error, 'NO_SUPPORT', 'NO_CONNECT')) return [];
    throw error;
  }
}

export async function bridgeNames(): Promise<string[]> {
  const folder = '/sys/class/net';
  const interfaces = await readdir(folder).catch(() => []);
  const parts = await Promise.all(interfaces.map((name) => readdir(`${folder}/${name}/bridge`).catch(() => [])));
  return interfaces.filter((_name, index) => (parts[index]?.length ?? 0) > 0);
}
