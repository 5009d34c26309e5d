/**
 * Between Express and the generated routes: puts each operation on a router, gathers its arguments, writes its answer.
 *
 * Whatever runs before (the server's own middleware) leaves the context of the request in `response.locals.context`; this is the one
 * place that reads it, so controllers get it typed and never see Express. Faults are thrown, and passed on to whoever
 * answers them.
 */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Request, RequestHandler, Response, Router } from 'express';
import { Exchange, type Answer, type Bind, type Route, type RouteParameter } from '../../../generated/exchange.js';
import { matchesWeakly, readEntityTags } from '../../domain/etag.js';
import type { RequestChecks } from './validate.js';

/** What `response.locals` holds once the server's middleware has run. */
export interface Locals<Context> extends Record<string, unknown> {
  readonly context: Context;
}

/**
 * Of answers that are frozen, all through, and so never change. Measured of the spec, which anybody may ask for (309 kB): 22 ms of CPU each time,
 * on a machine that was busy with other things.
 */
const frozenTexts = new WeakMap<object, string>();

/** Twice what a stream is silent at most. */
const STALLED_MS = 30_000;

/** The text of a body in the media type that was chosen for it. */
export type Encode = (body: unknown, mediaType: string) => string;

export function createBind<Context>(router: Router, checksFor: RequestChecks, encode: Encode = jsonOf): Bind<Context> {
  return (route, handler) => {
    const answer = async (request: Request, response: Response<unknown>): Promise<void> => {
      const exchange = new Exchange<Context>((response.locals as Locals<Context>).context);
      await handler(
        exchange,
        route.parameters.map((parameter) => valueOf(request, parameter)),
      );
      await send(request, response, route, exchange.answer, encode);
    };
    const last: RequestHandler = (request, response, next) => {
      answer(request, response).catch(next);
    };
    // At once: every further registration is one more path to match for each request that comes past it.
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
  answer: Answer,
  encode: Encode,
): Promise<void> {
  const { headers = {} } = answer;
  const isUnchanged = answer.status === 200 && hasAlready(request, route, headers['ETag']);
  const status = isUnchanged ? 304 : answer.status;
  const body = isUnchanged ? undefined : answer.body;
  const mediaType = answer.mediaType ?? route.mediaTypes[String(status)];
  response.status(status);
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) response.setHeader(name, value);
  }
  if (mediaType === undefined || body === undefined) {
    response.end();
    return;
  }
  response.setHeader('Content-Type', mediaType.startsWith('text/') ? `${mediaType}; charset=utf-8` : mediaType);
  if (body instanceof Readable) {
    // Whoever listens for what is yet to come learns at once that it may.
    response.flushHeaders();
    // A reader that takes nothing for so long is gone, or hopeless: it may come back and resume.
    if (mediaType === 'text/event-stream') response.setTimeout(STALLED_MS, () => response.destroy());
    await sendStream(request, response, body);
    return;
  }
  const text = typeof body === 'string' && !mediaType.endsWith('json') ? body : encode(body, mediaType);
  response.setHeader('Content-Length', Buffer.byteLength(text));
  response.end(text);
}

function jsonOf(body: unknown): string {
  if (typeof body !== 'object' || body === null || !Object.isFrozen(body)) return JSON.stringify(body);
  const text = frozenTexts.get(body) ?? JSON.stringify(body);
  frozenTexts.set(body, text);
  return text;
}

/** Whether the client has just what would be sent (RFC 9110 §13.1.2), where the operation knows of the question. */
function hasAlready(request: Request, route: Route, etag: string | number | undefined): boolean {
  const condition = request.get('If-None-Match');
  if (condition === undefined || typeof etag !== 'string') return false;
  if (!route.parameters.some(({ name }) => name === 'If-None-Match')) return false;
  return matchesWeakly(readEntityTags('If-None-Match', condition), etag);
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
    // A client that went away took the rest of its answer with it: nobody is left to tell.
    if (body.errored === null || isPrematureClose(body.errored)) return;
    throw error;
  }
}

function isPrematureClose(error: Error): boolean {
  return 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE';
}
