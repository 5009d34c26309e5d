/**
 * The check of every request against openapi.yaml, before the controller runs: media type, body, parameters.
 *
 * express-openapi-validator does the checks. It is installed per route: as one middleware for all routes, it would
 * compile the patterns of every path on every request. Installed per route, a check already knows its operation. The
 * loader of the package is not used: it always compiles the schema of OpenAPI itself, and follows references to other
 * files, which the contract does not have. The loader took more than half of the time that was needed to create the
 * checks. This file depends on internals of the package: the output of its loader, the names of two middlewares, and
 * the members of `req.openapi` after an operation is found. So the version is pinned. If these internals change, the
 * service does not start, or test/spec/validate.test.ts fails.
 *
 * In a request without a query for an operation without a body, only the path needs a check. Most requests are of this
 * kind, and they skip the validator, which would take longer than all other steps here.
 *
 * Only this file turns the mistakes of a request into a GuesthouseError. It must never read a streamed body. It does
 * not check credentials: the gates have already done so.
 *
 * Invariant: every operation with a JSON body rejects an invalid one (test/spec/validate.test.ts).
 */
import express, { type Request, type RequestHandler } from 'express';
import {
  BadRequest,
  OpenApiValidator,
  UnsupportedMediaType,
} from 'express-openapi-validator/dist/openapi.validator.js';
import { GuesthouseError, type Mistake } from '../../domain/errors.js';
import { digestsOf, requireDigests } from '../../domain/digest.js';
import { contentLengthOf, hasBody } from './content-length.js';
import { readDeclaredDigests, requireWholeBody } from './declared-bytes.js';
import { invalid, refusal } from './invalid-request.js';
import { decodeBody, parseJsonBody, requireExactValues } from './json-body.js';
import {
  operationsOf,
  patternMistakesOf,
  requestsOf,
  type CheckedOperation,
  type SpecDocument,
} from './request-contract.js';

export const JSON_BODY_MAX_BYTES = 1024 * 1024;
const NO_BYTES = Buffer.alloc(0);
const PATH_SEGMENT_MAX = 255;
/** How the validator reports a value that does not match its pattern. */
const PATTERN_MESSAGE = /^must match pattern "(.*)"$/s;
/** The maximum number of mistakes in a fault: more mistakes do not help a reader. */
const MISTAKES_MAX = 20;

/** The value that the validator's own loader would return. */
type Spec = Awaited<Parameters<OpenApiValidator['installMiddleware']>[0]>;

/** Returns the handlers that run before the controller of an operation. */
export type RequestChecks = (operationId: string) => RequestHandler[];

/** The rules of an API for reading bodies, if they differ from the native API. */
export interface BodyRules {
  /** The media type of a body without `Content-Type`; `null`: such a body is rejected (415). */
  readonly withoutType: string | null;
  /** The media type that a body of any other type counts as; `null`: such a body is rejected (415). */
  readonly ofOtherType: string | null;
  /** Readers of bodies that are not JSON, by media type. */
  readonly readers: ReadonlyMap<string, BodyReader>;
  /** Changes a body before it is checked, for example to replace older spellings. */
  readonly prepare: (operationId: string, body: unknown) => unknown;
}

export interface BodyReader {
  readonly maxBytes: number;
  /** The value that the same body in JSON would have; throws a GuesthouseError if the text is malformed. */
  readonly read: (text: string, operationId: string) => unknown;
}

const NATIVE_BODIES: BodyRules = {
  withoutType: null,
  ofOtherType: null,
  readers: new Map(),
  prepare: (_operationId, body) => body,
};

/** The operation of the request, in the form that the validator expects in `req.openapi`. */
interface Lookup {
  readonly expressRoute: string;
  readonly openApiRoute: string;
  readonly schema: object;
  readonly serial: number;
}

type Middleware = (request: object, response: object, next: (error?: unknown) => void) => unknown;

/** `document` is a parsed contract, which is not changed. */
export async function createRequestChecks(document: SpecDocument, bodies = NATIVE_BODIES): Promise<RequestChecks> {
  const apiDoc = requestsOf(document);
  // The validator prepares this object itself. `routes` is empty, because the validator does not have to find
  // operations by their paths.
  const spec = { apiDoc, basePaths: [''], routes: [], serial: 1 } as unknown as Spec;
  const validator = new OpenApiValidator({
    apiSpec: spec.apiDoc,
    validateRequests: { allErrors: true, coerceTypes: false },
    validateResponses: false,
    validateSecurity: false,
    fileUploader: false,
  });
  const middlewares = validator.installMiddleware(Promise.resolve(spec)) as unknown as Middleware[];
  await untilPrepared(named(middlewares, 'pathParamsMiddleware'));
  const check = named(middlewares, 'requestMiddleware');

  const patternMistakes = patternMistakesOf(document);
  const checks = new Map<string, RequestHandler[]>();
  for (const operation of operationsOf(document)) {
    const { path, method } = operation;
    const schema = apiDoc.paths[path]?.[method];
    if (schema === undefined) throw new Error(`the document of the validator has no ${method} ${path}`);
    checks.set(
      operation.operationId,
      handlersOf(
        operation,
        { expressRoute: path, openApiRoute: path, schema, serial: 1 },
        check,
        bodies,
        patternMistakes,
      ),
    );
  }
  return (operationId) => {
    const handlers = checks.get(operationId);
    if (handlers === undefined) throw new Error(`the contract has no operation ${operationId}`);
    return handlers;
  };
}

function named(middlewares: readonly Middleware[], name: string): Middleware {
  const found = middlewares.find((middleware) => middleware.name === name);
  if (found === undefined)
    throw new Error(`the internals of express-openapi-validator have changed: ${name} is missing`);
  return found;
}

/** The first middleware reports why the document could not be prepared; later middlewares only fail. */
async function untilPrepared(first: Middleware): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const settle = (error?: unknown): void => {
      if (error === undefined) resolve();
      else reject(error instanceof Error ? error : new Error('the document cannot be prepared', { cause: error }));
    };
    void first({ app: { param: () => undefined } }, {}, settle);
  });
}

function handlersOf(
  operation: CheckedOperation,
  lookup: Lookup,
  check: Middleware,
  bodies: BodyRules,
  patternMistakes: ReadonlyMap<string, string>,
): RequestHandler[] {
  const mediaTypes = Object.keys(operation.body?.content ?? {});
  const [canonical] = mediaTypes;
  // False: the body is a stream, which must not be read here.
  const isRead = canonical !== undefined && (canonical.endsWith('json') || bodies.readers.has(canonical));

  const checkMediaType: RequestHandler = (request, _response, next) => {
    if (canonical !== undefined) {
      settleMediaType(request, mediaTypes, bodies);
      const refusal = findBodyRefusal(request, mediaTypes, operation.body?.required ?? false, isRead);
      if (refusal !== null) {
        next(refusal);
        return;
      }
      requireWholeBody(request.headers);
    }
    next();
  };

  const { plainDefaults } = operation;

  const validate: RequestHandler = (request, response, next) => {
    const isPlain = plainDefaults !== null && !request.url.includes('?') && !sends(request, operation.headers);
    if (isPlain && Object.values(request.params).every(isPathSegment)) {
      Object.defineProperty(request, 'query', { value: { ...plainDefaults }, writable: true, configurable: true });
      next();
      return;
    }
    const garbled = undecodableIn(request.url);
    if (garbled.length > 0) {
      next(invalid(garbled.map((name) => ({ parameter: name, detail: 'must be UTF-8 in percent-encoding' }))));
      return;
    }
    const odd = operation.integers.filter((name) => !isDecimal(request.query[name]));
    if (odd.length > 0) {
      next(invalid(odd.map((name) => ({ parameter: name, detail: 'must be a whole number in decimal digits' }))));
      return;
    }
    // The validator compiles and keeps a check for every Content-Type that it receives, so it receives only those of
    // the contract, without parameters.
    if (canonical === undefined) delete request.headers['content-type'];
    else request.headers['content-type'] = mediaTypeOf(request) ?? canonical;
    // A missing body is an empty object, so the contract's defaults apply.
    if (isRead && request.body === undefined) request.body = {};
    Object.assign(request, { openapi: { ...lookup, pathParams: { ...request.params } } });
    const done = (error?: unknown): void => {
      if (error === undefined) next();
      else next(asRefusal(operation, error, patternMistakes));
    };
    void check(request, response, done);
  };

  return isRead ? [checkMediaType, readBody(operation, bodies), validate] : [checkMediaType, validate];
}

/** Sets the media type of a body if it is missing or unknown, by the rules of the request's API. */
function settleMediaType(request: Request, mediaTypes: readonly string[], bodies: BodyRules): void {
  if (!hasBody(request.headers)) return;
  const sent = mediaTypeOf(request);
  if (sent !== undefined && mediaTypes.includes(sent)) return;
  const settled = sent === undefined ? bodies.withoutType : bodies.ofOtherType;
  if (settled !== null && mediaTypes.includes(settled)) request.headers['content-type'] = settled;
}

/** Reads a body by its media type, and prepares it for the check. */
function readBody({ operationId }: CheckedOperation, { readers, prepare }: BodyRules): RequestHandler {
  const asJson = readWhole(JSON_BODY_MAX_BYTES, parseJsonBody);
  const byType = new Map(
    [...readers].map(([mediaType, { maxBytes, read }]) => {
      const parse = (bytes: Buffer): unknown => {
        const body = read(decodeBody(bytes), operationId);
        requireExactValues(body);
        return body;
      };
      return [mediaType, readWhole(maxBytes, parse)];
    }),
  );
  return (request, response, next) => {
    const read = byType.get(mediaTypeOf(request) ?? '') ?? asJson;
    void read(request, response, (error?: unknown) => {
      if (error !== undefined) next(error);
      else changeBody(request, (body: unknown) => (body === undefined ? body : prepare(operationId, body)), next);
    });
  };
}

/** Reads all bytes of a body, checks them against the digests that the request declares, and parses them. */
function readWhole(maxBytes: number, parse: (bytes: Buffer) => unknown): RequestHandler {
  const read = express.raw({ type: () => true, limit: maxBytes, inflate: false });
  return (request, response, next) => {
    requireUtf8(request);
    // The parser would first read the whole body.
    if ((contentLengthOf(request.headers) ?? 0) > maxBytes) throw bodyTooLarge(maxBytes);
    const { expected, readTrailing } = readDeclaredDigests(request);
    const checkAndParse = (body: unknown): unknown => {
      const bytes = Buffer.isBuffer(body) ? body : null;
      const all = [...expected, ...readTrailing()];
      if (all.length > 0) requireDigests(digestsOf(bytes ?? NO_BYTES, new Set(all.map((each) => each.algorithm))), all);
      return bytes === null ? undefined : parse(bytes);
    };
    read(request, response, (error?: unknown) => {
      if (error !== undefined) next(asParserRefusal(error, maxBytes));
      else changeBody(request, checkAndParse, next);
    });
  };
}

/** JSON has no parameter `charset`, but many clients send it (RFC 8259 §11). */
function requireUtf8({ headers }: Request): void {
  const charset = /;\s*charset\s*=\s*"?([^\s;"]*)/i.exec(headers['content-type'] ?? '')?.[1];
  if (charset === undefined || charset.toLowerCase() === 'utf-8') return;
  throw new GuesthouseError('unsupported_media_type', 'The charset of the body is not supported. Send UTF-8.');
}

/** Passes errors of `change` to `next`: the parsers call back outside Express, which would not catch these errors. */
function changeBody(request: Request, change: (body: unknown) => unknown, next: (error?: unknown) => void): void {
  try {
    request.body = change(request.body);
  } catch (error) {
    next(error);
    return;
  }
  next();
}

function sends(request: Request, headers: readonly string[]): boolean {
  return headers.some((name) => request.headers[name] !== undefined);
}

function mediaTypeOf(request: Request): string | undefined {
  return request.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
}

/** The check of the schema `PathSegment` of openapi.yaml. */
function isPathSegment(value: unknown): boolean {
  return typeof value === 'string' && value.length >= 1 && value.length <= PATH_SEGMENT_MAX && !value.includes('\0');
}

/**
 * The names of the query parameters that are not UTF-8 in percent-encoding. The parser of the query would replace their
 * bytes by U+FFFD, so different texts would become the same.
 */
function undecodableIn(url: string): string[] {
  const start = url.indexOf('?');
  if (start < 0 || !url.includes('%', start)) return [];
  const pairs = url.slice(start + 1).split('&');
  return pairs.filter((pair) => !isDecodable(pair)).map((pair) => pair.split('=')[0] ?? '');
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * Whether the value has only decimal digits, as the contract requires: the validator would accept `0x10` and `1e2`.
 * Empty and repeated values pass, because the validator rejects them.
 */
function isDecimal(value: unknown): boolean {
  return typeof value !== 'string' || value === '' || /^-?\d+$/.test(value);
}

function findBodyRefusal(
  request: Request,
  mediaTypes: readonly string[],
  isRequired: boolean,
  isRead: boolean,
): GuesthouseError | null {
  if (!hasBody(request.headers) && request.headers['content-type'] === undefined) {
    return isRequired && isRead ? invalid([{ pointer: '', detail: 'is required' }]) : null;
  }
  const mediaType = mediaTypeOf(request);
  if (mediaType !== undefined && mediaTypes.includes(mediaType)) return null;
  const wanted = mediaTypes.join(' or ');
  return new GuesthouseError(
    'unsupported_media_type',
    mediaType === undefined
      ? `The body has no Content-Type. This operation accepts ${wanted}.`
      : `This operation accepts ${wanted}.`,
  );
}

function bodyTooLarge(maxBytes: number, cause?: unknown): GuesthouseError {
  const detail = `The body has more than ${maxBytes.toLocaleString('en-US')} bytes.`;
  return new GuesthouseError('body_too_large', detail, cause === undefined ? {} : { cause });
}

function asParserRefusal(error: unknown, maxBytes: number): unknown {
  const status = statusOf(error);
  if (status === 413) return bodyTooLarge(maxBytes, error);
  if (status !== null && status < 500) return invalid([{ pointer: '', detail: 'could not be read' }], error);
  return error;
}

/** The error of the validator as a GuesthouseError. Other errors are returned unchanged. */
function asRefusal(operation: CheckedOperation, error: unknown, patternMistakes: ReadonlyMap<string, string>): unknown {
  if (error instanceof UnsupportedMediaType) {
    return new GuesthouseError('unsupported_media_type', 'The media type of the body is not supported.', {
      cause: error,
    });
  }
  if (!(error instanceof BadRequest)) return error;
  // For an unknown or empty query parameter, `errors` is empty, but the `path` of the error names the parameter.
  const found = error.errors.length > 0 ? error.errors : [{ path: error.path ?? '', message: error.message }];
  const findings = withoutEchoes(found).map(({ message, ...rest }) => ({
    ...rest,
    message: patternMistakes.get(PATTERN_MESSAGE.exec(message)?.[1] ?? '') ?? detailOf(message),
  }));
  if (findings.some(({ path }) => path.startsWith('/params/'))) {
    return new GuesthouseError(operation.notFound, 'The path does not name an existing resource.', { cause: error });
  }
  const readOnly = findings.filter(
    ({ path, errorCode }) =>
      errorCode?.startsWith('additionalProperties') === true && operation.isReadOnly(path.split('/').slice(2)),
  );
  const mistakes = findings.slice(0, MISTAKES_MAX).map((finding) => mistakeOf(finding, readOnly.includes(finding)));
  if (readOnly.length === findings.length) return refusal('read_only_field', mistakes, error);
  return refusal('validation_failed', mistakes, error);
}

/**
 * For three kinds of mistakes, the validator's message is a complete sentence. Only its text shows which kind of
 * mistake it is.
 */
function detailOf(sentence: string): string {
  if (sentence.startsWith('Unknown query parameter')) return 'is not a known query parameter';
  if (sentence.includes('must be url encoded')) return 'has reserved characters, which must be percent-encoded';
  return sentence.startsWith('Empty value found for query parameter') ? 'must not be empty' : sentence;
}

interface Finding {
  readonly path: string;
  readonly message: string;
  readonly errorCode?: string;
}

/**
 * For `oneOf [thing, null]`, the validator also reports that the thing is not null and that it matches neither variant.
 * These findings help only if there are no others.
 */
function withoutEchoes(findings: readonly Finding[]): readonly Finding[] {
  const rest = findings.filter(
    ({ message, errorCode }) => errorCode?.startsWith('oneOf') !== true && message !== 'must be null',
  );
  return rest.length > 0 ? rest : findings;
}

function mistakeOf({ path, message }: Finding, isReadOnly: boolean): Mistake {
  const [, place, ...rest] = path.split('/');
  const detail = isReadOnly ? 'is read-only' : message;
  if (place === 'body') return { pointer: rest.map((part) => `/${part}`).join(''), detail };
  return { parameter: rest.join('/') || path, detail };
}

function statusOf(error: unknown): number | null {
  return error instanceof Error && 'status' in error && typeof error.status === 'number' ? error.status : null;
}
