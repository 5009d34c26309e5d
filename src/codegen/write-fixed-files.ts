/**
 * The writer of the files of generated/ that are the same for every contract (the base of controllers and routes, the
 * client, the README), and of the banner of every file. These files are generated too, so that generated/ imports
 * nothing from src/ and authors of clients can use it as it is.
 */
const WRITER = 'src/codegen/write-fixed-files.ts';

/**
 * The first lines of a TypeScript file: a note that it is generated, and the command to run instead of editing it.
 * `writer` is the file or program that writes it.
 */
export function banner(writer: string, contractFile = 'openapi.yaml'): string {
  return [
    `// Generated from ${contractFile} by src/codegen (\`npx tsx src/codegen/generate.ts\`). Do not edit.\n`,
    `// Writer: ${writer}.\n`,
  ].join('');
}

/** The banner for files whose comments begin with a hash: YAML and plain lists. */
export function hashBanner(writer: string, contractFile: string): string {
  return banner(writer, contractFile).replaceAll('//', '#');
}

/** tsoa only reads the names of decorators in the source, and @tsoa/runtime never runs. So our decorators are empty. */
export function writeDecorators(names: readonly string[]): string {
  const generics = new Set(['Response']);
  const lines = names.map((name) =>
    generics.has(name)
      ? `export const ${name} = <_Body>(..._meaning: unknown[]): Decorator => nothing;`
      : `export const ${name} = (..._meaning: unknown[]): Decorator => nothing;`,
  );
  return `${banner(WRITER)}
/** Decorators for tsoa, which reads them in the source. At run time, they do nothing. */
type Decorator = (...target: unknown[]) => void;
const nothing: Decorator = () => undefined;

${lines.join('\n')}
`;
}

export function writeExchange(): string {
  return `${banner(WRITER)}
/** A response that an operation returns. Every \`<OperationId>Response\` is one of these. */
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

/** The source of an argument of an operation. The data type \`buffer\` is a body that is streamed, not parsed. */
export interface RouteParameter {
  readonly in: 'path' | 'query' | 'header' | 'body';
  readonly name: string;
  readonly dataType?: string;
}

/** What a router needs to know about an operation. \`path\` is in the syntax of Express 5. */
export interface Route {
  readonly operationId: string;
  readonly method: 'get' | 'put' | 'post' | 'patch' | 'delete';
  readonly path: string;
  readonly parameters: readonly RouteParameter[];
  /** The media type of each response that has a body, by its status. */
  readonly mediaTypes: Readonly<Record<string, string>>;
}

/** Calls the operation with the values of \`Route.parameters\`, in their order. */
export type Handler<Context> = (exchange: Exchange<Context>, values: readonly unknown[]) => Promise<unknown>;

/** Puts one operation on a router. */
export type Bind<Context> = (route: Route, handler: Handler<Context>) => void;

/** The types of the parameters of a wrapper, except the first one, which is the exchange. */
export type Values<Wrapper> = Wrapper extends (exchange: never, ...values: infer V) => unknown ? V : never;
`;
}

export function writeClient(title: string): string {
  const name = `${title}Client`;
  return `${banner(WRITER)}
import createClient, { type Client } from 'openapi-fetch';
import type { paths } from './api-types.js';

export type ${name} = Client<paths>;

export interface ${name}Options {
  /** The URL of the service, without a path: \`http://127.0.0.1:8480\`. */
  readonly baseUrl: string;
  /** The bearer token. Without it, only open operations can be called. */
  readonly token?: string;
  /** Sends the requests; default: the platform's own \`fetch\`. */
  readonly fetch?: (request: globalThis.Request) => Promise<globalThis.Response>;
}

/** A client with the types of every path, parameter, body and response of the contract. */
export function create${name}(options: ${name}Options): ${name} {
  const { baseUrl, token, fetch } = options;
  return createClient<paths>({
    baseUrl,
    ...(token === undefined ? {} : { headers: { Authorization: \`Bearer \${token}\` } }),
    ...(fetch === undefined ? {} : { fetch }),
  });
}
`;
}

export function writeReadme(): string {
  return `<!-- Generated from openapi.yaml by src/codegen (\`npx tsx src/codegen/generate.ts\`). Do not edit. Writer: ${WRITER}. -->

# generated/

This folder contains only output: generated from \`openapi.yaml\` (\`guide.ts\`: from \`docs/guide/\`), checked in, never edited.
\`npx tsx src/codegen/generate.ts\` writes all of it. With \`--check\`, it writes nothing, and fails if a file differs.

| file | what it is | writer |
|---|---|---|
| \`api-types.ts\` | every schema and path as types; constraints as JSDoc tags | openapi-typescript, \`src/codegen/write-types.ts\` |
| \`checked-bodies.ts\` | request bodies as controllers get them: with the defaults of the contract filled in | the same |
| \`defaults.ts\` | the defaults of bodies as values | \`src/codegen/write-defaults.ts\` |
| \`members.ts\` | the members that \`fields\` can name | \`src/codegen/write-lists.ts\` |
| \`controllers/<Tag>.ts\` | one abstract class per tag; one abstract method per operationId, and the type of its responses | \`src/codegen/write-controllers.ts\` |
| \`routes.ts\` | one \`bind\` per operation; takes the controllers as an argument | tsoa, with \`src/codegen/lean-routes.template\` |
| \`tsoa-spec.yaml\` | the contract as tsoa reads it back from the controllers | tsoa |
| \`openapi.json\` | \`openapi.yaml\` as JSON, which the service reads at its start, and serves | \`src/codegen/generate.ts\` |
| \`operations.txt\` | operationId, method, path, statuses, one a line | \`src/codegen/write-lists.ts\` |
| \`guide.ts\` | the pages of the handbook as HTML, in the order of the navigation | marked, \`src/codegen/write-guide.ts\`, from \`docs/guide/\` |
| \`decorators.ts\` | the decorators that tsoa reads; they do nothing at run time | \`${WRITER}\` |
| \`exchange.ts\` | the base of controllers and routes | \`${WRITER}\` |
| \`client.ts\` | a typed client | openapi-fetch over the types, \`${WRITER}\` |

Each contract of an older API (\`x-dialects\` of \`openapi.yaml\`) has a folder of its own here, with its \`api-types.ts\`,
\`checked-bodies.ts\`, \`controllers/\`, \`routes.ts\`, \`openapi.json\`, \`operations.txt\` and \`tsoa-spec.yaml\`; the other files
are shared. If there is such a contract, \`openapi-all.json\` merges all contracts into one document for tools; the service
never reads it.

Files here import only each other and types of Node; \`client.ts\` also imports \`openapi-fetch\`.

## What tsoa does here, and what it does not

tsoa writes the routes and reads the contract back, both only when this folder is generated. It never runs in the
service: the decorators are ours, and the template of the routes has no validation. tsoa's own validation stays off,
because it would reject requests that the contract allows (it requires requests to contain the read-only members that
responses require, and splits arrays by its own rules), and would turn \`"1"\` in a body into 1. express-openapi-validator
checks requests, from \`openapi.yaml\` itself.

\`npx tsx src/codegen/check-read-back.ts\` compares each \`tsoa-spec.yaml\` with its contract. Because the controllers are
generated, it checks the generators and finds stale files; it does not check the behaviour of the service. The tests of
the running service do that.
`;
}
