/**
 * The origin under which the client addressed this server, and the client's address. Both come from the connection
 * itself or, behind trusted proxies, from the headers that the proxies send.
 *
 * A proxy sends `Forwarded` (RFC 7239), or `X-Forwarded-For`, `-Proto`, `-Host` and `-Port`. If a request has both
 * kinds, only `Forwarded` counts. Anyone can send these headers. So a value is trusted only if the hop that wrote it
 * and all hops between that hop and this server are trusted, beginning with the immediate peer. Malformed values are
 * ignored. A path prefix is not supported.
 *
 * This file must never trust a header from a peer that the configuration does not name (test/http/proxy.test.ts).
 */
import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import parseForwarded from 'forwarded-parse';
import proxyAddr from 'proxy-addr';

export interface ClientView {
  /** `https://host:port`, as the client addressed this server; links begin with it. */
  readonly origin: string;
  /** IP address; empty if the connection is already closed. */
  readonly clientAddress: string;
}

export type Trust = (address: string, hop: number) => boolean;

/** The facts that trusted proxies report about a request. A member is absent if the proxies report no valid value. */
interface Forwarding {
  readonly clientAddress: string;
  readonly scheme?: string;
  readonly host?: string;
}

/** A host name or address with an optional port, in a form that is safe in the links of a response. */
const SANE_HOST = /^(?:[A-Za-z0-9.-]{1,253}|\[[0-9a-fA-F:.]{2,45}\])(?::\d{1,5})?$/;
const DEFAULT_PORTS: Readonly<Record<string, string>> = { http: '80', https: '443' };

/** `proxies` are addresses, CIDRs, or `loopback`. Returns null if the list is empty. */
export function trustIn(proxies: readonly string[]): Trust | null {
  return proxies.length === 0 ? null : proxyAddr.compile([...proxies]);
}

export function clientView(request: IncomingMessage, trust: Trust | null): ClientView {
  const peer = plainAddress(request.socket.remoteAddress ?? '');
  const forwarding = trust !== null && trust(peer, 0) ? readForwarding(request, peer, trust) : null;
  const host = forwarding?.host ?? saneHost(request.headers.host) ?? ownHost(request);
  const scheme = forwarding?.scheme ?? ownScheme(request);
  return { origin: `${scheme}://${host}`, clientAddress: forwarding?.clientAddress ?? peer };
}

function readForwarding(request: IncomingMessage, peer: string, trust: Trust): Forwarding {
  const { forwarded } = request.headers;
  return forwarded === undefined ? readXForwarded(request, peer, trust) : readStandard(forwarded, peer, trust);
}

function readStandard(header: string, peer: string, trust: Trust): Forwarding {
  let elements: Record<string, string>[];
  try {
    elements = parseForwarded(header);
  } catch {
    return { clientAddress: peer };
  }
  let clientAddress = peer;
  const trusted: Record<string, string>[] = [];
  // The peer wrote the last element. Each other element was written by the hop that the next element names.
  for (const [hop, element] of elements.reverse().entries()) {
    if (!trust(clientAddress, hop)) break;
    trusted.unshift(element);
    const node = nodeAddress(element['for']);
    // `unknown` and obfuscated names hide the writers of the remaining elements.
    if (node === null) break;
    clientAddress = node;
  }
  // Only the outermost proxy that sends a value saw the client's own request.
  return {
    clientAddress,
    ...firstSane(
      trusted.map((element) => saneScheme(element['proto'])),
      'scheme',
    ),
    ...firstSane(
      trusted.map((element) => saneHost(element['host'])),
      'host',
    ),
  };
}

function firstSane<Name extends string>(values: readonly (string | null)[], name: Name): { [key in Name]?: string } {
  const value = values.find((each) => each !== null);
  return (value === undefined ? {} : { [name]: value }) as { [key in Name]?: string };
}

function readXForwarded(request: IncomingMessage, peer: string, trust: Trust): Forwarding {
  const addresses = proxyAddr.all(request, trust).slice(1).map(nodeAddress);
  const until = addresses.indexOf(null);
  const sane = (until < 0 ? addresses : addresses.slice(0, until)) as string[];
  // Each trusted hop either appended one value or replaced the whole header with one value.
  const hops = Math.max(1, sane.length);
  const outermost = (name: string): string | undefined => {
    const header = request.headers[name];
    const values = typeof header === 'string' ? header.split(',').map((value) => value.trim()) : [];
    return values[Math.max(0, values.length - hops)];
  };
  const scheme = saneScheme(outermost('x-forwarded-proto'));
  const host = saneHost(outermost('x-forwarded-host')) ?? saneHost(request.headers.host);
  const port = outermost('x-forwarded-port');
  return {
    clientAddress: sane.at(-1) ?? peer,
    ...(scheme === null ? {} : { scheme }),
    ...(host === null ? {} : { host: withPort(host, port, scheme ?? ownScheme(request)) }),
  };
}

/** A port in the host takes precedence over a separate port. */
function withPort(host: string, port: string | undefined, scheme: string): string {
  const hasPort = /:\d+$/.test(host.replace(/^\[.*\]/, ''));
  if (hasPort || port === undefined || port === DEFAULT_PORTS[scheme]) return host;
  return saneHost(`${host}:${port}`) ?? host;
}

/** The address of a node (RFC 7239 §6), without its port; null for `unknown` and for obfuscated names. */
function nodeAddress(node: string | undefined): string | null {
  const match = /^(?:\[([^\]]*)\]|([^:[\]]*))(?::[\w.-]+)?$/.exec(node ?? '');
  // X-Forwarded-For has IPv6 addresses without brackets.
  const address = plainAddress(match?.[1] ?? match?.[2] ?? node ?? '');
  return isIP(address) === 0 ? null : address;
}

function saneScheme(scheme: string | undefined): string | null {
  const lower = scheme?.toLowerCase();
  return lower === 'http' || lower === 'https' ? lower : null;
}

/** A cache of one: most requests name the same host, and parsing is the slowest step here. */
let lastSaneHost: string | null = null;

function saneHost(host: string | undefined): string | null {
  if (host === undefined || host === lastSaneHost) return host ?? null;
  if (!SANE_HOST.test(host) || !URL.canParse(`http://${host}`)) return null;
  lastSaneHost = host;
  return host;
}

function ownScheme({ socket }: IncomingMessage): 'http' | 'https' {
  return 'encrypted' in socket ? 'https' : 'http';
}

/** This server's own address and port on the connection, for a request without a valid host. */
function ownHost({ socket }: IncomingMessage): string {
  const address = plainAddress(socket.localAddress ?? 'localhost');
  return `${address.includes(':') ? `[${address}]` : address}:${socket.localPort ?? 80}`;
}

/** Turns an IPv4-mapped IPv6 address, which a dual-stack socket reports for IPv4 (RFC 4291 §2.5.5.2), into IPv4. */
export function plainAddress(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '');
}
