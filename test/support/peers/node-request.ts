/**
 * One request with Node's own client, on a separate connection, for options that `fetch` does not have: a test's
 * authorities and certificates, the local address, any `Host`. Its response is checked like every other.
 */
import http from 'node:http';
import https from 'node:https';
import type { TLSSocket } from 'node:tls';
import { makeCheckedResponse, type CheckedResponse } from '../api.js';
import { checkResponse } from '../conformance.js';
import { recordExercised, recordFaults } from '../exercised.js';

export interface NodeRequest extends https.RequestOptions {
  readonly token?: string;
  readonly json?: unknown;
  /** Sent unchanged, without a `Content-Type`. */
  readonly body?: string;
}

export interface NodeResponse extends CheckedResponse {
  /** The SHA-256 of the server's certificate, or null without TLS. */
  readonly fingerprint: string | null;
}

export async function sendNode(
  url: string,
  method: string,
  path: string,
  options: NodeRequest = {},
): Promise<NodeResponse> {
  const { token, json, body, headers, ...rest } = options;
  const all: http.OutgoingHttpHeaders = { ...(headers as http.OutgoingHttpHeaders) };
  if (token !== undefined) all['authorization'] = `Bearer ${token}`;
  if (json !== undefined) all['content-type'] = 'application/json';
  const { request } = url.startsWith('https:') ? https : http;
  return new Promise((resolve, reject) => {
    const sent = request(url + path, { agent: false, ...rest, method, headers: all }, (response) => {
      const { getPeerCertificate } = response.socket as Partial<TLSSocket>;
      const fingerprint = getPeerCertificate?.call(response.socket).fingerprint256 ?? null;
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', reject);
      response.on('end', () => {
        try {
          resolve({ ...check(method, path, response, Buffer.concat(chunks)), fingerprint });
        } catch (error) {
          reject(error instanceof Error ? error : new Error('the response could not be read', { cause: error }));
        }
      });
    });
    sent.on('error', reject);
    sent.end(json === undefined ? body : JSON.stringify(json));
  });
}

function check(method: string, path: string, response: http.IncomingMessage, bytes: Buffer): CheckedResponse {
  const { statusCode: status = 0, rawHeaders } = response;
  const headers = new Headers();
  for (let index = 0; index < rawHeaders.length; index += 2) {
    headers.append(rawHeaders[index] ?? '', rawHeaders[index + 1] ?? '');
  }
  const { pathname, search } = new URL(path, 'http://localhost');
  const operation = checkResponse({ method, pathname, search, status, headers, bytes });
  if (operation !== null) recordExercised(operation.operationId, status);
  recordFaults({ status, headers, bytes });
  return makeCheckedResponse(status, headers, bytes);
}
