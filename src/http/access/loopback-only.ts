/**
 * Who may reach a service that asks for no credentials (`GUESTHOUSE_AUTH=none`): programs of its own machine, and its own pages.
 *
 * It listens on loopback, but what arrives there may come from elsewhere all the same, and is refused:
 * - from a web page whose name was made to point here (DNS rebinding): then `Host` is that name;
 * - from a web page of another origin, or of none (cross-site request forgery): then `Origin` is not that of the request. Browsers send
 *   it with everything that is more than a read, and no read changes anything;
 * - through a proxy on this machine that lets others in: then there are forwarded headers.
 *
 * It must come before everything that answers, open operations and preflights included (test/http/no-auth.test.ts).
 */
import type { IncomingMessage } from 'node:http';
import { GuesthouseError } from '../../domain/errors.js';
import type { Gate } from './gate.js';

export const loopbackOnly: Gate = (request) => {
  const reason = whyNot(request);
  if (reason !== null) throw new GuesthouseError('forbidden', reason);
};

function whyNot({ headers }: IncomingMessage): string | null {
  const { host = '', origin } = headers;
  if (!isLoopbackHost(host)) {
    return 'This service requires no credentials, so it responds only under the names of its own machine: localhost, 127.0.0.1, [::1].';
  }
  if (origin !== undefined && !isOriginOf(origin, host)) {
    return 'This service requires no credentials, so only its own web pages can use it.';
  }
  const isForwarded = Object.keys(headers).some((name) => name === 'forwarded' || name.startsWith('x-forwarded-'));
  return isForwarded ? 'This service requires no credentials, so it rejects forwarded requests.' : null;
}

/** Without TLS: there is none where there are no credentials. Browsers leave the usual port out, clients may write it. */
function isOriginOf(origin: string, host: string): boolean {
  const own = `http://${host}`;
  return URL.canParse(own) && new URL(own).origin === origin;
}

const LOOPBACK_HOST = /^(?:localhost|127(?:\.(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)){3}|\[::1\])(?::\d{1,5})?$/i;

/** Whether a `Host`, with any port or none, is `localhost`, `[::1]`, or in 127.0.0.0/8. */
export function isLoopbackHost(host: string): boolean {
  return LOOPBACK_HOST.test(host);
}
