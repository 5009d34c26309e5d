/**
 * The check that no guest can act as a trusted proxy, because a trusted guest can forge the client address, host and
 * scheme of its requests. Connections of guests on the network `user` come from addresses of their host. On a bridge or
 * a network of libvirt, a guest can take every address of its IP network. The service cannot distinguish a proxy with
 * such an address from a guest.
 *
 * This file only compares addresses; src/hosts/guest-addresses.ts finds those of the guests.
 */
import { BlockList, isIP } from 'node:net';
import type { GuestAddresses } from '../../domain/networks.js';
import { trustIn } from './forwarded.js';

/** The source addresses that the kernel chooses for connections to the loopback. It never chooses 127.0.0.2. */
const LOOPBACK_SOURCES = ['127.0.0.1', '::1'];

export interface ProxySettings {
  readonly trustedProxies: readonly string[];
  /** The address that the service listens on. */
  readonly host: string;
}

/** Returns one sentence for the operator for each mistake. */
export function mistakesInTrustedProxies(
  settings: ProxySettings,
  { userNetwork, subnets }: GuestAddresses,
): readonly string[] {
  const ofUserNetwork = userNetwork === null ? [] : mistakesWithUserNetwork(settings, userNetwork);
  return [...ofUserNetwork, ...mistakesWithSubnets(settings, subnets)];
}

function mistakesWithUserNetwork(
  { trustedProxies, host }: ProxySettings,
  { isIsolated, ownAddresses }: NonNullable<GuestAddresses['userNetwork']>,
): string[] {
  const trust = trustIn(trustedProxies);
  if (trust === null) return [];
  const isTrusted = (address: string): boolean => trust(address, 0);
  const loopback = isIsolated === true ? undefined : LOOPBACK_SOURCES.find(isTrusted);
  const isolate = isIsolated === false ? INSTALL_PASST : CYCLE_POWER;
  const own = reachableAt(host, ownAddresses).find(isTrusted);
  return [
    ...(loopback === undefined ? [] : [mistake(loopback, `${isolate}, or ${PROXY_BIND}`)]),
    ...(own === undefined ? [] : [mistake(own, `${PROXY_BIND}, or name only the addresses of proxies elsewhere`)]),
  ];
}

const INSTALL_PASST =
  "install passt, with which the backend qmp cuts guests off from this machine's loopback, and start the service again";
const CYCLE_POWER =
  'start the service without this setting, shut down the guests whose power_cycle_required is true (they were started ' +
  'before passt was installed), start them again, and then start the service with this setting';
const PROXY_BIND =
  'let the proxy connect to 127.0.0.1 from an address of its own (in nginx: proxy_bind 127.0.0.2) and trust only 127.0.0.2';

function mistake(address: string, ways: string): string {
  return (
    `GUESTHOUSE_TRUSTED_PROXIES covers ${address}, from which guests on the network user can connect to this service, ` +
    `so a guest could forge the address of its requests. Either ${ways}, or leave user out of GUESTHOUSE_NETWORKS.`
  );
}

/** A mistake for each trusted proxy that overlaps an IP network of guests. */
function mistakesWithSubnets({ trustedProxies }: ProxySettings, subnets: GuestAddresses['subnets']): string[] {
  const all = [...subnets].flatMap(([network, within]) => within.map((subnet) => ({ network, subnet })));
  return trustedProxies.flatMap((proxy) => {
    const overlap = all.find(({ subnet }) => overlaps(rangeOf(proxy), rangeOf(subnet)));
    return overlap === undefined ? [] : [mistakeOfNetwork(proxy, overlap)];
  });
}

function mistakeOfNetwork(proxy: string, { network, subnet }: { network: string; subnet: string }): string {
  return (
    `GUESTHOUSE_TRUSTED_PROXIES contains ${proxy}, but guests on the network ${network} can have addresses in ` +
    `${subnet}, so a guest could forge the address of its requests. Either name a narrower network or single addresses ` +
    `outside of ${subnet}, or, for a proxy on this machine, ${PROXY_BIND}, or leave ${network} out of ` +
    'GUESTHOUSE_NETWORKS and delete the guests that have a NIC there.'
  );
}

interface Range {
  readonly address: string;
  readonly bits: number;
  readonly family: 'ipv4' | 'ipv6';
}

/** An IPv4-mapped address (RFC 4291 §2.5.5.2) counts as IPv4. Null: the text names no single network. */
function rangeOf(text: string): Range | null {
  const [plain = '', length] = text.split('/');
  // The URL parser writes an address in its canonical form (RFC 5952).
  const address = isIP(plain) === 6 ? new URL(`http://[${plain.replace(/%.*$/, '')}]`).hostname.slice(1, -1) : plain;
  const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(address);
  if (mapped !== null && Number(length ?? 128) >= 96) {
    const bytes = mapped.slice(1).flatMap((group) => [parseInt(group, 16) >> 8, parseInt(group, 16) & 255]);
    return { address: bytes.join('.'), bits: Number(length ?? 128) - 96, family: 'ipv4' };
  }
  if (isIP(address) === 0) return null;
  const family = isIP(address) === 4 ? 'ipv4' : 'ipv6';
  return { address, bits: Number(length ?? (family === 'ipv4' ? 32 : 128)), family };
}

/** Two networks overlap if they have the same first bits, as many as the wider one names. */
function overlaps(a: Range | null, b: Range | null): boolean {
  if (a === null || b === null || a.family !== b.family) return false;
  const list = new BlockList();
  list.addSubnet(a.address, Math.min(a.bits, b.bits), a.family);
  return list.check(b.address, b.family);
}

/** The addresses outside of the loopback at which clients can connect to a service that listens on `host`. */
function reachableAt(host: string, ownAddresses: readonly string[]): readonly string[] {
  if (host === 'localhost' || host === '::1' || host.startsWith('127.')) return [];
  const isOne = isIP(host) !== 0 && host !== '0.0.0.0' && host !== '::';
  return isOne ? ownAddresses.filter((address) => address === host) : ownAddresses;
}
