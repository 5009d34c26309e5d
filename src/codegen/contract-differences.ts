/**
 * The comparison of two OpenAPI documents: the contract, and the one that tsoa reads back from the generated
 * controllers.
 *
 * Compared: paths, methods, operationIds, tags, security, parameters, bodies, statuses, media types, schemas.
 *
 * Not compared, each for its own reason:
 *   texts                   summary, description, examples, x-…: they are for people and for our generators
 *   readOnly, writeOnly, contentMediaType    tsoa has no equivalent
 *   xml, x-xml-type         how a schema is written in XML: tsoa knows only JSON
 *   multipleOf              tsoa has no equivalent
 *   propertyNames, minProperties, maxProperties, uniqueItems    TypeScript has no type for them
 *   additionalProperties: false       every TypeScript type is open
 *   default, and `required` beside it    a member with a default is optional for clients
 *   constraints             tsoa loses some in schemas that it inlines; those that it does write must be equal
 *   format                  tsoa adds its own formats (double, int32, byte) to every number and file
 *   schemas of forms        multipart/form-data: tsoa treats a streamed body as text
 *   second media types      of bodies and responses: tsoa gets only the first media type of each
 *   response headers        they are part of the response types, which tsoa does not see
 */
import { CONSTRAINTS, METHODS, resolve, type OpenApiDocument, type Reference, type Schema } from './contract.js';

/** A part of a document. The types of contract.ts require more members than tsoa writes. */
type Node = Record<string, unknown>;

const IGNORED = new Set([
  ...['description', 'title', 'summary', 'example', 'examples', 'readOnly', 'writeOnly', 'deprecated', 'x-faults'],
  ...['x-mistake', 'xml', 'x-xml-type', 'multipleOf'],
  'contentMediaType',
  ...[
    'propertyNames',
    'minProperties',
    'maxProperties',
    'uniqueItems',
    'default',
    'format',
    'type',
    'nullable',
    '$ref',
    'oneOf',
    'anyOf',
    'allOf',
  ],
]);
const FORM = 'multipart/form-data';
const ONE_SIDED = new Set<string>(CONSTRAINTS);

/** All differences, one line of text each. */
export function findContractDifferences(contract: OpenApiDocument, readBack: OpenApiDocument): string[] {
  const differences: string[] = [];
  compare(operations(contract), operations(readBack), '', differences);
  return differences;
}

function operations(document: OpenApiDocument): Node {
  const found: Node = {};
  for (const [path, item] of Object.entries(document.paths)) {
    for (const method of METHODS) {
      const operation = item[method];
      if (operation === undefined) continue;
      const parameters = [...(item.parameters ?? []), ...(operation.parameters ?? [])].map((node) =>
        resolve(document, node),
      );
      found[`${method.toUpperCase()} ${path}`] = {
        operationId: operation.operationId,
        tags: operation.tags.join(),
        security: JSON.stringify(operation.security ?? document.security ?? []),
        parameters: Object.fromEntries(
          parameters.map((parameter) => [
            `${parameter.in} ${parameter.name}`,
            { isRequired: parameter.required ?? false, schema: normal(document, parameter.schema) },
          ]),
        ),
        body: operation.requestBody === undefined ? null : body(document, resolve(document, operation.requestBody)),
        responses: Object.fromEntries(
          Object.entries(operation.responses).map(([status, response]) => [
            status,
            content(document, firstOf(resolve(document, response).content)),
          ]),
        ),
      };
    }
  }
  return found;
}

type Content = Record<string, { readonly schema?: Schema }> | undefined;

function body(
  document: OpenApiDocument,
  node: { readonly required?: boolean; readonly content: NonNullable<Content> },
): Node {
  return { isRequired: node.required ?? false, content: content(document, firstOf(node.content)) };
}

function firstOf(node: Content): Content {
  return Object.fromEntries(Object.entries(node ?? {}).slice(0, 1));
}

function content(document: OpenApiDocument, node: Content): Node {
  return Object.fromEntries(
    Object.entries(node ?? {}).map(([mediaType, { schema }]) => [
      mediaType,
      mediaType === FORM ? {} : normal(document, schema ?? {}),
    ]),
  );
}

/** A schema of OpenAPI 3.0 or 3.1 in one common form: without references, with nullability as a flag. */
function normal(document: OpenApiDocument, given: Schema | Reference): Node {
  const schema = resolve<Schema>(document, given);
  const types = [schema.type ?? []].flat().filter((type) => type !== 'null');
  const isNullable = schema.nullable === true || [schema.type].flat().includes('null');
  const variants = (schema.oneOf ?? schema.anyOf ?? schema.allOf ?? []).map((variant) => normal(document, variant));
  const [only, ...more] = variants.filter((variant) => variant.isNull !== true);
  const hasNull = more.length + 1 < variants.length;
  if (only !== undefined && more.length === 0)
    return { ...only, ...(isNullable || hasNull ? { isNullable: true } : {}) };

  const out: Node = {};
  for (const [keyword, value] of Object.entries(schema)) {
    if (!IGNORED.has(keyword)) out[keyword] = value;
  }
  if (more.length > 0) out.variants = Object.fromEntries([only, ...more].entries());
  if (hasNull) out.isNullable = true;
  if (types.length === 0 && [schema.type].flat().includes('null')) out.isNull = true;
  if (types.length > 0) out.type = types.join();
  if (isNullable) out.isNullable = true;
  if (schema.enum !== undefined) {
    out.enum = schema.enum
      .filter((word) => word !== null)
      .sort()
      .join();
  }
  if (schema.properties !== undefined) {
    const entries = Object.entries(schema.properties).map(([name, property]) => [name, normal(document, property)]);
    if (entries.length === 0) delete out.properties;
    else out.properties = Object.fromEntries(entries) as Node;
    const isDefaulted = (name: string): boolean =>
      resolve<Schema>(document, schema.properties?.[name] ?? {}).default !== undefined;
    out.required = (schema.required ?? [])
      .filter((name) => !isDefaulted(name))
      .sort()
      .join();
  }
  if (out.required === '') delete out.required;
  if (schema.items !== undefined) out.items = normal(document, schema.items);
  const extra = schema.additionalProperties;
  if (extra === false) delete out.additionalProperties;
  else if (typeof extra === 'object')
    out.additionalProperties = Object.keys(extra).length === 0 || normal(document, extra);
  return out;
}

function compare(contract: unknown, readBack: unknown, at: string, differences: string[]): void {
  if (isNode(contract) && isNode(readBack)) {
    for (const key of new Set([...Object.keys(contract), ...Object.keys(readBack)])) {
      if (ONE_SIDED.has(key) && readBack[key] === undefined) continue;
      compare(contract[key], readBack[key], at === '' ? key : `${at} > ${key}`, differences);
    }
  } else if (JSON.stringify(contract) !== JSON.stringify(readBack)) {
    differences.push(`${at}: the contract has ${shown(contract)}, tsoa reads ${shown(readBack)}`);
  }
}

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && !Array.isArray(value);

const shown = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 120));
