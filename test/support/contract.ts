/**
 * openapi.yaml as the tests read it: every operation with its statuses, resolved once. Knows nothing of the service's code.
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
  /** Where it stands in the file, as a JSON pointer: what its schemas are compiled by. */
  readonly pointer: string;
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
  /** With `{parameters}`, as in the file. */
  readonly path: string;
  readonly isOpen: boolean;
  /** What it asks of a role: `x-right`. */
  readonly right: string;
  readonly parameters: readonly ParameterNode[];
  /** Media types of the body, the first one being the usual; empty where there is none. */
  readonly bodyTypes: readonly string[];
  readonly isBodyRequired: boolean;
  /** The first example of the body. */
  readonly bodyExample: unknown;
  readonly responses: ReadonlyMap<number, ResponseNode>;
}
export interface FaultEntry {
  readonly status: number;
  readonly title: string;
}

type Json = Readonly<Record<string, unknown>>;
interface PathItem extends Json {
  readonly parameters?: readonly Json[];
}

export const CONTRACT_FILE = new URL('../../openapi.yaml', import.meta.url);
export const document = parse(readFileSync(CONTRACT_FILE, 'utf8')) as Json & {
  readonly paths: Readonly<Record<string, PathItem>>;
};

/** The node, and where it really stands. */
function resolve(node: unknown, pointer: string): { node: Json; pointer: string } {
  const { $ref } = node as { $ref?: string };
  if ($ref === undefined) return { node: node as Json, pointer };
  let target: unknown = document;
  for (const key of $ref.split('/').slice(1)) target = (target as Json)[unescape(key)];
  return resolve(target, $ref.slice(1));
}

export function escapePointer(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}
function unescape(key: string): string {
  return key.replaceAll('~1', '/').replaceAll('~0', '~');
}

function readResponse(node: unknown, at: string): ResponseNode {
  const { node: response, pointer } = resolve(node, at);
  const headers = Object.entries((response['headers'] ?? {}) as Json).map(
    ([name, header]) => [name, resolve(header, '').node as unknown as HeaderNode] as const,
  );
  return {
    pointer,
    headers: Object.fromEntries(headers),
    content: (response['content'] ?? {}) as ResponseNode['content'],
  };
}

function readOperation(path: string, method: Method, item: PathItem): Operation {
  const node = item[method] as Json;
  const at = `/paths/${escapePointer(path)}/${method}`;
  const body = node['requestBody'] === undefined ? null : resolve(node['requestBody'], '').node;
  const content = (body?.['content'] ?? {}) as Readonly<Record<string, MediaNode>>;
  const examples = Object.values(Object.values(content)[0]?.examples ?? {});
  const parameters = [...(item.parameters ?? []), ...((node['parameters'] ?? []) as Json[])];
  const security = (node['security'] ?? document['security']) as readonly unknown[];
  return {
    operationId: node['operationId'] as string,
    method,
    path,
    isOpen: security.length === 0,
    right: node['x-right'] as string,
    parameters: parameters.map((parameter) => resolve(parameter, '').node as unknown as ParameterNode),
    bodyTypes: Object.keys(content),
    isBodyRequired: body?.['required'] === true,
    bodyExample: examples[0] === undefined ? undefined : resolve(examples[0], '').node['value'],
    responses: new Map(
      Object.entries(node['responses'] as Json).map(([status, response]) => [
        Number(status),
        readResponse(response, `${at}/responses/${status}`),
      ]),
    ),
  };
}

export const operations: readonly Operation[] = Object.entries(document.paths).flatMap(([path, item]) =>
  METHODS.filter((method) => item[method] !== undefined).map((method) => readOperation(path, method, item)),
);

export function operationOf(operationId: string): Operation {
  const found = operations.find((operation) => operation.operationId === operationId);
  if (found === undefined) throw new Error(`openapi.yaml has no operation ${operationId}`);
  return found;
}

const patterns = operations.map((operation) => ({
  operation,
  pattern: new RegExp(`^${operation.path.replace(/[.]/g, '\\.').replace(/\{[^}]+\}/g, '[^/]+')}$`),
}));

/** The operation that a request is for; null where the contract has none. A HEAD is its GET. */
export function findOperation(method: string, pathname: string): Operation | null {
  // What cannot be decoded is in no path of the contract.
  if (!isDecodable(pathname)) return null;
  const wanted = method === 'HEAD' ? 'get' : method.toLowerCase();
  const found = patterns.find(({ operation, pattern }) => operation.method === wanted && pattern.test(pathname));
  return found?.operation ?? null;
}

function isDecodable(pathname: string): boolean {
  try {
    decodeURIComponent(pathname);
    return true;
  } catch {
    return false;
  }
}

export const faults = resolve({ $ref: '#/components/schemas/ErrorName' }, '').node['x-faults'] as Readonly<
  Record<string, FaultEntry>
>;

/** Every pair of operation and status that the contract documents, as `operationId status`. */
export const documentedPairs: readonly string[] = operations.flatMap(({ operationId, responses }) =>
  [...responses.keys()].map((status) => `${operationId} ${status}`),
);
