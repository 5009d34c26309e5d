/**
 * The defaults of the contract: if a request omits a member, the controller gets a body in which the member has its
 * default. The test runs the request checks without a server, and makes the bodies from the schemas.
 */
import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { expect } from 'chai';
import type { Request, Response } from 'express';
import { parse } from 'yaml';
import { DEFAULTS } from '../../generated/defaults.js';
import { createRequestChecks, type RequestChecks } from '../../src/http/contract/validate.js';
import { TIMEOUT_DEFAULT_S } from '../../src/operations/soft-shutdown.js';

interface Schema {
  readonly $ref?: string;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly oneOf?: readonly Schema[];
}
interface Operation {
  readonly operationId: string;
  readonly requestBody?: {
    readonly $ref?: string;
    readonly content: Readonly<Record<string, { readonly schema: Schema }>>;
  };
  readonly parameters?: readonly {
    readonly $ref?: string;
    readonly name: string;
    readonly in: string;
    readonly schema: Schema;
  }[];
}
interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

describe('The defaults of the contract', () => {
  let document: Document;
  let checks: RequestChecks;
  let operations: { readonly method: string; readonly path: string; readonly node: Operation }[];

  before(async () => {
    document = parse(await readFile(new URL('../../openapi.yaml', import.meta.url), 'utf8')) as Document;
    checks = await createRequestChecks(document);
    operations = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.entries(item)
        .filter(([method]) => method !== 'parameters')
        .map(([method, node]) => ({ method: method.toUpperCase(), path, node })),
    );
  });

  const resolved = <T extends { readonly $ref?: string }>(node: T): T => {
    let target: unknown = document;
    for (const key of node.$ref?.split('/').slice(1) ?? []) target = (target as Record<string, unknown>)[key];
    return node.$ref === undefined ? node : { ...(target as T), ...node, $ref: undefined };
  };

  /** The names of the schemas whose defaults the bodies of this test omit. */
  const leftOut = new Set<string>();

  /**
   * The shortest body, and the body that it must become. If `isDeep` is set, the body also has every member that
   * contains objects, so that the test also covers the members that these objects omit.
   */
  const sample = (schema: Schema, isDeep: boolean): { sent: unknown; expected: unknown } => {
    const name = schema.$ref?.split('/').at(-1);
    const { properties, required = [], items, oneOf, examples, enum: words } = resolved(schema);
    if (oneOf?.[0] !== undefined) return sample(oneOf[0], isDeep);
    if (items !== undefined) {
      const { sent, expected } = sample(items, isDeep);
      return { sent: [sent], expected: [expected] };
    }
    if (properties === undefined) {
      const value = words?.[0] ?? examples?.[0];
      return { sent: value, expected: value };
    }
    const sent: Record<string, unknown> = {};
    const expected: Record<string, unknown> = {};
    for (const [member, of] of Object.entries(properties)) {
      if (required.includes(member) || (isDeep && holdsObjects(of))) {
        const value = sample(of, isDeep);
        sent[member] = value.sent;
        expected[member] = value.expected;
      } else if (resolved(of).default !== undefined) {
        // An omitted object gets the same defaults, at every level, as one that is sent.
        expected[member] = resolved(of).properties === undefined ? resolved(of).default : sample(of, isDeep).expected;
        leftOut.add(`${name}.${member}`);
      }
    }
    return { sent, expected };
  };

  const holdsObjects = (schema: Schema): boolean => {
    const { properties, items, oneOf } = resolved(schema);
    const inner = items ?? oneOf?.[0];
    return properties !== undefined || (inner !== undefined && holdsObjects(inner));
  };

  /** Returns the body that the handlers of an operation pass to its controller. */
  const checked = async (
    operation: (typeof operations)[number],
    body: unknown,
  ): Promise<{ body: unknown; query: unknown }> => {
    const text = body === undefined ? '' : JSON.stringify(body);
    const [mediaType = 'application/json'] = Object.keys(bodyOf(operation.node)?.content ?? {});
    const request = Object.assign(Readable.from([Buffer.from(text)]), {
      trailers: {},
      method: operation.method,
      url: operation.path,
      originalUrl: operation.path,
      path: operation.path,
      params: Object.fromEntries(
        [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => [
          name,
          name === 'collection' ? 'guests' : 'x',
        ]),
      ),
      query: {},
      headers:
        body === undefined ? {} : { 'content-type': mediaType, 'content-length': String(Buffer.byteLength(text)) },
    }) as unknown as Request;
    for (const handler of checks(operation.node.operationId)) {
      await new Promise<void>((resolve, reject) => {
        const next = (error?: unknown): void =>
          error === undefined ? resolve() : reject(new Error('the request was refused', { cause: error }));
        void handler(request, {} as Response, next);
      });
    }
    return { body: request.body as unknown, query: request.query };
  };

  const bodyOf = (node: Operation): Operation['requestBody'] =>
    node.requestBody === undefined ? undefined : resolved(node.requestBody);

  it('are the values of omitted members of bodies, at every depth', async () => {
    for (const operation of operations) {
      const [media] = Object.entries(bodyOf(operation.node)?.content ?? {});
      if (!media?.[0].endsWith('json') || operation.method === 'PATCH') continue;
      for (const isDeep of [false, true]) {
        const { sent, expected } = sample(media[1].schema, isDeep);
        const { body } = await checked(operation, sent);
        expect(body, operation.node.operationId).to.deep.equal(expected);
      }
    }
    const declared = Object.entries(document.components.schemas).flatMap(([name, { properties = {} }]) =>
      Object.entries(properties)
        .filter(([, schema]) => resolved(schema).default !== undefined)
        .map(([member]) => `${name}.${member}`),
    );
    expect(declared).to.not.be.empty;
    expect([...leftOut], 'every default was left out by some body').to.have.members(declared);
    const generated = Object.entries(DEFAULTS).flatMap(([name, members]) =>
      Object.keys(members).map((member) => `${name}.${member}`),
    );
    expect(generated, 'generated/defaults.ts').to.have.members(declared);
  });

  it('are the values of omitted query parameters', async () => {
    let count = 0;
    for (const operation of operations) {
      const ofQuery = (operation.node.parameters ?? []).map(resolved).filter((one) => one.in === 'query');
      const defaults = ofQuery.filter(({ schema }) => schema.default !== undefined);
      if (defaults.length === 0) continue;
      count += defaults.length;
      const [media] = Object.values(bodyOf(operation.node)?.content ?? {});
      const { query } = await checked(operation, media === undefined ? undefined : sample(media.schema, false).sent);
      for (const { name, schema } of defaults) {
        expect(query, operation.node.operationId).to.have.property(name, schema.default);
      }
    }
    expect(count).to.be.greaterThan(10);
  });

  it('limit the time of a soft shutdown wherever a request does not', () => {
    expect(TIMEOUT_DEFAULT_S).to.equal(DEFAULTS.SoftPowerOptions.timeout_s);
  });
});
