/**
 * The headers of a response that list which bodies an operation accepts: `Accept-Patch` (RFC 5789 §3.1), `Accept-Post`
 * (Linked Data Platform 1.0 §7.1), and in a 415 `Accept` and `Accept-Encoding` (RFC 9110 §15.5.16).
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { OperationContract } from './load-contract.js';

type Accepting = Pick<OperationContract, 'method' | 'consumes'>;

/** For the response to OPTIONS. */
export function announceAccepted(response: ServerResponse, { method, consumes }: Accepting): void {
  const name = { patch: 'Accept-Patch', post: 'Accept-Post', get: null, put: null, delete: null }[method];
  if (name !== null && consumes.length > 0) response.setHeader(name, consumes.join(', '));
}

/** For a 415. */
export function explainUnsupported({ headers }: IncomingMessage, response: ServerResponse, operation: Accepting): void {
  announceAccepted(response, operation);
  response.setHeader('Accept', operation.consumes.join(', '));
  // No body can have an encoding (declared-bytes.ts).
  if (headers['content-encoding'] !== undefined) response.setHeader('Accept-Encoding', 'identity');
}
