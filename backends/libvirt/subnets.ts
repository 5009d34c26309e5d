/**
 * The IP networks of the guests on each network (`Backend.listSubnets`): what libvirt's definition of the network
 * names, and, on this machine, the addresses of its bridge or of the interface that it passes on. A network that is not
 * active counts too, because an administrator can start it at any time.
 *
 * A host on another machine translates the addresses of guests on a network with NAT, so these never reach the service.
 * On the same machine, guests keep them when they connect to an address of the machine.
 */
import type { XmlElement } from '../../src/domain/xml.js';
import type { Daemon } from './daemon.js';
import { hasErrorCode } from './dialect.js';
import { bridgeNames } from './networks.js';
import { inParallel } from './parallel.js';
import { listInterfaces, subnetsOn } from '../shared/interfaces.js';
import type { Interface } from '../shared/interfaces.js';
import type { ResultOf } from './rpc/procedures.js';
import { attributeOf, childOf, childrenOf, parseXml } from './xml.js';

/** Modes in which guests are on the network of an interface of the host (formatnetwork.html, "Connectivity"). */
const DIRECT_MODES: readonly (string | null)[] = ['bridge', 'private', 'vepa', 'passthrough'];
/** Modes in which the host translates the addresses of guests. Without `<forward>`, guests reach only the host. */
const HIDDEN_MODES: readonly (string | null)[] = ['nat', null];

export async function findSubnets(
  daemon: Daemon,
  isLocal: boolean,
  signal: AbortSignal,
): Promise<Map<string, readonly string[]>> {
  const interfaces = isLocal ? await listInterfaces() : [];
  const bridges = isLocal ? await bridgeNames() : [];
  const found = new Map<string, readonly string[]>(bridges.map((name) => [name, subnetsOn(name, interfaces)]));
  await inParallel(await networksOf(daemon, signal), async (net) => {
    const definition = await definitionOf(daemon, net, signal);
    if (definition !== null) found.set(net.name, subnetsOfNetwork(parseXml(definition), isLocal ? interfaces : null));
  });
  return found;
}

/** `interfaces`: those of the host; null if the host is another machine. */
export function subnetsOfNetwork(network: XmlElement, interfaces: readonly Interface[] | null): string[] {
  const forward = childOf(network, 'forward');
  const mode = forward === null ? null : (attributeOf(forward, 'mode') ?? 'nat');
  if (interfaces === null && HIDDEN_MODES.includes(mode)) return [];
  // A route leads to IP networks behind a guest.
  const named = [...childrenOf(network, 'ip'), ...childrenOf(network, 'route')].map(subnetOf);
  const passedOn =
    DIRECT_MODES.includes(mode) && forward !== null ? [forward, ...childrenOf(forward, 'interface')] : [];
  const devices = [
    ...passedOn.map((each) => attributeOf(each, 'dev')),
    attributeOf(childOf(network, 'bridge'), 'name'),
  ];
  const onDevices = devices.flatMap((device) => (device === null ? [] : subnetsOn(device, interfaces ?? [])));
  return [...new Set([...named.filter((each) => each !== null), ...onDevices])];
}

/** `<ip address='192.168.122.1' netmask='255.255.255.0'/>` or `<ip family='ipv6' address='fd00::1' prefix='64'/>`. */
function subnetOf(element: XmlElement): string | null {
  const address = attributeOf(element, 'address');
  if (address === null) return null;
  const mask = attributeOf(element, 'netmask');
  const bits = mask === null ? attributeOf(element, 'prefix') : prefixOf(mask);
  return `${address}/${bits ?? (address.includes(':') ? 64 : defaultPrefixOf(address))}`;
}

function prefixOf(mask: string): number {
  return mask.split('.').reduce((sum, byte) => sum + Number(byte).toString(2).replaceAll('0', '').length, 0);
}

/** libvirt uses the prefix of the address class if a definition names none (virSocketAddrGetIPPrefix). */
function defaultPrefixOf(address: string): number {
  const first = Number(address.split('.')[0]);
  return first < 128 ? 8 : first < 192 ? 16 : 24;
}

type Net = ResultOf<'ConnectListAllNetworks'>['nets'][number];

async function networksOf(daemon: Daemon, signal: AbortSignal): Promise<readonly Net[]> {
  try {
    return (await daemon.query('ConnectListAllNetworks', { needResults: 1, flags: 0 }, signal)).nets;
  } catch (error) {
    // The daemon does not have the driver for networks.
    if (hasErrorCode(error, 'NO_SUPPORT', 'NO_CONNECT')) return [];
    throw error;
  }
}

/** Null if the network was removed meanwhile. */
async function definitionOf(daemon: Daemon, net: Net, signal: AbortSignal): Promise<string | null> {
  try {
    return (await daemon.query('NetworkGetXMLDesc', { net, flags: 0 }, signal)).xml;
  } catch (error) {
    if (hasErrorCode(error, 'NO_NETWORK')) return null;
    throw error;
  }
}
