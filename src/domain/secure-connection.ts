/**
 * The only rule for connections to other services: other parties on the network cannot read or change them, because the
 * connections are encrypted to a verified peer, or stay on this machine. Exceptions need GUESTHOUSE_INSECURE=1
 * (src/config.ts).
 */
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
export function isSecureDatabaseUrl(text: string, env: Readonly<Record<string, string | undefined>>): boolean {
  if (!URL.canParse(text)) return false;
  const { hostname, searchParams } = new URL(text);
  const host = searchParams.get('host') ?? (hostname === '' ? (env['PGHOST'] ?? '') : decodeURIComponent(hostname));
  // A path is the folder of a unix socket.
  if (host === '' || host.startsWith('/') || isLoopback(host)) return true;
  const mode = searchParams.get('sslmode');
  // With this parameter, weaker modes do not verify the server.
  if (searchParams.has('uselibpqcompat')) return mode === 'verify-full';
  if (mode !== null) return VERIFIED.includes(mode);
  const ssl = searchParams.get('ssl');
  if (ssl !== null) return ssl === 'true' || ssl === '1';
  return VERIFIED.includes(env['PGSSLMODE'] ?? '');
}
