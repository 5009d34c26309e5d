/**
 * The gate of a service that requires no credentials (`GUESTHOUSE_AUTH=none`): only requests from programs on its own
 * machine and from its own web pages pass.
 *
 * The service listens on loopback, but a foreign web page or another machine can still cause a request there. The gate
 * rejects a request that comes
 * - from a web page whose DNS name was changed to point here (DNS rebinding): `Host` is that name;
 * - from a web page with a different origin or an opaque one (cross-site request forgery): `Origin` does not
 *   match `Host`. Browsers send `Origin` with every request that is not a plain read, and reads change nothing;
 * - through a proxy on this machine that serves other machines: the request has a header that only proxies add. A proxy
 *   that adds no such header and replaces `Host` cannot be detected, so no proxy may stand in front of this service.
 *
 * The gate must come before all code that responds, including open operations and preflights
 * (test/http/no-auth.test.ts).
 */
import type { IncomingMessage } from 'node:http';
import { GuesthouseError } from '../../domain/errors.js';
import type { Gate } from './gate.js';

export const loopbackOnly: Gate = (request) => {
  const reason = rejectionReason(request);
  if (reason !== null) throw new GuesthouseError('forbidden', reason);
};

function rejectionReason({ headers }: IncomingMessage): string | null {
  const { host = '', origin } = headers;
  if (!isLoopbackHost(host)) {
    return 'This service requires no credentials, so it responds only under the names of its own machine: localhost, 127.0.0.1, [::1].';
  }
  if (origin !== undefined && !isOriginOf(origin, host)) {
    return 'This service requires no credentials, so only its own web pages can use it.';
  }
  const isForwarded = Object.keys(headers).some((name) => ADDED_BY_PROXIES.test(name));
  return isForwarded ? 'This service requires no credentials, so it rejects forwarded requests.' : null;
}

/**
 * Headers that proxies add: RFC 7239, RFC 9110 §7.6.3, RFC 8586, and those that nginx, HAProxy, Envoy, Apache, IIS and
 * content delivery networks usually add. In lower case, as Node provides them.
 */
const ADDED_BY_PROXIES =
  /^(?:forwarded|via|cdn-loop|x-forwarded|(?:x-forwarded|x-original|x-real|x-envoy|x-amzn|cf|fastly)-.+|.+-client-ip)$/;

/**
 * The scheme is always http: a service without credentials has no TLS. Browsers omit the default port; other clients
 * may send it.
 */
function isOriginOf(origin: string, host: string): boolean {
  const own = `http://${host}`;
  return URL.canParse(own) && new URL(own).origin === origin;
}

const LOOPBACK_HOST = /^(?:localhost|127(?:\.(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)){3}|\[::1\])(?::\d{1,5})?$/i;

/** Whether a `Host` header, with or without a port, names `localhost`, `[::1]`, or an address in 127.0.0.0/8. */
export function isLoopbackHost(host: string): boolean {
  return LOOPBACK_HOST.test(host);
}
