/**
 * Decides what caches can do with a response (RFC 9111). Only this file defines the values of `Cache-Control`, `Vary`
 * and, for streams, `X-Accel-Buffering`.
 *
 *   response                                    Cache-Control       why
 *   fault, redirect, OPTIONS, open without tag  no-store            it can be out of date immediately
 *   the secret of a token                       no-store            only this response ever shows it
 *   stream of events                            no-store            it never ends; proxies must not buffer it either
 *   page or contract, open with `ETag`          public, no-cache    it is the same for everyone
 *   everything that needs a credential          private, no-cache   it depends on the caller and its project: `Vary`
 *
 * `no-cache` permits a cache to store the response, but not to use it without revalidation by this server.
 * Authorization is not the only header with a credential, so shared caches must not rely on it (RFC 9111 §3.5).
 * Invariant: every response has the headers of its class (test/support/conformance.ts checks each one).
 */
import type { ServerResponse } from 'node:http';
import type { OperationContract } from './contract/load-contract.js';
import type { Dialect } from './dialects/dialect.js';
import type { RequestContext } from './request-context.js';

/** For all responses except the success response of an operation. It is set first, so that failures have it too. */
export const NO_STORE = 'no-store';
/** For responses that are the same for everyone, and have a validator. */
export const PUBLIC = 'public, no-cache';
const PRIVATE = 'private, no-cache';

/** Operations whose responses contain a secret. */
const WITH_SECRET: ReadonlySet<string> = new Set(['createToken', 'createOvirtToken']);

/** Sets the headers that the response has if the operation succeeds. Runs for every request. */
export type SetCaching = (response: ServerResponse, context: RequestContext) => void;

export function cachingOf(
  { operationId, right, headers, produces }: OperationContract,
  { callerHeaders }: Dialect,
): SetCaching {
  if (WITH_SECRET.has(operationId)) return () => undefined;
  if (right === null) {
    const hasValidator = headers.includes('If-None-Match');
    return (response) => void (hasValidator && response.setHeader('Cache-Control', PUBLIC));
  }
  const vary = [...callerHeaders, ...(produces.length > 1 ? ['Accept'] : [])].join(', ');
  return (response, { mediaType }) => {
    if (mediaType === 'text/event-stream') {
      response.setHeader('X-Accel-Buffering', 'no');
      return;
    }
    response.setHeader('Cache-Control', PRIVATE);
    // cross-origin.ts may have added `Origin` to `Vary`.
    response.appendHeader('Vary', vary);
  };
}
