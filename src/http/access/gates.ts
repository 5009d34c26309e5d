/**
 * The security steps of a request, in order. Only this list decides the order; each step has its own file.
 *
 *   every request       1  its API (dialect), its request id, its record     begin-request.ts
 *                       2  the deadline of its body starts                   connection/body-deadline.ts
 *                       3  one `Host` header, a known transfer coding        here
 *                       4  loopback only, if no credentials are needed       access/loopback-only.ts
 *                       5  cross-origin headers, responses to preflights     access/cross-origin.ts (browsers only)
 *   with an operation   6  the identity of the caller                        access/authenticate.ts
 *   or without one      7  the rate of this caller's requests                connection/limits.ts
 *                       8  the right of the caller                           access/authenticate.ts
 *   with an operation   9  a media type that the client accepts              contract/negotiate.ts
 *                      10  open event streams, bodies and uploads            connection/limits.ts
 *                      11  the request check reads and checks the body       contract/validate.ts
 *                      12  the body arrived in time                          connection/body-deadline.ts
 *                      13  6 and 8 again, because a body can be slow         access/authenticate.ts
 *                      14  the controller
 *
 * All steps begin when it is the request's turn on its connection (connection/request-order.ts).
 *
 * Open operations (`x-right: open`) skip 6, 8 and 13. mount-contract.ts runs 6 to 13 before each operation; unrouted.ts
 * runs 6 to 8 for paths without an operation, so a client without a credential cannot learn which paths exist. A
 * WebSocket upgrade must run 1, 3, 4 and 6 to 8 itself, because it does not pass through Express.
 */
import type { Authenticator } from '../../app/access/authenticate.js';
import { GuesthouseError } from '../../domain/errors.js';
import type { BodyDeadline } from '../connection/body-deadline.js';
import type { Limits } from '../connection/limits.js';
import type { OperationContract } from '../contract/load-contract.js';
import { requireAcceptable } from '../contract/negotiate.js';
import { authenticate, authorize } from './authenticate.js';
import { inOrder } from './gate.js';
import type { Gate } from './gate.js';
import { loopbackOnly } from './loopback-only.js';

export interface Gates {
  /** The gates of every request, before any response. */
  readonly arrival: Gate;
  /** The gates of a request for this operation, before its body is read. */
  beforeBody(operation: OperationContract): Gate;
  /** The gates of a request for this operation, after its body is read and checked. */
  afterBody(operation: OperationContract): Gate;
  /**
   * The gates of a request that matches no operation. `isOpen`: whether the path has an operation that needs no
   * credential.
   */
  unrouted(isOpen: (path: string) => boolean): Gate;
}

export interface GatesDeps {
  readonly authenticator: Authenticator;
  readonly limits: Limits;
  readonly deadline: BodyDeadline;
  readonly isWithoutCredentials: boolean;
}

export function createGates({ authenticator, limits, deadline, isWithoutCredentials }: GatesDeps): Gates {
  const authenticateCaller = authenticate(authenticator);
  return {
    arrival: inOrder([requireOneHost, requireKnownTransferCoding, ...(isWithoutCredentials ? [loopbackOnly] : [])]),

    beforeBody(operation) {
      const { right, produces, takesStream } = operation;
      return inOrder([
        // Must come first: from here on, faults, log, metrics and traces include the operation.
        (_request, context) => void (context.operation = operation),
        ...(right === null ? [] : [authenticateCaller]),
        // Must come after the credential is known, because limits are counted by credential. Must come before
        // `authorize`, because a request that `authorize` rejects costs lookups and an event
        // (test/http/rate-limits.test.ts).
        limits.requests(operation),
        ...(right === null ? [] : [authorize(authenticator, right)]),
        requireAcceptable(operation),
        ...(produces.includes('text/event-stream') ? [limits.streams] : []),
        // Must come last: only an authorized caller within its limits gets unlimited time to send a stream.
        ...(takesStream ? [limits.uploads, deadline.lift] : [limits.bodies]),
      ]);
    },

    afterBody({ right, method, takesStream }) {
      const hasBodyNow = method !== 'get' && !takesStream;
      const reauthorize = right === null || !hasBodyNow ? [] : [authenticateCaller, authorize(authenticator, right)];
      return inOrder([deadline.requireInTime, ...reauthorize]);
    },

    unrouted(isOpen) {
      const unlessOpen =
        (gate: Gate): Gate =>
        (request, context) =>
          isOpen(context.path) ? undefined : gate(request, context);
      return inOrder([
        unlessOpen(authenticateCaller),
        limits.requests(null),
        unlessOpen(authorize(authenticator, 'service.read')),
      ]);
    },
  };
}

/**
 * RFC 9112 §3.2: if a request has several `Host` headers, two programs could choose different ones. HTTP/1.0 does not
 * require a `Host` header.
 */
const requireOneHost: Gate = ({ rawHeaders, httpVersionMinor }) => {
  let hosts = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? '';
    if (name.length === 4 && name.toLowerCase() === 'host') hosts += 1;
  }
  const isValid = hosts === 1 || (hosts === 0 && httpVersionMinor === 0);
  if (!isValid) throw new GuesthouseError('validation_failed', 'Exactly one Host header is required.');
};

/**
 * RFC 9112 §6.1. Node's parser removes only the coding `chunked`: it would pass on a body in `gzip, chunked` as if
 * these were the bytes that the client meant.
 */
const requireKnownTransferCoding: Gate = ({ headers }) => {
  const coding = headers['transfer-encoding'];
  if (coding === undefined || coding.toLowerCase() === 'chunked') return;
  throw new GuesthouseError('not_implemented', 'The only transfer coding that is supported is chunked.');
};
