/**
 * The adapter between Express and the generated routes: it registers each operation on a router, collects its
 * arguments, and writes its response.
 *
 * The server's middleware stores the context of the request in `response.locals.context`. This file passes the typed
 * context to the controllers, so they do not depend on Express. Faults are thrown, and passed to the error handler.
 */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Request, RequestHandler, Response, Router } from 'express';
import {
  Exchange,
  type OperationResponse,
  type Bind,
  type Route,
  type RouteParameter,
} from '../../../generated/exchange.js';
import { isNotModified, readPrecondition } from '../../domain/etag.js';
import { hasUnreadBody } from '../connection/body-deadline.js';
import { closeInStagesAfter } from '../connection/staged-close.js';
import type { RequestChecks } from './validate.js';

/** The `response.locals` after the server's middleware has run. */
export interface Locals<Context> extends Record<string, unknown> {
  readonly context: Context;
}

/**
 * The texts of deeply frozen bodies, which never change. Measured for the spec (309 kB), which clients can get without
 * a credential: 22 ms of CPU for each serialization, on a machine that was busy with other work.
 */
const frozenTexts = new WeakMap<object, string>();

/** Twice the longest silence of a stream. */
const STALLED_MS = 30_000;
const CONTENT = 'application/octet-stream';

/** Returns the text of a body in the chosen media type, for the response with this status of this operation. */
export type Encode = (body: unknown, mediaType: string, operationId: string, status: number) => string;

export function createBind<Context>(router: Router, checksFor: RequestChecks, encode: Encode = jsonOf): Bind<Context> {
  return (route, handler) => {
    const serve = async (request: Request, response: Response<unknown>): Promise<void> => {
      const exchange = new Exchange<Context>((response.locals as Locals<Context>).context);
      await handler(
        exchange,
        route.parameters.map((parameter) => valueOf(request, parameter)),
      );
      await send(request, response, route, exchange.response, encode);
    };
    const last: RequestHandler = (request, response, next) => {
      serve(request, response).catch(next);
    };
    // One registration for all handlers: every registration adds a path that the router must match for each request.
    router[route.method](route.path, ...checksFor(route.operationId), last);
  };
}

function valueOf(request: Request, parameter: RouteParameter): unknown {
  switch (parameter.in) {
    case 'path':
      return request.params[parameter.name];
    case 'query':
      return request.query[parameter.name];
    case 'header':
      return request.get(parameter.name);
    case 'body':
      return parameter.dataType === 'buffer' ? request : request.body;
    default:
      return parameter.in satisfies never;
  }
}

async function send(
  request: Request,
  response: Response<unknown>,
  route: Route,
  returned: OperationResponse,
  encode: Encode,
): Promise<void> {
  const { headers = {} } = returned;
  const isUnchanged = returned.status === 200 && hasAlready(request, route, headers['ETag']);
  const status = isUnchanged ? 304 : returned.status;
  const body = isUnchanged ? undefined : returned.body;
  const mediaType = returned.mediaType ?? route.mediaTypes[String(status)];
  response.status(status);
  // Otherwise the next request on this connection would count as the body. Some clients announce the body of a GET
  // again when they repeat it with a credential, but send it only the first time (libsoup 2).
  if (hasUnreadBody(request)) closeInStagesAfter(request, response);
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) response.setHeader(name, value);
  }
  if (mediaType === undefined || body === undefined) {
    response.end();
    return;
  }
  response.setHeader('Content-Type', mediaType.startsWith('text/') ? `${mediaType}; charset=utf-8` : mediaType);
  if (body instanceof Readable) {
    // This shows the client that its stream is open, even before the first event.
    response.flushHeaders();
    // A client that reads nothing for this long is gone or too slow; it can reconnect. The content of an image is
    // exempt, because a client can write it to a slow disk.
    if (mediaType !== CONTENT) response.setTimeout(STALLED_MS, () => response.destroy());
    await sendStream(request, response, body);
    return;
  }
  const text =
    typeof body === 'string' && !mediaType.endsWith('json') ? body : encode(body, mediaType, route.operationId, status);
  response.setHeader('Content-Length', Buffer.byteLength(text));
  response.end(text);
}

function jsonOf(body: unknown): string {
  if (typeof body !== 'object' || body === null || !Object.isFrozen(body)) return JSON.stringify(body);
  const text = frozenTexts.get(body) ?? JSON.stringify(body);
  frozenTexts.set(body, text);
  return text;
}

/**
 * Whether the client already has this version (RFC 9110 §13.2.2). Only for operations that read a resource and accept
 * conditions: those that change a resource check the conditions before the change.
 */
function hasAlready(request: Request, route: Route, etag: string | number | undefined): boolean {
  if (typeof etag !== 'string' || route.method !== 'get') return false;
  const precondition = readPrecondition(request.get('If-Match'), request.get('If-None-Match'));
  if (precondition === null || !route.parameters.some(({ name }) => name === 'If-None-Match')) return false;
  return isNotModified(precondition, etag);
}

async function sendStream(request: Request, response: Response<unknown>, body: Readable): Promise<void> {
  if (request.method === 'HEAD') {
    body.destroy();
    response.end();
    return;
  }
  try {
    await pipeline(body, response);
  } catch (error) {
    // The client closed the connection, so no fault can reach it.
    if (body.errored === null || isPrematureClose(body.errored)) return;
    throw error;
  }
}

function isPrematureClose(error: Error): boolean {
  return 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE';
}
