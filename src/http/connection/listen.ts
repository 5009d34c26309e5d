/**
 * The HTTP server beneath an Express application.
 *
 * Express changes the prototype of every request and response (`Object.setPrototypeOf`), which costs more than the rest of a small
 * request. Here Node builds them with Express's prototypes in the first place, so that the change is none. Measured with a bare
 * Express application on one core: 85–90 µs of CPU per request become 24–28 µs. HTTP/1 only, over TLS where there is a certificate.
 *
 * It must not be used with applications mounted inside the application: those would bring prototypes of their own.
 *
 * What a request is for is made a plain path and query before anybody looks: a whole URL (RFC 9112 §3.2.2) loses its origin, which is not what
 * tells who is asked, and a fragment, which no client should send, goes. Express would read such targets by other rules than plain ones, in
 * which a backslash is a slash (test/http/raw-requests.test.ts).
 */
import http from 'node:http';
import https from 'node:https';
import type { TlsOptions } from 'node:tls';
import type { Express, Request, Response } from 'express';

/** A server that is not listening yet; without `tls` it speaks in the clear. */
export function createServer(app: Express, options?: http.ServerOptions, tls?: null): http.Server;
export function createServer(app: Express, options: http.ServerOptions, tls: TlsOptions): https.Server;
export function createServer(app: Express, options: http.ServerOptions = {}, tls: TlsOptions | null = null) {
  const all = {
    ...options,
    IncomingMessage: constructorOf(http.IncomingMessage, app.request),
    ServerResponse: constructorOf(http.ServerResponse, app.response),
  };
  const answer: http.RequestListener = (request, response) => {
    request.url = plainTarget(request.url ?? '/');
    app(request as Request, response as Response);
  };
  return tls === null ? http.createServer(all, answer) : https.createServer({ ...all, ...tls }, answer);
}

function plainTarget(target: string): string {
  const isPlain = target.startsWith('/') && !target.includes('#');
  if (isPlain) return target;
  const plain = target.replace(/^https?:\/\/[^/?#]*/i, '').replace(/#.*$/s, '');
  return plain.startsWith('?') || plain === '' ? `/${plain}` : plain;
}

/**
 * A constructor that fills an object as `parent` does, and gives it Express's prototype. A class cannot do it: its prototype is fixed;
 * Node's two constructors are functions of the old kind, which may be called on an object made by another.
 */
function constructorOf<Constructor extends object>(parent: Constructor, prototype: object): Constructor {
  const constructor = function (this: object, ...args: unknown[]): void {
    Reflect.apply(parent as unknown as (...args: unknown[]) => void, this, args);
  };
  constructor.prototype = prototype;
  return constructor as unknown as Constructor;
}
