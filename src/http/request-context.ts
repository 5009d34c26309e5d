/**
 * The context of a request, from its arrival to its controller: its API, the caller, and the origin under which the
 * client addressed this server.
 *
 * It does not depend on Express. A WebSocket upgrade can also have a context, with a `ServerResponse` on its socket.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { randomUUID } from 'node:crypto';
import { requireProject } from '../app/access/caller.js';
import type { Caller, ProjectCaller } from '../app/access/caller.js';
import type { IdempotencyKey } from '../domain/idempotency-key.js';
import type { Wait } from '../app/wait-for-outcome.js';
import type { Access, Principal } from '../domain/access.js';
import { NO_DIGESTS } from '../domain/digest.js';
import type { DeclaredDigests } from '../domain/digest.js';
import { GuesthouseError } from '../domain/errors.js';
import type { Precondition } from '../domain/etag.js';
import type { Log } from '../domain/log.js';
import { clientView, type Trust } from './connection/forwarded.js';
import type { RangeRequest } from './contract/byte-range.js';
import { contentLengthOf } from './contract/content-length.js';
import type { OperationContract } from './contract/load-contract.js';
import type { Dialect } from './dialects/dialect.js';
import { redactSecrets } from './redact-secrets.js';

const SANE_REQUEST_ID = /^[A-Za-z0-9._-]{1,128}$/;

export interface ContextOptions {
  readonly dialect: Dialect;
  readonly trust: Trust | null;
  readonly log: Log;
}

export class RequestContext {
  /** The API of the request. */
  readonly dialect: Dialect;
  readonly requestId: string;
  /** The path and query in the spelling of the contract. */
  readonly rewrittenUrl: string;
  /** The path of `rewrittenUrl`, without the query. */
  readonly path: string;
  /** The path as the client sent it, for logs and faults: without credentials (redact-secrets.ts). */
  readonly sentPath: string;
  /** The media type that the path requests, which overrides `Accept`; null if it requests none. */
  readonly mediaTypeInPath: string | null;
  /** `https://host:port`, as the client addressed this server. */
  readonly origin: string;
  /** The IP address of the client, or of the last hop that is known (connection/forwarded.ts). */
  readonly clientAddress: string;
  /** The number of bytes that the request declares for its body; null if it declares none. */
  readonly contentLength: number | null;
  /** The values of the headers that request-preferences.ts reads, for operations that accept them. */
  precondition: Precondition | null = null;
  range: RangeRequest | null = null;
  /** The digests that the request declares for a body that is a stream. */
  digests: DeclaredDigests = NO_DIGESTS;
  idempotencyKey: IdempotencyKey | null = null;
  wait: Wait | null = null;
  /** `null` until a route matches. */
  operation: OperationContract | null = null;
  /** The `traceparent` of the request's span; null without a trace. */
  traceparent: string | null = null;
  /** The media type chosen for the response; null if the operation's response has no body. */
  mediaType: string | null = null;
  readonly #log: Log;
  readonly #response: ServerResponse;
  #gone: AbortSignal | null = null;
  #onClose: (() => void)[] | null = null;
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
    this.sentPath = redactSecrets(url === sentUrl ? this.path : pathOf(sentUrl));
    this.mediaTypeInPath = mediaType ?? null;
    const { origin, clientAddress } = clientView(request, trust);
    this.origin = origin;
    this.clientAddress = clientAddress;
    this.contentLength = contentLengthOf(request.headers);
    this.#log = log;
  }

  get operationId(): string | null {
    return this.operation?.operationId ?? null;
  }

  /** Whether the response is closed, so that nothing more can be sent. */
  get isClosed(): boolean {
    return this.#response.destroyed;
  }

  /** Calls the listener when the response closes; never if it is already closed. */
  onClose(listener: () => void): void {
    // One listener on the response, because Node warns of more than ten.
    if (this.#onClose === null) {
      const listeners: (() => void)[] = (this.#onClose = []);
      this.#response.once('close', () => {
        for (const each of listeners) each();
      });
    }
    this.#onClose.push(listener);
  }

  /** Aborts when the response closes, because it was sent completely or the client disconnected. */
  get gone(): AbortSignal {
    if (this.#gone === null) {
      const controller = new AbortController();
      this.#gone = controller.signal;
      // Not `closed`, which never becomes true for a response that never had a connection.
      if (this.#response.destroyed) controller.abort();
      else this.onClose(() => controller.abort());
    }
    return this.#gone;
  }

  /** The caller. Throws `unauthenticated` if the request has none, so an open operation cannot act for a caller. */
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

  /** The caller of an operation on resources that belong to projects. */
  get projectCaller(): ProjectCaller {
    return requireProject(this.caller);
  }

  /** The caller with the current rights, for use after a slow body; throws if access was revoked meanwhile. */
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

  /** Aborts when the response closes, or the caller's access changes or ends. */
  get over(): AbortSignal {
    const { gone } = this;
    return this.#untilAccessEnds === null ? gone : AbortSignal.any([gone, this.#untilAccessEnds(gone)]);
  }

  /** Null until the request is authenticated, and for open operations. */
  get userId(): string | null {
    return this.#principal?.userId ?? null;
  }

  /** The id of the credential, by which limits are counted; null if the request needed no credential. */
  get credential(): string | null {
    return this.#principal?.credentialId ?? null;
  }

  /** Whether the response is a stream of events that has begun. */
  get isStream(): boolean {
    return this.mediaType === 'text/event-stream' && this.#response.headersSent && this.#response.statusCode === 200;
  }

  /**
   * `untilItEnds` watches the caller's access: it returns a signal that aborts when the access changes or ends. The
   * watch stops when the argument of `untilItEnds` aborts.
   */
  authenticated(principal: Principal, untilItEnds: (gone: AbortSignal) => AbortSignal): void {
    this.#principal = principal;
    this.#untilAccessEnds = untilItEnds;
  }

  /** `reauthorize` checks the caller again, and resolves with the access that the caller then has. */
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

/** A response with the `locals` of Express, which are undefined if the request never reached Express. */
interface WithLocals {
  locals?: Record<string, unknown>;
}

export function attachContext(response: ServerResponse & WithLocals, context: RequestContext): void {
  (response.locals ??= {})['context'] = context;
}

export function contextOf(response: ServerResponse & WithLocals): RequestContext {
  return response.locals?.['context'] as RequestContext;
}
