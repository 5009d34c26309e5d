/**
 * The check that no guest of this machine can act as a trusted proxy. Connections of guests on the network `user` come
 * from addresses of the host, so the service cannot distinguish a proxy with such an address from a guest, and a
 * trusted guest can forge the client address, host and scheme of its requests.
 *
 * This file only compares addresses; the composition root knows the host and its guests.
 */
import { isIP } from 'node:net';
import { trustIn } from './forwarded.js';

/** The source addresses that the kernel chooses for connections to the loopback. It never chooses 127.0.0.2. */
const LOOPBACK_SOURCES = ['127.0.0.1', '::1'];

export interface GuestsOnMachine {
  /** Whether guests on the network `user` are cut off from the loopback of the machine. */
  readonly isUserNetworkIsolated: boolean;
  /** The addresses of the machine that are not on its loopback. */
  readonly ownAddresses: readonly string[];
}

/** `host` is the address that the service listens on. Returns one sentence for the operator for each mistake. */
export function mistakesInTrustedProxies(
  { trustedProxies, host }: { readonly trustedProxies: readonly string[]; readonly host: string },
  { isUserNetworkIsolated, ownAddresses }: GuestsOnMachine,
): string[] {
  const trust = trustIn(trustedProxies);
  if (trust === null) return [];
  const isTrusted = (address: string): boolean => trust(address, 0);
  const loopback = isUserNetworkIsolated ? undefined : LOOPBACK_SOURCES.find(isTrusted);
  const own = reachableAt(host, ownAddresses).find(isTrusted);
  return [
    ...(loopback === undefined ? [] : [mistake(loopback, `${INSTALL_PASST}, or ${PROXY_BIND}`)]),
    ...(own === undefined ? [] : [mistake(own, `${PROXY_BIND}, or name only the addresses of proxies elsewhere`)]),
  ];
}

const INSTALL_PASST =
  "install passt, with which the backend qmp cuts guests off from this machine's loopback, and start the service again";
const PROXY_BIND =
  'let the proxy connect to 127.0.0.1 from an address of its own (in nginx: proxy_bind 127.0.0.2) and trust only 127.0.0.2';

function mistake(address: string, ways: string): string {
  return (
    `GUESTHOUSE_TRUSTED_PROXIES covers ${address}, from which guests on the network user can connect to this service, ` +
    `so a guest could forge the address of its requests. Either ${ways}, or leave user out of GUESTHOUSE_NETWORKS.`
  );
}

/** The addresses outside of the loopback at which clients can connect to a service that listens on `host`. */
function reachableAt(host: string, ownAddresses: readonly string[]): readonly string[] {
  if (host === 'localhost' || host === '::1' || host.startsWith('127.')) return [];
  const isOne = isIP(host) !== 0 && host !== '0.0.0.0' && host !== '::';
  return isOne ? ownAddresses.filter((address) => address === host) : ownAddresses;
}
