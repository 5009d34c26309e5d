/**
 * The HTTP server below an Express application.
 *
 * Express changes the prototype of every request and response (`Object.setPrototypeOf`), which costs more than the rest
 * of a small request. Here Node builds requests and responses with Express's prototypes from the start, so Express
 * changes nothing. Measured with a minimal Express application on one core: 24–28 µs of CPU per request instead of
 * 85–90 µs. The server supports only HTTP/1, over TLS if there is a certificate.
 *
 * Must not be used for an application with other applications mounted inside it: each of them has its own prototypes.
 *
 * The request target is reduced to a path and query before any other code reads it: an absolute URL (RFC 9112 §3.2.2)
 * loses its origin, which is not needed to route the request, and a fragment, which no client should send, is dropped.
 * Express would parse such targets by other rules, under which a backslash is a slash (test/http/raw-requests.test.ts).
 */
import http from 'node:http';
import https from 'node:https';
import type { TlsOptions } from 'node:tls';
import type { Express, Request, Response } from 'express';
import { RequestOrder } from './request-order.js';

/** A server that is not listening yet. Without `tls`, it is plain HTTP. `order` decides when a request begins. */
export function createServer(app: Express, order?: RequestOrder, options?: http.ServerOptions, tls?: null): http.Server;
export function createServer(
  app: Express,
  order: RequestOrder,
  options: http.ServerOptions,
  tls: TlsOptions,
): https.Server;
export function createServer(
  app: Express,
  order = new RequestOrder(),
  options: http.ServerOptions = {},
  tls: TlsOptions | null = null,
) {
  const all = {
    ...options,
    IncomingMessage: constructorOf(http.IncomingMessage, app.request),
    ServerResponse: constructorOf(http.ServerResponse, app.response),
  };
  const listener: http.RequestListener = (request, response) => {
    request.url = plainTarget(request.url ?? '/');
    order.run(request, response, () => void app(request as Request, response as Response));
  };
  if (tls === null) return http.createServer(all, listener);
  // Like the sockets of a plain HTTP server: the client can end its side first (half-closed.ts).
  return https.createServer({ ...all, ...tls, allowHalfOpen: true }, listener);
}

function plainTarget(target: string): string {
  const isPlain = target.startsWith('/') && !target.includes('#');
  if (isPlain) return target;
  const plain = target.replace(/^https?:\/\/[^/?#]*/i, '').replace(/#.*$/s, '');
  return plain.startsWith('?') || plain === '' ? `/${plain}` : plain;
}

/**
 * A constructor that initializes an object as `parent` does, and gives it Express's prototype. A class cannot do this,
 * because its prototype is fixed. Node's two constructors are plain functions, which can be called on any object.
 */
function constructorOf<Constructor extends object>(parent: Constructor, prototype: object): Constructor {
  const constructor = function (this: object, ...args: unknown[]): void {
    Reflect.apply(parent as unknown as (...args: unknown[]) => void, this, args);
  };
  constructor.prototype = prototype;
  return constructor as unknown as Constructor;
}
