/**
 * The list of the defects that a request can have. Each entry makes a draft invalid in its own way, or returns false if
 * the draft has nothing that it could make invalid. An entry sets `mustBeRefused` only if the contract certainly
 * forbids the request, provided that the request has no other defect.
 */
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { deref, isAllowed, type FuzzParameter } from './fuzz-contract.js';
import type { Random } from './fuzz-random.js';
import { asText, bytesOf, readText, sendable, wellFormed, written, type Draft } from './fuzz-requests.js';
import { allowedValue, anything, brokenValue, changeText } from './fuzz-values.js';
import type { World } from './fuzz-world.js';

/** Returns false if the defect does not apply to the draft. */
type AddDefect = (draft: Draft, random: Random, world: World) => boolean;

const ABSENT_ID = '00000000-0000-4000-8000-000000000000';
const JSON_BODY_MAX_BYTES = 1024 * 1024;

const ODD_SEGMENTS = [
  ABSENT_ID, 'nobody', '.', '..', '%2e%2e', 'a%2Fb', '..%2F..%2Fetc', '%00', 'a%00b', '%ff', '%', '%zz', '%E4%BD%A0', '%F0%9F%99%82',
  'x'.repeat(255), 'x'.repeat(256), 'x'.repeat(4_000), "'%20or%201=1", '__proto__', 'constructor', '%20', '+', '~', '*', '$', ';a=b', '@', ':',
  'a,b', '%0d%0aX-Evil:1', '%u0041', '%25%32%35', '{guest}', '[x]', '^', '|', '`', '"', '<x>', '\\', '\u00e9', 'null', 'undefined', '-1', '1e9',
] as const; // prettier-ignore
const ODD_QUERIES = [
  ['colour', 'red'], ['__proto__', '1'], ['constructor', 'x'], ['LIMIT', '1'], ['limit%00', '1'], ['a[b]', 'c'], ['a[]', 'c'], ['%zz', '%zz'],
  ['%ff', '%ff'], ['%C3%28', '1'], ['q', 'x'.repeat(6_000)], ['access_token', 'x'], ['_method', 'DELETE'], ['\u00e9', '\u00e9'], ['toString', ''],
] as const; // prettier-ignore
const ODD_TEXTS = ['', '%20', '+', '%00', '%', '%zz', '%ff', '%F0%9F', '%EF%BF%BD', 'x'.repeat(5_000), '0x10', '1e2', '%EF%BC%91', '1%20', '+1', '[]', '{}', '%26', ';', "'"] as const; // prettier-ignore
const ODD_ACCEPTS = [
  '', '*/*', '*', 'application/*', 'image/png', 'application/json;q=0', 'application/json;q=0.1, */*;q=0', 'text/html, */*;q=0.8', 'application/problem+json',
  'text/event-stream', 'application/xml;q=0.9, image/*;q=0.1', 'application/json; charset=utf-99', 'APPLICATION/JSON', ';;;', ',', 'a/b/c', 'application/json;q=nonsense',
  'application/json;q=2', 'text/plain', 'application/octet-stream', 'application/yaml', `x/${'y'.repeat(2_000)}`,
] as const; // prettier-ignore
/** Headers that a server may interpret although the contract does not mention them. */
const ODD_HEADERS: readonly (readonly [string, readonly string[]])[] = [
  ['If-Match', ['*', '"0"', '""', 'W/"1"', '"1", "2"', 'x', '"', ',', '"\u00e9"', '']],
  ['If-None-Match', ['*', '"0"', 'W/"1"', '"1", "2"', 'x', '"', '']],
  ['If-Modified-Since', ['Sat, 21 Nov 2026 00:00:00 GMT', 'yesterday', '']],
  ['If-Unmodified-Since', ['Thu, 01 Jan 1970 00:00:00 GMT', '-1']],
  ['If-Range', ['"0"', 'W/"x"', 'Sat, 21 Nov 2026 00:00:00 GMT']],
  ['Range', ['bytes=0-0', 'bytes=-1', 'bytes=0-', 'bytes=9999999999-', 'bytes=1-0', 'bytes=0-0,2-3', 'lines=1-2', 'bytes=-0', 'bytes=x', 'bytes=-99999999999999999999']],
  ['X-Request-ID', ['mine-1', 'x'.repeat(128), 'x'.repeat(129), 'a b', '"', '\u00e9', '', '../..', '<b>']],
  ['Prefer', ['wait=0', 'wait=1', 'wait=-1', 'wait=1e9', 'wait=', 'wait', 'wait="1"', 'respond-async, wait=1', 'wait=61', 'return=minimal', ';;', 'wait=0.5', 'wait=0, wait=1']],
  ['Idempotency-Key', ['k', '', ' ', '"k"', 'x'.repeat(255), 'x'.repeat(256), '\u00e9', 'a b', 'a,b']],
  ['Last-Event-ID', ['0', '-1', 'x', '99999999999999999999', '']],
  ['X-Project-ID', ['default', 'nobody', ABSENT_ID, '']],
  ['Origin', ['http://evil.example', 'null', 'http://localhost', '']],
  ['Access-Control-Request-Method', ['DELETE', '']],
  ['Forwarded', ['for=1.2.3.4;host=evil.example;proto=https', 'host="', ';;', 'for="[::1"']],
  ['X-Forwarded-Host', ['evil.example', 'a b', '"><x>', '']],
  ['X-Forwarded-Proto', ['https', 'javascript', '']],
  ['X-Forwarded-For', ['1.2.3.4, x, ::1', '']],
  ['X-HTTP-Method-Override', ['DELETE', 'PATCH']],
  ['Content-Digest', ['sha-256=:AAAA:', 'sha-256=x', 'md5=:AAAA:', '']],
  ['Content-Language', ['xx']],
  ['Cookie', ['a=b', ';=;', 'x'.repeat(4_000)]],
  ['Upgrade', ['websocket', 'h2c']],
  ['Accept-Encoding', ['gzip', 'br;q=1, *;q=0', 'identity;q=0', '']],
  ['Accept-Charset', ['utf-99']],
  ['TE', ['trailers, deflate']],
  ['Expect', ['100-continue', '200-ok', '']],
  ['Via', ['1.0 x']],
  ['X-Odd', ['x'.repeat(8_000)]],
]; // prettier-ignore
const ODD_CREDENTIALS = [
  '',
  'Bearer',
  'Bearer ',
  'Bearer x',
  'Basic YWRtaW46YWRtaW4=',
  'Bearer a b',
  `Bearer ${'x'.repeat(5_000)}`,
  'Bearer \u00e9',
] as const;
const ODD_TYPES = ['', 'text/plain', 'application/xml', 'application/jsonx', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'json', '/', ';', '*/*'] as const; // prettier-ignore
const ODD_CHARSETS = ['utf-99', 'utf-16', 'iso-8859-1', '"utf-8"', 'UTF-8; x=y', ''] as const;
const ODD_METHODS = [
  'GET',
  'HEAD',
  'OPTIONS',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'TRACE',
  'PROPFIND',
  'PURGE',
  'LOCK',
  'SEARCH',
  'M-SEARCH',
] as const;

const FAULTS: Readonly<Record<string, AddDefect>> = {
  'an odd path segment': (draft, random) => {
    const segments = draft.path.split('/');
    segments[1 + random.below(segments.length - 1)] = random.pick(ODD_SEGMENTS);
    return divert(draft, segments.join('/'));
  },

  'an odd path': (draft, random) =>
    divert(
      draft,
      random.pick([
        `${draft.path}/`,
        `/${draft.path}`,
        `${draft.path}/x`,
        `${draft.path}.json`,
        draft.path.replace('/v1', '/V1'),
        draft.path.replace('/v1', '/v1/.'),
        draft.path.replace('v', '%76'),
        draft.path.replace('/v1', '/v2'),
        draft.path.toUpperCase(),
        `http://guesthouse.example${draft.path}`,
        `${draft.path}#x`,
        `${draft.path};x=1`,
      ]),
    ),

  'another method': (draft, random) => {
    draft.method = random.pick(ODD_METHODS);
    return true;
  },

  'an unknown parameter': (draft, random) => {
    const [name, text] = random.pick(ODD_QUERIES);
    draft.query.push([name, text]);
    draft.mustBeRefused = /^[a-z]+$/i.test(name) && !draft.from.parameters.some((each) => each.name === name);
    return true;
  },

  'a parameter out of its bounds': (draft, random, world) => {
    const parameter = pickParameter(draft, random, 'query');
    if (parameter === null) return false;
    const { schema, name } = parameter;
    const value = brokenValue(schema, allowedValue(schema, random, world.known, name), random);
    draft.query = draft.query.filter(([each]) => each !== name).concat(written(parameter, value));
    const text = wellFormed(asText(value));
    const isScalar = typeof value !== 'object' && text !== '';
    draft.mustBeRefused = isScalar && !isAllowed(schema, readText(deref(schema), text));
    return true;
  },

  'a parameter with odd text': (draft, random) => {
    const parameter = pickParameter(draft, random, 'query');
    if (parameter === null) return false;
    const { name, example } = parameter;
    const text = random.chance(0.5) ? random.pick(ODD_TEXTS) : mangled(asText(example ?? name), random);
    draft.query = draft.query.filter(([each]) => each !== name).concat([[name, text]]);
    return true;
  },

  'a parameter twice': (draft, random) => {
    const parameter = pickParameter(draft, random, 'query');
    if (parameter === null || deref(parameter.schema).type === 'array') return false;
    const text = encodeURIComponent(asText(parameter.example ?? '1'));
    draft.query = draft.query.filter(([each]) => each !== parameter.name);
    draft.query.push([parameter.name, text], [parameter.name, text]);
    draft.mustBeRefused = true;
    return true;
  },

  'an odd query': (draft, random) => {
    draft.query.push([random.pick(['', '&', '&&', '=', '=&=', '%', '?', '#']), '']);
    return true;
  },

  'a header out of its bounds': (draft, random, world) => {
    const parameter = pickParameter(draft, random, 'header');
    if (parameter === null) return false;
    const { schema, name } = parameter;
    const text = sendable(asText(brokenValue(schema, allowedValue(schema, random, world.known, name), random))).trim();
    setHeader(draft, name, text);
    draft.mustBeRefused = text !== '' && !isAllowed(schema, readText(deref(schema), text));
    return true;
  },

  'an odd header': (draft, random) => {
    const [name, values] = random.pick(ODD_HEADERS);
    setHeader(draft, name, random.pick(values));
    return true;
  },

  'a header twice': (draft, random) => {
    const [name, values] = random.pick(ODD_HEADERS);
    draft.headers.push([name, random.pick(values)], [name, random.pick(values)]);
    return true;
  },

  'an odd Accept': (draft, random) => {
    setHeader(draft, 'Accept', random.pick(ODD_ACCEPTS));
    return true;
  },

  'no good credential': (draft, random) => {
    draft.headers = draft.headers.filter(([name]) => name !== 'Authorization');
    if (random.chance(0.7)) draft.headers.push(['Authorization', random.pick(ODD_CREDENTIALS)]);
    draft.mustBeRefused = !draft.from.operation.isOpen;
    return true;
  },

  'a body out of its bounds': (draft, random) => {
    const { body } = draft;
    if (body === null || body.bytes !== null) return false;
    body.value = brokenValue(body.type.schema, body.value, random);
    draft.mustBeRefused = !isAllowed(body.type.schema, draft.from.readBody(body.value));
    return true;
  },

  'a body that is no JSON': (draft, random) => {
    const { body } = draft;
    if (body === null || !body.type.isJson) return false;
    const text = JSON.stringify(body.value);
    const cut = text.slice(0, random.below(text.length));
    body.bytes = random.pick([
      Buffer.from(cut === '' ? '{' : cut),
      Buffer.from(`${text}{`),
      Buffer.from(text.replaceAll('"', "'") + "'"),
      Buffer.from([0x7b, 0xff, 0x7d]),
      Buffer.from(text + '\u0000'),
      Buffer.from('NaN'),
      Buffer.from('<a/>'),
    ]);
    draft.mustBeRefused = !isJson(body.bytes);
    return true;
  },

  'an odd JSON body': (draft, random) => {
    const { body } = draft;
    if (body === null || !body.type.isJson) return false;
    const text = JSON.stringify(body.value);
    const deep = 10 ** (1 + random.below(4));
    body.bytes = random.pick([
      Buffer.from(JSON.stringify(anything(random))),
      Buffer.from(text.replace('{', '{"name":"first",')),
      Buffer.from(`\ufeff${text}`),
      Buffer.from(` \n\t${text}\r\n `),
      Buffer.from('['.repeat(deep) + ']'.repeat(deep)),
      Buffer.from('{"a":'.repeat(deep) + '1' + '}'.repeat(deep)),
      Buffer.from(text, 'utf16le'),
      Buffer.from(text.replace(/\d+/, '1e400')),
      Buffer.from(text.replace(/\d+/, '9'.repeat(400))),
      Buffer.alloc(0),
    ]);
    return true;
  },

  'an oversized body': (draft, random) => {
    const { body } = draft;
    // Rare, because one such request costs as much as fifty others.
    if (body === null || !body.type.isJson || !random.chance(0.1)) return false;
    body.bytes = Buffer.from(JSON.stringify(body.value) + ' '.repeat(JSON_BODY_MAX_BYTES));
    draft.mustBeRefused = true;
    return true;
  },

  'another media type': (draft, random) => {
    if (draft.body === null) return false;
    const type = random.pick(ODD_TYPES);
    setHeader(draft, 'Content-Type', type);
    draft.mustBeRefused = bytesOf(draft.body).length > 0;
    return true;
  },

  'no media type': (draft) => {
    if (draft.body === null) return false;
    draft.headers = draft.headers.filter(([name]) => name !== 'Content-Type');
    return true;
  },

  'an odd charset': (draft, random) => {
    if (draft.body === null) return false;
    setHeader(draft, 'Content-Type', `${draft.body.type.mediaType}; charset=${random.pick(ODD_CHARSETS)}`);
    return true;
  },

  'an encoding': (draft, random) => {
    if (draft.body === null) return false;
    const bytes = bytesOf(draft.body);
    const [encoding, encoded] = random.pick([
      ['gzip', gzipSync(bytes)],
      ['gzip', gzipSync(bytes).subarray(0, 10)],
      ['gzip', bytes],
      ['deflate', deflateSync(bytes)],
      ['br', brotliCompressSync(bytes)],
      ['compress', bytes],
      ['identity', bytes],
      ['gzip, gzip', bytes],
      ['', bytes],
    ] as const);
    draft.body.bytes = encoded;
    setHeader(draft, 'Content-Encoding', encoding);
    return true;
  },

  'a body where there is none': (draft, random) => {
    if (draft.body !== null || draft.from.bodies.length > 0) return false;
    const type = { mediaType: 'application/json', schema: {}, examples: [], isJson: true };
    draft.body = { type, value: anything(random), bytes: null };
    if (random.chance(0.5)) setHeader(draft, 'Content-Type', random.pick([...ODD_TYPES, 'application/json']));
    return true;
  },

  'no body where there is one': (draft) => {
    if (draft.body === null) return false;
    draft.body = null;
    return true;
  },
};

/** Makes the draft invalid in one way that applies to it, and returns the name of that way. */
export function addDefect(draft: Draft, random: Random, world: World): string {
  return random.shuffled(Object.keys(FAULTS)).find((name) => FAULTS[name]?.(draft, random, world)) ?? 'nothing';
}

function divert(draft: Draft, path: string): boolean {
  if (path === draft.path || path === '') return false;
  draft.path = path;
  return true;
}

function pickParameter(draft: Draft, random: Random, place: FuzzParameter['in']): FuzzParameter | null {
  const fitting = draft.from.parameters.filter((each) => each.in === place);
  return fitting.length === 0 ? null : random.pick(fitting);
}

function setHeader(draft: Draft, name: string, value: string): void {
  draft.headers = draft.headers.filter(([each]) => each.toLowerCase() !== name.toLowerCase());
  draft.headers.push([name, value]);
}

/** Returns the text with a piece removed, doubled or inserted. */
function mangled(text: string, random: Random): string {
  const at = random.below(text.length + 1);
  const piece = random.pick([
    '(',
    ')',
    '"',
    '*',
    '=',
    '!=',
    '>=',
    ' and ',
    ' or ',
    ' sortby ',
    ' page 0',
    '\\',
    '%',
    '_',
    ',',
    '-',
    '/',
    '~',
    ':',
  ]);
  return encodeURIComponent(
    random.pick([
      text.slice(0, at),
      text.slice(at),
      text.slice(0, at) + piece + text.slice(at),
      text + text,
      changeText(text, random),
      text.toUpperCase(),
    ]),
  );
}

function isJson(bytes: Buffer): boolean {
  try {
    JSON.parse(bytes.toString('utf8'));
    return !bytes.includes(0xff);
  } catch {
    return false;
  }
}
