/** What a request carries from the edge to its controller: who asks, and how the client sees this server. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { randomUUID } from 'node:crypto';
import { requireProject } from '../app/access/caller.js';
import type { Caller, ProjectCaller } from '../app/access/caller.js';
import type { IdempotencyKey } from '../domain/idempotency-key.js';
import type { Wait } from '../app/wait-for-outcome.js';
import type { Access, Principal } from '../domain/access.js';
import { GuesthouseError } from '../domain/errors.js';
import type { Precondition } from '../domain/etag.js';
import type { Log } from '../domain/log.js';
import { clientView, type Trust } from './connection/forwarded.js';

const SANE_REQUEST_ID = /^[A-Za-z0-9._-]{1,128}$/;

export class RequestContext {
  readonly requestId: string;
  /** `https://host:port`, as the client addressed it. */
  readonly origin: string;
  /** IP address of the client, as far as it can be known. */
  readonly clientAddress: string;
  /** What the request's headers ask for; set by request-preferences.ts for operations that take them. */
  precondition: Precondition | null = null;
  idempotencyKey: IdempotencyKey | null = null;
  wait: Wait | null = null;
  /** Set where an operation takes the request. */
  operationId: string | null = null;
  /** Set where traces are kept. */
  traceparent: string | null = null;
  /** What the client takes best of what the operation can answer; null where that is no body. */
  mediaType: string | null = null;
  readonly #log: Log;
  readonly #response: ServerResponse;
  #gone: AbortSignal | null = null;
  #principal: Principal | null = null;
  #access: Access | null = null;
  #askAgain: (() => Promise<Access>) | null = null;
  #untilAccessEnds: ((gone: AbortSignal) => AbortSignal) | null = null;

  constructor(request: IncomingMessage, response: ServerResponse, log: Log, trust: Trust | null) {
    this.#response = response;
    const sent = request.headers['x-request-id'];
    this.requestId = typeof sent === 'string' && SANE_REQUEST_ID.test(sent) ? sent : randomUUID();
    const { origin, clientAddress } = clientView(request, trust);
    this.origin = origin;
    this.clientAddress = clientAddress;
    this.#log = log;
  }

  /** Aborts when nobody can get the answer any more, or has got all of it. */
  get gone(): AbortSignal {
    if (this.#gone === null) {
      const controller = new AbortController();
      this.#gone = controller.signal;
      // Not `closed`: one that never had its connection does not become that.
      if (this.#response.destroyed) controller.abort();
      else this.#response.once('close', () => controller.abort());
    }
    return this.#gone;
  }

  /** Throws where nobody was authenticated, so an open operation cannot use what only a caller may. */
  get caller(): Caller {
    if (this.#access === null) throw needsCredential();
    return this.#askerWith(this.#access);
  }

  #askerWith(access: Access): Caller {
    const { requestId, clientAddress, precondition, idempotencyKey, traceparent } = this;
    const { userId } = access.principal;
    const caller = { ...access, userId, requestId, clientAddress, precondition, idempotencyKey, log: this.#log };
    return traceparent === null ? caller : { ...caller, traceparent };
  }

  /** Whoever asks for what belongs to projects. */
  get projectCaller(): ProjectCaller {
    return requireProject(this.caller);
  }

  /** Who asks by what is so now, after something that took its time; throws like the gate where it is let in no more. */
  async askAgain(): Promise<ProjectCaller> {
    if (this.#askAgain === null) throw needsCredential();
    return requireProject(this.#askerWith(await this.#askAgain()));
  }

  /** Null until somebody was known. */
  get principal(): Principal | null {
    return this.#principal;
  }

  /** Null until somebody was let in. */
  get access(): Access | null {
    return this.#access;
  }

  /** Aborts when nobody can get the answer any more, or may get more of it. */
  get over(): AbortSignal {
    const { gone } = this;
    return this.#untilAccessEnds === null ? gone : AbortSignal.any([gone, this.#untilAccessEnds(gone)]);
  }

  /** Null where nobody was authenticated. */
  get userId(): string | null {
    return this.#principal?.userId ?? null;
  }

  /** What limits are counted by; null where no credential was needed. */
  get credential(): string | null {
    return this.#principal?.credentialId ?? null;
  }

  /** Whether the answer is a stream of events, and flows. */
  get isStream(): boolean {
    return this.mediaType === 'text/event-stream' && this.#response.headersSent && this.#response.statusCode === 200;
  }

  /** `untilItEnds` aborts when the access is not what it was any more; it may be given up with its argument. */
  identified(principal: Principal, untilItEnds: (gone: AbortSignal) => AbortSignal): void {
    this.#principal = principal;
    this.#untilAccessEnds = untilItEnds;
  }

  /** `askAgain` answers with the access as it is then. */
  admitted(access: Access, askAgain: () => Promise<Access>): void {
    this.#access = access;
    this.#askAgain = askAgain;
  }
}

function needsCredential(): GuesthouseError {
  return new GuesthouseError('unauthenticated', 'The request needs a credential.');
}
