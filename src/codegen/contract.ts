/**
 * One contract as the generators see it: every operation of an OpenAPI 3.1 document, with its parameters, body and
 * responses resolved. This file reads only the part of OpenAPI that the contracts use. It throws if a contract breaks a
 * rule that the generators rely on.
 *
 * Responses are of two kinds. An operation *returns* every 2xx and 3xx, and any other response with `x-returned: true`
 * (the 503 of /readyz). All other responses from 400 on, with any media type, are *faults*, which an operation throws.
 */
import { parse } from 'yaml';

export interface Reference {
  readonly $ref: string;
}

/** Keywords that TypeScript types cannot express. They become JSDoc tags of the same names. */
export const CONSTRAINTS = ['minimum', 'maximum', 'minLength', 'maxLength', 'pattern', 'minItems', 'maxItems'] as const;

export interface Schema extends Partial<Record<(typeof CONSTRAINTS)[number], number | string>> {
  $ref?: string;
  description?: string;
  type?: string | string[];
  format?: string;
  enum?: (string | number | null)[];
  default?: unknown;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  additionalProperties?: boolean | Schema;
  allOf?: Schema[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  [keyword: string]: unknown;
}

type Content = Record<string, { readonly schema?: Schema }>;

interface ParameterNode {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly description?: string;
  readonly schema: Schema;
}

interface HeaderNode {
  readonly required?: boolean;
  /** Whether the server sets the header on every response, so that no controller returns it. */
  readonly 'x-set-by-server'?: boolean;
  readonly schema: Schema;
}

interface ResponseNode {
  readonly description: string;
  /** Whether the operation returns this response although its status is that of a fault. */
  readonly 'x-returned'?: boolean;
  readonly headers?: Record<string, HeaderNode | Reference>;
  readonly content?: Content;
}

interface RequestBodyNode {
  readonly required?: boolean;
  readonly content: Content;
}

type SecurityRequirement = Readonly<Record<string, string[]>>;

export interface OperationNode {
  readonly operationId: string;
  /**
   * The right that a caller needs, or `open`. Without this keyword, the generators fail. An operation of a dialect
   * inherits the right from its native twin.
   */
  'x-right'?: string;
  /** The operationId of the native twin of a dialect's operation, or `none`. */
  readonly 'x-native'?: string;
  readonly 'x-native-reason'?: string;
  /** Whether the operation can return each of its bodies as a stream instead of a value. */
  readonly 'x-streamed'?: boolean;
  readonly tags: string[];
  readonly summary?: string;
  security?: SecurityRequirement[];
  readonly parameters?: (ParameterNode | Reference)[];
  readonly requestBody?: RequestBodyNode | Reference;
  readonly responses: Record<string, ResponseNode | Reference>;
}

export const METHODS = ['get', 'put', 'post', 'patch', 'delete'] as const;
export type Method = (typeof METHODS)[number];

type PathNode = { readonly parameters?: (ParameterNode | Reference)[] } & { readonly [M in Method]?: OperationNode };

/** The entry of an older API in `x-dialects`. */
export interface DialectEntry {
  /** Its full name. */
  readonly title: string;
  readonly file: string;
  readonly prefix: string | readonly string[];
}

export interface OpenApiDocument {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string };
  /** The contracts of older APIs, by name. Only openapi.yaml has this member. */
  readonly 'x-dialects'?: Record<string, DialectEntry>;
  readonly security?: SecurityRequirement[];
  readonly paths: Record<string, PathNode>;
  readonly components?: { schemas?: Record<string, Schema> } & Record<string, unknown>;
}

export interface Parameter {
  readonly name: string;
  /** The name as a TypeScript identifier. */
  readonly variable: string;
  readonly in: ParameterNode['in'];
  readonly isRequired: boolean;
  readonly schema: Schema;
}

export interface Header {
  readonly name: string;
  readonly isRequired: boolean;
  readonly schema: Schema;
}

export interface Body {
  readonly isRequired: boolean;
  /** tsoa gets only the first media type, because it accepts only one. */
  readonly mediaTypes: readonly string[];
  /** The schema of the first media type. */
  readonly schema: Schema;
  /** The distinct schemas of all media types. */
  readonly schemas: readonly Schema[];
}

export interface Response {
  readonly status: string;
  readonly description: string;
  /** The first media type, the only one that tsoa gets; null if there is no body. */
  readonly mediaType: string | null;
  readonly schema: Schema | null;
  readonly isReturned: boolean;
  /** The other media types, which a client can request. */
  readonly alternatives: readonly { readonly mediaType: string; readonly schema: Schema | null }[];
  readonly headers: readonly Header[];
}

export interface Operation {
  readonly operationId: string;
  readonly method: Method;
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly security: readonly SecurityRequirement[];
  readonly parameters: readonly Parameter[];
  readonly body: Body | null;
  /** Whether the operation can return each of its bodies as a stream instead of a value. */
  readonly isStreamed: boolean;
  readonly returned: readonly Response[];
  readonly faults: readonly Response[];
}

/** The server sets this header on every response, so no controller returns it. */
const HEADER_OF_THE_SERVER = 'X-Request-ID';
const FIRST_FAULT_STATUS = 400;
const PROBLEM = 'application/problem+json';
/** Media types whose bodies are streamed, not parsed. */
const STREAMS = ['application/octet-stream', 'text/event-stream', 'multipart/form-data'];

export function isStream(mediaType: string): boolean {
  return STREAMS.includes(mediaType);
}

export function parseDocument(text: string): OpenApiDocument {
  const document = parse(text) as OpenApiDocument;
  if (!document.openapi.startsWith('3.1.')) throw new Error(`OpenAPI 3.1 is required, not ${document.openapi}`);
  return document;
}

/** `node` itself, or the node that it refers to. */
export function resolve<T extends object>(document: OpenApiDocument, node: T | Reference): T {
  if (!('$ref' in node) || typeof node.$ref !== 'string') return node as T;
  if (!node.$ref.startsWith('#/')) throw new Error(`${node.$ref}: only references within the document are supported`);
  let target: unknown = document;
  for (const part of node.$ref.slice(2).split('/')) {
    const key = decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~');
    target = (target as Record<string, unknown> | undefined)?.[key];
  }
  if (typeof target !== 'object' || target === null) throw new Error(`${node.$ref} refers to nothing`);
  return resolve(document, target as T | Reference);
}

/** Every operation, in the order of the document. */
export function operationsOf(document: OpenApiDocument): Operation[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const node = item[method];
      return node === undefined ? [] : [operationOf(document, path, method, item, node)];
    }),
  );
}

function operationOf(
  document: OpenApiDocument,
  path: string,
  method: Method,
  item: PathNode,
  node: OperationNode,
): Operation {
  const at = `${method.toUpperCase()} ${path}`;
  const [tag] = node.tags;
  if (tag === undefined || node.tags.length > 1) throw new Error(`${at} needs exactly one tag`);
  const security = node.security ?? document.security ?? [];
  if (node['x-right'] === undefined) throw new Error(`${at} needs x-right, the right that the operation requires`);
  if ((node['x-right'] === 'open') !== (security.length === 0)) {
    throw new Error(
      `${at} has contradictory x-right and security: an open operation has no security requirement, every other operation has one`,
    );
  }
  // tsoa rejects a body of GET, and fetch cannot send one.
  if (method === 'get' && node.requestBody !== undefined) throw new Error(`${at} must have no body`);
  const responses = Object.entries(node.responses).map(([status, response]) =>
    responseOf(document, at, status, resolve(document, response)),
  );
  return {
    operationId: node.operationId,
    method,
    path,
    tag,
    summary: node.summary ?? node.operationId,
    security,
    parameters: [...(item.parameters ?? []), ...(node.parameters ?? [])].map((parameter) =>
      parameterOf(document, resolve(document, parameter)),
    ),
    body: node.requestBody === undefined ? null : bodyOf(at, resolve(document, node.requestBody)),
    isStreamed: node['x-streamed'] === true,
    returned: responses.filter(({ isReturned }) => isReturned),
    faults: responses.filter(({ isReturned }) => !isReturned),
  };
}

function parameterOf(document: OpenApiDocument, node: ParameterNode): Parameter {
  return {
    name: node.name,
    variable: variableOf(node.name),
    in: node.in,
    isRequired: node.required ?? false,
    schema: resolve(document, node.schema),
  };
}

/** `Content-Digest` → `contentDigest`, `sort_by` → `sortBy`. */
function variableOf(name: string): string {
  const joined = name.replace(/[^A-Za-z0-9]+(.)/g, (_match, letter: string) => letter.toUpperCase());
  return joined.charAt(0).toLowerCase() + joined.slice(1);
}

function bodyOf(at: string, node: RequestBodyNode): Body {
  const entries = Object.entries(node.content);
  const schemas = entries.map(([, { schema }]) => schema);
  const [schema] = schemas;
  if (schema === undefined) throw new Error(`${at}: the body has no schema`);
  const distinct = new Map(
    schemas.flatMap((each) => (each === undefined ? [] : [[JSON.stringify(each), each] as const])),
  );
  return {
    isRequired: node.required ?? false,
    mediaTypes: entries.map(([mediaType]) => mediaType),
    schema,
    schemas: [...distinct.values()],
  };
}

function responseOf(document: OpenApiDocument, at: string, status: string, node: ResponseNode): Response {
  const entries = Object.entries(node.content ?? {});
  const [[mediaType = null, media] = [], ...others] = entries;
  if (mediaType === PROBLEM && others.length > 0)
    throw new Error(`${at}: ${status} has ${PROBLEM}, so it must have no other media type`);
  const alternatives = others.map(([other, { schema }]) => ({ mediaType: other, schema: schema ?? null }));
  const headers = Object.entries(node.headers ?? {})
    .filter(([name]) => name !== HEADER_OF_THE_SERVER)
    .map(([name, header]) => ({ name, header: resolve(document, header) }))
    .filter(({ header }) => header['x-set-by-server'] !== true)
    .map(({ name, header: { required = false, schema } }) => {
      return { name, isRequired: required, schema: resolve(document, schema) };
    });
  return {
    status,
    description: node.description.trim(),
    mediaType,
    schema: media?.schema ?? null,
    isReturned: node['x-returned'] ?? Number(status) < FIRST_FAULT_STATUS,
    alternatives,
    headers,
  };
}
