/**
 * Finds out the addresses of one running guest: from its agent if that is connected, and from the DHCP leases of
 * libvirt's networks. What the agent reports takes precedence, because the guest can have other addresses than its
 * leases.
 *
 * The agent is asked with QemuDomainAgentCommand, not with DomainInterfaceAddresses: a hostile agent can keep the
 * latter, and with it a worker of the daemon, waiting without limit. With a timeout, libvirt gives up by itself.
 * When a guest is looked at does not belong here (shared/address-book.ts).
 */
import type { SeenAddresses } from '../../src/domain/guest.js';
import type { GuestId } from '../../src/domain/ids.js';
import { addressesOfAgent, ofDevices } from '../shared/addresses.js';
import type { NicToFind } from '../shared/addresses.js';
import type { Daemon } from './daemon.js';
import { LEASES } from './dialect.js';
import type { GuestMetadata } from './guest-metadata.js';
import { domainOf } from './names.js';
import { LibvirtError } from './rpc/errors.js';
import { attributeOf, childOf, childrenOf, parseXml } from './xml.js';

/** In seconds. Before the command, libvirt itself waits up to five seconds for the agent's first reply. */
const AGENT_TIMEOUT_S = 2;
/** Longer results are not parsed. An interface takes about 500 bytes. */
const MAX_RESULT_LENGTH = 256 * 1024;

/** Null if neither an agent nor a network of libvirt knows the addresses. */
export async function findAddresses(
  daemon: Daemon,
  guest: GuestId,
  { nics }: Pick<GuestMetadata, 'nics'>,
  signal: AbortSignal,
): Promise<SeenAddresses | null> {
  const { xml } = await daemon.query('DomainGetXMLDesc', { dom: domainOf(guest), flags: 0 }, signal);
  const live = readLive(xml);
  // A definition of an older version has no MAC addresses in its metadata, but its NICs are in the same order.
  const wanted = nics.flatMap(({ device, mac }, index) => {
    const found = mac ?? live.macs[index];
    return found === undefined ? [] : [{ device, mac: found }];
  });
  if (wanted.length === 0) return null;
  const leased = live.hasLeases ? await readLeases(daemon, guest, wanted, signal) : null;
  const reported = live.hasAgent ? await askAgent(daemon, guest, wanted, signal) : null;
  return leased === null && reported === null ? null : { ...leased, ...reported };
}

/** What matters in the XML of a running domain. */
export function readLive(xml: string): {
  readonly macs: readonly string[];
  readonly hasLeases: boolean;
  readonly hasAgent: boolean;
} {
  const devices = childOf(parseXml(xml), 'devices');
  const nics = devices === null ? [] : childrenOf(devices, 'interface');
  const channels = devices === null ? [] : childrenOf(devices, 'channel').map((each) => childOf(each, 'target'));
  return {
    macs: nics.map((nic) => attributeOf(childOf(nic, 'mac'), 'address') ?? ''),
    hasLeases: nics.some((nic) => attributeOf(nic, 'type') === 'network'),
    hasAgent: channels.some(
      (target) =>
        attributeOf(target, 'name') === 'org.qemu.guest_agent.0' && attributeOf(target, 'state') === 'connected',
    ),
  };
}

async function readLeases(
  daemon: Daemon,
  guest: GuestId,
  nics: readonly NicToFind[],
  signal: AbortSignal,
): Promise<SeenAddresses | null> {
  try {
    const args = { dom: domainOf(guest), source: LEASES, flags: 0 };
    const { ifaces } = await daemon.query('DomainInterfaceAddresses', args, signal);
    const byMac = new Map<string, string[]>();
    for (const { hwaddr, addrs } of ifaces) {
      const mac = hwaddr?.toLowerCase() ?? '';
      byMac.set(mac, [...(byMac.get(mac) ?? []), ...addrs.map(({ addr }) => addr)]);
    }
    return ofDevices(nics, byMac);
  } catch (error) {
    if (error instanceof LibvirtError) return null;
    throw error;
  }
}

async function askAgent(
  daemon: Daemon,
  guest: GuestId,
  nics: readonly NicToFind[],
  signal: AbortSignal,
): Promise<SeenAddresses | null> {
  const cmd = '{"execute":"guest-network-get-interfaces"}';
  const args = { dom: domainOf(guest), cmd, timeout: AGENT_TIMEOUT_S, flags: 0 };
  try {
    // A connection of its own, because the daemon handles only a few calls of one client at a time.
    const { result } = await daemon.queryApart('QemuDomainAgentCommand', args, signal);
    if (result === null || result.length > MAX_RESULT_LENGTH) return null;
    const reply: unknown = JSON.parse(result);
    return typeof reply === 'object' && reply !== null && 'return' in reply
      ? addressesOfAgent(nics, reply.return)
      : null;
  } catch (error) {
    if (error instanceof LibvirtError || error instanceof SyntaxError) return null;
    throw error;
  }
}
