/**
 * Named checks of what a contract must offer its readers beyond the rules of the linters: texts and examples
 * everywhere, examples that match their schemas, and the statuses that an operation of its kind can return. Each check
 * throws an error that names the missing parts.
 *
 * The requirements for a dialect are lower in two ways: it does not need an example of every member, and its faults are
 * those of its API.
 */
import { readFileSync } from 'node:fs';
import { Ajv2020, type AnySchema } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { expect } from 'chai';
import { operationsOf, resolve } from '../../src/codegen/contract.js';
import type { Contract } from '../../src/codegen/contracts.js';
import { GENERAL_FAULTS } from './conformance.js';

type Node = Record<string, unknown>;
interface Example {
  summary?: string;
  value: Node;
}
interface Media {
  schema: object;
  examples?: Record<string, Example | { $ref: string }>;
}
interface Faults {
  'x-faults': Record<string, { status: number; title: string }>;
}

/** A verb followed by a noun, such as `followBookmark`. */
const OPERATION_ID =
  /^(list|get|create|update|delete|put|set|follow|cancel|start|shutdown|reboot|restart|poweroff|suspend|accept|discard)[A-Z][A-Za-z]*$/;
/** The APIs that leave out a member without a value, because XML has no null. */
const LEAVES_OUT_ABSENT: ReadonlySet<string> = new Set(['ovirt']);
/** An example of binary content would not help a reader. */
const WITHOUT_EXAMPLE = ['application/octet-stream'];

export function qualityChecks({ folder, document }: Contract): Readonly<Record<string, () => void>> {
  const isNative = folder === '';
  const operations = operationsOf(document);
  const nodes = operations.map(({ operationId, path, method }) => ({
    at: operationId,
    node: document.paths[path]?.[method] as unknown as Node,
  }));
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  formats.default(ajv);
  ajv.addSchema(document, 'contract');

  const component = (kind: string): [string, Node][] =>
    Object.entries((document.components as Record<string, Record<string, Node>>)[kind] ?? {});
  const media = (node: Node): [string, Media][] => Object.entries((node.content ?? {}) as Record<string, Media>);
  const examplesOf = ({ examples = {} }: Media): [string, Example][] =>
    Object.entries(examples).map(([name, example]) => [name, resolve<Example>(document, example)]);
  /** The schema stays inside the document, so that its references resolve there. */
  const validate = (schema: object, value: unknown): string => {
    const absolute = JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"contract#/')) as AnySchema;
    return ajv.validate(absolute, value) ? '' : ajv.errorsText();
  };

  /** The contents of the requests and responses of every operation, with resolved references. */
  const contents = (): { at: string; mediaType: string; media: Media }[] =>
    nodes.flatMap(({ at, node }) => {
      const responses = Object.entries(node.responses as Record<string, Node>).map(
        ([status, response]) => [`${at} ${status}`, resolve(document, response)] as const,
      );
      const body =
        node.requestBody === undefined ? [] : [[`${at} body`, resolve(document, node.requestBody as Node)] as const];
      return [...responses, ...body].flatMap(([where, holder]) =>
        media(holder).map(([mediaType, content]) => ({ at: where, mediaType, media: content })),
      );
    });

  const ofEveryContract = {
    'names every operation by a verb and a noun, and uses each name only once': () => {
      for (const { operationId } of operations) expect(operationId).to.match(OPERATION_ID);
      expect(new Set(operations.map(({ operationId }) => operationId)).size).to.equal(operations.length);
    },

    'gives every operation a summary and a description': () => {
      for (const { at, node } of nodes) {
        expect(node.summary, at)
          .to.be.a('string')
          .that.matches(/^[A-Z].*[^.]$/);
        expect(node.description, at).to.be.a('string').that.matches(/\S/);
      }
    },

    'describes every parameter, header, body, response, tag and schema': () => {
      for (const kind of ['parameters', 'headers', 'requestBodies', 'responses', 'schemas', 'securitySchemes']) {
        for (const [name, node] of component(kind))
          expect(node.description, `${kind}/${name}`).to.be.a('string').that.matches(/\S/);
      }
      for (const [name, schema] of component('schemas')) {
        for (const [member, property] of Object.entries((schema.properties ?? {}) as Record<string, Node>)) {
          expect(resolve(document, property).description, `${name}.${member}`).to.be.a('string');
        }
      }
    },

    'gives an example of every schema, member, parameter and header': () => {
      for (const kind of ['parameters', 'headers']) {
        for (const [name, node] of component(kind)) expect(node, `${kind}/${name}`).to.have.property('example');
      }
      for (const [name, schema] of component('schemas')) {
        expect(schema.examples, name).to.be.an('array').that.is.not.empty;
        if (!isNative) continue;
        for (const [member, property] of Object.entries((schema.properties ?? {}) as Record<string, Node>)) {
          expect(resolve(document, property).examples, `${name}.${member}`).to.be.an('array').that.is.not.empty;
        }
      }
    },

    'gives an example of every body and response': () => {
      for (const { at, mediaType, media: content } of contents()) {
        if (WITHOUT_EXAMPLE.includes(mediaType)) continue;
        expect(examplesOf(content), `${at} ${mediaType}`).to.not.be.empty;
        for (const [name, example] of examplesOf(content)) expect(example.summary, `${at} ${name}`).to.be.a('string');
      }
    },

    'gives only examples of bodies and responses that match their schema': () => {
      let checked = 0;
      for (const { at, media: content } of contents()) {
        for (const [name, { value }] of examplesOf(content)) {
          expect(validate(content.schema, value), `${at} ${name}`).to.equal('');
          checked += 1;
        }
      }
      expect(checked).to.be.greaterThan(operations.length);
    },

    'gives only examples of schemas and members that match them': () => {
      for (const [name, schema] of component('schemas')) {
        for (const example of schema.examples as unknown[]) {
          expect(validate({ $ref: `#/components/schemas/${name}` }, example), name).to.equal('');
        }
        for (const [member, property] of Object.entries((schema.properties ?? {}) as Record<string, Node>)) {
          for (const example of (property.examples ?? []) as unknown[]) {
            expect(validate(property, example), `${name}.${member}`).to.equal('');
          }
        }
      }
    },

    'gives only examples of parameters and headers that match their schema': () => {
      const parametersOf = (node: Node): Node[] =>
        ((node.parameters ?? []) as Node[]).map((each) => resolve(document, each));
      const inline = nodes.flatMap(({ at, node }) => {
        const responses = Object.values(node.responses as Record<string, Node>).map((each) => resolve(document, each));
        const headers = responses.flatMap((response) =>
          Object.entries((response.headers ?? {}) as Record<string, Node>),
        );
        return [
          ...parametersOf(node).map((each) => [`${at} ${String(each.name)}`, each] as const),
          ...headers.map(([name, header]) => [`${at} ${name}`, resolve(document, header)] as const),
        ];
      });
      for (const [name, { schema, example }] of [...component('parameters'), ...component('headers'), ...inline])
        expect(validate(schema as object, example), name).to.equal('');
    },

    'documents X-Request-ID at every response, and Retry-After wherever a retry makes sense': () => {
      for (const { at, node } of nodes) {
        for (const [status, response] of Object.entries(node.responses as Record<string, Node>)) {
          const headers = Object.keys(resolve(document, response).headers ?? {});
          expect(headers, `${at} ${status}`).to.include('X-Request-ID');
          expect(headers.includes('Retry-After'), `${at} ${status}`).to.equal(status === '503' || status === '429');
          expect(headers.includes('WWW-Authenticate'), `${at} ${status}`).to.equal(status === '401');
        }
      }
    },

    'rejects unknown members in every request': () => {
      for (const { operationId, body } of operations) {
        if (body === null || !/(json|xml)$/.test(body.mediaTypes[0] ?? '')) continue;
        const schema = resolve(document, body.schema);
        // The only lists are JSON Patches, whose operations can have unknown members (RFC 6902 §4).
        if (schema.type === 'array') continue;
        const isMap = schema.propertyNames !== undefined;
        expect(isMap || schema.additionalProperties === false, operationId).to.be.true;
      }
    },

    'requires every member of every response, so that null is explicit': () => {
      if (LEAVES_OUT_ABSENT.has(folder)) return;
      const optional = ['Problem.errors', 'Problem.hosts', 'Mistake.pointer', 'Mistake.parameter'];
      const requested = operations.flatMap(({ body }) => (body === null ? [] : [body.schema.$ref]));
      const isRequest = (name: string): boolean =>
        requested.includes(`#/components/schemas/${name}`) || /(Create|Update|Selection|PatchOperation)$/.test(name);
      for (const [name, schema] of component('schemas')) {
        if (isRequest(name)) continue;
        const missing = Object.keys((schema.properties ?? {}) as Node).filter(
          (member) => !(schema.required as string[]).includes(member) && !optional.includes(`${name}.${member}`),
        );
        expect(missing, name).to.be.empty;
      }
    },
  };
  const ofTheNative = {
    'gives faults in examples their own name, status and title': () => {
      const { 'x-faults': faults } = (document.components as unknown as { schemas: { ErrorName: Faults } }).schemas
        .ErrorName;
      for (const { at, mediaType, media: content } of contents()) {
        if (mediaType !== 'application/problem+json') continue;
        for (const [name, { value }] of examplesOf(content)) {
          expect(value, `${at} ${name}`).to.include({
            error_name: name,
            status: faults[name]?.status,
            title: faults[name]?.title,
            type: `/docs/errors#${name.toLowerCase().replaceAll('_', '-')}`,
          });
          expect(at, name).to.match(new RegExp(` ${faults[name]?.status}$`));
        }
      }
    },

    'lists at every operation the faults that every operation of its kind has': () => {
      for (const { operationId, path, method, body, security, parameters, returned, faults } of operations) {
        const statuses = faults.map(({ status }) => status);
        const expectListed = (status: string, isListed: boolean): void => {
          expect(statuses.includes(status), `${operationId} ${status}`).to.equal(isListed);
        };
        expectListed('400', true);
        expectListed('401', security.length > 0);
        // A token with a single scope may lack any right that an operation requires.
        expectListed('403', security.length > 0);
        expectListed('404', path.includes('{'));
        expectListed(
          '406',
          returned.some(({ mediaType }) => mediaType !== null),
        );
        expectListed('413', body !== null);
        expectListed('415', body !== null);
        expectListed('416', operationId === 'getImageContent');
        // The limit on open operations never applies to a poweroff or a delete.
        const isNeverHeldUp = operationId === 'poweroffGuest' || operationId === 'deleteGuest';
        expectListed(
          '429',
          !isNeverHeldUp && returned.some(({ headers }) => headers.some(({ name }) => name === 'X-Operation-ID')),
        );
        const takes = (name: string): boolean => parameters.some((parameter) => parameter.name === name);
        // A creation checks the conditions against its list, which has no `ETag`.
        expectListed('412', takes('If-Match') || method === 'post');
        // A request that consists only of its path cannot differ from an earlier request with the same key.
        const isVaried = body !== null || parameters.some((parameter) => parameter.in === 'query');
        expectListed('422', takes('Idempotency-Key') && isVaried);
        expectListed('410', operationId === 'listEvents');
        // Only a soft shutdown has a time limit that can be shorter than the longest wait.
        expectListed('504', operationId === 'shutdownGuest' || operationId === 'rebootGuest');
        for (const status of ['405', '408', '500', '431']) expectListed(status, false);
        expect(method === 'get' ? statuses.includes('501') : false, operationId).to.be.false;
      }
    },

    'lists once, in the page of the handbook that it links to, which faults any operation can return': () => {
      expect((document.info as unknown as Node).description).to.contain('](/docs/guide/faults)');
      const page = readFileSync(new URL('../../docs/guide/faults.md', import.meta.url), 'utf8');
      for (const [status, name] of GENERAL_FAULTS) {
        expect(page.replaceAll(/ +\|/g, ' |')).to.contain(`| ${status} \`${name}\` |`);
      }
    },
  };
  // In the native contract, references also accept whole resources, whose members are read-only and never used.
  const ofDialects = {
    'limits every value in a request, and allows no NUL in a text': () => {
      for (const { operationId, body } of operations) {
        if (body === null || !/(json|xml|urlencoded)$/.test(body.mediaTypes[0] ?? '')) continue;
        for (const { at, problem } of unlimitedIn(document, body.schema, operationId)) expect.fail(`${at}: ${problem}`);
      }
    },
  };
  return { ...ofEveryContract, ...(isNative ? ofTheNative : ofDialects) };
}

interface Unlimited {
  readonly at: string;
  readonly problem: string;
}

/**
 * The values of a request that can be of any size, or can contain NUL, which the database cannot store. The request
 * check must reject them, because the use cases do not check them again.
 */
function unlimitedIn(document: object, schema: object, at: string, seen = new Set<object>()): Unlimited[] {
  const node = resolve<Node>(document as Parameters<typeof resolve>[0], schema as Node);
  if (seen.has(node)) return [];
  seen.add(node);
  const types = [node.type].flat();
  const has = (...names: string[]): boolean => names.every((name) => node[name] !== undefined);
  const isFixed = has('enum') || has('const');
  const pattern = typeof node.pattern === 'string' ? node.pattern : null;
  const problems = [
    types.includes('array') && !has('maxItems') ? 'has no maxItems' : null,
    types.includes('integer') && !isFixed && !has('minimum', 'maximum') ? 'has no minimum or no maximum' : null,
    types.includes('string') && !isFixed && !has('maxLength') && (pattern === null || /[*+]|,\}/.test(pattern))
      ? 'has no maxLength'
      : null,
    types.includes('string') && !isFixed && (pattern === null || new RegExp(pattern, 'u').test('a\0b'))
      ? 'allows NUL'
      : null,
  ];
  const inside: [string, unknown][] = [
    ...Object.entries((node.properties ?? {}) as Node),
    ...(['items', 'additionalProperties', 'propertyNames'] as const).map((name): [string, unknown] => [
      name,
      node[name],
    ]),
    ...(['oneOf', 'anyOf', 'allOf'] as const).flatMap((name) =>
      ((node[name] ?? []) as unknown[]).map((each): [string, unknown] => [name, each]),
    ),
  ];
  return [
    ...problems.flatMap((problem) => (problem === null ? [] : [{ at, problem }])),
    ...inside.flatMap(([name, value]) =>
      typeof value === 'object' && value !== null ? unlimitedIn(document, value, `${at}/${name}`, seen) : [],
    ),
  ];
}
