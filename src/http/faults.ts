/**
 * Errors as HTTP responses (RFC 9457), with the only table of statuses: a new kind does not compile until it has a
 * status here.
 *
 *   400  the request does not match the spec                409  state or name conflict
 *   401, 403  no valid credential; missing right or quota   412  a condition failed
 *   404  no such resource                                   413, 415, 416, 431  too large, wrong type, no such range
 *   405, 501  method not for this path; not supported       422  idempotency key used for a different request
 *   406  not acceptable                                     429  too many requests
 *   408  the request arrived too slowly                     500  our mistake; details only in the log, by request id
 *   410  events that are no longer retained                 502, 503, 504, 507  hypervisor; unreachable service or
 *                                                           database; timeout of an operation; no capacity
 *
 * This file must never show a stack, a path or SQL: only `message` and `mistakes` of our own errors leave the process.
 */
import type { ServerResponse } from 'node:http';
import type { Fault as FaultView } from '../../generated/api-types.js';
import { ReplayedRefusal } from '../app/idempotency.js';
import { OperationFailed } from '../app/wait-for-outcome.js';
import { TooManyRequests } from '../domain/rate-limiter.js';
import type { ErrorKind, GuesthouseError, Mistake } from '../domain/errors.js';
import type { Fault } from '../domain/guest.js';
import type { HostOut } from '../domain/host-out.js';
import { NO_STORE } from './caching.js';
import { RangeNotSatisfiable } from './contract/byte-range.js';
import type { Dialect, FaultSeen } from './dialects/dialect.js';

export const STATUS_OF = {
  validation_failed: 400,
  read_only_field: 400,
  marker_unknown: 400,
  search_syntax: 400,
  image_not_acceptable: 400,
  digest_mismatch: 400,
  project_required: 400,
  unauthenticated: 401,
  forbidden: 403,
  quota_exceeded: 403,
  not_found: 404,
  guest_not_found: 404,
  image_not_found: 404,
  host_not_found: 404,
  operation_not_found: 404,
  project_not_found: 404,
  token_not_found: 404,
  permission_not_found: 404,
  user_not_found: 404,
  group_not_found: 404,
  network_not_found: 404,
  zone_not_found: 404,
  instance_type_not_found: 404,
  placement_group_not_found: 404,
  role_not_found: 404,
  method_not_allowed: 405,
  not_acceptable: 406,
  request_timed_out: 408,
  guest_name_already_exists: 409,
  image_name_already_exists: 409,
  permission_already_exists: 409,
  token_already_shown: 409,
  project_name_already_exists: 409,
  user_name_already_exists: 409,
  group_name_already_exists: 409,
  host_name_already_exists: 409,
  other_hypervisor: 409,
  host_already_exists: 409,
  network_in_use: 409,
  zone_name_already_exists: 409,
  zone_in_use: 409,
  instance_type_name_already_exists: 409,
  placement_group_name_already_exists: 409,
  placement_group_in_use: 409,
  project_not_empty: 409,
  host_not_empty: 409,
  guest_not_running: 409,
  guest_not_stopped: 409,
  guest_not_powered: 409,
  guest_suspended: 409,
  guest_in_error: 409,
  host_not_away: 409,
  operation_in_progress: 409,
  operation_cancelled: 409,
  operation_ended: 409,
  operation_not_cancellable: 409,
  image_in_use: 409,
  image_not_available: 409,
  image_already_available: 409,
  image_upload_in_progress: 409,
  patch_test_failed: 409,
  idempotency_key_in_use: 409,
  guest_io_error: 409,
  guest_watchdog: 409,
  guest_crashed: 409,
  guest_vanished: 409,
  guest_changed_outside: 409,
  mac_address_in_use: 409,
  precondition_failed: 412,
  events_gone: 410,
  body_too_large: 413,
  unsupported_media_type: 415,
  range_not_satisfiable: 416,
  idempotency_key_reused: 422,
  too_many_requests: 429,
  headers_too_large: 431,
  internal: 500,
  not_implemented: 501,
  unsupported_by_backend: 501,
  backend_refused: 502,
  outcome_unknown: 502,
  identity_unreachable: 503,
  host_unreachable: 503,
  guest_unresponsive: 503,
  database_unreachable: 503,
  query_timed_out: 503,
  operation_timed_out: 504,
  capacity_exhausted: 507,
  host_out_of_space: 507,
} as const satisfies Record<ErrorKind, number>;

/** Seconds after which a client should retry, if the server is busy or a service that it needs is unreachable. */
const RETRY_AFTER_S = 5;

/** The body of a fault: the schema `Problem` of openapi.yaml. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance: string;
  readonly error_name: string;
  readonly request_id: string;
  readonly errors?: readonly Mistake[];
  readonly hosts?: readonly HostOut[];
}

export function errorName(kind: ErrorKind): Uppercase<ErrorKind> {
  return kind.toUpperCase() as Uppercase<ErrorKind>;
}

/** The anchor of the fault on the page of the catalogue. */
export function catalogueEntry(name: string): string {
  return name.toLowerCase().replaceAll('_', '-');
}

/** Titles from the spec's catalogue, by `error_name`. */
export type FaultTitles = ReadonlyMap<string, string>;

export function problemOf(
  error: GuesthouseError,
  titles: FaultTitles,
  request: { readonly path: string; readonly requestId: string },
): Problem {
  const name = errorName(error.kind);
  return {
    type: `/docs/errors#${catalogueEntry(name)}`,
    title: titles.get(name) ?? name,
    status: STATUS_OF[error.kind],
    detail: error.message,
    instance: asUriReference(request.path),
    error_name: name,
    request_id: request.requestId,
    ...(error.mistakes.length > 0 ? { errors: error.mistakes } : {}),
    ...(error.hosts.length > 0 ? { hosts: error.hosts } : {}),
  };
}

/** Encodes the invalid characters in a client's path, because `instance` must be a valid URI reference. */
function asUriReference(path: string): string {
  return path.replaceAll(/%(?![0-9a-f]{2})|[^\w.~!$&'()*+,;=:@/%-]/gi, encodeURIComponent);
}

/** The status of a fault in the given API. */
export function statusOf({ kind }: GuesthouseError, { statuses }: Dialect): number {
  return statuses[kind] ?? STATUS_OF[kind];
}

/** Writes the fault in the form that `dialect` defines. The calling function ends the response. */
export function writeFault(response: ServerResponse, error: GuesthouseError, dialect: Dialect, seen: FaultSeen): void {
  const { status } = seen;
  response.statusCode = status;
  for (const name of ['ETag', 'Location', 'Accept-Ranges', 'Content-Disposition']) response.removeHeader(name);
  response.setHeader('Cache-Control', NO_STORE);
  if (status === 503 || status === 429) response.setHeader('Retry-After', RETRY_AFTER_S);
  if (error instanceof TooManyRequests) response.setHeader('Retry-After', error.retryAfterS);
  if (status === 401) response.setHeader('WWW-Authenticate', dialect.challenges);
  if (error instanceof ReplayedRefusal) response.setHeader('Idempotency-Replayed', 'true');
  if (error instanceof OperationFailed) response.setHeader('X-Operation-ID', error.operationId);
  if (error instanceof RangeNotSatisfiable) response.setHeader('Content-Range', `bytes */${error.sizeBytes}`);
  if (error.kind === 'not_acceptable' && dialect.isAcceptStrict) {
    response.removeHeader('Content-Type');
    response.setHeader('Content-Length', 0);
    return;
  }
  const { mediaType, text } = dialect.faultBody(error, seen);
  response.setHeader('Content-Type', `${mediaType}; charset=utf-8`);
  response.setHeader('Content-Length', Buffer.byteLength(text));
  response.write(text);
}

/** The fault of a guest or an operation, as clients see it. */
export function faultView(fault: Fault | null): FaultView | null {
  if (fault === null) return null;
  return { error_name: errorName(fault.kind), detail: fault.detail, at: fault.at };
}
