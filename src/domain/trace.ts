/**
 * The tracer interface of all layers. src/tracing.ts has the only implementation; without tracing there is no tracer,
 * and no cost.
 *
 * Attributes must never contain text from a client or the database: no SQL, no values, no error texts. A failure is
 * recorded by its kind.
 */
export type SpanAttributes = Readonly<Record<string, string | number | boolean>>;

export interface SpanOptions {
  readonly attributes?: SpanAttributes;
  /**
   * `client` marks a call to another program, and `consumer` the execution of queued work. Default `internal`: within
   * this process.
   */
  readonly kind?: 'internal' | 'client' | 'consumer';
  /** Begins a new trace, even inside another span. */
  readonly isRoot?: boolean;
  /** Creates a span only inside another one. Background work without a parent span gets none. */
  readonly isPartOnly?: boolean;
  /** The span of another trace that caused this span, as a `traceparent` of W3C Trace Context. */
  readonly cause?: string | null;
}

export interface Tracer {
  /**
   * Runs `work` inside a span, which becomes the parent of spans that `work` creates. An error marks the span as failed
   * and is rethrown.
   */
  span<T>(name: string, options: SpanOptions, work: () => Promise<T>): Promise<T>;
  /**
   * Begins the span of a request, in the trace that its headers name (`traceparent`, `tracestate`), or in a new trace.
   */
  beginRequest(headers: Readonly<Record<string, string | string[] | undefined>>): RequestSpan;
}

export interface RequestSpan {
  /** The identifier by which other programs and later spans refer to this span. */
  readonly traceparent: string;
  /** Runs `work` with this span as the parent of the spans that it creates. */
  within<T>(work: () => T): T;
  end(name: string, attributes: SpanAttributes, isFailed: boolean): void;
}
