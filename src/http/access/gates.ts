/**
 * The security steps of a request, in their order. This list is the only place that decides the order; each step has a
 * file of its own.
 *
 *   every request       1  its API (dialect), its request id, its record     begin-request.ts
 *                       2  the deadline of its body starts                   connection/body-deadline.ts
 *                       3  one `Host` header                                 here
 *                       4  this machine only, where no credentials are asked for    access/loopback-only.ts
 *                       5  cross-origin headers, preflights answered         access/cross-origin.ts (browsers' fetch only)
 *   with an operation   6  who the caller is                                 access/authenticate.ts
 *   or without one      7  how many requests this caller sends               connection/limits.ts
 *                       8  what the caller may do                            access/authenticate.ts
 *   with an operation   9  a media type that the client accepts              contract/negotiate.ts
 *                      10  open event streams, bodies under way              connection/limits.ts
 *                      11  the request check reads and checks the body       contract/validate.ts
 *                      12  the body came in time                             connection/body-deadline.ts
 *                      13  6 and 8 again, because a body can take its time   access/authenticate.ts
 *                      14  the controller
 *
 * Open operations (`x-right: open`) skip 6, 8 and 13. mount-contract.ts puts 6 to 13 in front of each operation;
 * unrouted.ts runs 6 to 8 for paths without one, so that nobody learns without a credential which paths exist. A
 * WebSocket upgrade is to run 1, 3, 4 and 6 to 8 itself: it does not pass through Express.
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
  /** Every request, before anything is answered. */
  readonly arrival: Gate;
  /** A request for this operation, before its body is read. */
  beforeBody(operation: OperationContract): Gate;
  /** A request for this operation, once its body was read and checked. */
  afterBody(operation: OperationContract): Gate;
  /** A request that no operation takes. `isOpen`: whether an open operation has the path. */
  unrouted(isOpen: (path: string) => boolean): Gate;
}

export interface GatesDeps {
  readonly authenticator: Authenticator;
  readonly limits: Limits;
  readonly deadline: BodyDeadline;
  readonly isWithoutCredentials: boolean;
}

export function createGates({ authenticator, limits, deadline, isWithoutCredentials }: GatesDeps): Gates {
  const known = authenticate(authenticator);
  return {
    arrival: inOrder([requireOneHost, ...(isWithoutCredentials ? [loopbackOnly] : [])]),

    beforeBody(operation) {
      const { right, produces, takesStream } = operation;
      return inOrder([
        // Must come first: faults, log, metrics and traces name the operation from here on.
        (_request, context) => void (context.operation = operation),
        ...(right === null ? [] : [known]),
        // Must come after the credential, which limits are counted by, and before `authorize`, whose refusals cost
        // look-ups and an event each (test/http/rate-limits.test.ts).
        limits.requests(operation),
        ...(right === null ? [] : [authorize(authenticator, right)]),
        requireAcceptable(operation),
        ...(produces.includes('text/event-stream') ? [limits.streams] : []),
        // Only a caller who may send a stream gets as long as the stream takes.
        takesStream ? deadline.lift : limits.bodies,
      ]);
    },

    afterBody({ right, method, takesStream }) {
      const hasBodyNow = method !== 'get' && !takesStream;
      const reauthorize = right === null || !hasBodyNow ? [] : [known, authorize(authenticator, right)];
      return inOrder([deadline.requireInTime, ...reauthorize]);
    },

    unrouted(isOpen) {
      const unlessOpen =
        (gate: Gate): Gate =>
        (request, context) =>
          isOpen(context.path) ? undefined : gate(request, context);
      return inOrder([unlessOpen(known), limits.requests(null), unlessOpen(authorize(authenticator, 'service.read'))]);
    },
  };
}

/** RFC 9112 §3.2: two of them could be read in two ways. HTTP/1.0 has none. */
const requireOneHost: Gate = ({ rawHeaders, httpVersionMinor }) => {
  let hosts = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? '';
    if (name.length === 4 && name.toLowerCase() === 'host') hosts += 1;
  }
  const isValid = hosts === 1 || (hosts === 0 && httpVersionMinor === 0);
  if (!isValid) throw new GuesthouseError('validation_failed', 'Exactly one Host header is required.');
};
