/**
 * Traces through OpenTelemetry. Only this file imports OpenTelemetry, and this file is loaded only if OpenTelemetry's
 * variables enable traces.
 *
 *   whether and where (config.ts)      OTEL_TRACES_EXPORTER, OTEL_EXPORTER_OTLP_ENDPOINT,
 *                                       OTEL_EXPORTER_OTLP_TRACES_ENDPOINT
 *   how (read by its exporter)          OTEL_EXPORTER_OTLP_HEADERS, _TIMEOUT, _COMPRESSION, OTEL_BSP_*
 *   what (read by its SDK)              OTEL_TRACES_SAMPLER, OTEL_SERVICE_NAME, OTEL_RESOURCE_ATTRIBUTES
 *
 * Spans are sent as JSON over HTTP, in batches. If the collector is unreachable, spans are lost; nothing else is
 * affected.
 * This file must never record an error's text, only its kind: PostgreSQL's error texts contain values of rows.
 * OpenTelemetry tracks the current span in AsyncLocalStorage, which makes every promise more expensive; without traces,
 * no AsyncLocalStorage is created.
 */
import {
  context,
  diag,
  DiagLogLevel,
  isSpanContextValid,
  propagation,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import type { Context, Link, Span } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { defaultResource, detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { isGuesthouseError } from './domain/errors.js';
import type { Log } from './domain/log.js';
import type { RequestSpan, SpanAttributes, SpanOptions, Tracer } from './domain/trace.js';

/** Deadline for the last batch: a collector that does not respond must not delay the service's shutdown. */
const FLUSH_TIMEOUT_MS = 2_000;
/** The only protocol of this exporter. It is compared with the configured protocol, and not passed to the exporter. */
const PROTOCOL = 'http/json';

const KINDS = { internal: SpanKind.INTERNAL, client: SpanKind.CLIENT, consumer: SpanKind.CONSUMER } as const;

export interface Tracing {
  readonly tracer: Tracer;
  /** Sends the remaining spans, for at most FLUSH_TIMEOUT_MS. */
  close(): Promise<void>;
}

export function startTracing(env: Readonly<Record<string, string | undefined>>, log: Log): Tracing {
  const wanted = env['OTEL_EXPORTER_OTLP_TRACES_PROTOCOL'] || env['OTEL_EXPORTER_OTLP_PROTOCOL'] || PROTOCOL;
  if (wanted !== PROTOCOL)
    log.warn({ wanted }, `sending traces as ${PROTOCOL}, the only protocol that this service supports`);
  const logAt = (level: 'warn' | 'error') => (message: string) =>
    log[level]({ otel: message }, 'failed to send traces');
  const silent = (): void => undefined;
  diag.setLogger(
    { error: logAt('warn'), warn: logAt('warn'), info: silent, debug: silent, verbose: silent },
    DiagLogLevel.WARN,
  );
  const resource = defaultResource()
    .merge(resourceFromAttributes({ 'service.name': 'guesthouse' }))
    .merge(detectResources({ detectors: [envDetector] }));
  const provider = new NodeTracerProvider({
    resource,
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
  });
  provider.register();
  return {
    tracer: new OtelTracer(provider),
    async close() {
      let timer: NodeJS.Timeout | undefined;
      const timedOut = new Promise<void>((resolve) => (timer = setTimeout(resolve, FLUSH_TIMEOUT_MS)));
      await Promise.race([provider.shutdown(), timedOut]).finally(() => clearTimeout(timer));
    },
  };
}

class OtelTracer implements Tracer {
  readonly #tracer: ReturnType<NodeTracerProvider['getTracer']>;

  constructor(provider: NodeTracerProvider) {
    this.#tracer = provider.getTracer('guesthouse');
  }

  async span<T>(name: string, options: SpanOptions, work: () => Promise<T>): Promise<T> {
    const parent = options.isRoot === true ? ROOT_CONTEXT : context.active();
    if (options.isPartOnly === true && trace.getSpan(parent) === undefined) return work();
    const { kind = 'internal', attributes = {}, cause = null } = options;
    const span = this.#tracer.startSpan(name, { kind: KINDS[kind], attributes, links: linksTo(cause) }, parent);
    try {
      return await context.with(trace.setSpan(parent, span), work);
    } catch (error) {
      span.setAttribute('error.type', kindOf(error)).setStatus({ code: SpanStatusCode.ERROR });
      throw error;
    } finally {
      span.end();
    }
  }

  beginRequest(headers: Readonly<Record<string, string | string[] | undefined>>): RequestSpan {
    const parent = propagation.extract(ROOT_CONTEXT, headers);
    // A placeholder: `end` sets the name, because the operation is not known until then.
    const span = this.#tracer.startSpan('request', { kind: SpanKind.SERVER }, parent);
    return new OtelRequestSpan(span, trace.setSpan(parent, span));
  }
}

class OtelRequestSpan implements RequestSpan {
  readonly traceparent: string;
  readonly #span: Span;
  readonly #context: Context;

  constructor(span: Span, spanContext: Context) {
    this.#span = span;
    this.#context = spanContext;
    const carrier: Record<string, string> = {};
    propagation.inject(spanContext, carrier);
    this.traceparent = carrier['traceparent'] ?? '';
  }

  within<T>(work: () => T): T {
    return context.with(this.#context, work);
  }

  end(name: string, attributes: SpanAttributes, isFailed: boolean): void {
    this.#span.updateName(name).setAttributes(attributes);
    if (isFailed) this.#span.setStatus({ code: SpanStatusCode.ERROR });
    this.#span.end();
  }
}

function linksTo(traceparent: string | null): Link[] {
  if (traceparent === null) return [];
  const linked = trace.getSpanContext(propagation.extract(ROOT_CONTEXT, { traceparent }));
  return linked !== undefined && isSpanContextValid(linked) ? [{ context: linked }] : [];
}

/** The kind of our errors, the SQLSTATE of PostgreSQL's errors, the code or class of other errors. */
function kindOf(error: unknown): string {
  if (isGuesthouseError(error)) return error.kind;
  if (!(error instanceof Error)) return typeof error;
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
