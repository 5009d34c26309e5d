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
import type { Request, RequestHandler, Response } from 'express';
import { GuesthouseError } from '../../domain/errors.js';

export interface BodyDeadline {
  /** Comes first. */
  readonly begin: RequestHandler;
  /** For a body that may take its time; comes after the credential. */
  readonly lift: RequestHandler;
  /** Comes last before the controller. */
  readonly requireInTime: RequestHandler;
}

export type Refuse = (error: GuesthouseError, request: Request, response: Response) => void;

export function createBodyDeadline(timeoutMs: number, refuse: Refuse): BodyDeadline {
  const running = new WeakMap<Request, NodeJS.Timeout>();
  const late = new WeakSet<Request>();
  const clear = (request: Request): void => clearTimeout(running.get(request));
  return {
    begin: (request, response, next) => {
      if (hasUnreadBody(request)) {
        const onLate = (): void => {
          late.add(request);
          if (response.headersSent) request.socket.destroy();
          else refuse(tooLate(timeoutMs), request, response);
        };
        running.set(request, setTimeout(onLate, timeoutMs));
        request.once('end', () => clear(request));
        request.once('close', () => clear(request));
      }
      next();
    },
    lift: (request, _response, next) => {
      clear(request);
      next();
    },
    requireInTime: (request, _response, next) => {
      if (!late.has(request)) next();
    },
  };
}

export function hasUnreadBody(request: Request): boolean {
  const { 'transfer-encoding': encoding, 'content-length': length } = request.headers;
  return !request.complete && (encoding !== undefined || Number(length ?? 0) > 0);
}

export function tooLate(timeoutMs: number): GuesthouseError {
  return new GuesthouseError('request_timed_out', `The request did not arrive within ${timeoutMs / 1000} s.`);
}
