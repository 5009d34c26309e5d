/**
 * A dialect: a public API of its own over the same guests. It translates, and decides nothing.
 *
 * The server knows the dialect of a request from its path, before anything can fail, and asks it for everything that
 * differs from one API to another: the form of faults, credentials, header names, spellings of paths. The native API
 * (native/dialect.ts) implements the same interface, so there is one code path.
 *
 * Everything here is small and loaded with the service, because a fault can come before, or instead of, the rest of a
 * dialect. Its contract, checks, routes and controllers load on the first request for one of its paths (registry.ts).
 *
 * Nothing here may import the request context or a contract: those know their dialect, and a circle of imports is
 * forbidden.
 */
import type { IncomingHttpHeaders } from 'node:http';
import type { Credential } from '../../app/access/authenticate.js';
import type { ErrorKind, GuesthouseError } from '../../domain/errors.js';

export interface Dialect {
  /** Lower case; one word. */
  readonly name: string;

  /**
   * Whether the path, as sent and without its query, belongs to this API. Every request asks: compare strings, never
   * parse.
   */
  owns(path: string): boolean;
  /** The path and query as the contract writes them: no suffixes, older spellings, trailing slashes. Must not throw. */
  rewrite(url: string): Rewritten;

  /** The credential of a request; access/credential.ts has the parts that dialects share. */
  credentialOf(headers: IncomingHttpHeaders): Credential;
  /** Values of `WWW-Authenticate` on 401 (RFC 9110 §11.6.1), one header line each. */
  readonly challenges: readonly string[];
  /** The project that a request names, by id or name; undefined if it names none. `path` is the rewritten one. */
  projectNamedIn(headers: IncomingHttpHeaders, path: string): string | undefined;

  /** The request id that the client sent. One that is malformed is ignored. */
  requestIdOf(headers: IncomingHttpHeaders): string | undefined;
  /** Headers of every response besides `X-Request-ID`, which all APIs send. */
  responseHeaders(requestId: string): Readonly<Record<string, string>>;

  /** Where this API's status differs from the one of src/http/faults.ts. */
  readonly statuses: Readonly<Partial<Record<ErrorKind, number>>>;
  /** The body of a fault. 406 has none, in every API. */
  faultBody(error: GuesthouseError, seen: FaultSeen): FaultBody;
  /** The fault of a path that this API owns and no operation takes. */
  unknownPath(path: string): GuesthouseError;
  /** The fault of a method that the path does not have, but others have. */
  readonly methodNotForPath: ErrorKind;
}

export interface Rewritten {
  readonly url: string;
  /** The media type that the path asks for (`.json`), whatever `Accept` says. */
  readonly mediaType?: string;
}

/** What the form of a fault can depend on. */
export interface FaultSeen {
  readonly status: number;
  /** As the client sent it. */
  readonly path: string;
  readonly requestId: string;
  /** `null` for requests that match no operation. */
  readonly operationId: string | null;
  /** The media type chosen for the response, or asked for by the path; `null` if the fault came before that choice. */
  readonly mediaType: string | null;
  /** What the client accepts, as it was sent, for a fault that came before. */
  readonly accept: string | undefined;
}

export interface FaultBody {
  /** Without a charset: it is UTF-8. */
  readonly mediaType: string;
  readonly text: string;
}
