/**
 * Responses to requests that never reach Express: those that Node's parser rejects, those whose headers arrive too
 * late, CONNECT, and plain HTTP on a TLS port. Each gets a fault in the usual form, written directly to the socket.
 * Then the connection is closed.
 */
import type http from 'node:http';
import type https from 'node:https';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { GuesthouseError } from '../../domain/errors.js';
import { NO_STORE } from '../caching.js';
import { problemOf, type FaultTitles } from '../faults.js';

/** How long a client can keep the connection open after the refusal. */
const LINGER_MS = 5_000;

export interface ClientErrorLimits {
  readonly headersMaxBytes: number;
  readonly headersTimeoutMs: number;
}

export function handleClientErrors(server: http.Server, titles: FaultTitles, limits: ClientErrorLimits): void {
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (!socket.writable || error.code === 'ECONNRESET') socket.destroy();
    else writeRefusal(socket, refusalOf(error.code, limits), titles);
  });
  // Without a listener, Node would close the connection without a response.
  server.on('connect', (_request, socket) => {
    socket.on('error', () => socket.destroy());
    writeRefusal(socket, new GuesthouseError('not_implemented', 'CONNECT is not supported.'), titles);
  });
  // RFC 9110 §10.1.1: a server may ignore an unknown expectation. Node would respond with 417, which no operation
  // documents.
  server.on('checkExpectation', (request, response) => server.emit('request', request, response));
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
    case 'ERR_HTTP_REQUEST_TIMEOUT': {
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
  socket.end(
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
  // A client that continues to send, or never closes, would keep the socket half open forever.
  const linger = setTimeout(() => socket.destroy(), LINGER_MS);
  socket.once('close', () => clearTimeout(linger));
}
