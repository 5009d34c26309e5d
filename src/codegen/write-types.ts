/**
 * The writer of api-types.ts and checked-bodies.ts. It runs openapi-typescript, which also exports each schema under
 * its own name (`Guest`, `GuestCreate`).
 *
 * A copy of the document is prepared first. Constraints go into the descriptions as JSDoc tags, because types cannot
 * express them and tsoa reads them there. Tags also replace the keywords `default` and `format`. tsoa expects JSON in
 * `@default`. openapi-typescript would make a member with the keyword `default` required; without the keyword, the
 * member stays optional for clients.
 *
 * checked-bodies.ts has the types of the same request bodies, under the same names, after the request check. The
 * request check has filled in every default, so a member with a default is required in these types.
 */
import openapiTypescript, { astToString, type OpenAPI3 } from 'openapi-typescript';
import ts from 'typescript';
import { CONSTRAINTS, resolve, type OpenApiDocument, type Operation, type Schema } from './contract.js';
import { banner } from './write-fixed-files.js';

/** The type of a body of application/octet-stream for a client. */
const BINARY = 'Blob | Uint8Array | ReadableStream<Uint8Array>';

export async function writeTypes(document: OpenApiDocument, contractFile: string): Promise<string> {
  // Not structuredClone: it would keep objects that two schemas share (an alias in the YAML), and this function would
  // change them twice.
  const copy = JSON.parse(JSON.stringify(document)) as OpenApiDocument;
  const schemas = Object.values(copy.components?.schemas ?? {});
  for (const schema of schemas) dropLargeExamples(schema);
  for (const schema of schemas) moveConstraintsToDescription(schema);
  for (const schema of schemas) inlineWholeNumbers(copy, schema);
  const nodes = await openapiTypescript(copy as unknown as OpenAPI3, {
    rootTypes: true,
    rootTypesNoSchemaPrefix: true,
    silent: true,
    inject: `/** The content of a file, as a client sends and reads it. */\nexport type Binary = ${BINARY};`,
    transform: (schema) =>
      'format' in schema && schema.format === 'binary' ? ts.factory.createTypeReferenceNode('Binary') : undefined,
  });
  return banner('openapi-typescript, through src/codegen/write-types.ts', contractFile) + astToString(nodes);
}

export async function writeCheckedBodies(
  document: OpenApiDocument,
  operations: readonly Operation[],
  contractFile?: string,
): Promise<string> {
  const schemas: Record<string, Schema> = {};
  const keep = (schema: Schema): void => {
    const { $ref } = schema;
    if ($ref === undefined) childrenOf(schema).forEach(keep);
    else {
      const name = $ref.split('/').at(-1) ?? '';
      if (name in schemas) return;
      schemas[name] = withoutTexts(resolve<Schema>(document, { $ref }));
      keep(schemas[name]);
    }
  };
  for (const { body } of operations) if (body?.mediaTypes[0]?.endsWith('json')) body.schemas.forEach(keep);
  const bodies = { openapi: document.openapi, info: document.info, paths: {}, components: { schemas } };
  const nodes = await openapiTypescript(bodies as unknown as OpenAPI3, {
    rootTypes: true,
    rootTypesNoSchemaPrefix: true,
    silent: true,
    defaultNonNullable: true,
  });
  return banner('openapi-typescript, through src/codegen/write-types.ts', contractFile) + astToString(nodes);
}

/** A copy without texts: api-types.ts already has them. */
function withoutTexts(schema: Schema): Schema {
  const copy = JSON.parse(JSON.stringify(schema)) as Schema;
  const strip = (each: Schema): void => {
    for (const keyword of ['description', 'examples', 'example', 'format', 'title']) delete each[keyword];
    for (const child of childrenOf(each)) strip(child);
  };
  strip(copy);
  return copy;
}

function moveConstraintsToDescription(schema: Schema): void {
  if (schema.$ref !== undefined) return;
  const tags = [schema.type].flat().includes('integer') ? ['@isInt'] : [];
  for (const tag of CONSTRAINTS) if (schema[tag] !== undefined) tags.push(`@${tag} ${String(schema[tag])}`);
  if (schema.format !== undefined && schema.format !== 'binary') {
    tags.push(`@format ${schema.format}`);
    delete schema.format;
  }
  if (schema.default !== undefined) {
    tags.push(`@default ${JSON.stringify(schema.default)}`);
    delete schema.default;
  }
  if (tags.length > 0) schema.description = [schema.description ?? '', ...tags].join('\n');
  for (const child of childrenOf(schema)) moveConstraintsToDescription(child);
}

/**
 * tsoa loses the integer type of a referenced schema, so each member that refers to such a schema gets a copy of the
 * schema.
 */
function inlineWholeNumbers(document: OpenApiDocument, schema: Schema): void {
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    const target = resolve<Schema>(document, property);
    if ([target.type].flat().includes('integer')) schema.properties = { ...schema.properties, [name]: target };
  }
  for (const child of childrenOf(schema)) inlineWholeNumbers(document, child);
}

/** Drops examples that are whole objects, because they are hard to read in a comment; openapi.yaml has them. */
function dropLargeExamples(schema: Schema): void {
  const { examples } = schema;
  if (Array.isArray(examples) && examples.some((example) => typeof example === 'object' && example !== null)) {
    delete schema.examples;
  }
  for (const child of childrenOf(schema)) dropLargeExamples(child);
}

function childrenOf(schema: Schema): Schema[] {
  const { properties = {}, allOf = [], anyOf = [], oneOf = [], items, additionalProperties } = schema;
  const children = [...Object.values(properties), ...allOf, ...anyOf, ...oneOf];
  if (items !== undefined) children.push(items);
  if (typeof additionalProperties === 'object') children.push(additionalProperties);
  return children;
}
