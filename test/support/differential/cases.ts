/**
 * The requests of the differential test, generated from tables. They read one content of 64 bytes, or fail. In header
 * values, `{tag}` stands for the entity tag that the server gives the content.
 */

export interface Case {
  /** The method and everything else that makes the case different. */
  readonly name: string;
  readonly requests: readonly RawRequest[];
  /** The client closes its sending side immediately after the last request. */
  readonly isHalfClosed?: boolean;
}

export interface RawRequest {
  readonly method: string;
  readonly version?: string;
  /** Default: the path of the content. */
  readonly target?: string;
  /** `Host` is added unless one of them is a `Host`, or `hasNoHost`. */
  readonly headers: readonly string[];
  readonly hasNoHost?: boolean;
  readonly body?: string;
}

const PAST = 'Sat, 29 Oct 1994 19:43:31 GMT';
const FUTURE = 'Fri, 01 Jan 2100 00:00:00 GMT';

const RANGES = [
  ...['bytes=0-0', 'bytes=0-9', 'bytes=5-', 'bytes=-5', 'bytes=-0', 'bytes=-64', 'bytes=-65', 'bytes=63-63'],
  ...[
    'bytes=63-200',
    'bytes=64-',
    'bytes=64-100',
    'bytes=5-2',
    'bytes=',
    'bytes=-',
    'bytes=a-b',
    'bytes=5',
    'items=0-5',
  ],
  ...['Bytes=0-3', 'bytes= 0-3', 'bytes=0 -3', 'bytes=0-3 ', 'bytes=+1-5', 'bytes=0x0-5', 'bytes=00-03', '0-5'],
  ...['bytes=0-99999999999999999999', 'bytes=-99999999999999999999', 'bytes=99999999999999999999-'],
  ...['bytes=0-0,2-3', 'bytes=0-0,-1', 'bytes=0-0,70-', 'bytes=70-,80-'],
];
const IF_RANGES = ['{tag}', 'W/{tag}', '"stale"', '{tag}, "x"', PAST, FUTURE];
const IF_MATCHES = ['{tag}', 'W/{tag}', '"stale"', '*', '"stale", {tag}'];
const IF_NONE_MATCHES = ['{tag}', 'W/{tag}', '"stale"', '*', '"stale", W/{tag}'];

/** A value of a header, or null if it is not sent. */
type Optional = string | null;

function one(method: string, headers: Readonly<Record<string, Optional>>): Case {
  const sent = Object.entries(headers).flatMap(([name, value]) => (value === null ? [] : [`${name}: ${value}`]));
  return { name: [method, ...sent].join(' | '), requests: [{ method, headers: sent }] };
}

function product<T>(...lists: readonly (readonly T[])[]): T[][] {
  return lists.reduce<T[][]>((rows, list) => rows.flatMap((row) => list.map((each) => [...row, each])), [[]]);
}

function ranges(): Case[] {
  return product<Optional>(['GET', 'HEAD'], RANGES, [null, ...IF_RANGES]).map(([method, range, ifRange]) =>
    one(method ?? '', { Range: range ?? null, 'If-Range': ifRange ?? null }),
  );
}

function conditions(): Case[] {
  const table = product<Optional>(
    ['GET', 'HEAD'],
    [null, ...IF_MATCHES],
    [null, ...IF_NONE_MATCHES],
    [null, 'bytes=0-4', 'bytes=64-'],
  );
  return table.map(([method, match, noneMatch, range]) =>
    one(method ?? '', { 'If-Match': match ?? null, 'If-None-Match': noneMatch ?? null, Range: range ?? null }),
  );
}

function dates(): Case[] {
  return product<Optional>(
    ['GET', 'HEAD'],
    ['If-Modified-Since', 'If-Unmodified-Since'],
    [PAST, FUTURE, 'yesterday'],
    [null, '{tag}', '"stale"'],
  ).flatMap(([method, header, date, tag]) => [
    one(method ?? '', { 'If-Match': tag ?? null, [header ?? '']: date ?? null }),
    one(method ?? '', { 'If-None-Match': tag ?? null, [header ?? '']: date ?? null }),
  ]);
}

function methods(): Case[] {
  const others = ['OPTIONS', 'POST', 'PATCH', 'DELETE', 'TRACE', 'LOCK', 'BREW', 'get'].map((method) =>
    one(method, {}),
  );
  const encodings = ['gzip', 'identity', '*;q=0', 'br, gzip;q=0.1', 'identity;q=0'].flatMap((encoding) =>
    ['GET', 'HEAD'].map((method) => one(method, { 'Accept-Encoding': encoding })),
  );
  // Without a body: a server that rejects the headers, and closes with bytes unread, could destroy its own response.
  const codings = ['gzip, chunked', 'xchunked', 'gzip', 'chunked, gzip', 'identity'].map((coding) => ({
    name: `GET | Transfer-Encoding: ${coding}`,
    requests: [{ method: 'GET', headers: [`Transfer-Encoding: ${coding}`] }],
  }));
  const lines: Case[] = [
    { name: 'GET | HTTP/1.0', requests: [{ method: 'GET', version: 'HTTP/1.0', headers: [] }] },
    { name: 'GET | HTTP/1.0 | no Host', requests: [{ method: 'GET', version: 'HTTP/1.0', headers: [], hasNoHost: true }] },
    { name: 'GET | no Host', requests: [{ method: 'GET', headers: [], hasNoHost: true }] },
    { name: 'GET | two Hosts', requests: [{ method: 'GET', headers: ['Host: a', 'Host: a'] }] },
    { name: 'GET | HTTP/2.7', requests: [{ method: 'GET', version: 'HTTP/2.7', headers: [] }] },
    { name: 'GET | HTTP/1.2', requests: [{ method: 'GET', version: 'HTTP/1.2', headers: [] }] },
    { name: 'OPTIONS *', requests: [{ method: 'OPTIONS', target: '*', headers: [] }] },
    { name: 'GET | a body', requests: [{ method: 'GET', headers: ['Content-Length: 3'], body: 'abc' }] },
    { name: 'GET | two lengths', requests: [{ method: 'GET', headers: ['Content-Length: 3', 'Content-Length: 4'] }] },
    { name: 'GET | length and chunks', requests: [{ method: 'GET', headers: ['Content-Length: 5', 'Transfer-Encoding: chunked'] }] },
    { name: 'GET | space before the colon', requests: [{ method: 'GET', headers: ['X : y'] }] },
    { name: 'GET | NUL in a header', requests: [{ method: 'GET', headers: ['X: \0'] }] },
    { name: 'GET | Content-Range', requests: [{ method: 'GET', headers: ['Content-Range: bytes 0-1/2'] }] },
  ]; // prettier-ignore
  return [one('GET', {}), one('HEAD', {}), ...others, ...encodings, ...codings, ...lines];
}

/** Several requests on one connection, and connections whose sending side is closed early. */
function connections(): Case[] {
  const get: RawRequest = { method: 'GET', headers: [] };
  const head: RawRequest = { method: 'HEAD', headers: [] };
  const part: RawRequest = { method: 'GET', headers: ['Range: bytes=2-5'] };
  const beyond: RawRequest = { method: 'GET', headers: ['Range: bytes=64-'] };
  const fresh: RawRequest = { method: 'GET', headers: ['If-None-Match: {tag}'] };
  const failed: RawRequest = { method: 'GET', headers: ['If-Match: "stale"'] };
  const wrong: RawRequest = { method: 'DELETE', headers: [] };
  const withBody: RawRequest = { method: 'GET', headers: ['Content-Length: 3'], body: 'abc' };
  const last: RawRequest = { method: 'GET', headers: ['Connection: close'] };
  const sequences: Readonly<Record<string, readonly RawRequest[]>> = {
    one: [get],
    'one HEAD': [head],
    'one part': [part],
    'two the same': [get, get],
    'HEAD before GET': [head, get],
    'ten parts': Array<RawRequest>(10).fill(part),
    'every status': [get, part, beyond, fresh, head, get, failed],
    'a body between': [withBody, get],
    'a fault between': [get, wrong, get],
    'a request after Connection: close': [last, get],
  };
  return Object.entries(sequences).flatMap(([name, requests]) => [
    { name: `pipelined | ${name}`, requests: [...requests.slice(0, -1), closing(requests.at(-1) ?? get)] },
    { name: `half-closed | ${name}`, requests, isHalfClosed: true },
  ]);
}

function closing(request: RawRequest): RawRequest {
  return { ...request, headers: [...request.headers, 'Connection: close'] };
}

export function allCases(): readonly Case[] {
  const single = [...methods(), ...ranges(), ...conditions(), ...dates()].map((each) => ({
    ...each,
    requests: each.requests.map(closing),
  }));
  const all = [...single, ...connections()];
  // Some tables contain the same request.
  return [...new Map(all.map((each) => [each.name, each])).values()];
}
