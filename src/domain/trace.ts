/**
 * What the layers ask of a tracer. src/tracing.ts has the one there is; where no traces are wanted there is none, and nothing is spent on it.
 *
 * Attributes never hold what a client or the database has said: no SQL, no values, no texts of errors. A failure is told by its kind.
 */
export type SpanAttributes = Readonly<Record<string, string | number | boolean>>;

export interface SpanOptions {
  readonly attributes?: SpanAttributes;
  /** Work for another program, which may go on with the trace; default: within this one. */
  readonly kind?: 'internal' | 'client' | 'consumer';
  /** Begins a trace of its own, whatever runs around it. */
  readonly isRoot?: boolean;
  /** Only a part of something bigger is worth a span: what is done now and then by itself gets none. */
  readonly isPartOnly?: boolean;
  /** What led to it in another trace, as a `traceparent` of W3C Trace Context. */
  readonly cause?: string | null;
}

export interface Tracer {
  /** Runs `work` as a span, in which the spans of what it does lie. What it throws marks the span, and is thrown on. */
  span<T>(name: string, options: SpanOptions, work: () => Promise<T>): Promise<T>;
  /** Begins the span of a request, within the trace that its headers speak of (`traceparent`, `tracestate`), if they do. */
  beginRequest(headers: Readonly<Record<string, string | string[] | undefined>>): RequestSpan;
}

export interface RequestSpan {
  /** What others name it by. */
  readonly traceparent: string;
  /** Runs `work` so that the spans of what it begins lie in this one. */
  within<T>(work: () => T): T;
  end(name: string, attributes: SpanAttributes, isFailed: boolean): void;
}
