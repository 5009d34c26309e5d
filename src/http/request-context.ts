/**
 * What a request carries from the edge to its controller: which API it speaks, who the caller is, and how the client
 * sees this server.
 *
 * It knows nothing of Express. A WebSocket upgrade can have one too: with a `ServerResponse` on its socket.
 */
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
import type { OperationContract } from './contract/load-contract.js';
import type { Dialect } from './dialects/dialect.js';

const SANE_REQUEST_ID = /^[A-Za-z0-9._-]{1,128}$/;

export interface ContextOptions {
  readonly dialect: Dialect;
  readonly trust: Trust | null;
  readonly log: Log;
}

export class RequestContext {
  /** The API that the request speaks. */
  readonly dialect: Dialect;
  readonly requestId: string;
  /** Path and query as the contract writes them. */
  readonly rewrittenUrl: string;
  /** The path in it, without the query. */
  readonly path: string;
  /** The path as the client sent it. */
  readonly sentPath: string;
  /** The media type that the path asks for, whatever `Accept` says; null where it asks for none. */
  readonly mediaTypeInPath: string | null;
  /** `https://host:port`, as the client addressed it. */
  readonly origin: string;
  /** IP address of the client, as far as it can be known. */
  readonly clientAddress: string;
  /** What the request's headers ask for; set by request-preferences.ts for operations that take them. */
  precondition: Precondition | null = null;
  idempotencyKey: IdempotencyKey | null = null;
  wait: Wait | null = null;
  /** `null` until a route matches. */
  operation: OperationContract | null = null;
  /** Set where traces are kept. */
  traceparent: string | null = null;
  /** What the client takes best of what the operation can answer; null where that is no body. */
  mediaType: string | null = null;
  readonly #log: Log;
  readonly #response: ServerResponse;
  #gone: AbortSignal | null = null;
  #principal: Principal | null = null;
  #access: Access | null = null;
  #reauthorize: (() => Promise<Access>) | null = null;
  #untilAccessEnds: ((gone: AbortSignal) => AbortSignal) | null = null;

  constructor(request: IncomingMessage, response: ServerResponse, { dialect, trust, log }: ContextOptions) {
    this.#response = response;
    this.dialect = dialect;
    const sent = dialect.requestIdOf(request.headers);
    this.requestId = sent !== undefined && SANE_REQUEST_ID.test(sent) ? sent : randomUUID();
    const { url: sentUrl = '/' } = request;
    const { url, mediaType } = dialect.rewrite(sentUrl);
    this.rewrittenUrl = url;
    this.path = pathOf(url);
    this.sentPath = url === sentUrl ? this.path : pathOf(sentUrl);
    this.mediaTypeInPath = mediaType ?? null;
    const { origin, clientAddress } = clientView(request, trust);
    this.origin = origin;
    this.clientAddress = clientAddress;
    this.#log = log;
  }

  get operationId(): string | null {
    return this.operation?.operationId ?? null;
  }

  /** Whether the response is closed: nobody can get it, or more of it, any more. */
  get isClosed(): boolean {
    return this.#response.destroyed;
  }

  /** Runs the listener when the response is closed; never, if it is closed already. */
  onClose(listener: () => void): void {
    this.#response.once('close', listener);
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
    return this.#callerWith(this.#access);
  }

  #callerWith(access: Access): Caller {
    const { requestId, clientAddress, precondition, idempotencyKey, traceparent } = this;
    const { userId } = access.principal;
    const caller = { ...access, userId, requestId, clientAddress, precondition, idempotencyKey, log: this.#log };
    return traceparent === null ? caller : { ...caller, traceparent };
  }

  /** Whoever asks for what belongs to projects. */
  get projectCaller(): ProjectCaller {
    return requireProject(this.caller);
  }

  /** The caller with the rights of this moment, for use after a slow body; throws if access was revoked meanwhile. */
  async reauthorize(): Promise<ProjectCaller> {
    if (this.#reauthorize === null) throw needsCredential();
    return requireProject(this.#callerWith(await this.#reauthorize()));
  }

  /** Null until the request is authenticated. */
  get principal(): Principal | null {
    return this.#principal;
  }

  /** Null until the request is authorized. */
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
  authenticated(principal: Principal, untilItEnds: (gone: AbortSignal) => AbortSignal): void {
    this.#principal = principal;
    this.#untilAccessEnds = untilItEnds;
  }

  /** `reauthorize` resolves with the access as it is then. */
  authorized(access: Access, reauthorize: () => Promise<Access>): void {
    this.#access = access;
    this.#reauthorize = reauthorize;
  }
}

function needsCredential(): GuesthouseError {
  return new GuesthouseError('unauthenticated', 'The request needs a credential.');
}

/** The path of a request target, without its query. */
export function pathOf(url: string): string {
  const end = url.indexOf('?');
  return end < 0 ? url : url.slice(0, end);
}

/** What Express calls the locals of a response; a response that never reached Express has none. */
interface WithLocals {
  locals?: Record<string, unknown>;
}

export function attachContext(response: ServerResponse & WithLocals, context: RequestContext): void {
  (response.locals ??= {})['context'] = context;
}

export function contextOf(response: ServerResponse & WithLocals): RequestContext {
  return response.locals?.['context'] as RequestContext;
}
