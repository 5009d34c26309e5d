/**
 * The loader of a contract for the running service. A loaded contract consists of its YAML text, and of the facts about
 * each operation that src/http needs. The document is parsed from the generated JSON, which has the same content as the
 * YAML: parsing the YAML of openapi.yaml took 0.6 s of every start.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Right } from '../../domain/rights.js';

/** The methods that operations of any contract can have. */
export const METHODS = ['get', 'put', 'post', 'patch', 'delete'] as const;
export type Method = (typeof METHODS)[number];

export interface OperationContract {
  readonly operationId: string;
  readonly method: Method;
  /** With `{parameters}`, as in the file. */
  readonly path: string;
  /** The right that the caller needs; null: the operation is open. */
  readonly right: Right | null;
  /** The media types of its successful responses; empty if they have no body. */
  readonly produces: readonly string[];
  /** The media types of its request body; empty if it has none. */
  readonly consumes: readonly string[];
  /** Whether its request body is a stream of bytes, without limits on size and time. */
  readonly takesStream: boolean;
  /** Names of the request headers that it accepts. */
  readonly headers: readonly string[];
}

export interface FaultEntry {
  readonly status: number;
  readonly title: string;
  readonly cause: string;
  readonly remedy: string;
}

/** The schemas of the members that a patch can change. */
export type UpdateName =
  | 'GuestUpdate'
  | 'ImageUpdate'
  | 'ZoneUpdate'
  | 'InstanceTypeUpdate'
  | 'PlacementGroupUpdate'
  | 'ProjectUpdate'
  | 'UserUpdate'
  | 'GroupUpdate'
  | 'HostUpdate'
  | 'NetworkUpdate';

/** The entry of an older API in `x-dialects`. */
export interface DialectEntry {
  readonly title: string;
  readonly file: string;
  readonly prefix: string | readonly string[];
}

/** The part of the document's shape that is read here. */
export interface OpenApiDocument {
  readonly info: { readonly version: string };
  /** The contracts of older APIs, by name; only openapi.yaml lists them. */
  readonly 'x-dialects'?: Readonly<Record<string, DialectEntry>>;
  readonly paths: Readonly<Record<string, Readonly<Partial<Record<Method, OperationObject>>>>>;
  readonly components: {
    readonly parameters?: Readonly<Record<string, ParameterObject>>;
    readonly requestBodies?: Readonly<Record<string, BodyObject>>;
    readonly responses?: Readonly<Record<string, ResponseObject>>;
    readonly schemas: {
      /** The catalogue of faults; only openapi.yaml has one. */
      readonly ErrorName?: { readonly 'x-faults'?: Readonly<Record<string, FaultEntry>> };
    } & Readonly<Partial<Record<UpdateName, { readonly properties: Readonly<Record<string, object>> }>>>;
  };
}
interface OperationObject {
  readonly operationId: string;
  readonly 'x-right': Right | 'open';
  readonly parameters?: readonly (ParameterObject | { readonly $ref: string })[];
  readonly requestBody?: BodyObject | { readonly $ref: string };
  /** The media types of which the client must accept one although no successful response has a body. */
  readonly 'x-accept'?: readonly string[];
  readonly responses: Readonly<Record<string, ResponseObject | { readonly $ref: string }>>;
}
interface BodyObject {
  readonly content?: Readonly<Record<string, object>>;
}
interface ParameterObject {
  readonly name: string;
  readonly in: string;
}
interface ResponseObject {
  readonly content?: Readonly<Record<string, object>>;
}

export interface Contract {
  /** The text of the YAML file, unchanged. */
  readonly yaml: string;
  readonly document: OpenApiDocument;
  readonly operations: ReadonlyMap<string, OperationContract>;
  /** Empty for a dialect. */
  readonly faults: ReadonlyMap<string, FaultEntry>;
}

/** Paths from the root of the repository. */
export interface ContractFiles {
  readonly yaml: string;
  /** The same document as JSON, generated from `yaml`. */
  readonly json: string;
}

const NATIVE: ContractFiles = { yaml: 'openapi.yaml', json: 'generated/openapi.json' };

export async function loadContract(files = NATIVE): Promise<Contract> {
  const root = await findRoot();
  const read = (file: string): Promise<string> => readFile(path.join(root, file), 'utf8');
  return readContract(await read(files.yaml), JSON.parse(await read(files.json)) as OpenApiDocument);
}

/** `document` must be the parsed `yaml`. */
export function readContract(yaml: string, document: OpenApiDocument): Contract {
  const operations = new Map<string, OperationContract>();
  for (const [route, item] of Object.entries(document.paths)) {
    for (const method of METHODS) {
      const operation = item[method];
      if (operation === undefined) continue;
      operations.set(operation.operationId, {
        operationId: operation.operationId,
        method,
        path: route,
        right: operation['x-right'] === 'open' ? null : operation['x-right'],
        produces: successTypes(document, operation),
        headers: headersOf(document, operation),
        consumes: bodyTypes(document, operation),
        takesStream: bodyTypes(document, operation).includes('application/octet-stream'),
      });
    }
  }
  return {
    yaml,
    document,
    operations,
    faults: new Map(Object.entries(document.components.schemas.ErrorName?.['x-faults'] ?? {})),
  };
}

function bodyTypes(document: OpenApiDocument, { requestBody = {} }: OperationObject): string[] {
  const body =
    '$ref' in requestBody ? document.components.requestBodies?.[requestBody.$ref.split('/').at(-1) ?? ''] : requestBody;
  return Object.keys(body?.content ?? {});
}

function headersOf(document: OpenApiDocument, { parameters = [] }: OperationObject): string[] {
  return parameters.flatMap((node) => {
    const parameter = '$ref' in node ? document.components.parameters?.[node.$ref.split('/').at(-1) ?? ''] : node;
    return parameter?.in === 'header' ? [parameter.name] : [];
  });
}

function successTypes(document: OpenApiDocument, operation: OperationObject): string[] {
  const types = new Set(operation['x-accept'] ?? []);
  for (const [status, response] of Object.entries(operation.responses)) {
    if (!status.startsWith('2')) continue;
    const resolved =
      '$ref' in response ? document.components.responses?.[response.$ref.split('/').at(-1) ?? ''] : response;
    for (const type of Object.keys(resolved?.content ?? {})) types.add(type);
  }
  return [...types];
}

/**
 * Searches upwards for the folder of openapi.yaml, because sources and compiled files are at different depths below it.
 */
async function findRoot(): Promise<string> {
  for (let folder = path.dirname(fileURLToPath(import.meta.url)); ; folder = path.dirname(folder)) {
    const isRoot = await readFile(path.join(folder, 'package.json'), 'utf8').then(
      (text) => (JSON.parse(text) as { name?: string }).name === 'guesthouse',
      () => false,
    );
    if (isRoot) return folder;
    if (folder === path.dirname(folder)) throw new Error('openapi.yaml was not found above this program');
  }
}
