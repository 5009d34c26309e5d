/**
 * The record of each request: metrics, one line in the log, and a span if traces are enabled. Each is written exactly
 * once, when the request ends for any reason.
 *
 *   begun ─► open (counted) ─► response sent, or abandoned by the client ─► metrics, log line, span
 *
 * The metrics have the operationId as a label. For a request that matches no operation, the label is `unrouted`: a path
 * is never a label, because clients choose it. The log line has the level `info` if the request can have changed
 * something, and includes the user and the operation that the request began, so that operators can find them later.
 * Reads, which are frequent, have the level `debug`. Neither the line nor the span contains the query, or any header
 * except the request id, because these can contain tokens (test/http/prometheus.test.ts, test/http/traces.test.ts). The
 * path in the line is redacted, and the span has the path of the contract.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Metrics } from '../app/metrics/metrics.js';
import type { Log } from '../domain/log.js';
import type { SpanAttributes, Tracer } from '../domain/trace.js';
import { isSafe } from './connection/request-order.js';
import type { RequestContext } from './request-context.js';

const UNROUTED = 'unrouted';
/** The status of a request whose client disconnected before the response. */
const ABANDONED = 'abandoned';

export interface RecordDeps {
  readonly metrics: Metrics;
  readonly tracer: Tracer | null;
  readonly log: Log;
}

export interface RequestRecord {
  /** Starts the record of a request, and calls `next` within its span. */
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
        log[isSafe(request) ? 'debug' : 'info'](fields, 'request ended');
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
