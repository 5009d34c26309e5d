/**
 * The only rule for connections to other services: other parties on the network cannot read or change them, because the
 * connections are encrypted to a verified peer, or stay on this machine. Exceptions need GUESTHOUSE_INSECURE=1
 * (src/config.ts).
 */
import type { DatabaseUrl } from './database-url.js';

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/;

export function isLoopback(host: string): boolean {
  return LOOPBACK.test(host);
}

/** For HTTP. */
export function isSecureUrl(url: URL): boolean {
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
}

/** For libvirt's URIs. The driver rejects texts that are not URIs. */
export function isSecureLibvirtUri(text: string): boolean {
  if (!URL.canParse(text)) return true;
  const { protocol, hostname, searchParams } = new URL(text);
  if (hostname === '' || isLoopback(hostname)) return true;
  return !protocol.endsWith('+tcp:') && searchParams.get('no_verify') !== '1';
}

/** The values of `sslmode` with which `pg` encrypts the connection and verifies the server. */
const VERIFIED = ['prefer', 'require', 'verify-ca', 'verify-full'];

/** For PostgreSQL. `env` has libpq's variables, which apply if the URL does not name a host or mode. */
export function isSecureDatabaseUrl(
  { hosts, params }: DatabaseUrl,
  env: Readonly<Record<string, string | undefined>>,
): boolean {
  const names = hosts.map(({ host }) => host ?? env['PGHOST'] ?? '');
  // A path is the folder of a unix socket. The parameters apply to every host.
  if (names.every((host) => host === '' || host.startsWith('/') || isLoopback(host))) return true;
  const mode = params.get('sslmode');
  // With this parameter, weaker modes do not verify the server.
  if (params.has('uselibpqcompat')) return mode === 'verify-full';
  if (mode !== undefined) return VERIFIED.includes(mode);
  const ssl = params.get('ssl');
  if (ssl !== undefined) return ssl === 'true' || ssl === '1';
  return VERIFIED.includes(env['PGSSLMODE'] ?? '');
}
