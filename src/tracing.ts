/**
 * Traces through OpenTelemetry, for whoever sets its usual variables: the only file that knows of it, loaded only then.
 *
 *   OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT, OTEL_TRACES_EXPORTER   whether, and where to (config.ts)
 *   OTEL_EXPORTER_OTLP_HEADERS, _TIMEOUT, _COMPRESSION, OTEL_BSP_*                           how, read by its exporter
 *   OTEL_TRACES_SAMPLER, OTEL_SERVICE_NAME, OTEL_RESOURCE_ATTRIBUTES                         what, read by its SDK
 *
 * Spans go out as JSON over HTTP, in batches. A collector that is away costs spans and nothing else.
 * An error is told by its kind, never by its text: PostgreSQL's own holds values of rows.
 * Which span lies in which is kept by AsyncLocalStorage, which makes every promise dearer; without traces none is made.
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

/** A collector that does not answer must not hold up the end of the service. */
const LAST_WORDS_MS = 2_000;
/** Sent to no collector: what this exporter speaks. */
const PROTOCOL = 'http/json';

const KINDS = { internal: SpanKind.INTERNAL, client: SpanKind.CLIENT, consumer: SpanKind.CONSUMER } as const;

export interface Tracing {
  readonly tracer: Tracer;
  /** Sends what was not sent yet, as far as it can. */
  close(): Promise<void>;
}

export function startTracing(env: Readonly<Record<string, string | undefined>>, log: Log): Tracing {
  const wanted = env['OTEL_EXPORTER_OTLP_TRACES_PROTOCOL'] || env['OTEL_EXPORTER_OTLP_PROTOCOL'] || PROTOCOL;
  if (wanted !== PROTOCOL)
    log.warn({ wanted }, `sending traces as ${PROTOCOL}, the only protocol that this service supports`);
  const tell = (level: 'warn' | 'error') => (message: string) => log[level]({ otel: message }, 'failed to send traces');
  const silent = (): void => undefined;
  diag.setLogger(
    { error: tell('warn'), warn: tell('warn'), info: silent, debug: silent, verbose: silent },
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
      let patience: NodeJS.Timeout | undefined;
      const enough = new Promise<void>((resolve) => (patience = setTimeout(resolve, LAST_WORDS_MS)));
      await Promise.race([provider.shutdown(), enough]).finally(() => clearTimeout(patience));
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
    // Named when it is over: what it is for is not known before.
    const span = this.#tracer.startSpan('request', { kind: SpanKind.SERVER }, parent);
    return new OtelRequestSpan(span, trace.setSpan(parent, span));
  }
}

class OtelRequestSpan implements RequestSpan {
  readonly traceparent: string;
  readonly #span: Span;
  readonly #context: Context;

  constructor(span: Span, around: Context) {
    this.#span = span;
    this.#context = around;
    const carrier: Record<string, string> = {};
    propagation.inject(around, carrier);
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

/** Ours by its kind, PostgreSQL's by its SQLSTATE, others by their class. */
function kindOf(error: unknown): string {
  if (isGuesthouseError(error)) return error.kind;
  if (!(error instanceof Error)) return typeof error;
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
