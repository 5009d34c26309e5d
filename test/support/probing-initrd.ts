/**
 * The initrd of the test guest with a script that tries to connect to addresses outside of the guest. The test guest
 * itself stays unchanged: Linux unpacks a second archive over the first one.
 */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where a guest tries to connect to. */
export interface ProbeTarget {
  readonly address: string;
  readonly port: number;
}

/** The line on the console after the last attempt. */
export const PROBE_END = 'PROBE-END';

/**
 * When the guest has its address, it connects to each target, and then requests a name from the DNS server of DHCP. The
 * console shows `DNS-ANSWERED` if a response arrived, and at the end PROBE_END. The guest routes even 127.0.0.1 to its
 * network, as only a hostile guest does.
 */
export async function probingInitrd(initrd: string, targets: readonly ProbeTarget[]): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'guesthouse-probe-'));
  try {
    await mkdir(join(folder, 'etc'));
    await writeFile(join(folder, 'etc/got-address'), scriptOf(targets));
    await chmod(join(folder, 'etc/got-address'), 0o755);
    const cpio = execFile('cpio', ['-o', '-H', 'newc', '-R', '0:0', '--quiet'], { cwd: folder, encoding: 'buffer' });
    const chunks: Buffer[] = [];
    cpio.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk));
    cpio.stdin?.end('etc\netc/got-address\n');
    const [code] = (await once(cpio, 'close')) as [number | null];
    if (code !== 0) throw new Error(`cpio ended with ${code}`);
    // The kernel requires that an archive begins at a multiple of four bytes.
    const first = await readFile(initrd);
    return Buffer.concat([first, Buffer.alloc((4 - (first.length % 4)) % 4), ...chunks]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function scriptOf(targets: readonly ProbeTarget[]): string {
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
nslookup guesthouse.invalid "$dns" 2>&1 | grep -qi 'nxdomain\\|find\\|address' && say DNS-ANSWERED
say ${PROBE_END}
`;
}
