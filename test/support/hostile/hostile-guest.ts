/**
 * The hostile guest: the test guest (test-guest.sh) with an additional archive behind its initrd, whose files replace
 * those of the first (Linux unpacks all archives in their order). It attacks its host through 10.0.2.2, which QEMU's
 * network `user` maps to the loopback interface of the host.
 *
 * It prints on its console:
 *   API s         the API responded with the status s to a credential that the guest invented
 *   ATTACKED n    n rounds are complete
 */
import { readFile } from 'node:fs/promises';
import type { TestGuest } from '../test-guest.js';

export interface GuestAttack {
  /** Ports of the host to which the guest connects. */
  readonly ports: readonly number[];
  readonly apiPort: number;
  readonly rounds: number;
}

/** The content of the guest's initrd. */
export async function hostileInitrd(guest: TestGuest, attack: GuestAttack): Promise<Buffer> {
  const first = await readFile(guest.initrd);
  // An archive begins at a multiple of four bytes; Linux skips zeros between archives.
  const padding = Buffer.alloc((4 - (first.length % 4)) % 4);
  return Buffer.concat([first, padding, cpio({ 'etc/attack': scriptOf(attack), 'etc/got-address': GOT_ADDRESS })]);
}

/** Replaces the script that the DHCP client runs: after the guest has its address, it attacks. */
const GOT_ADDRESS = `#!/bin/sh
[ "$1" = bound ] || exit 0
ip addr add "$ip/\${mask:-24}" dev "$interface"
say NET-OK "$interface" "$ip"
/etc/attack &
`;

function scriptOf({ ports, apiPort, rounds }: GuestAttack): string {
  return `#!/bin/sh
round=0
while [ $round -lt ${rounds} ]; do
  for port in ${ports.join(' ')}; do
    printf 'RFB 003.008\\n' | timeout 2 nc 10.0.2.2 $port >/dev/null 2>&1
  done
  for guess in 1 2 3 4; do
    token=gh_$(head -c 32 /dev/urandom | base64 | tr '+/' '-_' | tr -d '=')
    status=$(timeout 3 wget -O /dev/null --header "Authorization: Bearer $token" --header 'X-Forwarded-For: 203.0.113.9' \\
      http://10.0.2.2:${apiPort}/v1/guests 2>&1 | sed -n 's/.*HTTP\\/1.1 \\([0-9]*\\).*/\\1/p')
    [ -n "$status" ] && say API $status
  done
  round=$((round + 1))
  say ATTACKED $round
done
`;
}

/** An archive in the format "newc" (cpio(5)), of executable files. */
function cpio(files: Readonly<Record<string, string>>): Buffer {
  const entries = Object.entries(files).map(([name, text], index) => entryOf(name, text, index + 1));
  return Buffer.concat([...entries, entryOf('TRAILER!!!', '', 0)]);
}

function entryOf(name: string, text: string, inode: number): Buffer {
  const content = Buffer.from(text);
  const isFile = inode !== 0;
  const fields = [inode, isFile ? 0o100755 : 0, 0, 0, 1, 0, content.length, 0, 0, 0, 0, name.length + 1, 0];
  const header = `070701${fields.map((field) => field.toString(16).padStart(8, '0')).join('')}${name}\0`;
  return Buffer.concat([padded(Buffer.from(header)), padded(content)]);
}

function padded(part: Buffer): Buffer {
  return Buffer.concat([part, Buffer.alloc((4 - (part.length % 4)) % 4)]);
}
