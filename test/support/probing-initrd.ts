/**
 * Initrds of the test guest with a script that uses the network as only a hostile guest does. The test guest itself
 * stays unchanged: Linux unpacks a second archive over the first one.
 */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The addresses and ports to which a guest tries to connect. */
export interface ProbeTarget {
  readonly address: string;
  readonly port: number;
}

/** The line on the console after the last attempt. */
export const PROBE_END = 'PROBE-END';

/**
 * When the guest has its address, it connects to each target, and then queries the DNS server that DHCP named. The
 * console shows `DNS-RESPONDED` if a response arrived, and PROBE_END at the end. The guest routes even 127.0.0.1 to its
 * network, as only a hostile guest does.
 */
export function probingInitrd(initrd: string, targets: readonly ProbeTarget[]): Promise<Buffer> {
  return withScript(initrd, 'got-address', probe(targets));
}

/** The lines on the console after the frames with the guest's own MAC address, and after those with a foreign one. */
export const OWN_SENT = 'OWN-SENT';
export const FOREIGN_SENT = 'FOREIGN-SENT';

/** The guest broadcasts some frames with its own MAC address, and then, two seconds later, some with a foreign one. */
export function spoofingInitrd(initrd: string, foreignMac: string): Promise<Buffer> {
  const script = `#!/bin/sh
echo 1 >/proc/sys/net/ipv6/conf/all/disable_ipv6
ip link set eth0 up
udhcpc -i eth0 -n -t 3 -T 1 >/dev/null 2>&1
say ${OWN_SENT}
sleep 2
ip link set eth0 down
ip link set eth0 address ${foreignMac}
ip link set eth0 up
udhcpc -i eth0 -n -t 3 -T 1 >/dev/null 2>&1
say ${FOREIGN_SENT}
`;
  return withScript(initrd, 'use-net', script);
}

async function withScript(initrd: string, name: string, script: string): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'guesthouse-probe-'));
  try {
    await mkdir(join(folder, 'etc'));
    await writeFile(join(folder, 'etc', name), script);
    await chmod(join(folder, 'etc', name), 0o755);
    const cpio = execFile('cpio', ['-o', '-H', 'newc', '-R', '0:0', '--quiet'], { cwd: folder, encoding: 'buffer' });
    const chunks: Buffer[] = [];
    cpio.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk));
    cpio.stdin?.end(`etc\netc/${name}\n`);
    const [code] = (await once(cpio, 'close')) as [number | null];
    if (code !== 0) throw new Error(`cpio ended with ${code}`);
    // The kernel requires that an archive begins at a multiple of four bytes.
    const first = await readFile(initrd);
    return Buffer.concat([first, Buffer.alloc((4 - (first.length % 4)) % 4), ...chunks]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function probe(targets: readonly ProbeTarget[]): string {
  const attempts = targets.map(({ address, port }) => `nc -w 3 ${address} ${port} </dev/null >/dev/null 2>&1`);
  return `#!/bin/sh
[ "$1" = bound ] || exit 0
ip addr add "$ip/24" dev "$interface"
ip route add default via "$router"
say NET-OK "$interface" "$ip" "$router" "$dns"
ip addr del 127.0.0.1/8 dev lo
echo 1 >/proc/sys/net/ipv4/conf/all/route_localnet
ip route add 127.0.0.1 via "$router"
${attempts.join('\n')}
nslookup guesthouse.invalid "$dns" 2>&1 | grep -qi 'nxdomain\\|find\\|address' && say DNS-RESPONDED
say ${PROBE_END}
`;
}
