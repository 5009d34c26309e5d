/**
 * Makes requests from the contract: first a valid request, to which it then adds no, one or two defects
 * (fuzz-faults.ts). A request depends on the seed, on its number, and on the resources that existed when it was
 * generated.
 */
import { isAllowed, type FuzzBody, type FuzzOperation, type FuzzParameter, type Schema } from './fuzz-contract.js';
import { addDefect } from './fuzz-faults.js';
import type { Random } from './fuzz-random.js';
import { allowedValue } from './fuzz-values.js';
import type { World } from './fuzz-world.js';

export interface FuzzRequest {
  readonly method: string;
  /** The path and the query as they are sent. */
  readonly target: string;
  /** A list of pairs, because a header can be sent twice. */
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Buffer | null;
  /** The defects; empty if the request is valid. */
  readonly faults: readonly string[];
  /** Whether the contract certainly forbids the request, so that a success is a defect of the service. */
  readonly mustBeRefused: boolean;
}

/** A request that can still be changed. */
export interface Draft {
  readonly from: FuzzOperation;
  method: string;
  path: string;
  query: [name: string, text: string][];
  headers: [name: string, value: string][];
  /** The value, which is sent as JSON unless `bytes` is set. */
  body: DraftBody | null;
  mustBeRefused: boolean;
}
export interface DraftBody {
  readonly type: FuzzBody;
  value: unknown;
  bytes: Buffer | null;
}

/** The maximum length of arbitrary content. */
const CONTENT_MAX_BYTES = 4_096;

export function makeRequest(
  from: FuzzOperation,
  random: Random,
  world: World,
  credential: string,
  faultCount: number,
): FuzzRequest {
  const draft = allowedDraft(from, random, world, credential);
  const faults: string[] = [];
  for (let index = 0; index < faultCount; index += 1) faults.push(addDefect(draft, random, world));
  return {
    method: draft.method,
    target: draft.path + (draft.query.length === 0 ? '' : `?${draft.query.map((pair) => pair.join('=')).join('&')}`),
    headers: draft.headers,
    body: draft.body === null ? null : bytesOf(draft.body),
    faults,
    // A second defect can cancel the first: with another method, an invalid body may not matter.
    mustBeRefused: draft.mustBeRefused && faults.length === 1,
  };
}

function allowedDraft(from: FuzzOperation, random: Random, world: World, credential: string): Draft {
  const { operation, parameters, bodies } = from;
  const there = world.valuesFor(operation, random);
  const valueOf = ({ schema, name }: FuzzParameter): unknown => allowedValue(schema, random, world.known, name);
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const known = there[name];
    if (known !== undefined) return known;
    const parameter = parameters.find((each) => each.in === 'path' && each.name === name);
    // No response mentions some resources, such as the pages of the handbook. Only the example in the contract names
    // them.
    const isExample = parameter?.example !== undefined && random.chance(0.3);
    const value = isExample ? parameter.example : parameter === undefined ? name : valueOf(parameter);
    return encodeURIComponent(wellFormed(asText(value)));
  });
  const query: Draft['query'] = [];
  const headers: Draft['headers'] = [['Authorization', credential]];
  for (const parameter of parameters) {
    if (parameter.in === 'path' || (!parameter.required && !random.chance(0.25))) continue;
    const value = random.chance(0.3) && parameter.example !== undefined ? parameter.example : valueOf(parameter);
    if (parameter.in === 'query') query.push(...written(parameter, value));
    else headers.push([parameter.name, headerText(parameter, value, random, world.etagOf(path))]);
  }
  const isSent = bodies.length > 0 && (operation.isBodyRequired || random.chance(0.6));
  const body = isSent ? allowedBody(random.pick(bodies), random, world) : null;
  if (body !== null) headers.push(['Content-Type', body.type.mediaType]);
  return { from, method: operation.method.toUpperCase(), path, query, headers, body, mustBeRefused: false };
}

function allowedBody(type: FuzzBody, random: Random, world: World): DraftBody {
  const { schema, examples, isJson } = type;
  if (isJson) {
    const isExample = examples.length > 0 && random.chance(0.1);
    const value = isExample ? random.pick(examples) : allowedValue(schema, random, world.known);
    return { type, value: structuredClone(value), bytes: null };
  }
  const length = random.pick([0, 1, random.below(CONTENT_MAX_BYTES), CONTENT_MAX_BYTES]);
  return { type, value: null, bytes: Buffer.alloc(length, random.word()) };
}

export function bytesOf({ value, bytes }: DraftBody): Buffer {
  return bytes ?? Buffer.from(JSON.stringify(value));
}

/** Returns the parameter in the form for a query. */
export function written({ name, explode }: FuzzParameter, value: unknown): [string, string][] {
  const texts = (Array.isArray(value) ? value : [value]).map((each) => encodeURIComponent(wellFormed(asText(each))));
  if (!Array.isArray(value) || explode) return texts.map((text) => [name, text]);
  return [[name, texts.join(',')]];
}

/** Prefers an ETag that was seen before, because with random ETags no precondition would ever hold. */
function headerText({ schema }: FuzzParameter, value: unknown, random: Random, etag: string | undefined): string {
  if (etag !== undefined && isAllowed(schema, etag) && random.chance(0.4)) return etag;
  return sendable(asText(value));
}

/** Converts a value to text. */
export function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Keeps only the characters that a client can send in a header. */
export function sendable(text: string): string {
  return text.replaceAll(/[^\t\x20-\x7e\x80-\xff]/g, '');
}

/** Replaces half surrogate pairs, which cannot be percent-encoded. */
export function wellFormed(text: string): string {
  return text.replaceAll(/\p{Cs}/gu, '\ufffd');
}

/** Converts the text of a query or a header to a value by the schema of its parameter, because text has no types. */
export function readText({ type }: Schema, text: string): unknown {
  if (type === 'integer' || type === 'number') return /^-?\d+$/.test(text) ? Number(text) : text;
  if (type === 'boolean') return text === 'true' ? true : text === 'false' ? false : text;
  return text;
}

/** Returns a command that sends the request again. `$TOKEN` stands for the credential. */
export function asCurl({ method, target, headers, body }: FuzzRequest, url: string, token: string): string {
  const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
  const shown = headers.map(([name, value]) => {
    if (value !== `Bearer ${token}`) return `-H ${quoted(value === '' ? `${name};` : `${name}: ${value}`)}`;
    return `-H "Authorization: Bearer $TOKEN"`;
  });
  const isText = body !== null && body.length < 2_000 && /^[\t\n\x20-\x7e]*$/.test(body.toString('latin1'));
  const from = body === null || isText ? '' : `base64 -d <<<${shortened(body)} | `;
  const data = body === null ? [] : ['--data-binary', isText ? quoted(body.toString()) : '@-'];
  const base = new URL(url).origin;
  const address = target.startsWith('/') ? quoted(base + target) : `--request-target ${quoted(target)} ${quoted(base)}`;
  return `${from}curl -i --path-as-is -X ${method} ${[...shown, ...data].join(' ')} ${address}`;
}

/** A large body repeats one letter, so the command needs only its length. */
function shortened(body: Buffer): string {
  return body.length <= 8_192 ? body.toString('base64') : `${body.toString('base64', 0, 300)}…(${body.length} bytes)`;
}
