// Generated from openapi.yaml by src/codegen (`npx tsx src/codegen/generate.ts`). Do not edit.
// Writer: src/codegen/write-fixed-files.ts.

/** A response that an operation returns. Every `<OperationId>Response` is one of these. */
export interface OperationResponse {
  readonly status: number;
  /** The chosen media type, if the status has several; default: the first. */
  readonly mediaType?: string;
  readonly headers?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: unknown;
}

/** One request in its controller, with its context and its response. */
export class Exchange<Context> {
  #response: OperationResponse | undefined;

  constructor(readonly context: Context) {}

  /**
   * Stores the response. The return type, the body of the first documented response, exists only for tsoa. No code uses
   * the returned value.
   */
  respond<Body>(response: OperationResponse): Body {
    this.#response = response;
    return response.body as Body;
  }

  get response(): OperationResponse {
    if (this.#response === undefined) throw new Error('the operation has returned no response');
    return this.#response;
  }
}

/** The source of an argument of an operation. The data type `buffer` is a body that is streamed, not parsed. */
export interface RouteParameter {
  readonly in: 'path' | 'query' | 'header' | 'body';
  readonly name: string;
  readonly dataType?: string;
}

/** What a router needs to know about an operation. `path` is in the syntax of Express 5. */
export interface Route {
  readonly operationId: string;
  readonly method: 'get' | 'put' | 'post' | 'patch' | 'delete';
  readonly path: string;
  readonly parameters: readonly RouteParameter[];
  /** The media type of each response that has a body, by its status. */
  readonly mediaTypes: Readonly<Record<string, string>>;
}

/** Calls the operation with the values of `Route.parameters`, in their order. */
export type Handler<Context> = (exchange: Exchange<Context>, values: readonly unknown[]) => Promise<unknown>;

/** Puts one operation on a router. */
export type Bind<Context> = (route: Route, handler: Handler<Context>) => void;

/** The types of the parameters of a wrapper, except the first one, which is the exchange. */
export type Values<Wrapper> = Wrapper extends (exchange: never, ...values: infer V) => unknown ? V : never;
