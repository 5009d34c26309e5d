/**
 * How the client sees this server, and where it asks from: by the connection itself, and behind trusted proxies by what they say.
 *
 * A proxy says so in `Forwarded` (RFC 7239), else in `X-Forwarded-For`, `-Proto`, `-Host` and `-Port`; where both are sent, `Forwarded`
 * alone counts. Everybody can send these headers, so they are believed hop by hop from this end: what the immediate peer wrote if the
 * peer is trusted, what the one before wrote if that one is trusted too, and so on. What is not sane is as if it were not there. A
 * path prefix is not supported.
 *
 * It must never believe a header of a peer that the configuration does not name (test/http/proxy.test.ts).
 */
import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import parseForwarded from 'forwarded-parse';
import proxyAddr from 'proxy-addr';

export interface ClientView {
  /** `https://host:port`, as the client addressed this server: what links begin with. */
  readonly origin: string;
  /** IP address; empty where the connection is gone already. */
  readonly clientAddress: string;
}

export type Trust = (address: string, hop: number) => boolean;

/** What trusted proxies say of a request; members are absent where they say nothing sane. */
interface Forwarding {
  readonly clientAddress: string;
  readonly scheme?: string;
  readonly host?: string;
}

/** A host name or address with an optional port: what may stand in the links of an answer. */
const SANE_HOST = /^(?:[A-Za-z0-9.-]{1,253}|\[[0-9a-fA-F:.]{2,45}\])(?::\d{1,5})?$/;
const DEFAULT_PORTS: Readonly<Record<string, string>> = { http: '80', https: '443' };

/** Addresses, CIDRs, or `loopback`; null where none is trusted. */
export function trustIn(proxies: readonly string[]): Trust | null {
  return proxies.length === 0 ? null : proxyAddr.compile([...proxies]);
}

export function clientView(request: IncomingMessage, trust: Trust | null): ClientView {
  const peer = plainAddress(request.socket.remoteAddress ?? '');
  const said = trust !== null && trust(peer, 0) ? readForwarding(request, peer, trust) : null;
  const host = said?.host ?? saneHost(request.headers.host) ?? ownHost(request);
  return { origin: `${said?.scheme ?? ownScheme(request)}://${host}`, clientAddress: said?.clientAddress ?? peer };
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
  const believed: Record<string, string>[] = [];
  // The last one was written by the peer, each other one by whom its follower names.
  for (const [hop, element] of elements.reverse().entries()) {
    if (!trust(clientAddress, hop)) break;
    believed.unshift(element);
    const node = nodeAddress(element['for']);
    // `unknown` and made-up names hide who wrote the rest.
    if (node === null) break;
    clientAddress = node;
  }
  // The outermost proxy that speaks of it knows what the client asked for.
  return {
    clientAddress,
    ...firstSane(
      believed.map((element) => saneScheme(element['proto'])),
      'scheme',
    ),
    ...firstSane(
      believed.map((element) => saneHost(element['host'])),
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
  /** Each trusted hop has added one value on the right, or has set the only one. */
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

/** A port that the host names itself counts before one that is named apart. */
function withPort(host: string, port: string | undefined, scheme: string): string {
  const hasPort = /:\d+$/.test(host.replace(/^\[.*\]/, ''));
  if (hasPort || port === undefined || port === DEFAULT_PORTS[scheme]) return host;
  return saneHost(`${host}:${port}`) ?? host;
}

/** The address of a node (RFC 7239 §6), without its port; null for `unknown` and for made-up names. */
function nodeAddress(node: string | undefined): string | null {
  const match = /^(?:\[([^\]]*)\]|([^:[\]]*))(?::[\w.-]+)?$/.exec(node ?? '');
  // X-Forwarded-For knows no brackets: an IPv6 address stands there bare.
  const address = plainAddress(match?.[1] ?? match?.[2] ?? node ?? '');
  return isIP(address) === 0 ? null : address;
}

function saneScheme(scheme: string | undefined): string | null {
  const lower = scheme?.toLowerCase();
  return lower === 'http' || lower === 'https' ? lower : null;
}

/** Most requests name the same host, and parsing takes longer than all else here. */
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

/** Where the client has said nothing sane: the address that it reached. */
function ownHost({ socket }: IncomingMessage): string {
  const address = plainAddress(socket.localAddress ?? 'localhost');
  return `${address.includes(':') ? `[${address}]` : address}:${socket.localPort ?? 80}`;
}

/** A socket for both families shows IPv4 as IPv6 (RFC 4291 §2.5.5.2). */
export function plainAddress(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '');
}
