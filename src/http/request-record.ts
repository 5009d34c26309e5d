/**
 * What is kept of each request: figures for operators, one line in the log, a span where traces are kept. All of it is written once, when
 * the request is over, whichever way it ends.
 *
 *   begun ─► open (counted) ─► answered, or left by the client before ─► figures, line, span
 *
 * A request is told by its operationId. One that no operation took is `unrouted`: its path is the client's to choose, so no label has it.
 * The line is at `info` where something may have been changed, and names who asked and the operation that it began: what operators look for
 * later. Reads, which are many, are at `debug`. Neither line nor span has a query, or a header but the request's id: that is where tokens are
 * sent (test/http/prometheus.test.ts, test/http/traces.test.ts).
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Metrics } from '../app/metrics/metrics.js';
import type { Log } from '../domain/log.js';
import type { SpanAttributes, Tracer } from '../domain/trace.js';
import type { RequestContext } from './request-context.js';

const UNROUTED = 'unrouted';
/** What changes nothing (RFC 9110 §9.2.1). */
const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);
/** In place of a status: the client went away before it got one. */
const ABANDONED = 'abandoned';

export interface RecordDeps {
  readonly metrics: Metrics;
  readonly tracer: Tracer | null;
  readonly log: Log;
}

export interface RequestRecord {
  /** Runs `next` with the request recorded. */
  begin(request: IncomingMessage, response: ServerResponse, context: RequestContext, next: () => void): void;
}

export function createRequestRecord({ metrics, tracer, log }: RecordDeps): RequestRecord {
  return {
    begin(request, response, requestContext, next) {
      const begunMs = performance.now();
      const span = tracer?.beginRequest(request.headers) ?? null;
      if (span !== null) requestContext.traceparent = span.traceparent;
      metrics.requestsOpen.add(requestContext);
      response.once('close', () => {
        metrics.requestsOpen.delete(requestContext);
        const { operationId, requestId, clientAddress, isStream } = requestContext;
        const durationMs = performance.now() - begunMs;
        const status = response.headersSent ? String(response.statusCode) : ABANDONED;
        metrics.requestEnded(operationId ?? UNROUTED, status, isStream ? null : durationMs);
        const { method = '' } = request;
        const { userId: user, clientAddress: client, sentPath: at } = requestContext;
        const operation = response.getHeader('X-Operation-ID');
        const fields = { requestId, operationId, method, path: at, status, durationMs, client, user, operation };
        log[SAFE_METHODS.has(method) ? 'debug' : 'info'](fields, 'request ended');
        if (span === null) return;
        const path = requestContext.operation?.path;
        const attributes: Record<string, SpanAttributes[string]> = {
          'http.request.method': method,
          'url.scheme': requestContext.origin.startsWith('https:') ? 'https' : 'http',
          'client.address': clientAddress,
          'guesthouse.request_id': requestId,
        };
        if (path !== undefined) attributes['http.route'] = path;
        if (operationId !== null) attributes['guesthouse.operation_id'] = operationId;
        if (response.headersSent) attributes['http.response.status_code'] = response.statusCode;
        const isFailed = response.headersSent && response.statusCode >= 500;
        if (isFailed) attributes['error.type'] = status;
        const name = path === undefined ? method : `${method} ${path}`;
        span.end(name, attributes, isFailed);
      });
      if (span === null) next();
      else span.within(next);
    },
  };
}
