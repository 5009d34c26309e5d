/**
 * The group of addresses that counts as one client: a single IPv4 address, or the /64 network of an IPv6 address,
 * because one customer usually owns a whole /64.
 */

/** The name of the group: `198.51.100.7`, `2001:db8:0:1::/64`. */
export function addressGroup(address: string): string {
  if (!address.includes(':')) return address;
  const [bare = ''] = address.split('%');
  const [before = '', after] = bare.split('::');
  const head = parts(before);
  const tail = parts(after ?? '');
  const zeros = after === undefined ? 0 : Math.max(0, 8 - width(head) - width(tail));
  const all = [...head, ...Array<string>(zeros).fill('0'), ...tail];
  const network = all.slice(0, 4).map((part) => parseInt(part, 16).toString(16));
  return `${network.join(':')}::/64`;
}

function parts(text: string): string[] {
  return text === '' ? [] : text.split(':');
}

/** The number of 16-bit groups. A trailing IPv4 address counts as two. */
function width(all: readonly string[]): number {
  return all.reduce((sum, part) => sum + (part.includes('.') ? 2 : 1), 0);
}
