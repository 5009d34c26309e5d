// Generated from openapi.yaml by src/codegen (`npx tsx src/codegen/generate.ts`). Do not edit.
// Writer: src/codegen/write-fixed-files.ts.

import createClient, { type Client } from 'openapi-fetch';
import type { paths } from './api-types.js';

export type GuesthouseClient = Client<paths>;

export interface GuesthouseClientOptions {
  /** The URL of the service, without a path: `http://127.0.0.1:8480`. */
  readonly baseUrl: string;
  /** The bearer token. Without it, only open operations can be called. */
  readonly token?: string;
  /** Sends the requests; default: the platform's own `fetch`. */
  readonly fetch?: (request: globalThis.Request) => Promise<globalThis.Response>;
}

/** A client with the types of every path, parameter, body and response of the contract. */
export function createGuesthouseClient(options: GuesthouseClientOptions): GuesthouseClient {
  const { baseUrl, token, fetch } = options;
  return createClient<paths>({
    baseUrl,
    ...(token === undefined ? {} : { headers: { Authorization: `Bearer ${token}` } }),
    ...(fetch === undefined ? {} : { fetch }),
  });
}
