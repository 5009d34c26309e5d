/** A request that a test can abort, and whose body it sends piece by piece. */
import { once } from 'node:events';
import http from 'node:http';
import { checkResponse } from '../conformance.js';
import { recordExercised, recordFaults } from '../exercised.js';
import { makeCheckedResponse, type CheckedResponse } from '../api.js';

export interface HalfRequest {
  write(chunk: string | Buffer): Promise<void>;
  /** The checked response, which can arrive before the end of the body. */
  readonly responded: Promise<CheckedResponse>;
  /** Sends the end of the body, and resolves with the checked response. */
  finish(chunk?: string | Buffer): Promise<CheckedResponse>;
  /** Cuts the connection, like a client that crashes. */
  breakOff(): void;
}

export function beginRequest(
  service: { readonly url: string; readonly token: string },
  method: string,
  path: string,
  headers: Readonly<Record<string, string | number>>,
): HalfRequest {
  const request = http.request(service.url + path, {
    method,
    headers: { authorization: `Bearer ${service.token}`, ...headers },
    agent: false,
  });
  const responded = new Promise<CheckedResponse>((resolve, reject) => {
    request.on('error', reject);
    request.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', reject);
      response.on('end', () => {
        try {
          const bytes = Buffer.concat(chunks);
          const found = new Headers(pairsOf(response.rawHeaders));
          const status = response.statusCode ?? 0;
          const pathname = new URL(path, service.url).pathname;
          const operation = checkResponse({ method, pathname, status, headers: found, bytes });
          if (operation !== null) recordExercised(operation.operationId, status);
          recordFaults({ status, headers: found, bytes });
          resolve(makeCheckedResponse(status, found, bytes));
        } catch (error) {
          reject(error instanceof Error ? error : new Error('the response could not be read', { cause: error }));
        }
      });
    });
  });
  // A test that aborts the request does not wait for the response.
  responded.catch(() => undefined);
  request.flushHeaders();
  return {
    responded,
    write: async (chunk) => {
      if (!request.write(chunk)) await once(request, 'drain');
    },
    finish: (chunk) => {
      request.end(chunk);
      return responded;
    },
    breakOff: () => void request.destroy(),
  };
}

function pairsOf(raw: readonly string[]): [string, string][] {
  return raw.flatMap((name, index) => (index % 2 === 0 ? [[name, raw[index + 1] ?? '']] : []));
}
