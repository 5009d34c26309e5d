/**
 * The deadline by which the body of a request must have arrived. Without a deadline, a client that sends one byte a
 * minute would hold a connection forever.
 *
 *   headers received ─► begin ─┬─► body received, or connection closed: nothing happens
 *                              ├─► lift (an image's content from an authenticated caller): no deadline
 *                              └─► late ─► REQUEST_TIMED_OUT, or only a closed connection if the response has begun
 *
 * After the refusal, the connection is closed in stages (staged-close.ts). A body that was read at the same moment
 * comes too late: `requireInTime`, which runs between the body and the controller, rejects the request
 * (test/http/slow-requests.test.ts).
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { GuesthouseError } from '../../domain/errors.js';
import type { Gate } from '../access/gate.js';
import { hasBody } from '../contract/content-length.js';
import { closeInStages, isClosingInStages } from './staged-close.js';

export interface BodyDeadline {
  /** Starts the deadline. Must come first. */
  begin(request: IncomingMessage, response: ServerResponse): void;
  /** Removes the deadline, for a body without a time limit. Must come after the check of the credential. */
  readonly lift: Gate;
  /** Must run after the body was read. A request that was rejected as late never passes. */
  readonly requireInTime: Gate;
}

export type Refuse = (error: GuesthouseError, request: IncomingMessage, response: ServerResponse) => void;

export function createBodyDeadline(timeoutMs: number, refuse: Refuse): BodyDeadline {
  const running = new WeakMap<IncomingMessage, NodeJS.Timeout>();
  const late = new WeakSet<IncomingMessage>();
  const clear = (request: IncomingMessage): void => clearTimeout(running.get(request));
  return {
    begin(request, response) {
      if (!hasUnreadBody(request)) return;
      const onLate = (): void => {
        late.add(request);
        if (!response.headersSent) refuse(tooLate(timeoutMs), request, response);
        else if (response.writableFinished) closeInStages(request.socket);
        else request.socket.destroy();
      };
      running.set(request, setTimeout(onLate, timeoutMs));
      request.once('end', () => clear(request));
      request.once('close', () => clear(request));
      // The rest of the body is thrown away, within the limits of the staged close.
      response.once('close', () => void (isClosingInStages(request.socket) && clear(request)));
    },
    lift: clear,
    // One promise for each request: a shared promise that never settles would keep all requests in memory.
    requireInTime: (request) => (late.has(request) ? new Promise(() => undefined) : undefined),
  };
}

export function hasUnreadBody(request: IncomingMessage): boolean {
  return !request.complete && hasBody(request.headers);
}

export function tooLate(timeoutMs: number): GuesthouseError {
  return new GuesthouseError('request_timed_out', `The request did not arrive within ${timeoutMs / 1000} s.`);
}
