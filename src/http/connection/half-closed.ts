/**
 * Clients that have ended their side of the connection, while the service still has a response for them. A client can
 * do so after its last request, and gets all of its responses (RFC 9112 §9.6). A client that has gone looks the same
 * until the service sends data: then the system of that client responds with a reset. So the service sends data that
 * means nothing: twice within a second, and then every 15 seconds. It begins at once in a stream, and after two seconds
 * if the response has not begun.
 *
 *   client ended its side ─► no open response: Node closes the connection
 *                         └─► open response ─► probes ─┬─► accepted: the client waits for its response
 *                                                      └─► reset: the client has gone, the request is abandoned
 *
 * The probe is a comment in an event stream, and `100 Continue` before any other response: a client can discard it even
 * if it did not ask for it (RFC 9110 §15.2.1). A client of HTTP/1.0 gets none, because that version has no interim
 * responses. A response that has begun needs none, because its own bytes cause the reset.
 */
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { RequestOrder } from './request-order.js';

/** The first probe causes the reset, which the second one notices. */
const FIRST_PROBES = 2;
const FIRST_EVERY_MS = 1_000;
/** Few responses take longer, so few clients get an interim response that they did not ask for. */
const PATIENCE_MS = 2_000;
/** As often as event streams send a comment. */
const EVERY_MS = 15_000;

export function serveHalfClosed(server: Server, order: RequestOrder): void {
  // Node does not declare this property in its types. Without it, Node ends our side as soon as the client's side ends.
  Object.assign(server, { httpAllowHalfOpen: true });
  const known = new WeakSet<Socket>();
  server.on('request', ({ socket }) => {
    if (known.has(socket)) return;
    known.add(socket);
    socket.once('end', () => {
      keepBodiesReadable(socket);
      probeRepeatedly(socket, order);
    });
  });
}

/**
 * If the socket of a request is not readable, Express's body parsers assume that the body was already read. They would
 * skip the body, although it has arrived.
 */
function keepBodiesReadable(socket: Socket): void {
  Object.defineProperty(socket, 'readable', { configurable: true, get: () => !socket.destroyed });
}

function probeRepeatedly(socket: Socket, order: RequestOrder): void {
  let probes = 0;
  const probe = (): void => {
    const current = order.currentOf(socket);
    if (current === null || socket.destroyed) return;
    sendProbe(current.request, current.response);
    probes += 1;
    setTimeout(probe, probes < FIRST_PROBES ? FIRST_EVERY_MS : EVERY_MS).unref();
  };
  const current = order.currentOf(socket);
  if (current !== null && isStream(current.response)) probe();
  else setTimeout(probe, PATIENCE_MS).unref();
}

function isStream(response: ServerResponse): boolean {
  return String(response.getHeader('Content-Type')).startsWith('text/event-stream');
}

function sendProbe({ httpVersionMinor }: IncomingMessage, response: ServerResponse): void {
  if (!response.headersSent) {
    if (httpVersionMinor > 0) response.writeContinue();
    return;
  }
  if (isStream(response) && !response.writableEnded && !response.writableNeedDrain) response.write(':\n\n');
}
