/**
 * The error handler. It turns each error that a request throws into a response in the form of the request's API, and
 * logs the error. It also prevents an unread body from being parsed as the next request.
 */
import type { ErrorRequestHandler } from 'express';
import type { App } from '../app/app.js';
import { asGuesthouseError, GuesthouseError } from '../domain/errors.js';
import type { Log } from '../domain/log.js';
import { hasUnreadBody } from './connection/body-deadline.js';
import type { Refuse } from './connection/body-deadline.js';
import { closeInStagesAfter } from './connection/staged-close.js';
import { explainUnsupported } from './contract/accepted-types.js';
import { statusOf, writeFault } from './faults.js';
import { contextOf } from './request-context.js';

/** The last handler of the application. */
export function createErrorHandler(app: Pick<App, 'refusals'>, refuse: Refuse): ErrorRequestHandler {
  return (thrown: unknown, request, response, _next) => {
    // The client disconnected in the middle of its body: nothing failed here, and no client would read a response.
    // `request.errored` is also set if this service rejects the body while it arrives. Then the response is still open.
    if (thrown === request.errored && response.destroyed) return;
    const error = asGuesthouseError(expressRefusal(thrown) ?? thrown);
    const context = contextOf(response);
    if (error.kind !== 'forbidden' || context.access === null) {
      refuse(error, request, response);
      return;
    }
    const { caller, operationId } = context;
    void app.refusals.record(caller, operationId).then(() => refuse(error, request, response));
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
      // Too late for a fault: only a closed connection shows the client that the response is not complete.
      response.destroy();
      return;
    }
    // Otherwise the rest of the body would be parsed as the next request.
    if (hasUnreadBody(request)) closeInStagesAfter(request, response);
    const { operation, operationId, mediaTypeInPath } = context;
    if (error.kind === 'unsupported_media_type' && operation !== null) explainUnsupported(request, response, operation);
    const { accept } = request.headers;
    const mediaType = context.mediaType ?? mediaTypeInPath;
    writeFault(response, error, dialect, { status, path, requestId, operationId, mediaType, accept });
    response.end();
  };
}

/** A path that Express cannot decode (`%ff`) names no resource. */
function expressRefusal(thrown: unknown): GuesthouseError | null {
  return thrown instanceof URIError
    ? new GuesthouseError('not_found', 'There is no resource at this path.', { cause: thrown })
    : null;
}
