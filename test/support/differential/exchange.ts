/** Sends the requests of a case to a server, byte by byte as the case states, and reads all responses. */
import { once } from 'node:events';
import { connect, type NetConnectOpts } from 'node:net';
import type { Case, RawRequest } from './cases.js';

/** A server that offers the content. */
export interface Target {
  readonly address: NetConnectOpts;
  readonly host: string;
  /** The path of the content. */
  readonly path: string;
  readonly token: string;
  /** The entity tag of the content; empty until it is known. */
  readonly tag: string;
}

export interface RawResponse {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

/** Resolves with the responses when the server has closed the connection. */
export async function exchange(target: Target, { requests, isHalfClosed = false }: Case): Promise<RawResponse[]> {
  const socket = connect({ ...target.address, allowHalfOpen: true });
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  // A server that rejects a request may close before everything was sent. Only its responses matter.
  socket.on('error', () => undefined);
  const bytes = Buffer.from(requests.map((request) => textOf(request, target)).join(''), 'latin1');
  if (isHalfClosed) socket.end(bytes);
  else socket.write(bytes);
  socket.once('end', () => socket.end());
  await once(socket, 'close');
  return readResponses(Buffer.concat(chunks), requests);
}

function textOf(request: RawRequest, { host, path, token, tag }: Target): string {
  const { method, version = 'HTTP/1.1', target = path, headers, body = '' } = request;
  const hasHost = request.hasNoHost === true || headers.some((line) => line.startsWith('Host:'));
  const lines = [...(hasHost ? [] : [`Host: ${host}`]), `Authorization: Bearer ${token}`, ...headers];
  return `${method} ${target} ${version}\r\n${lines.join('\r\n').replaceAll('{tag}', tag)}\r\n\r\n${body}`;
}

function readResponses(bytes: Buffer, requests: readonly RawRequest[]): RawResponse[] {
  const responses: RawResponse[] = [];
  let rest = bytes.toString('latin1');
  while (rest !== '') {
    const split = rest.indexOf('\r\n\r\n');
    if (split < 0) throw new Error(`the server sent an incomplete response: ${rest.slice(0, 200)}`);
    const [statusLine = '', ...lines] = rest.slice(0, split).split('\r\n');
    const status = Number(statusLine.split(' ')[1]);
    const headers = new Map(
      lines.map((line) => [line.split(':')[0]?.toLowerCase() ?? '', line.replace(/^[^:]*: */, '')]),
    );
    rest = rest.slice(split + 4);
    const hasNone = requests[responses.length]?.method === 'HEAD' || status === 204 || status === 304;
    const length = hasNone ? 0 : Number(headers.get('content-length') ?? rest.length);
    if (rest.length < length) throw new Error(`the body of ${statusLine} has ${rest.length} of ${length} bytes`);
    responses.push({ status, headers, body: rest.slice(0, length) });
    rest = rest.slice(length);
  }
  return responses;
}
