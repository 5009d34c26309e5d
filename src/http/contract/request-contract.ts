/**
 * The contract in the form that the request check needs: a copy of openapi.yaml that describes only requests, and what
 * the check must know about each operation to report a mistake as a fault. All functions are pure, and read only the
 * part of OpenAPI that the contract uses.
 */
import { ERROR_KINDS, type ErrorKind } from '../../domain/errors.js';
import { METHODS, type Method } from './load-contract.js';

interface Schema {
  readonly $ref?: string;
  readonly readOnly?: boolean;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
}
interface Response {
  readonly $ref?: string;
  readonly content?: Readonly<
    Record<string, { readonly schema?: Schema; readonly examples?: Readonly<Record<string, object>> }>
  >;
}
export interface RequestBody {
  readonly $ref?: string;
  readonly required?: boolean;
  readonly content?: Readonly<Record<string, object>>;
}
interface ParameterNode {
  readonly $ref?: string;
  readonly name?: string;
  readonly in?: string;
  readonly required?: boolean;
  readonly schema?: { readonly $ref?: string; readonly type?: string; readonly default?: unknown };
}
interface OperationNode {
  readonly operationId: string;
  readonly parameters?: readonly ParameterNode[];
  readonly requestBody?: RequestBody;
  readonly responses: Readonly<Record<string, Response>>;
}
/** The part of openapi.yaml that is read here. */
export interface SpecDocument {
  readonly paths: Readonly<
    Record<
      string,
      Readonly<Partial<Record<Method, OperationNode>>> & { readonly parameters?: readonly ParameterNode[] }
    >
  >;
}

/** What the request check must know about an operation to report a mistake as a fault. */
export interface CheckedOperation {
  readonly operationId: string;
  readonly method: Method;
  readonly path: string;
  readonly body: RequestBody | null;
  /** Names of the request headers that it accepts, in lower case. */
  readonly headers: readonly string[];
  /** Names of the query parameters that are integers. */
  readonly integers: readonly string[];
  /**
   * The values of the query parameters in a request without a query. Null if such a request needs more than a check of
   * plain path segments, because the operation has a body, a required query parameter or header, or a path parameter
   * with a different schema.
   */
  readonly plainDefaults: Readonly<Record<string, unknown>> | null;
  /** The fault of a path that names no resource: the first example of the operation's 404. */
  readonly notFound: ErrorKind;
  /** Whether this member, named by its path in the body, is a read-only member of the response. */
  isReadOnly(path: readonly string[]): boolean;
}

export function operationsOf(document: SpecDocument): CheckedOperation[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const node = item[method];
      if (node === undefined) return [];
      const { operationId, requestBody } = node;
      const body = requestBody === undefined ? null : resolve(document, requestBody);
      // A path can have parameters for all its methods, with their own schemas (followBookmark).
      const parameters = [...(item.parameters ?? []), ...(node.parameters ?? [])].map((each) =>
        resolve(document, each),
      );
      const integers = parameters.flatMap(({ in: place, name, schema }) =>
        place === 'query' && name !== undefined && schema?.type === 'integer' ? [name] : [],
      );
      const headers = parameters.flatMap(({ in: place, name }) =>
        place === 'header' && name !== undefined ? [name.toLowerCase()] : [],
      );
      const schema = responseSchema(document, node);
      const isReadOnly = (member: readonly string[]): boolean =>
        isShown(schema === null ? null : memberOf(document, schema, member), method === 'patch');
      const plainDefaults = body === null ? plainDefaultsOf(parameters) : null;
      const notFound = notFoundOf(document, node);
      return [{ operationId, method, path, body, headers, integers, plainDefaults, notFound, isReadOnly }];
    }),
  );
}

/** The `x-mistake` of each pattern that has one, by the pattern. */
export function patternMistakesOf(document: object): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    const { pattern, 'x-mistake': mistake } = node as { readonly pattern?: unknown; readonly 'x-mistake'?: unknown };
    if (typeof pattern === 'string' && typeof mistake === 'string') found.set(pattern, mistake);
    for (const child of Object.values(node)) visit(child);
  };
  visit(document);
  return found;
}

/**
 * For a patch, every member of the response that is not in the schema of the patch is read-only, even if a creation can
 * set it.
 */
function isShown(member: Schema | null, isPatch: boolean): boolean {
  return member !== null && (isPatch || member.readOnly === true);
}

function plainDefaultsOf(parameters: readonly ParameterNode[]): Readonly<Record<string, unknown>> | null {
  const isPlain = parameters.every(({ in: place, required, schema }) =>
    // Every contract has the same schema under this name, after the name of its API.
    place === 'path' ? schema?.$ref?.endsWith('PathSegment') === true : required !== true,
  );
  if (!isPlain) return null;
  const withDefault = parameters.filter(({ in: place, schema }) => place === 'query' && schema?.default !== undefined);
  return Object.fromEntries(withDefault.map(({ name = '', schema }) => [name, schema?.default]));
}

function resolve<T extends { readonly $ref?: string }>(document: object, node: T): T {
  if (node.$ref === undefined) return node;
  let target: unknown = document;
  for (const key of node.$ref.split('/').slice(1)) target = (target as Readonly<Record<string, unknown>>)[key];
  return target as T;
}

function responseSchema(document: SpecDocument, node: OperationNode): Schema | null {
  const [success] = Object.entries(node.responses).filter(([status]) => status.startsWith('2'));
  if (success === undefined) return null;
  const [media] = Object.values(resolve(document, success[1]).content ?? {});
  return media?.schema ?? null;
}

function memberOf(document: SpecDocument, schema: Schema, path: readonly string[]): Schema | null {
  const [name, ...rest] = path;
  if (name === undefined) return schema;
  const resolved = resolve(document, schema);
  const variants = [resolved, ...(resolved.oneOf ?? resolved.anyOf ?? []).map((variant) => resolve(document, variant))];
  for (const variant of variants) {
    const { items, properties = {} } = variant;
    const named = Object.hasOwn(properties, name) ? properties[name] : undefined;
    const member = /^\d+$/.test(name) ? (items ?? named) : named;
    if (member !== undefined) return memberOf(document, member, rest);
  }
  return null;
}

function notFoundOf(document: SpecDocument, node: OperationNode): ErrorKind {
  const response = node.responses['404'];
  const [media] = Object.values((response && resolve(document, response).content) ?? {});
  const [name] = Object.keys(media?.examples ?? {});
  return ERROR_KINDS.find((kind) => kind === name?.toLowerCase()) ?? 'not_found';
}

/** The validator requires at least one response for each operation. */
const NO_RESPONSES = { default: { description: 'not checked here' } };

/**
 * A copy that describes only requests. The validator prepares every schema and follows every reference that it finds,
 * including those of responses and examples, which are not used here. Without responses and examples, the validator
 * starts in a third of the time.
 */
export function requestsOf(document: SpecDocument): SpecDocument {
  const bare = withoutExamples(document) as SpecDocument & { components: Record<string, Record<string, unknown>> };
  const paths = Object.fromEntries(
    Object.entries(bare.paths).map(([path, item]) => {
      const operations = METHODS.filter((method) => item[method] !== undefined);
      const lean = operations.map((method) => [method, { ...item[method], responses: NO_RESPONSES }] as const);
      // Keeps the members of the path that are not methods: `parameters` applies to all methods of the path.
      return [path, { ...item, ...Object.fromEntries(lean) }];
    }),
  );
  const components: Record<string, Record<string, unknown>> = {};
  const keep = (node: unknown): void => {
    for (const name of referencesOf(node)) {
      const [section = '', key = ''] = name.split('/').slice(2);
      const target = bare.components[section]?.[key];
      if (target === undefined || components[section]?.[key] !== undefined) continue;
      (components[section] ??= {})[key] = target;
      keep(target);
    }
  };
  keep(paths);
  const lean: SpecDocument & { readonly components: object } = { ...bare, paths, components };
  return lean;
}

function withoutExamples(node: unknown, parent = ''): unknown {
  if (Array.isArray(node)) return node.map((item: unknown) => withoutExamples(item));
  if (typeof node !== 'object' || node === null) return node;
  // Under `properties`, keys are the names of members. A member can be called `example`, so none is removed there.
  const isMap = parent === 'properties';
  return Object.fromEntries(
    Object.entries(node)
      .filter(([key]) => isMap || (key !== 'example' && key !== 'examples'))
      .map(([key, value]) => [key, withoutExamples(value, isMap ? '' : key)]),
  );
}

function referencesOf(node: unknown): string[] {
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]: [string, unknown]) =>
    key === '$ref' && typeof value === 'string' ? [value] : referencesOf(value),
  );
}
