/**
 * A contract as the fuzz run needs it: what can be sent to each operation, with the schemas. It includes everything
 * that is added to the contract, because no code here names a path, a parameter or a schema. References are absolute
 * and begin with the name of the contract, so that a schema can be resolved in its own document wherever it is passed.
 */
import { createRequire } from 'node:module';
import type { Ajv2020 as AjvType, ValidateFunction } from 'ajv/dist/2020.js';
import type { Contract, Operation } from '../contract.js';

/** A JSON schema with loose types, because only the generators read it. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly pattern?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly maxProperties?: number;
  readonly readOnly?: boolean;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly propertyNames?: Schema;
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
}

export interface FuzzParameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  readonly schema: Schema;
  readonly example: unknown;
  readonly explode: boolean;
}

export interface FuzzBody {
  readonly mediaType: string;
  readonly schema: Schema;
  readonly examples: readonly unknown[];
  readonly isJson: boolean;
}

export interface FuzzOperation {
  readonly operation: Operation;
  readonly parameters: readonly FuzzParameter[];
  readonly bodies: readonly FuzzBody[];
  /** The body as the API reads it, before it is checked. */
  readonly readBody: (body: unknown) => unknown;
}

type Json = Readonly<Record<string, unknown>>;

// Both are CommonJS modules whose `default` differs between their types and Node.
const require = createRequire(import.meta.url);
const { Ajv2020 } = require('ajv/dist/2020') as { Ajv2020: typeof AjvType };
const addFormats = require('ajv-formats') as (ajv: AjvType) => void;
const ajv = new Ajv2020({ strict: false });
addFormats(ajv);
for (const name of ['int64', 'binary']) ajv.addFormat(name, true);
/** The documents with absolute references, by the names of their contracts. */
const documents = new Map<string, Json>();
const checks = new WeakMap<object, ValidateFunction>();

/** The node that a reference points to, or the node itself. */
export function deref<T extends object>(node: T): T {
  const { $ref } = node as { $ref?: string };
  if ($ref === undefined) return node;
  const [name = '', pointer = ''] = $ref.split('#');
  let target: unknown = documents.get(name);
  for (const key of pointer.split('/').slice(1)) {
    target = (target as Json)[key.replaceAll('~1', '/').replaceAll('~0', '~')];
  }
  return deref(target as T);
}

/** Whether the contract allows the value. */
export function isAllowed(schema: Schema, value: unknown): boolean {
  let check = checks.get(schema);
  if (check === undefined) checks.set(schema, (check = ajv.compile(schema)));
  return check(value);
}

function readParameter(node: object): FuzzParameter {
  const parameter = deref(node) as Json & { in: FuzzParameter['in']; name: string };
  const schema = (parameter['schema'] ?? {}) as Schema;
  return {
    name: parameter.name,
    in: parameter.in,
    required: parameter['required'] === true,
    schema,
    example: parameter['example'],
    explode: parameter['explode'] !== false,
  };
}

function readBody([mediaType, node]: [string, Json]): FuzzBody {
  const examples = Object.values((node['examples'] ?? {}) as Record<string, object>);
  return {
    mediaType,
    schema: node['schema'] ?? {},
    examples: examples.map((example) => (deref(example) as Json)['value']),
    isJson: mediaType.endsWith('json'),
  };
}

function readOperation(document: Json, operation: Operation, contract: Contract): FuzzOperation {
  const item = (document['paths'] as Json)[operation.path] as Json;
  const node = item[operation.method] as Json;
  const parameters = [...((item['parameters'] ?? []) as object[]), ...((node['parameters'] ?? []) as object[])];
  const body = node['requestBody'] === undefined ? undefined : (deref(node['requestBody'] as object) as Json);
  const content = (body?.['content'] ?? {}) as Record<string, Json>;
  return {
    operation,
    parameters: parameters.map(readParameter),
    bodies: Object.entries(content).map(readBody),
    readBody: (sent) => contract.readBody(operation.operationId, sent),
  };
}

export function readFuzzOperations(contract: Contract): readonly FuzzOperation[] {
  const { name, document, operations } = contract;
  let absolute = documents.get(name);
  if (absolute === undefined) {
    absolute = JSON.parse(JSON.stringify(document).replaceAll('"$ref":"#', `"$ref":"${name}#`)) as Json;
    documents.set(name, absolute);
    ajv.addSchema(absolute, name);
  }
  const read = absolute;
  return operations.map((operation) => readOperation(read, operation, contract));
}
