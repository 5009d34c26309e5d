// Made from openapi.yaml by src/codegen (`npx tsx src/codegen/generate.ts`). Never edit it.
// Maker: src/codegen/write-fixed-files.ts.

import createClient, { type Client } from 'openapi-fetch';
import type { paths } from './api-types.js';

export type GuesthouseClient = Client<paths>;

export interface GuesthouseClientOptions {
  /** Where the service is, without a path: `http://127.0.0.1:8480`. */
  readonly baseUrl: string;
  /** The bearer token; without it, only what is open to everyone can be called. */
  readonly token?: string;
  /** What to send requests with; the platform's own `fetch` unless said otherwise. */
  readonly fetch?: (request: globalThis.Request) => Promise<globalThis.Response>;
}

/** A client that knows every path, parameter, body and answer of the contract. */
export function createGuesthouseClient(options: GuesthouseClientOptions): GuesthouseClient {
  const { baseUrl, token, fetch } = options;
  return createClient<paths>({
    baseUrl,
    ...(token === undefined ? {} : { headers: { Authorization: `Bearer ${token}` } }),
    ...(fetch === undefined ? {} : { fetch }),
  });
}
