/** The names of the schemas of all bodies of a contract: the XML codec needs them, because XML has no types. */
import type { SchemaDocument } from './xml-schema.js';

interface Node {
  readonly $ref?: string;
  readonly content?: Readonly<Record<string, { readonly schema?: { readonly $ref?: string } }>>;
}
interface OperationNode {
  readonly operationId?: string;
  readonly requestBody?: Node;
  readonly responses?: Readonly<Record<string, Node>>;
}
/** The part of a contract that is read here. */
export interface BodiesDocument extends SchemaDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, OperationNode | object>>>>;
}

export interface BodySchemas {
  /** The name of the schema of an operation's request body. */
  requestOf(operationId: string): string;
  /** The name of the schema of an operation's response with this status. */
  responseOf(operationId: string, status: number): string;
}

export function bodySchemas(document: BodiesDocument): BodySchemas {
  const names = new Map<string, string>();
  for (const item of Object.values(document.paths)) {
    for (const operation of Object.values(item)) {
      const { operationId, requestBody, responses = {} }: OperationNode = operation;
      if (operationId === undefined) continue;
      for (const [key, node] of Object.entries({ request: requestBody, ...responses })) {
        const name = node === undefined ? null : schemaNameOf(resolve(document, node));
        if (name !== null) names.set(`${operationId} ${key}`, name);
      }
    }
  }
  const nameOf = (operationId: string, key: string): string => {
    const name = names.get(`${operationId} ${key}`);
    if (name === undefined) throw new Error(`the contract names no schema for the ${key} of ${operationId}`);
    return name;
  };
  return {
    requestOf: (operationId) => nameOf(operationId, 'request'),
    responseOf: (operationId, status) => nameOf(operationId, String(status)),
  };
}

/** All media types of a body have the same schema. */
function schemaNameOf({ content = {} }: Node): string | null {
  const [media] = Object.values(content);
  return media?.schema?.$ref?.split('/').at(-1) ?? null;
}

function resolve(document: object, node: Node): Node {
  if (node.$ref === undefined) return node;
  let target: unknown = document;
  for (const key of node.$ref.split('/').slice(1)) target = (target as Readonly<Record<string, unknown>>)[key];
  return target as Node;
}
