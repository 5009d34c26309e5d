/**
 * Checks one response against the contract that its path belongs to: status, headers, media type and body, for every
 * kind of response.
 *
 * The check is stricter than the contract in two ways. The contract allows later revisions of the service to add
 * members to responses, but this revision must not: an object whose members are listed must have no others. And a fault
 * must be consistent, as the contract's form of faults requires (problem.ts for the native API).
 */
import { createRequire } from 'node:module';
import type { Ajv2020 as AjvType, ValidateFunction } from 'ajv/dist/2020.js';
import { escapePointer, type Contract, type Operation, type ResponseNode } from './contract.js';
import { contractOf, NATIVE } from './contracts.js';

export interface ResponseToCheck {
  readonly method: string;
  /** The path as it was sent, without the query. */
  readonly pathname: string;
  /** The query as it was sent, or undefined if it is not known. */
  readonly search?: string;
  readonly status: number;
  readonly headers: Headers;
  /** The body, or null if only a part of a stream was read on purpose. */
  readonly bytes: Buffer | null;
}

// Both are CommonJS modules whose `default` differs between their types and Node.
const require = createRequire(import.meta.url);
const { Ajv2020 } = require('ajv/dist/2020') as { Ajv2020: typeof AjvType };
const addFormats = require('ajv-formats') as (ajv: AjvType) => void;

/** Statuses that any path can return. The contract documents them once, in its text. */
const UNROUTED_STATUSES = [404, 405, 501];
/**
 * Faults of operations that require a credential, if the owner of the credential cannot be determined. They are also
 * documented once.
 */
const UNKNOWN_OWNER_FAULTS = ['IDENTITY_UNREACHABLE', 'DATABASE_UNREACHABLE'];
/** Faults that any operation can return. They are also documented once. */
export const GENERAL_FAULTS: ReadonlyMap<number, string> = new Map([
  [403, 'FORBIDDEN'],
  [429, 'TOO_MANY_REQUESTS'],
  [507, 'CAPACITY_EXHAUSTED'],
]);
/** Statuses that Node's parser causes before the operation is known. */
const PARSER_STATUSES = [400, 408, 431, 501];

type Fail = (what: string) => never;

const SPEC = 'contract';
/** The contract without partial representations. It applies to requests without `fields`. */
const WHOLE = 'contract-whole';

/**
 * Throws if the response violates its contract. Returns the exercised operation, or null if the request was rejected
 * before one was known.
 */
export function checkResponse(response: ResponseToCheck): Operation | null {
  return conformanceOf(contractOf(response.pathname)).check(response);
}

/** Checks a rejection by Node's parser. The operation is not known, but the fault must have the native form. */
export function checkParserFault(response: ResponseToCheck): void {
  conformanceOf(NATIVE).checkParserFault(response);
}

const conformances = new WeakMap<Contract, Conformance>();

/** There is one checker for each contract, so that its schemas are compiled once. */
function conformanceOf(contract: Contract): Conformance {
  const known = conformances.get(contract) ?? new Conformance(contract);
  conformances.set(contract, known);
  return known;
}

export class Conformance {
  readonly #contract: Contract;
  readonly #ajv = new Ajv2020({ strict: false, allErrors: true });
  readonly #compiled = new Map<string, ValidateFunction>();

  constructor(contract: Contract) {
    this.#contract = contract;
    addFormats(this.#ajv);
    for (const name of ['int64', 'binary']) this.#ajv.addFormat(name, true);
    this.#ajv.addSchema(closed(contract.document) as object, SPEC);
    this.#ajv.addSchema(whole(closed(contract.document)) as object, WHOLE);
  }

  /**
   * Throws if the response violates the contract. Returns the exercised operation, or null if the request was rejected
   * before one was known.
   */
  check(response: ResponseToCheck): Operation | null {
    const where = `${response.method} ${response.pathname} → ${response.status}`;
    const fail: Fail = (what) => {
      throw new Error(`${where}: ${what}\n${response.bytes?.toString('utf8').slice(0, 2000) ?? ''}`);
    };
    requireHeader(response, fail, 'X-Request-ID', /^[A-Za-z0-9._-]{1,128}$/);
    const operation = this.#contract.findOperation(response.method, response.pathname);
    this.#checkCaching(operation, response, fail);
    const name = operation?.isOpen === true ? undefined : this.#errorNameIn(response);
    if (name !== undefined && UNKNOWN_OWNER_FAULTS.includes(name) && !isDocumented(operation, response.status, name)) {
      requireHeader(response, fail, 'Retry-After', /^\d+$/);
      this.#checkFault(response, UNKNOWN_OWNER_FAULTS, fail, response.pathname);
      return null;
    }
    if (operation === null || response.method === 'OPTIONS') {
      this.#checkUnrouted(response, fail);
      return null;
    }
    const documented = operation.responses.get(response.status);
    if (documented === undefined && GENERAL_FAULTS.has(response.status)) {
      this.#checkGeneralFault(response, fail);
      return null;
    }
    if (documented === undefined) fail(`${operation.operationId} documents no such status`);
    this.#checkHeaders(documented, response, fail);
    this.#checkBody(documented, response, fail);
    return operation;
  }

  /**
   * Checks a rejection by Node's parser. The operation is not known, but the fault must have the form of the contract.
   */
  checkParserFault(response: ResponseToCheck): void {
    const fail: Fail = (what) => {
      throw new Error(`raw request → ${response.status}: ${what}`);
    };
    if (!PARSER_STATUSES.includes(response.status)) fail('is not a status of the parser');
    this.#checkFault(response, Object.keys(this.#contract.faults), fail, null);
  }

  /** docs/guide/conventions.md, "Caches". */
  #checkCaching(operation: Operation | null, response: ResponseToCheck, fail: Fail): void {
    const { method, pathname, status, headers } = response;
    const isFile = operation === null && pathname.startsWith('/docs/assets/') && (status === 200 || status === 304);
    const expected = isFile ? 'public, no-cache' : cachingOf(operation, { method, status, headers });
    requireHeader(response, fail, 'Cache-Control', new RegExp(`^${expected}$`));
    if (expected === 'public, no-cache') requireHeader(response, fail, 'ETag', /"/);
    if (headers.get('content-type')?.startsWith('text/event-stream') === true) {
      requireHeader(response, fail, 'X-Accel-Buffering', /^no$/);
    }
    if (expected !== 'private, no-cache') return;
    for (const name of this.#contract.varyBy) requireHeader(response, fail, 'Vary', new RegExp(`\\b${name}\\b`));
  }

  #checkGeneralFault(response: ResponseToCheck, fail: Fail): void {
    if (response.status === 429) requireHeader(response, fail, 'Retry-After', /^[1-9]\d*$/);
    this.#checkFault(response, [GENERAL_FAULTS.get(response.status) ?? ''], fail, response.pathname);
  }

  #checkUnrouted(response: ResponseToCheck, fail: Fail): void {
    if (response.method === 'OPTIONS' && response.status === 204) {
      requireHeader(response, fail, 'Allow', /\bOPTIONS\b/);
      if (response.bytes?.length !== 0) fail('OPTIONS has a body');
      return;
    }
    if (response.pathname.startsWith('/docs/') && (response.status === 200 || response.status === 304)) return;
    if (response.status === 308) {
      if (!/^\/docs\/(?:errors\/|guide\/[a-z-]+\/)?$/.test(response.pathname)) fail('is redirected, but is not a page');
      const location = response.headers.get('location')?.replace(/\?.*$/s, '');
      if (`${location}/` !== response.pathname) fail(`is redirected to ${location}`);
      return;
    }
    if (GENERAL_FAULTS.has(response.status)) {
      this.#checkGeneralFault(response, fail);
      return;
    }
    if (response.status === 401) requireHeader(response, fail, 'WWW-Authenticate', /./);
    else if (!UNROUTED_STATUSES.includes(response.status))
      fail('is not a status for a path that the contract does not have');
    if (response.status === 405) requireHeader(response, fail, 'Allow', /./);
    this.#checkFault(response, Object.keys(this.#contract.faults), fail, response.pathname);
  }

  #errorNameIn({ status, bytes }: ResponseToCheck): string | undefined {
    if (status !== NATIVE.faults['IDENTITY_UNREACHABLE']?.status || bytes === null) return undefined;
    try {
      return this.#contract.faultForm.nameOf(JSON.parse(bytes.toString('utf8')));
    } catch {
      return undefined;
    }
  }

  #checkHeaders(documented: ResponseNode, response: ResponseToCheck, fail: Fail): void {
    for (const [name, header] of Object.entries(documented.headers)) {
      const value = response.headers.get(name);
      if (value === null) {
        if (header.required === true) fail(`the header ${name} is missing`);
        continue;
      }
      const typed = header.schema.type === 'integer' && /^\d+$/.test(value) ? Number(value) : value;
      const isValid = this.#ajv.validate(header.schema, typed);
      if (!isValid) fail(`the header ${name} is ${value}: ${this.#ajv.errorsText()}`);
    }
  }

  #checkBody(documented: ResponseNode, response: ResponseToCheck, fail: Fail): void {
    const { bytes, headers } = response;
    const mediaTypes = Object.keys(documented.content);
    const contentType = headers.get('content-type');
    if (mediaTypes.length === 0) {
      if (bytes !== null && bytes.length > 0) fail('has a body, but should have none');
      if (contentType !== null) fail(`should have no body, but has the media type ${contentType}`);
      return;
    }
    const mediaType = contentType?.split(';')[0] ?? '';
    if (!mediaTypes.includes(mediaType)) fail(`is ${contentType}, but should be ${mediaTypes.join(' or ')}`);
    const length = headers.get('content-length');
    if (response.method === 'HEAD') {
      if (bytes !== null && bytes.length > 0) fail('HEAD has a body');
      return;
    }
    if (bytes === null) return;
    if (length !== null && Number(length) !== bytes.length)
      fail(`has ${bytes.length} bytes, but Content-Length is ${length}`);
    if (mediaType === 'application/octet-stream') return;
    const isJson = mediaType.endsWith('json');
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    const schema = documented.content[mediaType]?.schema ?? {};
    const value = isJson ? parseJson(text, fail) : this.#valueOfText(text, schema, fail);
    const pointer = `${documented.pointer}/content/${escapePointer(mediaType)}/schema`;
    const isWhole = response.search !== undefined && !new URLSearchParams(response.search).has('fields');
    const check = this.#compile(pointer, isWhole ? WHOLE : SPEC);
    if (!check(value)) fail(`the body violates the contract: ${this.#ajv.errorsText(check.errors)}`);
    if (!documented.isReturned) {
      const names = Object.keys(documented.content[mediaType]?.examples ?? {});
      this.#checkFault(response, names, fail, response.pathname);
    }
  }

  /** `instance` is null if the path could not be parsed. */
  #checkFault(response: ResponseToCheck, names: readonly string[], fail: Fail, instance: string | null): void {
    const { mediaTypes, check } = this.#contract.faultForm;
    const { status, headers } = response;
    if (!mediaTypes.includes(headers.get('content-type')?.split(';')[0] ?? ''))
      fail(`is not ${mediaTypes.join(' or ')}`);
    if (response.method === 'HEAD') return;
    const text = response.bytes?.toString('utf8') ?? '';
    const isJson = headers.get('content-type')?.split(';')[0]?.endsWith('json') === true;
    const body: unknown = isJson
      ? JSON.parse(text)
      : this.#valueOfText(text, this.#contract.faultForm.schema ?? {}, fail);
    const mistakesBy = (pointer: string): string | null => {
      const validate = this.#compile(pointer);
      return validate(body) ? null : this.#ajv.errorsText(validate.errors);
    };
    check({ contract: this.#contract, status, headers, body, names, instance, mistakesBy, fail });
  }

  #valueOfText(text: string, schema: object, fail: Fail): unknown {
    try {
      return this.#contract.valueOfText(text, schema, this.#contract.document);
    } catch (error) {
      return fail(`the body cannot be read: ${String(error)}`);
    }
  }

  #compile(pointer: string, spec: string = SPEC): ValidateFunction {
    const key = `${spec}#${pointer}`;
    let check = this.#compiled.get(key);
    if (check === undefined) {
      const path = pointer.split('/').map(encodeURIComponent).join('/');
      check = this.#ajv.compile({ $ref: `${spec}#${path}` });
      this.#compiled.set(key, check);
    }
    return check;
  }
}

/** The value of `Cache-Control` that a response must have. */
function cachingOf(
  operation: Operation | null,
  { method, status, headers }: Pick<ResponseToCheck, 'method' | 'status' | 'headers'>,
): string {
  const isStream = headers.get('content-type')?.startsWith('text/event-stream') === true;
  const isStored = operation !== null && method !== 'OPTIONS' && status < 400 && !isStream;
  if (!isStored || operation.operationId === 'createToken') return 'no-store';
  if (!operation.isOpen) return 'private, no-cache';
  return operation.parameters.some(({ name }) => name === 'If-None-Match') ? 'public, no-cache' : 'no-store';
}

function isDocumented(operation: Operation | null, status: number, name: string): boolean {
  const contents = Object.values(operation?.responses.get(status)?.content ?? {});
  return contents.some(({ examples = {} }) => Object.hasOwn(examples, name));
}

function parseJson(text: string, fail: Fail): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return fail('the body is not JSON');
  }
}

function requireHeader(response: ResponseToCheck, fail: Fail, name: string, pattern: RegExp): void {
  const value = response.headers.get(name);
  if (value === null || !pattern.test(value)) fail(`the header ${name} is ${value}`);
}

/** Returns a copy in which `GuestOrSelection` is `Guest`, and likewise for other types. */
function whole(node: unknown): unknown {
  const { components = {}, ...rest } = node as { components?: { schemas?: Record<string, { anyOf?: unknown[] }> } };
  const schemas = Object.entries(components.schemas ?? {}).map(
    ([name, schema]) => [name, name.endsWith('OrSelection') ? schema.anyOf?.[0] : schema] as const,
  );
  return { ...rest, components: { ...components, schemas: Object.fromEntries(schemas) } };
}

/** Returns a copy in which every object schema that lists its members allows no others. */
function closed(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(closed);
  if (typeof node !== 'object' || node === null) return node;
  const copy = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, closed(value)]));
  if (copy['type'] === 'object' && copy['properties'] !== undefined && copy['additionalProperties'] === undefined) {
    copy['additionalProperties'] = false;
  }
  return copy;
}
