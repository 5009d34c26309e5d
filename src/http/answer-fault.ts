/**
 * Whatever was thrown on the way of a request, as a response: in the form of the request's API, with its line in the
 * log, and without leaving an unread body in front of the next request.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ErrorRequestHandler } from 'express';
import { recordRefusal } from '../app/access/refusals.js';
import type { App } from '../app/app.js';
import { asGuesthouseError, GuesthouseError } from '../domain/errors.js';
import type { Log } from '../domain/log.js';
import { hasUnreadBody } from './connection/body-deadline.js';
import type { Refuse } from './connection/body-deadline.js';
import { statusOf, writeFault } from './faults.js';
import { contextOf } from './request-context.js';

/** How long a client may go on sending a body that was refused. */
const LINGER_MS = 5_000;

/** The last handler of all. */
export function answerFault(app: App, refuse: Refuse): ErrorRequestHandler {
  return (thrown: unknown, request, response, _next) => {
    const error = asGuesthouseError(expressRefusal(thrown) ?? thrown);
    const context = contextOf(response);
    if (error.kind !== 'forbidden' || context.access === null) {
      refuse(error, request, response);
      return;
    }
    const { caller, operationId } = context;
    void recordRefusal(app, caller, operationId).then(() => refuse(error, request, response));
  };
}

export function createRefuse(log: Log): Refuse {
  return (error, request, response) => {
    const context = contextOf(response);
    const { dialect, requestId, clientAddress, sentPath: path } = context;
    const status = statusOf(error, dialect);
    if (status >= 500 && status !== 501) {
      const { method } = request;
      const fields = { requestId, client: clientAddress, method, path, detail: error.logDetail, err: error };
      log[status === 500 ? 'error' : 'warn'](fields, 'request failed');
    }
    if (response.headersSent) {
      // Too late for a fault: a response that is cut off is the only honest one.
      response.destroy();
      return;
    }
    const hasRest = hasUnreadBody(request);
    // What is left of the body would be taken for the next request.
    if (hasRest) response.setHeader('Connection', 'close');
    const { operationId, mediaTypeInPath } = context;
    const { accept } = request.headers;
    const mediaType = context.mediaType ?? mediaTypeInPath;
    writeFault(response, error, dialect, { status, path, requestId, operationId, mediaType, accept });
    if (hasRest) endAfterBody(request, response);
    else response.end();
  };
}

/**
 * Closing on a client that is still sending would reset the connection, and the fault with it: it may finish first, for
 * a while.
 */
function endAfterBody(request: IncomingMessage, response: ServerResponse): void {
  const end = (): void => {
    clearTimeout(patience);
    response.end();
  };
  const patience = setTimeout(end, LINGER_MS);
  request.once('close', end);
  request.once('end', end);
  request.resume();
}

/** A path that Express cannot decode (`%ff`) names nothing. */
function expressRefusal(thrown: unknown): GuesthouseError | null {
  return thrown instanceof URIError
    ? new GuesthouseError('not_found', 'There is no resource at this path.', { cause: thrown })
    : null;
}
