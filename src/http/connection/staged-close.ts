/**
 * The end of a connection whose client may still be sending (RFC 9112 §9.6). If the service closed the connection at
 * once, the system would reset it, and the client would lose the response that it has not read.
 *
 *   response written ─► our side ends (FIN, after close_notify in TLS) ─► what arrives is thrown away ─► closed
 *
 * The connection closes when the client closes its side, after 5 seconds of silence, after 30 seconds, or after 1 GiB.
 * A client that reads while it sends has its response at once. The limits are for clients that first send everything.
 *
 * Nothing that arrives is parsed: no further request of this connection may be handled.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

const SILENCE_MS = 5_000;
const TOTAL_MS = 30_000;
const DISCARDED_MAX_BYTES = 1024 ** 3;

const closing = new WeakSet<Duplex>();

/** Closes the connection in stages after this response, which must not have begun. The request has an unread body. */
export function closeInStagesAfter(request: IncomingMessage, response: ServerResponse): void {
  // A pipeline that fails takes its socket from the request. A pipelined response has no socket before its turn.
  const socket = response.socket ?? request.socket;
  response.setHeader('Connection', 'close');
  // Node calls this method after a response with this header.
  socket.destroySoon = () => closeInStages(socket);
}

/** Everything that the client must receive has been written to the socket. */
export function closeInStages(socket: Duplex): void {
  if (closing.has(socket)) return;
  closing.add(socket);
  const cut = (): void => void socket.destroy();
  const silence = setTimeout(cut, SILENCE_MS);
  const total = setTimeout(cut, TOTAL_MS);
  let discarded = 0;
  const discard = (chunk: Buffer): void => {
    silence.refresh();
    discarded += chunk.length;
    if (discarded > DISCARDED_MAX_BYTES) cut();
  };
  // Must run after Node's own listener, which makes the system read again if the body was read too slowly.
  socket.once('resume', () => {
    // A listener for `data` takes the connection away from Node's HTTP parser.
    socket.removeAllListeners('data');
    socket.on('data', discard);
  });
  socket.once('close', () => {
    clearTimeout(silence);
    clearTimeout(total);
  });
  // A client that has ended its side needs no stages: Node closes the socket when everything is written.
  socket.end();
  socket.pause();
  socket.resume();
}

/** Whether this connection is being closed, so that everything that arrives on it is ignored. */
export function isClosingInStages(socket: Duplex): boolean {
  return closing.has(socket);
}
