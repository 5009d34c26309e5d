/**
 * The first handler of every request: it finds the API of the request, creates its context, sets the headers that every
 * response has, and begins its record.
 *
 * Must come before anything that can fail, because every response, even a fault, needs the API, the context, the
 * headers and the record.
 */
import type { RequestHandler } from 'express';
import type { Log } from '../domain/log.js';
import { isLoopbackHost } from './access/loopback-only.js';
import { NO_STORE } from './caching.js';
import type { BodyDeadline } from './connection/body-deadline.js';
import type { Trust } from './connection/forwarded.js';
import type { DialectRegistry } from './dialects/registry.js';
import { CONTENT_SECURITY_POLICY } from './docs.js';
import { attachContext, pathOf, RequestContext } from './request-context.js';
import type { RequestRecord } from './request-record.js';

/** RFC 6797: how long a browser uses only TLS for this name after a response. One year. */
const STRICT_TRANSPORT_SECURITY = 'max-age=31536000';

const LISTENERS_MAX = 20;

export interface BeginOptions {
  readonly dialects: DialectRegistry;
  readonly record: RequestRecord;
  readonly deadline: BodyDeadline;
  readonly trust: Trust | null;
  readonly hasTls: boolean;
  readonly log: Log;
}

export function beginRequest({ dialects, record, deadline, trust, hasTls, log }: BeginOptions): RequestHandler {
  return (request, response, next) => {
    // Each part of the server that holds something for this response listens to its end. Node's limit of 10 is meant
    // for listeners that accumulate.
    response.setMaxListeners(LISTENERS_MAX);
    const dialect = dialects.of(pathOf(request.url));
    const context = new RequestContext(request, response, { dialect, trust, log });
    attachContext(response, context);
    response.setHeader('X-Request-ID', context.requestId);
    for (const [name, value] of Object.entries(dialect.responseHeaders(context.requestId))) {
      response.setHeader(name, value);
    }
    response.setHeader('X-Content-Type-Options', 'nosniff');
    response.setHeader('Cache-Control', NO_STORE);
    // Not on loopback: this header applies to a host name, so it would also affect all other services of this machine
    // that are reached under the same name.
    if (hasTls && !isLoopbackHost(request.headers.host ?? '')) {
      response.setHeader('Strict-Transport-Security', STRICT_TRANSPORT_SECURITY);
    }
    if (request.url.startsWith('/docs')) response.setHeader('Content-Security-Policy', CONTENT_SECURITY_POLICY);
    request.url = context.rewrittenUrl;
    record.begin(request, response, context, () => {
      deadline.begin(request, response);
      next();
    });
  };
}
