/**
 * Responses to requests that never reach Express: those that Node's parser rejects, those whose headers arrive too
 * late, CONNECT, and plain HTTP on a TLS port. Each gets a fault in the usual form, written directly to the socket,
 * after the responses to the earlier requests of its connection. Then the connection is closed in stages.
 */
import type http from 'node:http';
import type https from 'node:https';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { GuesthouseError } from '../../domain/errors.js';
import { NO_STORE } from '../caching.js';
import { problemOf, type FaultTitles } from '../faults.js';
import type { RequestOrder } from './request-order.js';
import { closeInStages, isClosingInStages } from './staged-close.js';

/** Node's code for headers that did not arrive in time. */
const TOO_LATE = 'ERR_HTTP_REQUEST_TIMEOUT';

export interface ClientErrorLimits {
  readonly headersMaxBytes: number;
  readonly headersTimeoutMs: number;
}

export function handleClientErrors(
  server: http.Server,
  titles: FaultTitles,
  limits: ClientErrorLimits,
  order: RequestOrder,
): void {
  server.on('clientError', (error: NodeJS.ErrnoException, duplex) => {
    // The connections of a server are sockets.
    const socket = duplex as Socket;
    if (isClosingInStages(socket)) return;
    const refuse = (): void =>
      order.endAfterAll(socket, () => writeRefusal(socket, refusalOf(error.code, limits), titles));
    if (socket.destroyed || error.code === 'ECONNRESET') socket.destroy();
    // The last response is on its way; Node closes the connection after it.
    else if (socket.writableEnded) return;
    else if (error.code === TOO_LATE && order.ifHeld(socket, () => allowHeaders(socket, limits, order, refuse))) return;
    else refuse();
  });
  // Without a listener, Node would close the connection without a response.
  server.on('connect', (_request, socket) => {
    socket.on('error', () => socket.destroy());
    const refusal = new GuesthouseError('not_implemented', 'CONNECT is not supported.');
    order.endAfterAll(socket as Socket, () => writeRefusal(socket, refusal, titles));
  });
}

/**
 * Restarts the time limit for the headers of the next request. The service did not read the connection, so Node
 * reported these headers as late. Node reports a connection only once.
 */
function allowHeaders(
  socket: Socket,
  { headersTimeoutMs }: ClientErrorLimits,
  order: RequestOrder,
  refuse: () => void,
): void {
  const arrived = order.arrivedOn(socket);
  const timer = setTimeout(() => {
    if (order.arrivedOn(socket) === arrived) refuse();
  }, headersTimeoutMs);
  socket.once('close', () => clearTimeout(timer));
}

/**
 * Responds on connections that never became TLS. `acceptedSocketOf` finds the accepted socket. Must be called after
 * `handleClientErrors`.
 */
export function handlePlainHttp(
  server: https.Server,
  titles: FaultTitles,
  acceptedSocketOf: (socket: Socket) => Socket | undefined,
): void {
  // Must come before Node's own listener, which emits `clientError` with a socket that accepts no response.
  server.prependListener('tlsClientError', (error: NodeJS.ErrnoException, socket) => {
    const accepted = acceptedSocketOf(socket);
    socket.destroy();
    if (error.code !== 'ERR_SSL_HTTP_REQUEST' || accepted?.writable !== true) {
      accepted?.destroy();
      return;
    }
    accepted.on('error', () => accepted.destroy());
    const refusal = new GuesthouseError(
      'validation_failed',
      'This port accepts only TLS connections. Use a URL that starts with https://.',
    );
    writeRefusal(accepted, refusal, titles);
  });
}

/** The fault for an error code of Node or of its HTTP parser (llhttp). */
function refusalOf(code: string | undefined, limits: ClientErrorLimits): GuesthouseError {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return new GuesthouseError('headers_too_large', `The headers have more than ${limits.headersMaxBytes} bytes.`);
    case 'HPE_INVALID_METHOD':
      return new GuesthouseError('not_implemented', 'The request method is not supported.');
    case TOO_LATE: {
      const seconds = limits.headersTimeoutMs / 1000;
      return new GuesthouseError('request_timed_out', `The headers did not arrive within ${seconds} s.`);
    }
    default:
      return new GuesthouseError('validation_failed', 'The request is not valid HTTP.');
  }
}

function writeRefusal(socket: Duplex, error: GuesthouseError, titles: FaultTitles): void {
  const problem = problemOf(error, titles, { path: '/', requestId: crypto.randomUUID() });
  const body = JSON.stringify(problem);
  socket.write(
    [
      `HTTP/1.1 ${problem.status} ${problem.title}`,
      'Content-Type: application/problem+json; charset=utf-8',
      `Content-Length: ${Buffer.byteLength(body)}`,
      `X-Request-ID: ${problem.request_id}`,
      'X-Content-Type-Options: nosniff',
      `Cache-Control: ${NO_STORE}`,
      'Connection: close',
      '',
      body,
    ].join('\r\n'),
  );
  closeInStages(socket);
}
