/**
 * The interface of a dialect: another public API over the same guests. A dialect translates, and decides nothing.
 *
 * The server finds the dialect of a request by its path, before anything can fail. The dialect supplies everything that
 * differs from one API to another: the form of faults, credentials, header names, spellings of paths. The native API
 * (native/dialect.ts) implements the same interface, so there is one code path.
 *
 * A `Dialect` object is small and loaded with the service, because a fault can occur before the rest of the dialect is
 * loaded, or when the rest fails to load. The contract, checks, routes and controllers load on the first request for
 * one of the dialect's paths (registry.ts).
 *
 * This file must not import the request context or a contract: those import this file, and circular imports are
 * forbidden.
 */
import type { IncomingHttpHeaders } from 'node:http';
import type { Credential } from '../../app/access/authenticate.js';
import type { ErrorKind, GuesthouseError } from '../../domain/errors.js';

export interface Dialect {
  /** Lower case; one word. */
  readonly name: string;

  /**
   * Whether the path, as sent and without its query, belongs to this API. It is called for every request, so it must
   * compare strings, never parse.
   */
  owns(path: string): boolean;
  /**
   * The path and query in the spelling of the contract: without suffixes, older spellings, trailing slashes. Must not
   * throw.
   */
  rewrite(url: string): Rewritten;

  /** The credential of a request. access/credential.ts has the readers that dialects share. */
  credentialOf(headers: IncomingHttpHeaders): Credential;
  /** Values of `WWW-Authenticate` on 401 (RFC 9110 §11.6.1), one header line each. */
  readonly challenges: readonly string[];
  /** The request headers that `credentialOf` and `projectNamedIn` read. `Vary` in responses lists them (caching.ts). */
  readonly callerHeaders: readonly string[];
  /**
   * The project that a request names, by its id, its name, or its id in Keystone; undefined if it names none. `path` is
   * the rewritten path.
   */
  projectNamedIn(headers: IncomingHttpHeaders, path: string): string | undefined;
  /**
   * Whether a request reaches only resources of its project, even if the caller has a role elsewhere. Otherwise a path
   * with an id can lead to another project.
   */
  readonly isWithinProject: boolean;
  /**
   * Whether a caller that has roles in only one project need not name it. For APIs whose clients cannot name a project.
   */
  readonly canOmitProject: boolean;

  /** The request id that the client sent. The server ignores a malformed one. */
  requestIdOf(headers: IncomingHttpHeaders): string | undefined;
  /** The headers of every response, in addition to `X-Request-ID`, which all APIs send. */
  responseHeaders(requestId: string): Readonly<Record<string, string>>;

  /** The statuses of this API that differ from those of src/http/faults.ts. */
  readonly statuses: Readonly<Partial<Record<ErrorKind, number>>>;
  /**
   * Whether the client must accept a media type of the operation. If so, a 406 has no body. Otherwise a client that
   * accepts any JSON is served (contract/negotiate.ts).
   */
  readonly isAcceptStrict: boolean;
  /** The body of a fault. */
  faultBody(error: GuesthouseError, seen: FaultSeen): FaultBody;
  /** The fault of a path that belongs to this API but matches no operation. */
  unknownPath(path: string): GuesthouseError;
  /** The fault if the requested path does not support the method, but another path does. */
  readonly methodNotForPath: ErrorKind;
}

export interface Rewritten {
  readonly url: string;
  /** The media type that the path requests (`.json`), which overrides `Accept`. */
  readonly mediaType?: string;
}

/** The facts about a request and its response that can determine the form of a fault. */
export interface FaultSeen {
  readonly status: number;
  /** As the client sent it, without credentials. */
  readonly path: string;
  readonly requestId: string;
  /** `null` for requests that match no operation. */
  readonly operationId: string | null;
  /**
   * The media type chosen for the response, or requested by the path; `null` if the fault occurred before this choice.
   */
  readonly mediaType: string | null;
  /** The header `Accept` as the client sent it, for a fault that occurred before the media type was chosen. */
  readonly accept: string | undefined;
}

export interface FaultBody {
  /** The media type without its charset, which is always UTF-8. */
  readonly mediaType: string;
  readonly text: string;
}
