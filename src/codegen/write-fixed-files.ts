/**
 * The files of generated/ that are the same for every contract: what controllers and routes stand on, the client, the README; and the
 * banner of every file. They are output all the same, so that generated/ imports nothing of src/ and can be handed to authors of clients.
 */
const MAKER = 'src/codegen/write-fixed-files.ts';

/** The top of a TypeScript file: that it is output, and what to run instead of editing it. `maker` is the file or program that made it. */
export function banner(maker: string, contractFile = 'openapi.yaml'): string {
  return `// Made from ${contractFile} by src/codegen (\`npx tsx src/codegen/generate.ts\`). Never edit it.\n// Maker: ${maker}.\n`;
}

/** The same where comments begin with a hash: YAML and plain lists. */
export function hashBanner(maker: string, contractFile: string): string {
  return banner(maker, contractFile).replaceAll('//', '#');
}

/** tsoa finds decorators by their names alone, so ours may do nothing: @tsoa/runtime never runs. */
export function writeDecorators(names: readonly string[]): string {
  const generics = new Set(['Response']);
  const lines = names.map((name) =>
    generics.has(name)
      ? `export const ${name} = <_Body>(..._meaning: unknown[]): Decorator => nothing;`
      : `export const ${name} = (..._meaning: unknown[]): Decorator => nothing;`,
  );
  return `${banner(MAKER)}
/** Marks for tsoa, which reads them in the source. At run time they do nothing. */
type Decorator = (...target: unknown[]) => void;
const nothing: Decorator = () => undefined;

${lines.join('\n')}
`;
}

export function writeExchange(): string {
  return `${banner(MAKER)}
/** What an operation answers. Every \`<OperationId>Answer\` is one of these. */
export interface Answer {
  readonly status: number;
  /** Where the status has several, the one that was chosen; else the first. */
  readonly mediaType?: string;
  readonly headers?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: unknown;
}

/** One request on its way through a controller, and the answer to it. */
export class Exchange<Context> {
  #answer: Answer | undefined;

  constructor(readonly context: Context) {}

  /** Keeps the answer. What it returns has a type for tsoa to read, the body of the first documented answer; nobody uses it. */
  answered<Body>(answer: Answer): Body {
    this.#answer = answer;
    return answer.body as Body;
  }

  get answer(): Answer {
    if (this.#answer === undefined) throw new Error('the operation has not answered');
    return this.#answer;
  }
}

/** Where an argument of an operation comes from. \`buffer\` is a body that is streamed, not parsed. */
export interface RouteParameter {
  readonly in: 'path' | 'query' | 'header' | 'body';
  readonly name: string;
  readonly dataType?: string;
}

/** An operation as a router needs it; \`path\` is in the syntax of Express 5. */
export interface Route {
  readonly operationId: string;
  readonly method: 'get' | 'put' | 'post' | 'patch' | 'delete';
  readonly path: string;
  readonly parameters: readonly RouteParameter[];
  /** The media type of each answer that has a body, by its status. */
  readonly mediaTypes: Readonly<Record<string, string>>;
}

/** Calls the operation with the values of \`Route.parameters\`, in their order. */
export type Handler<Context> = (exchange: Exchange<Context>, values: readonly unknown[]) => Promise<unknown>;

/** Puts one operation on a router. */
export type Bind<Context> = (route: Route, handler: Handler<Context>) => void;

/** The types of the values that a wrapper takes after the exchange. */
export type Values<Wrapper> = Wrapper extends (exchange: never, ...values: infer V) => unknown ? V : never;
`;
}

export function writeClient(title: string): string {
  const name = `${title}Client`;
  return `${banner(MAKER)}
import createClient, { type Client } from 'openapi-fetch';
import type { paths } from './api-types.js';

export type ${name} = Client<paths>;

export interface ${name}Options {
  /** Where the service is, without a path: \`http://127.0.0.1:8480\`. */
  readonly baseUrl: string;
  /** The bearer token; without it, only what is open to everyone can be called. */
  readonly token?: string;
  /** What to send requests with; the platform's own \`fetch\` unless said otherwise. */
  readonly fetch?: (request: globalThis.Request) => Promise<globalThis.Response>;
}

/** A client that knows every path, parameter, body and answer of the contract. */
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
  return `<!-- Made from openapi.yaml by src/codegen (\`npx tsx src/codegen/generate.ts\`). Never edit it. Maker: ${MAKER}. -->

# generated/

Output only, made from \`openapi.yaml\` (\`guide.ts\`: from \`docs/guide/\`), checked in, never edited. \`npx tsx src/codegen/generate.ts\` writes
all of it; with \`--check\` it fails when a file differs from what it would write.

| file | what it is | maker |
|---|---|---|
| \`api-types.ts\` | every schema and path as types; constraints as JSDoc tags | openapi-typescript, \`src/codegen/write-types.ts\` |
| \`checked-bodies.ts\` | bodies of requests as controllers get them: the defaults of the contract are filled in | the same |
| \`defaults.ts\` | the defaults of bodies as values | \`src/codegen/write-defaults.ts\` |
| \`members.ts\` | what \`fields\` can name | \`src/codegen/write-members.ts\` |
| \`controllers/<Tag>.ts\` | one abstract class per tag, one abstract method per operationId, the answers it may give | \`src/codegen/write-controllers.ts\` |
| \`routes.ts\` | one \`bind\` per operation; takes the controllers as an argument | tsoa, with \`src/codegen/lean-routes.template\` |
| \`tsoa-spec.yaml\` | the contract as tsoa reads it back from the controllers | tsoa |
| \`openapi.json\` | \`openapi.yaml\` as JSON: what the service reads at its start, and serves | \`src/codegen/generate.ts\` |
| \`operations.txt\` | operationId, method, path, statuses, one a line | \`src/codegen/write-lists.ts\` |
| \`guide.ts\` | the pages of the handbook as HTML, in the order of the navigation | marked, \`src/codegen/write-guide.ts\`, from \`docs/guide/\` |
| \`decorators.ts\` | the marks that tsoa looks for; they do nothing | \`${MAKER}\` |
| \`exchange.ts\` | what controllers and routes stand on | \`${MAKER}\` |
| \`client.ts\` | a typed client | openapi-fetch over the types, \`${MAKER}\` |

Each contract of an older API (\`x-dialects\` of \`openapi.yaml\`) has a folder of its own here, with its \`api-types.ts\`, \`controllers/\`, \`routes.ts\`,
\`openapi.json\`, \`operations.txt\` and \`tsoa-spec.yaml\`; the rest is shared. Where there is one, \`openapi-all.json\` merges all contracts into one
document, for tools; the service never reads it.

Nothing here imports anything but its own neighbours, types of Node, and, in \`client.ts\` alone, \`openapi-fetch\`.

## What tsoa does here, and what it does not

tsoa writes the routes and reads the contract back, both when this folder is made. It never runs in the service: the decorators are
ours, and the template of the routes has no validation in it. tsoa's own validation stays off because it would refuse requests that the
contract allows (it demands read-only members that are required in answers, and splits arrays its own way), and would turn \`"1"\` in a
body into 1. Requests are checked by express-openapi-validator, from \`openapi.yaml\` itself.

\`npx tsx src/codegen/check-drift.ts\` compares each \`tsoa-spec.yaml\` with its contract. Since the controllers are generated, it is a check of the
generators and of files that went stale, not of the service's behaviour; the tests of the running service check that.
`;
}
