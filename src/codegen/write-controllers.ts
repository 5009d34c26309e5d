/**
 * The writer of controllers/<Tag>.ts: one abstract class per tag, one abstract method per operationId.
 *
 * tsoa sees only the decorated wrapper `route_<operationId>`, which is concrete, because tsoa reads neither abstract
 * nor inherited methods. Developers implement the abstract method beside it. So a new operation does not compile until
 * it is implemented. A response with an undocumented status, or without a required header, does not compile either.
 *
 * tsoa sees the type of the body as clients can send it. The abstract method gets the type in checked-bodies.ts, which
 * describes the body after the request check: with the contract's defaults filled in, and with an empty object if the
 * client sent no JSON.
 */
import {
  CONSTRAINTS,
  isStream,
  type Body,
  type Header,
  type Operation,
  type Parameter,
  type Response,
  type Schema,
} from './contract.js';
import type { Contract } from './contracts.js';
import { banner } from './write-fixed-files.js';

const quote = (text: string): string =>
  `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`;
const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** The type of a streamed body. */
const STREAM = 'Readable';

/** The imports of the generated file, collected while its text is written. */
interface Imports {
  readonly decorators: Set<string>;
  readonly types: Set<string>;
  hasStreams: boolean;
  hasCheckedBodies: boolean;
}

export function controllerName(tag: string): string {
  return `${tag}Controller`;
}

export function writeController(contract: Contract, tag: string, operations: readonly Operation[]): string {
  const shared = contract.folder === '' ? '..' : '../..';
  const imports: Imports = {
    decorators: new Set(['Request', 'Route', 'Tags']),
    types: new Set(),
    hasStreams: false,
    hasCheckedBodies: false,
  };
  const responses = operations.map((operation) => writeResponseType(operation, imports)).join('\n');
  const methods = operations.map((operation) => writeMethod(operation, imports)).join('\n');
  return [
    banner('src/codegen/write-controllers.ts', contract.file),
    imports.hasStreams ? "import type { Readable } from 'node:stream';\n" : '',
    imports.types.size > 0 ? `import type { ${[...imports.types].sort().join(', ')} } from '../api-types.js';\n` : '',
    imports.hasCheckedBodies ? "import type * as checked from '../checked-bodies.js';\n" : '',
    `import { ${[...imports.decorators].sort().join(', ')} } from '${shared}/decorators.js';\n`,
    `import type { Exchange } from '${shared}/exchange.js';\n\n`,
    responses,
    `\n@Route()\n@Tags(${quote(tag)})\nexport abstract class ${controllerName(tag)}<Context> {\n`,
    methods,
    '}\n',
  ].join('');
}

/** `ListGuestsResponse`: the union of everything that `listGuests` can return. */
function writeResponseType(operation: Operation, imports: Imports): string {
  const members = operation.returned.flatMap((response) => {
    const headers =
      response.headers.length === 0
        ? ''
        : `; headers${headersMark(response.headers)}: ${headersType(response.headers)}`;
    const member = (mediaType: string | null, schema: Schema | null, chosen: string): string => {
      const body = bodyType(mediaType, schema, imports);
      const isStreamed = operation.isStreamed && body !== 'void' && body !== STREAM;
      if (isStreamed) imports.hasStreams = true;
      const returned = isStreamed ? `${body} | ${STREAM}` : body;
      return `{ status: ${response.status}${chosen}${body === 'void' ? '' : `; body: ${returned}`}${headers} }`;
    };
    return [
      member(response.mediaType, response.schema, ''),
      ...response.alternatives.map(({ mediaType, schema }) =>
        member(mediaType, schema, `; mediaType: ${quote(mediaType)}`),
      ),
    ];
  });
  const { operationId, method, path } = operation;
  return `/** The responses that ${method.toUpperCase()} ${path} returns. */\nexport type ${responseName(operationId)} =\n  | ${members.join('\n  | ')};\n`;
}

const responseName = (operationId: string): string => `${capitalized(operationId)}Response`;

const headersMark = (headers: readonly Header[]): string => (headers.some((header) => header.isRequired) ? '' : '?');

function headersType(headers: readonly Header[]): string {
  const members = headers.map(({ name, isRequired, schema }) => {
    const key = /^[A-Za-z_]\w*$/.test(name) ? name : quote(name);
    return `${key}${isRequired ? '' : '?'}: ${scalarType(schema)}${isRequired ? '' : ' | undefined'}`;
  });
  return `{ ${members.join('; ')} }`;
}

function writeMethod(operation: Operation, imports: Imports): string {
  const { operationId, body } = operation;
  const required = operation.parameters.filter((parameter) => parameter.isRequired);
  const optional = operation.parameters.filter((parameter) => !parameter.isRequired);
  const content = body === null ? null : bodyType(body.mediaTypes[0] ?? null, body.schema, imports);

  const signature = [
    '@Request() exchange: Exchange<Context>',
    ...required.map((parameter) => argument(parameter, imports)),
  ];
  if (body !== null) {
    imports.decorators.add('Body');
    // The body comes after every required parameter and before every optional one, so that an optional body can have a
    // `?`.
    signature.push(`@Body() body${body.isRequired ? '' : '?'}: ${content}`);
  }
  signature.push(...optional.map((parameter) => argument(parameter, imports)));

  // tsoa reads the return type of a method as the body of the first response; the other responses have decorators.
  const [first] = operation.returned;
  const firstBody = bodyType(first?.mediaType ?? null, first?.schema ?? null, imports);

  const names = operation.parameters.map(({ variable }) => variable);
  const input = operation.parameters.map(
    (parameter) => `${parameter.variable}${inputMark(parameter)}: ${scalarType(parameter.schema)}`,
  );
  if (body !== null) {
    // tsoa gets the type of the first media type only; the abstract method gets the union of the types of all media
    // types.
    const mediaType = body.mediaTypes[0] ?? null;
    const isChecked = mediaType?.endsWith('json') ?? false;
    const contents = body.schemas.map((schema) => (isChecked ? 'checked.' : '') + bodyType(mediaType, schema, imports));
    input.push(`body${body.isRequired || isChecked ? '' : '?'}: ${contents.join(' | ')}`);
    names.push(isChecked ? `body: body as ${contents[0]}` : 'body');
    if (isChecked) imports.hasCheckedBodies = true;
  }
  const inputType = input.length === 0 ? 'Record<never, never>' : `{ ${input.join('; ')} }`;

  return `${documentation(operation)}${decorators(operation, imports)}
  public async route_${operationId}(${signature.join(', ')}): Promise<${firstBody}> {
    return exchange.respond<${firstBody}>(await this.${operationId}({ ${names.join(', ')} }, exchange.context));
  }

  /** ${operation.summary}. */
  protected abstract ${operationId}(input: ${inputType}, context: Context): Promise<${responseName(operationId)}>;
`;
}

function argument(parameter: Parameter, imports: Imports): string {
  const decorator = capitalized(parameter.in);
  imports.decorators.add(decorator);
  const fallback = parameter.schema.default;
  const type = scalarType(parameter.schema);
  const declared =
    fallback === undefined ? `${inputMark(parameter)}: ${type}` : `: ${type} = ${JSON.stringify(fallback)}`;
  return `@${decorator}(${quote(parameter.name)}) ${parameter.variable}${declared}`;
}

const inputMark = (parameter: Parameter): string =>
  parameter.isRequired || parameter.schema.default !== undefined ? '' : '?';

/** JSDoc with the constraints of parameters: tsoa reads them only there. */
function documentation(operation: Operation): string {
  const lines = [operation.summary];
  for (const { variable, schema } of operation.parameters) {
    if (schema.type === 'integer') lines.push(`@isInt ${variable}`);
    for (const tag of CONSTRAINTS) {
      if (schema[tag] !== undefined) lines.push(`@${tag} ${variable} ${String(schema[tag])}`);
    }
  }
  return `  /**\n${lines.map((line) => `   * ${line}`).join('\n')}\n   */\n`;
}

function decorators(operation: Operation, imports: Imports): string {
  const lines: string[] = [];
  const add = (name: string, args: string, generic = ''): void => {
    imports.decorators.add(name);
    lines.push(`  @${name}${generic}(${args})`);
  };
  add(capitalized(operation.method), quote(operation.path));
  add('OperationId', quote(operation.operationId));
  for (const requirement of operation.security) add('Security', JSON.stringify(requirement));
  if (operation.security.length === 0) add('NoSecurity', '');
  if (operation.body !== null && consumes(operation.body) !== 'application/json') {
    add('Consumes', quote(consumes(operation.body)));
  }
  const [first, ...others] = operation.returned;
  if (first === undefined) throw new Error(`${operation.operationId} declares only faults, no other response`);
  add('SuccessResponse', responseArguments(first));
  for (const response of [...others, ...operation.faults]) {
    const body = bodyType(response.mediaType, response.schema, imports);
    const media = response.mediaType === null ? '' : `, undefined, ${quote(response.mediaType)}`;
    add('Response', `${quote(response.status)}, ${quote(response.description)}${media}`, `<${body}>`);
  }
  return lines.join('\n');
}

const consumes = (body: Body): string => body.mediaTypes[0] ?? 'application/json';

function responseArguments({ status, description, mediaType }: Response): string {
  const media = mediaType === null || mediaType === 'application/json' ? '' : `, ${quote(mediaType)}`;
  return `${quote(status)}, ${quote(description)}${media}`;
}

function bodyType(mediaType: string | null, schema: Schema | null, imports: Imports): string {
  if (mediaType === null) return 'void';
  if (isStream(mediaType)) {
    imports.hasStreams = true;
    return STREAM;
  }
  const name = schema?.$ref?.split('/').pop();
  // XML with a named schema has the type of that schema; every other text is a string.
  const isText = !mediaType.endsWith('json') && !(mediaType.endsWith('xml') && name !== undefined);
  if (isText) return 'string';
  if (name === undefined) throw new Error(`a schema of ${mediaType} has no name: put it under components.schemas`);
  imports.types.add(name);
  return name;
}

/** Parameters and headers must be scalars; larger values belong in a body. */
function scalarType(schema: Schema): string {
  if (schema.enum !== undefined) return schema.enum.map((word) => quote(String(word))).join(' | ');
  switch (schema.type) {
    case 'integer':
    case 'number':
      return 'number';
    case 'boolean':
      return 'boolean';
    case 'string':
      return 'string';
    default:
      throw new Error(`a parameter or header cannot be of type ${JSON.stringify(schema.type)}`);
  }
}
