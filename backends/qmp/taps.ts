/**
 * Taps, which are the host's ends of NICs on bridges, and the host's networks.
 *
 * We make a tap before its guest starts, and remove it when the guest is off. The tap belongs to the QEMU user. Its
 * name is a hash of the guest's id and the NIC's name, because Linux allows only 15 characters. Only root can make taps
 * (with the programs `ip` and `bridge`), and the QEMU user must be able to open /dev/net/tun. If one of these
 * conditions is not met, the only network is `user`.
 *
 * A guest can send only with the MAC address of its NIC: its port of the bridge is locked (Linux 5.18), so the bridge
 * drops frames whose source address is not in its table for this port, and learns no address from the port.
 * Invariant: a bridge accepts no frame of a guest with a foreign MAC address. (test/live/qmp-guest.test.ts)
 */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { GuesthouseError } from '../../src/domain/errors.js';
import type { GuestId } from '../../src/domain/ids.js';
import type { Network, NicDefinition, NicMetrics } from '../backend.js';
import { listInterfaces, subnetsOn } from '../shared/interfaces.js';
import { run, runAs } from './qemu-user.js';
import type { QemuUser } from './qemu-user.js';

export const USER_NETWORK = 'user';

export function tapName(guest: GuestId, device: string): string {
  return `gh${createHash('sha256').update(`${guest}/${device}`).digest('hex').slice(0, 12)}`;
}

export async function canMakeTaps(user: QemuUser): Promise<boolean> {
  if (process.getuid?.() !== 0) return false;
  try {
    await runAs(user, ['sh', '-c', ': <>/dev/net/tun']);
    await run(['ip', '-V']);
    await run(['bridge', '-V']);
    return true;
  } catch {
    return false;
  }
}

export async function listNetworks(hasTaps: boolean): Promise<Network[]> {
  const networks: Network[] = [{ name: USER_NETWORK, kind: 'user' }];
  if (!hasTaps) return networks;
  for (const name of (await readdir('/sys/class/net')).sort()) {
    if (name !== USER_NETWORK && (await isBridge(name))) networks.push({ name, kind: 'bridge' });
  }
  return networks;
}

/** See `Backend.listSubnets`. */
export async function listSubnets(hasTaps: boolean): Promise<Map<string, readonly string[]>> {
  const bridges = (await listNetworks(hasTaps)).filter(({ kind }) => kind === 'bridge');
  if (bridges.length === 0) return new Map();
  const interfaces = await listInterfaces();
  return new Map(bridges.map(({ name }) => [name, subnetsOn(name, interfaces)]));
}

/** Makes the taps of a guest, and replaces those of an earlier start. */
export async function makeTaps(
  guest: GuestId,
  nics: readonly NicDefinition[],
  user: QemuUser,
  hasTaps: boolean,
): Promise<void> {
  const bridged = nics.filter((nic) => nic.network !== USER_NETWORK);
  if (bridged.length === 0) return;
  for (const { network } of bridged) {
    if (!hasTaps || !(await isBridge(network))) {
      throw new GuesthouseError('backend_refused', `The host has no network '${network}'.`);
    }
  }
  await removeTaps(guest);
  for (const nic of bridged) {
    const tap = tapName(guest, nic.device);
    await run(['ip', 'tuntap', 'add', 'dev', tap, 'mode', 'tap', 'user', String(user.uid)]);
    // A bridge takes the lowest MAC address of its members. An address that begins with fe is higher than that of a
    // physical NIC, so a new tap does not change the address of a bridge that has a physical NIC.
    const address = `fe${nic.mac.slice(2)}`;
    await run(['ip', 'link', 'set', 'dev', tap, 'address', address, 'master', nic.network]);
    await lockPort(tap, nic.mac);
    await run(['ip', 'link', 'set', 'dev', tap, 'up']);
  }
}

async function lockPort(tap: string, mac: string): Promise<void> {
  try {
    await run(['ip', 'link', 'set', 'dev', tap, 'type', 'bridge_slave', 'locked', 'on', 'learning', 'off']);
    await run(['bridge', 'fdb', 'replace', mac, 'dev', tap, 'master', 'static']);
  } catch (cause) {
    const message =
      'The host cannot lock the port of a bridge to a MAC address: this needs Linux 5.18 and iproute2 5.18.';
    throw new GuesthouseError('backend_refused', message, { cause });
  }
}

/** Removes all taps that the guest can have; there are at most eight names. */
export async function removeTaps(guest: GuestId): Promise<void> {
  for (const tap of await findTaps(guest)) {
    await run(['ip', 'link', 'delete', 'dev', tap]).catch(async (error: unknown) => {
      if ((await findTaps(guest)).includes(tap)) throw error;
    });
  }
}

export async function findTaps(guest: GuestId): Promise<string[]> {
  const possible = new Set(Array.from({ length: 8 }, (_none, index) => tapName(guest, `net${index}`)));
  return (await readdir('/sys/class/net').catch(() => [])).filter((name) => possible.has(name));
}

/**
 * Counters of a NIC; all are null on the network `user`, which has no counters. Packets that the guest sends are
 * packets that the tap receives.
 */
export async function measureNic(guest: GuestId, nic: NicDefinition): Promise<NicMetrics> {
  const isBridged = nic.network !== USER_NETWORK;
  const counter = async (name: string): Promise<number | null> => {
    if (!isBridged) return null;
    try {
      return Number(await readFile(`/sys/class/net/${tapName(guest, nic.device)}/statistics/${name}`, 'utf8'));
    } catch {
      return null;
    }
  };
  return {
    device: nic.device,
    network: nic.network,
    rxBytes: await counter('tx_bytes'),
    rxPackets: await counter('tx_packets'),
    rxErrors: await counter('tx_errors'),
    rxDrops: await counter('tx_dropped'),
    txBytes: await counter('rx_bytes'),
    txPackets: await counter('rx_packets'),
    txErrors: await counter('rx_errors'),
    txDrops: await counter('rx_dropped'),
  };
}

async function isBridge(name: string): Promise<boolean> {
  // The name can come from a client and contain any text, so it is checked before it becomes part of a path.
  if (!/^[A-Za-z0-9._-]{1,15}$/.test(name) || name.startsWith('.')) return false;
  return (await readdir(`/sys/class/net/${name}/bridge`).catch(() => [])).length > 0;
}
