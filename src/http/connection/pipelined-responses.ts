/**
 * Closes pipelined responses whose connection ended before their turn. A client may send more requests before it has
 * the response to the first (RFC 9112 §9.3.2). Node assigns the connection to a pipelined response when its turn comes.
 * If the connection ends before that, Node never closes the response.
 *
 *   request ─┬─► first in line ─────────────────────────────► closed by Node
 *            └─► queued ─┬─► its turn (`socket`) ───────────► closed by Node
 *                        └─► the connection ends first ─────► closed here
 *
 * Without this file, everything that is counted or stored until a response is closed would remain forever: open
 * requests, streams, waiting requests.
 * Invariant: every response is closed exactly once (test/wire/pipelined-responses.test.ts).
 */
import type http from 'node:http';
import type { Socket } from 'node:net';

/** Installs a listener that runs before the listeners that handle requests. */
export function closePipelinedResponses(server: http.Server): void {
  const queues = new WeakMap<Socket, Set<http.ServerResponse>>();
  server.prependListener('request', ({ socket }, response) => {
    if (response.socket !== null) return;
    const queue = queues.get(socket) ?? newQueue(socket);
    queues.set(socket, queue.add(response));
    response.once('socket', () => queue.delete(response));
  });
}

/** One listener for the whole queue, because its length has no limit. */
function newQueue(socket: Socket): Set<http.ServerResponse> {
  const queue = new Set<http.ServerResponse>();
  socket.once('close', () => {
    for (const response of queue) {
      response.destroy();
      response.emit('close');
    }
  });
  return queue;
}
