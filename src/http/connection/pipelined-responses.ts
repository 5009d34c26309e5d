/**
 * Answers that wait on their connection behind others: a client may send its next requests before it has the answer to the first (RFC 9112
 * §9.3.2). Node gives such an answer its connection when its turn comes, and never tells it that the connection has ended before.
 *
 *   request ─┬─► its turn at once ──────────────────────────► closed by Node
 *            └─► queued ─┬─► its turn (`socket`) ───────────► closed by Node
 *                        └─► the connection ends first ─────► closed here
 *
 * Whatever is counted or kept until an answer is closed would else be kept for ever: figures of open requests, streams, those who wait.
 * Invariant: every answer is closed, once (test/wire/pipelined-responses.test.ts).
 */
import type http from 'node:http';
import type { Socket } from 'node:net';

/** Comes before whoever answers requests. */
export function closePipelinedResponses(server: http.Server): void {
  const queues = new WeakMap<Socket, Set<http.ServerResponse>>();
  server.prependListener('request', ({ socket }, response) => {
    if (response.socket !== null) return;
    const queue = queues.get(socket) ?? newQueue(socket);
    queues.set(socket, queue.add(response));
    response.once('socket', () => queue.delete(response));
  });
}

/** One listener for all of them: there is no bound to how many wait. */
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
