/**
 * The IP networks of the interfaces of this machine. `ip` also reports the addresses of an interface without a carrier,
 * such as a bridge whose guests are off; Node's own list omits them, and is used only if `ip` cannot run.
 *
 * What guests do with an interface does not belong here.
 */
import { execFile } from 'node:child_process';
import os from 'node:os';
import { promisify } from 'node:util';

export interface Interface {
  readonly name: string;
  /** The interface that this one sends through, such as the bridge of a VLAN; null: none. */
  readonly link: string | null;
  /** As CIDRs: the addresses of this machine with the prefixes of their networks. */
  readonly subnets: readonly string[];
}

/** `ip -j address` (iproute2 4.14). */
interface Shown {
  readonly ifname?: string;
  readonly link?: string;
  readonly addr_info?: readonly { readonly local?: string; readonly address?: string; readonly prefixlen: number }[];
}

export async function listInterfaces(): Promise<readonly Interface[]> {
  try {
    const { stdout } = await promisify(execFile)('ip', ['-j', 'address', 'show'], { maxBuffer: 64 * 1024 * 1024 });
    return (JSON.parse(stdout) as readonly Shown[]).map(({ ifname = '', link = null, addr_info = [] }) => ({
      ...{ name: ifname, link },
      subnets: addr_info.map(({ local = '', address = local, prefixlen }) => `${address}/${prefixlen}`),
    }));
  } catch {
    return Object.entries(os.networkInterfaces()).map(([name, addresses = []]) => ({
      ...{ name, link: null },
      subnets: addresses.map(({ cidr }) => cidr).filter((cidr) => cidr !== null),
    }));
  }
}

/** Whether this host name or address means this machine. A name that only a resolver or `ssh` maps to it does not. */
export function isThisMachine(host: string): boolean {
  if (host === 'localhost' || host === os.hostname() || /^127(\.\d{1,3}){3}$/.test(host)) return true;
  return Object.values(os.networkInterfaces()).some((addresses) => addresses?.some(({ address }) => address === host));
}

/**
 * The IP networks that a guest on the interface can be in: its own, and those of the interfaces above it. On a bridge,
 * a guest can send with the tag of a VLAN.
 */
export function subnetsOn(name: string, interfaces: readonly Interface[]): string[] {
  const own = interfaces.filter((each) => each.name === name).flatMap(({ subnets }) => subnets);
  const above = interfaces.filter(({ link }) => link === name).flatMap((each) => subnetsOn(each.name, interfaces));
  return [...own, ...above];
}
