/**
 * Checks one response against the contract that its path belongs to: status, headers, media type and body, for every
 * kind of response.
 *
 * It is stricter than the contract in two ways. The contract allows that responses gain members, but this very revision
 * of the service must not add any: an object whose members are listed must have no others. And a fault must be
 * consistent, as the contract's form of faults requires (problem.ts for the native API).
 */
import { createRequire } from 'node:module';
import type { Ajv2020 as AjvType, ValidateFunction } from 'ajv/dist/2020.js';
import { escapePointer, type Contract, type Operation, type ResponseNode } from './contract.js';
import { contractOf, NATIVE } from './contracts.js';

export interface AnswerToCheck {
  readonly method: string;
  /** The path as it was sent, without the query. */
  readonly pathname: string;
  /** The query as it was sent; undefined if the test does not know it. */
  readonly search?: string;
  readonly status: number;
  readonly headers: Headers;
  /** The body; null if only a part was read, of a stream that was cut on purpose. */
  readonly bytes: Buffer | null;
}

// Both are CommonJS modules whose `default` differs between their types and Node.
const require = createRequire(import.meta.url);
const { Ajv2020 } = require('ajv/dist/2020') as { Ajv2020: typeof AjvType };
const addFormats = require('ajv-formats') as (ajv: AjvType) => void;

/** Statuses that any path can return; the contract documents them once, in its text. */
const UNROUTED_STATUSES = [404, 405, 501];
/** Faults of operations that require a credential, also documented once: its owner cannot be determined. */
const NOBODY_CAN_TELL = ['IDENTITY_UNREACHABLE', 'DATABASE_UNREACHABLE'];
/** Faults that any operation can return, also documented once. */
export const GENERAL_FAULTS: ReadonlyMap<number, string> = new Map([
  [403, 'FORBIDDEN'],
  [429, 'TOO_MANY_REQUESTS'],
]);
/** Statuses that Node's parser causes before the operation is known. */
const PARSER_STATUSES = [400, 408, 431, 501];

type Fail = (what: string) => never;

const SPEC = 'contract';
/** The contract without partial representations: what a response must be if the request has no `fields`. */
const WHOLE = 'contract-whole';

/**
 * Throws if the response violates its contract. Returns the exercised operation, or null if the request was rejected
 * before one was known.
 */
export function checkAnswer(answer: AnswerToCheck): Operation | null {
  return conformanceOf(contractOf(answer.pathname)).check(answer);
}

/** Checks a rejection by Node's parser: no operation is known, but the fault has the native form. */
export function checkParserFault(answer: AnswerToCheck): void {
  conformanceOf(NATIVE).checkParserFault(answer);
}

const conformances = new WeakMap<Contract, Conformance>();

/** One for each contract, so that its schemas are compiled once. */
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
  check(answer: AnswerToCheck): Operation | null {
    const where = `${answer.method} ${answer.pathname} → ${answer.status}`;
    const fail: Fail = (what) => {
      throw new Error(`${where}: ${what}\n${answer.bytes?.toString('utf8').slice(0, 2000) ?? ''}`);
    };
    requireHeader(answer, fail, 'X-Request-ID', /^[A-Za-z0-9._-]{1,128}$/);
    const operation = this.#contract.findOperation(answer.method, answer.pathname);
    const name = operation?.isOpen === true ? undefined : this.#errorNameIn(answer);
    if (name !== undefined && NOBODY_CAN_TELL.includes(name) && !isDocumented(operation, answer.status, name)) {
      requireHeader(answer, fail, 'Retry-After', /^\d+$/);
      this.#checkFault(answer, NOBODY_CAN_TELL, fail, answer.pathname);
      return null;
    }
    if (operation === null || answer.method === 'OPTIONS') {
      this.#checkUnrouted(answer, fail);
      return null;
    }
    const response = operation.responses.get(answer.status);
    if (response === undefined && GENERAL_FAULTS.has(answer.status)) {
      this.#checkGeneralFault(answer, fail);
      return null;
    }
    if (response === undefined) fail(`${operation.operationId} documents no such status`);
    this.#checkHeaders(response, answer, fail);
    this.#checkBody(response, answer, fail);
    return operation;
  }

  /** Checks a rejection by Node's parser: no operation is known, but the fault has the form of the contract. */
  checkParserFault(answer: AnswerToCheck): void {
    const fail: Fail = (what) => {
      throw new Error(`raw request → ${answer.status}: ${what}`);
    };
    if (!PARSER_STATUSES.includes(answer.status)) fail('is no status of the parser');
    this.#checkFault(answer, Object.keys(this.#contract.faults), fail, null);
  }

  #checkGeneralFault(answer: AnswerToCheck, fail: Fail): void {
    if (answer.status === 429) requireHeader(answer, fail, 'Retry-After', /^[1-9]\d*$/);
    this.#checkFault(answer, [GENERAL_FAULTS.get(answer.status) ?? ''], fail, answer.pathname);
  }

  #checkUnrouted(answer: AnswerToCheck, fail: Fail): void {
    if (answer.method === 'OPTIONS' && answer.status === 204) {
      requireHeader(answer, fail, 'Allow', /\bOPTIONS\b/);
      if (answer.bytes?.length !== 0) fail('OPTIONS has a body');
      return;
    }
    if (answer.pathname.startsWith('/docs/') && (answer.status === 200 || answer.status === 304)) return;
    if (answer.status === 308) {
      if (!/^\/docs\/(?:errors\/|guide\/[a-z-]+\/)?$/.test(answer.pathname)) fail('is redirected, and is no page');
      const location = answer.headers.get('location')?.replace(/\?.*$/s, '');
      if (`${location}/` !== answer.pathname) fail(`is redirected to ${location}`);
      return;
    }
    if (GENERAL_FAULTS.has(answer.status)) {
      this.#checkGeneralFault(answer, fail);
      return;
    }
    if (answer.status === 401) requireHeader(answer, fail, 'WWW-Authenticate', /./);
    else if (!UNROUTED_STATUSES.includes(answer.status))
      fail('is no status for a path that the contract does not have');
    if (answer.status === 405) requireHeader(answer, fail, 'Allow', /./);
    this.#checkFault(answer, Object.keys(this.#contract.faults), fail, answer.pathname);
  }

  #errorNameIn({ status, bytes }: AnswerToCheck): string | undefined {
    if (status !== this.#contract.faults['IDENTITY_UNREACHABLE']?.status || bytes === null) return undefined;
    try {
      return this.#contract.faultForm.nameOf(JSON.parse(bytes.toString('utf8')));
    } catch {
      return undefined;
    }
  }

  #checkHeaders(response: ResponseNode, answer: AnswerToCheck, fail: Fail): void {
    for (const [name, header] of Object.entries(response.headers)) {
      const value = answer.headers.get(name);
      if (value === null) {
        if (header.required === true) fail(`the header ${name} is missing`);
        continue;
      }
      const typed = header.schema.type === 'integer' && /^\d+$/.test(value) ? Number(value) : value;
      const isValid = this.#ajv.validate(header.schema, typed);
      if (!isValid) fail(`the header ${name} is ${value}: ${this.#ajv.errorsText()}`);
    }
  }

  #checkBody(response: ResponseNode, answer: AnswerToCheck, fail: Fail): void {
    const { bytes, headers } = answer;
    const mediaTypes = Object.keys(response.content);
    const contentType = headers.get('content-type');
    if (mediaTypes.length === 0) {
      if (bytes !== null && bytes.length > 0) fail('has a body, and should have none');
      if (contentType !== null) fail(`has no body, but the media type ${contentType}`);
      return;
    }
    const mediaType = contentType?.split(';')[0] ?? '';
    if (!mediaTypes.includes(mediaType)) fail(`is ${contentType}, and should be ${mediaTypes.join(' or ')}`);
    const length = headers.get('content-length');
    if (answer.method === 'HEAD') {
      if (bytes !== null && bytes.length > 0) fail('HEAD has a body');
      return;
    }
    if (bytes === null) return;
    if (length !== null && Number(length) !== bytes.length) fail(`has ${bytes.length} bytes, and says ${length}`);
    if (mediaType === 'application/octet-stream') return;
    const isJson = mediaType.endsWith('json');
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    const value: unknown = isJson ? parseJson(text, fail) : text;
    const pointer = `${response.pointer}/content/${escapePointer(mediaType)}/schema`;
    const isWhole = answer.search !== undefined && !new URLSearchParams(answer.search).has('fields');
    const check = this.#compile(pointer, isWhole ? WHOLE : SPEC);
    if (!check(value)) fail(`the body is not what the contract says: ${this.#ajv.errorsText(check.errors)}`);
    if (!response.isReturned) {
      const names = Object.keys(response.content[mediaType]?.examples ?? {});
      this.#checkFault(answer, names, fail, answer.pathname);
    }
  }

  /** `instance` is null if the path could not be parsed. */
  #checkFault(answer: AnswerToCheck, names: readonly string[], fail: Fail, instance: string | null): void {
    const { mediaTypes, check } = this.#contract.faultForm;
    const { status, headers } = answer;
    if (!mediaTypes.includes(headers.get('content-type')?.split(';')[0] ?? ''))
      fail(`is no ${mediaTypes.join(' or ')}`);
    if (answer.method === 'HEAD') return;
    const body: unknown = JSON.parse(answer.bytes?.toString('utf8') ?? '');
    const mistakesBy = (pointer: string): string | null => {
      const validate = this.#compile(pointer);
      return validate(body) ? null : this.#ajv.errorsText(validate.errors);
    };
    check({ contract: this.#contract, status, headers, body, names, instance, mistakesBy, fail });
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

function isDocumented(operation: Operation | null, status: number, name: string): boolean {
  const contents = Object.values(operation?.responses.get(status)?.content ?? {});
  return contents.some(({ examples = {} }) => Object.hasOwn(examples, name));
}

function parseJson(text: string, fail: Fail): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return fail('the body is no JSON');
  }
}

function requireHeader(answer: AnswerToCheck, fail: Fail, name: string, pattern: RegExp): void {
  const value = answer.headers.get(name);
  if (value === null || !pattern.test(value)) fail(`the header ${name} is ${value}`);
}

/** A copy in which `GuestOrSelection` is `Guest`, and likewise for other types. */
function whole(node: unknown): unknown {
  const { components = {}, ...rest } = node as { components?: { schemas?: Record<string, { anyOf?: unknown[] }> } };
  const schemas = Object.entries(components.schemas ?? {}).map(
    ([name, schema]) => [name, name.endsWith('OrSelection') ? schema.anyOf?.[0] : schema] as const,
  );
  return { ...rest, components: { ...components, schemas: Object.fromEntries(schemas) } };
}

/** A copy in which every object schema that lists its members allows no others. */
function closed(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(closed);
  if (typeof node !== 'object' || node === null) return node;
  const copy = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, closed(value)]));
  if (copy['type'] === 'object' && copy['properties'] !== undefined && copy['additionalProperties'] === undefined) {
    copy['additionalProperties'] = false;
  }
  return copy;
}
