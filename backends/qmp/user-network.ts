/**
 * The network `user` on a host that has passt: NAT without privileges, cut off from the host's loopback.
 *
 *   QEMU ◄──socket──► passt, in a network namespace ◄──► pasta ◄──► the host's network
 *
 * passt gives the guest the same addresses as QEMU's own user network (slirp): 10.0.2.15/24, the gateway 10.0.2.2 and
 * the DNS server 10.0.2.3. pasta, from the same package, creates the namespace and connects it to the host's network.
 * The loopback that passt can reach is that of the namespace, where nothing listens. passt without a namespace is not
 * enough: with `--no-map-gw`, the passt of Debian 12 still connects to the host's 127.0.0.1 if a guest sends packets to
 * 127.0.0.1 or 0.0.0.0.
 *
 * Each NIC has its own two processes. They run as the QEMU user, they end when QEMU closes its socket, and a kill of
 * the service does not affect them. Their command line contains the guest's name, so that the driver can find them.
 *
 * The namespace has only IPv4. Not supported: a host without an IPv4 default route, or without user namespaces. The
 * driver checks this once, when it opens, and uses slirp on such a host.
 *
 * Invariant: no packet of a guest reaches the host's loopback. (test/live/qmp-guest.test.ts)
 */
import type { ChildProcess, StdioOptions } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import net from 'node:net';
import { join } from 'node:path';
import type { GuestId } from '../../src/domain/ids.js';
import type { NicDefinition } from '../backend.js';
import { withShortPath } from './guest-folder.js';
import type { GuestFolder } from './guest-folder.js';
import { descriptorOf } from './descriptor.js';
import { commandOf, findPids, hostNameOf } from './guest-process.js';
import type { ProcessMark } from './guest-process.js';
import { runAs, spawnDetachedAs } from './qemu-user.js';
import type { QemuUser } from './qemu-user.js';
import { USER_NETWORK } from './taps.js';

const SUBNET = ['--netmask', '24', '--gateway', '10.0.2.2'];
const DNS_SERVER = '10.0.2.3';
const NO_PORTS = ['--tcp-ports', 'none', '--udp-ports', 'none'];
/** Without these options, a guest that connects to the gateway would reach the loopback. */
const COMMON = ['--quiet', '--ipv4-only', '--no-map-gw', ...SUBNET, ...NO_PORTS];

/** Runs a program in a new network namespace with the address 10.0.2.100. */
const PASTA = [
  ...['pasta', '--config-net', ...COMMON, '--address', '10.0.2.100', '--dns-forward', DNS_SERVER],
  ...['--tcp-ns', 'none', '--udp-ns', 'none', '--'],
];

const PASST_OF_GUEST = [
  ...['passt', '--foreground', '--fd', '0', ...COMMON, '--address', '10.0.2.15', '--dns', DNS_SERVER],
  // DHCP announces no MTU, so guests use 1500 bytes, which each NIC model can send. The gateway has slirp's MAC
  // address.
  ...['--mtu', '0', '--mac-addr', '52:55:0a:00:02:02'],
];

/** Whether this user can run pasta, and passt inside its namespace. */
export async function canIsolateUserNetwork(user: QemuUser): Promise<boolean> {
  try {
    await runAs(user, [...PASTA, 'passt', '--version']);
    return true;
  } catch {
    return false;
  }
}

/** QEMU's end of a NIC on the network, and the processes at the other end. */
export interface UserNetwork {
  readonly socket: net.Socket;
  readonly process: ChildProcess;
}

/** Starts the network of each NIC on `user`, in the order of the NICs. The caller passes the sockets to QEMU. */
export async function startUserNetworks(
  guest: GuestId,
  nics: readonly NicDefinition[],
  { folder, user }: { folder: GuestFolder; user: QemuUser },
): Promise<UserNetwork[]> {
  const networks: UserNetwork[] = [];
  const count = nics.filter(({ network }) => network === USER_NETWORK).length;
  try {
    while (networks.length < count) networks.push(await startUserNetwork(guest, folder, user));
    return networks;
  } catch (error) {
    // The processes end when our ends of their sockets are closed.
    for (const { socket } of networks) socket.destroy();
    throw error;
  }
}

async function startUserNetwork(guest: GuestId, folder: GuestFolder, user: QemuUser): Promise<UserNetwork> {
  const [socket, other] = await socketPair(folder);
  try {
    const argv = [...PASTA, ...PASST_OF_GUEST, ...markOf(guest)];
    const stdio: StdioOptions = [descriptorOf(other), 'ignore', 'ignore'];
    const process = spawnDetachedAs(user, argv, { cwd: folder.own, stdio });
    // Must come before any wait: without a handler, a program that cannot be started would end the service. The caller
    // detects such a program by its missing pid.
    process.on('error', () => undefined);
    process.unref();
    return { socket, process };
  } catch (error) {
    socket.destroy();
    throw error;
  } finally {
    other.destroy();
  }
}

/**
 * Whether a QEMU has a NIC on its own user network (slirp), which connects guests to the host's loopback. Such a QEMU
 * was started before passt was installed.
 */
export function hasReachableLoopback({ pid }: ProcessMark): boolean {
  return commandOf(pid).some((argument, index, all) => all[index - 1] === '-netdev' && argument.startsWith('user,'));
}

/** The pids of the processes of the guest's networks that have not ended yet. */
export function findUserNetworks(guest: GuestId): number[] {
  const mark = markOf(guest).join('\0');
  return findPids((command) => command.join('\0').includes(mark));
}

/** Arguments that mark the processes of a guest, so that the driver can find them. They have no other effect. */
function markOf(guest: GuestId): string[] {
  return ['--no-dhcp-search', '--search', hostNameOf(guest)];
}

/** Two connected sockets. Node has no socketpair(2), so this connects through a name, which it then removes. */
async function socketPair(folder: GuestFolder): Promise<[net.Socket, net.Socket]> {
  const name = 'user-network.new';
  await rm(join(folder.path, name), { force: true });
  return await withShortPath(folder.path, async (shortFolder) => {
    const server = net.createServer({ pauseOnConnect: true });
    try {
      server.listen(`${shortFolder}/${name}`);
      await once(server, 'listening');
      // Paused, so that this process does not read what the other processes send each other.
      const client = new net.Socket().pause();
      const [[accepted]] = (await Promise.all([
        once(server, 'connection'),
        once(client.connect(`${shortFolder}/${name}`), 'connect'),
      ])) as [[net.Socket], unknown];
      return [client, accepted];
    } finally {
      server.close();
    }
  });
}
