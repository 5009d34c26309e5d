/** What a request carries from the edge to its controller: who asks, and how the client sees this server. */
import type { IncomingMessage } from 'node:http';
import { randomUUID } from 'node:crypto';
import type { Caller } from '../app/app.js';
import type { Identity } from '../app/authenticate.js';
import { GuesthouseError } from '../domain/errors.js';
import type { Log } from '../domain/log.js';

const SANE_REQUEST_ID = /^[A-Za-z0-9._-]{1,128}$/;
/** A host name or address with an optional port: what may stand in the links of an answer. */
const SANE_HOST = /^(?:[A-Za-z0-9.-]{1,253}|\[[0-9a-fA-F:.]{2,45}\])(?::\d{1,5})?$/;

export class RequestContext {
  readonly requestId: string;
  /** `http://host:port`, as the client addressed it. */
  readonly origin: string;
  readonly #log: Log;
  #caller: Caller | null = null;

  constructor(request: IncomingMessage, log: Log) {
    const sent = request.headers['x-request-id'];
    this.requestId = typeof sent === 'string' && SANE_REQUEST_ID.test(sent) ? sent : randomUUID();
    const host = request.headers.host ?? '';
    const { localAddress = 'localhost', localPort = 80 } = request.socket;
    this.origin = `http://${SANE_HOST.test(host) ? host : `${localAddress}:${localPort}`}`;
    this.#log = log;
  }

  /** Throws where nobody was authenticated, so an open operation cannot use what only a caller may. */
  get caller(): Caller {
    if (this.#caller === null) throw new GuesthouseError('unauthenticated', 'A credential is needed.');
    return this.#caller;
  }

  authenticated(identity: Identity): void {
    this.#caller = { ...identity, requestId: this.requestId, log: this.#log };
  }
}
