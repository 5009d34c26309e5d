/**
 * Which of the addresses that guests and leases report are shown, and in which form. Pure.
 *
 * A guest controls its agent, so everything that the agent reports is untrusted. Only literal IP addresses count. Each
 * is written in its canonical form (RFC 5952 for IPv6), and each NIC has at most MAX_ADDRESSES of them. Addresses that
 * identify no guest outside of itself are left out: loopback, link-local, unspecified, multicast, and IPv4 addresses
 * in the form of IPv6.
 *
 * Invariant: whatever an agent reports, an observation contains only canonical addresses of bounded number.
 * (test/unit/addresses.test.ts)
 */
import { BlockList, isIPv4, isIPv6 } from 'node:net';
import type { SeenAddresses } from '../../src/domain/guest.js';

/** The address that the network `user` gives to each guest: that of slirp, and of passt (qmp/user-network.ts). */
export const USER_ADDRESS = '10.0.2.15';

export const MAX_ADDRESSES = 16;
/** The parts of a report that are read. A guest with more interfaces or addresses is not shown completely. */
const MAX_INTERFACES = 1024;
const MAX_REPORTED_ADDRESSES = 256;
/** The longest IPv6 address has 39 characters; this also admits forms that are not canonical. */
const MAX_LENGTH = 64;

const NOT_SHOWN_V4 = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['224.0.0.0', 3], // multicast, reserved, broadcast
] as const)
  NOT_SHOWN_V4.addSubnet(network, prefix, 'ipv4');
// A list of its own, because the rule for ::ffff:0:0/96 would also match every IPv4 address.
const NOT_SHOWN_V6 = new BlockList();
for (const [network, prefix] of [
  ['::', 127], // unspecified, loopback
  ['::ffff:0:0', 96],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  NOT_SHOWN_V6.addSubnet(network, prefix, 'ipv6');

/** The canonical form of an address that is shown; null for anything else. */
export function canonicalAddress(value: unknown): string | null {
  if (typeof value !== 'string' || value.length > MAX_LENGTH) return null;
  if (isIPv4(value)) return NOT_SHOWN_V4.check(value, 'ipv4') ? null : value;
  // An address with a zone (`fe80::1%eth0`) is link-local.
  if (!isIPv6(value) || value.includes('%') || NOT_SHOWN_V6.check(value, 'ipv6')) return null;
  return new URL(`http://[${value}]/`).hostname.slice(1, -1);
}

/** The addresses to show for one NIC: IPv4 before IPv6, otherwise in the reported order, without duplicates. */
export function addressesToShow(reported: readonly unknown[]): string[] {
  const valid = new Set<string>();
  for (const value of reported.slice(0, MAX_REPORTED_ADDRESSES)) {
    const address = canonicalAddress(value);
    if (address !== null) valid.add(address);
  }
  const all = [...valid];
  return [...all.filter((each) => isIPv4(each)), ...all.filter((each) => isIPv6(each))].slice(0, MAX_ADDRESSES);
}

/** A NIC, by which addresses are found: our name for it, and its MAC address. */
export interface NicToFind {
  readonly device: string;
  readonly mac: string;
}

/**
 * The addresses of the NICs from the result of the agent's command `guest-network-get-interfaces`. A guest can have
 * several interfaces with the MAC address of a NIC (a bridge above it), so their addresses are taken together.
 */
export function addressesOfAgent(nics: readonly NicToFind[], result: unknown): SeenAddresses {
  if (!Array.isArray(result)) return {};
  const byMac = new Map<string, unknown[]>(nics.map(({ mac }) => [mac.toLowerCase(), []]));
  for (const each of result.slice(0, MAX_INTERFACES) as unknown[]) {
    if (!isRecord(each) || typeof each['hardware-address'] !== 'string') continue;
    const found = byMac.get(each['hardware-address'].toLowerCase());
    const reported = each['ip-addresses'];
    if (found === undefined || !Array.isArray(reported)) continue;
    for (const address of reported.slice(0, MAX_REPORTED_ADDRESSES) as unknown[])
      if (isRecord(address) && found.length < MAX_REPORTED_ADDRESSES) found.push(address['ip-address']);
  }
  return ofDevices(nics, byMac);
}

/** The addresses of the NICs from reports by MAC address, in lower case. NICs without addresses are missing. */
export function ofDevices(
  nics: readonly NicToFind[],
  byMac: ReadonlyMap<string, readonly unknown[]>,
): Record<string, readonly string[]> {
  return Object.fromEntries(
    nics
      .map(({ device, mac }) => [device, addressesToShow(byMac.get(mac.toLowerCase()) ?? [])] as const)
      .filter(([, addresses]) => addresses.length > 0),
  );
}

/** The addresses of the NICs that are known without asking anybody: those on the network `user`. */
export function knownAddresses(nics: readonly { readonly device: string; readonly network: string }[]): SeenAddresses {
  return Object.fromEntries(
    nics.filter(({ network }) => network === 'user').map(({ device }) => [device, [USER_ADDRESS]]),
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
