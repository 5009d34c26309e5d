/**
 * The time that the body of a request may take to arrive. Without it whoever sends a byte a minute holds a connection for ever.
 *
 *   headers have come ─► begin ─┬─► the body has come, or the connection is gone: nothing
 *                               ├─► lift (an image's content, sent by somebody known): as long as it takes
 *                               └─► late ─► REQUEST_TIMED_OUT, or just the end where the answer was given already
 *
 * A request that was refused as late is not served after all when its body comes in the time that the client has for reading the
 * refusal: `requireInTime` stands between the body and the controller (test/http/slow-requests.test.ts).
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { GuesthouseError } from '../../domain/errors.js';
import type { Gate } from '../access/gate.js';

export interface BodyDeadline {
  /** Must come first. */
  begin(request: IncomingMessage, response: ServerResponse): void;
  /** For a body that may take its time; comes after the credential. */
  readonly lift: Gate;
  /** Comes after the body. A request that was refused as late never passes. */
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
        if (response.headersSent) request.socket.destroy();
        else refuse(tooLate(timeoutMs), request, response);
      };
      running.set(request, setTimeout(onLate, timeoutMs));
      request.once('end', () => clear(request));
      request.once('close', () => clear(request));
    },
    lift: clear,
    // A new promise for each: one that all of them waited for would keep them all.
    requireInTime: (request) => (late.has(request) ? new Promise(() => undefined) : undefined),
  };
}

export function hasUnreadBody(request: IncomingMessage): boolean {
  const { 'transfer-encoding': encoding, 'content-length': length } = request.headers;
  return !request.complete && (encoding !== undefined || Number(length ?? 0) > 0);
}

export function tooLate(timeoutMs: number): GuesthouseError {
  return new GuesthouseError('request_timed_out', `The request did not arrive within ${timeoutMs / 1000} s.`);
}
