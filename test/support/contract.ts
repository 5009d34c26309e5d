/**
 * A contract as the tests read it: every operation with its statuses, with references resolved once. contracts.ts lists
 * the contracts. This file must not depend on the service's code.
 */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

export const METHODS = ['get', 'put', 'post', 'patch', 'delete'] as const;
export type Method = (typeof METHODS)[number];

export interface HeaderNode {
  readonly required?: boolean;
  readonly schema: { readonly type?: string };
}
export interface MediaNode {
  readonly schema: object;
  readonly examples?: Readonly<Record<string, { readonly value?: unknown }>>;
}
export interface ResponseNode {
  /** Its place in the file as a JSON pointer, which is used to compile its schemas. */
  readonly pointer: string;
  /** False if it is a fault. */
  readonly isReturned: boolean;
  readonly headers: Readonly<Record<string, HeaderNode>>;
  readonly content: Readonly<Record<string, MediaNode>>;
}
export interface ParameterNode {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly example?: unknown;
}
export interface Operation {
  readonly operationId: string;
  readonly method: Method;
  /** The path with `{parameters}`, as in the file. */
  readonly path: string;
  /** The path of its native twin; its own path in the native API, and without a twin. */
  readonly nativePath: string;
  readonly isOpen: boolean;
  /** The right that it requires (`x-right`). An operation of a dialect has the right of its native twin. */
  readonly right: string;
  readonly parameters: readonly ParameterNode[];
  /** Media types of the body, the usual one first; empty if it has no body. */
  readonly bodyTypes: readonly string[];
  readonly isBodyRequired: boolean;
  /** The first example of the body. */
  readonly bodyExample: unknown;
  /** The examples of all media types of the body. */
  readonly bodyExamples: readonly { readonly mediaType: string; readonly name: string; readonly value: unknown }[];
  readonly responses: ReadonlyMap<number, ResponseNode>;
}
export interface FaultEntry {
  readonly status: number;
  readonly title: string;
}

/** How an API writes its faults, and how to check a fault. */
export interface FaultForm {
  readonly mediaTypes: readonly string[];
  /** The schema of a fault that is not JSON. */
  readonly schema?: object;
  /** The fault's name in the catalogue, or undefined if the body contains none. */
  readonly nameOf: (body: unknown) => string | undefined;
  /** Calls `fail` if something about the fault is wrong. */
  readonly check: (fault: FaultToCheck) => void;
}
export interface FaultToCheck {
  readonly contract: Contract;
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
  /** The names that the fault can have. */
  readonly names: readonly string[];
  /** The path that was sent, or null if it could not be parsed. */
  readonly instance: string | null;
  /** Checks the body against a schema of the contract. Returns the errors as text, or null if there are none. */
  readonly mistakesBy: (pointer: string) => string | null;
  readonly fail: (what: string) => never;
}

export interface Contract {
  readonly name: string;
  /** The request headers that identify the caller and its project, which `Vary` names. */
  readonly varyBy: readonly string[];
  readonly file: URL;
  readonly document: ContractDocument;
  readonly operations: readonly Operation[];
  /** Every pair of operation and status that the contract documents, as `operationId status`. */
  readonly documentedPairs: readonly string[];
  /** The catalogue of its faults; empty if it has no catalogue of its own. */
  readonly faults: Readonly<Record<string, FaultEntry>>;
  readonly faultForm: FaultForm;
  /** `WWW-Authenticate` of its 401 responses. */
  readonly challenge: string;
  /** The status for a body of another media type. */
  readonly otherTypeStatus: number;
  /** The body as the API reads it, before it is checked: it can ignore members that have no meaning. */
  readonly readBody: (operationId: string, body: unknown) => unknown;
  /** `Accept` of requests of tests that choose no media type; undefined: none. */
  readonly accept: string | undefined;
  /** Turns the text of a body that is not JSON into the value that the schema describes. */
  readonly valueOfText: (text: string, schema: object, document: object) => unknown;
  /** The path parameter that names the project; null: the header `X-Project-ID` does. */
  readonly projectParameter: string | null;
  /** The native names of those path parameters that have other names here. */
  readonly aliases: Readonly<Record<string, string>>;
  /** Adds the values of the path parameters that have other names here to values by native names. */
  readonly withAliases: (values: Readonly<Record<string, string>>) => Readonly<Record<string, string>>;
  /** Whether the path belongs to its API, even if the contract does not contain the path. */
  owns(pathname: string): boolean;
  /** The operation of a request, or null if the contract has none. HEAD counts as GET. */
  findOperation(method: string, pathname: string): Operation | null;
  operationOf(operationId: string): Operation;
}

export interface ContractOptions {
  readonly name: string;
  readonly file: URL;
  readonly faultForm: FaultForm;
  readonly challenge: string;
  /** Default: none. */
  readonly accept?: string;
  /** Default: the text itself. */
  readonly valueOfText?: Contract['valueOfText'];
  /** Default: none. */
  readonly varyBy?: readonly string[];
  /** The prefix of all paths of its API. Default: it owns every path. */
  readonly prefixes?: readonly string[];
  /** The path in the form of the contract. Default: as it was sent. */
  readonly rewrite?: (pathname: string) => string;
  /** Default: 415. */
  readonly otherTypeStatus?: number;
  /** Default: the body is read as it was sent. */
  readonly readBody?: Contract['readBody'];
  /** The contract with the native twins of a dialect's operations. */
  readonly native?: Contract;
  /** Default: the header `X-Project-ID` names the project. */
  readonly projectParameter?: string;
  /** Default: none. */
  readonly aliases?: Readonly<Record<string, string>>;
}

type Json = Readonly<Record<string, unknown>>;
interface PathItem extends Json {
  readonly parameters?: readonly Json[];
}
export type ContractDocument = Json & {
  readonly paths: Readonly<Record<string, PathItem>>;
};

export function readContract(options: ContractOptions): Contract {
  const {
    name,
    file,
    faultForm,
    challenge,
    accept,
    valueOfText = (text) => text,
    varyBy = [],
    prefixes = [''],
    rewrite = (pathname) => pathname,
    otherTypeStatus = 415,
    readBody = (_operationId, body) => body,
    native,
    projectParameter = null,
    aliases = {},
  } = options;
  const document = parse(readFileSync(file, 'utf8')) as ContractDocument;
  const operations = Object.entries(document.paths).flatMap(([path, item]) =>
    METHODS.filter((method) => item[method] !== undefined).map((method) => {
      return readOperation(document, path, method, item, native);
    }),
  );
  const patterns = operations.map((operation) => ({
    operation,
    pattern: new RegExp(`^${operation.path.replace(/[.]/g, '\\.').replace(/\{[^}]+\}/g, '[^/]+')}$`),
  }));
  const schemas = (document['components'] as { schemas?: Readonly<Record<string, Json>> } | undefined)?.schemas ?? {};
  return {
    name,
    varyBy,
    file,
    document,
    operations,
    documentedPairs: operations.flatMap(({ operationId, responses }) =>
      [...responses.keys()].map((status) => `${operationId} ${status}`),
    ),
    faults: (schemas['ErrorName']?.['x-faults'] ?? {}) as Readonly<Record<string, FaultEntry>>,
    faultForm,
    challenge,
    otherTypeStatus,
    readBody,
    accept,
    valueOfText,
    projectParameter,
    aliases,
    withAliases: (values) => {
      const ofAliases = Object.entries(aliases).flatMap(([name, kind]) => {
        const value = values[kind];
        return value === undefined ? [] : [[name, value] as const];
      });
      return { ...values, ...Object.fromEntries(ofAliases) };
    },
    owns(pathname) {
      const path = rewrite(pathname);
      return prefixes.some((prefix) => path === prefix || path.startsWith(`${prefix}/`) || prefix === '');
    },
    findOperation(method, pathname) {
      // A path that cannot be decoded is not in the contract.
      if (!isDecodable(pathname)) return null;
      const wanted = method === 'HEAD' ? 'get' : method.toLowerCase();
      const path = rewrite(pathname);
      const found = patterns.find(({ operation, pattern }) => operation.method === wanted && pattern.test(path));
      return found?.operation ?? null;
    },
    operationOf(operationId) {
      const found = operations.find((operation) => operation.operationId === operationId);
      if (found === undefined) throw new Error(`the contract ${name} has no operation ${operationId}`);
      return found;
    },
  };
}

/** Returns the node that a reference points to, and the place of that node. */
function resolve(document: Json, node: unknown, pointer: string): { node: Json; pointer: string } {
  const { $ref } = node as { $ref?: string };
  if ($ref === undefined) return { node: node as Json, pointer };
  let target: unknown = document;
  for (const key of $ref.split('/').slice(1)) target = (target as Json)[unescape(key)];
  return resolve(document, target, $ref.slice(1));
}

export function escapePointer(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}
function unescape(key: string): string {
  return key.replaceAll('~1', '/').replaceAll('~0', '~');
}

function readResponse(document: Json, status: string, node: unknown, at: string): ResponseNode {
  const { node: response, pointer } = resolve(document, node, at);
  const headers = Object.entries((response['headers'] ?? {}) as Json).map(
    ([name, header]) => [name, resolve(document, header, '').node as unknown as HeaderNode] as const,
  );
  return {
    pointer,
    isReturned: Number(status) < 400 || response['x-returned'] === true,
    headers: Object.fromEntries(headers),
    content: (response['content'] ?? {}) as ResponseNode['content'],
  };
}

function readOperation(
  document: ContractDocument,
  path: string,
  method: Method,
  item: PathItem,
  native: Contract | undefined,
): Operation {
  const node = item[method] as Json;
  const at = `/paths/${escapePointer(path)}/${method}`;
  const body = node['requestBody'] === undefined ? null : resolve(document, node['requestBody'], '').node;
  const content = (body?.['content'] ?? {}) as Readonly<Record<string, MediaNode>>;
  const bodyExamples = Object.entries(content).flatMap(([mediaType, { examples = {} }]) =>
    Object.entries(examples).map(([name, example]) => {
      return { mediaType, name, value: resolve(document, example, '').node['value'] };
    }),
  );
  const parameters = [...(item.parameters ?? []), ...((node['parameters'] ?? []) as Json[])];
  const twin = node['x-native'] === 'none' ? undefined : native?.operationOf(node['x-native'] as string);
  const security = (node['security'] ?? document['security']) as readonly unknown[];
  return {
    operationId: node['operationId'] as string,
    method,
    path,
    nativePath: twin?.path ?? path,
    isOpen: security.length === 0,
    right: (node['x-right'] as string | undefined) ?? twin?.right ?? '',
    parameters: parameters.map((parameter) => resolve(document, parameter, '').node as unknown as ParameterNode),
    bodyTypes: Object.keys(content),
    isBodyRequired: body?.['required'] === true,
    bodyExample: bodyExamples[0]?.value,
    bodyExamples,
    responses: new Map(
      Object.entries(node['responses'] as Json).map(([status, response]) => [
        Number(status),
        readResponse(document, status, response, `${at}/responses/${status}`),
      ]),
    ),
  };
}

function isDecodable(pathname: string): boolean {
  try {
    decodeURIComponent(pathname);
    return true;
  } catch {
    return false;
  }
}
