/**
 * `Expect: 100-continue` (RFC 9110 §10.1.1): the client waits for `100 Continue` before it sends its body.
 *
 * The service sends `100 Continue` only when a handler begins to read the body. A request that is refused because of
 * its headers never gets `100 Continue`, so its client has not sent the body yet.
 */
import type http from 'node:http';
import { hasUnreadBody } from './body-deadline.js';

export function handleExpectations(server: http.Server): void {
  server.on('checkContinue', (request: http.IncomingMessage, response: http.ServerResponse) => {
    const sendContinue = (): void => {
      // What is read after the response began is thrown away.
      if (!response.headersSent) response.writeContinue();
    };
    // Node closes the connection after a response without `100 Continue`. Without a body, nothing requires that.
    if (hasUnreadBody(request)) request.once('resume', sendContinue);
    else sendContinue();
    server.emit('request', request, response);
  });
  // A server may ignore an unknown expectation. Node would respond with 417, which no operation documents.
  server.on('checkExpectation', (request, response) => server.emit('request', request, response));
}
