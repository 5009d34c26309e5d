/**
 * The closed list of error kinds, and the class of an error with such a kind.
 *
 *   GuesthouseError
 *   ├─ the request      validation_failed, read_only_field, marker_unknown, search_syntax, image_not_acceptable,
 *   │                   digest_mismatch, idempotency_key_reused, unsupported_media_type, not_acceptable,
 *   │                   body_too_large, headers_too_large, range_not_satisfiable, events_gone, method_not_allowed,
 *   │                   not_implemented, too_many_requests, request_timed_out
 *   ├─ the caller       unauthenticated, forbidden, quota_exceeded, project_required,
 *   │                   identity_unreachable (credential not verifiable)
 *   ├─ the resource     not_found, guest_not_found, image_not_found, host_not_found, operation_not_found,
 *   │                   project_not_found, token_not_found, permission_not_found, user_not_found, group_not_found,
 *   │                   network_not_found, zone_not_found, instance_type_not_found, placement_group_not_found, role_not_found
 *   ├─ state or name    guest_name_already_exists, image_name_already_exists, permission_already_exists,
 *   │                   token_already_shown, project_name_already_exists, user_name_already_exists,
 *   │                   group_name_already_exists, zone_name_already_exists, zone_in_use,
 *   │                   instance_type_name_already_exists, host_name_already_exists,
 *   │                   host_already_exists (the same hypervisor), other_hypervisor, network_in_use, placement_group_name_already_exists,
 *   │                   placement_group_in_use, project_not_empty,
 *   │                   host_not_empty, guest_not_running, guest_not_stopped, guest_not_powered, guest_suspended,
 *   │                   guest_in_error, operation_in_progress, operation_cancelled,
 *   │                   operation_ended, operation_not_cancellable, host_not_away, image_in_use, image_not_available,
 *   │                   image_already_available, image_upload_in_progress, patch_test_failed, precondition_failed,
 *   │                   idempotency_key_in_use
 *   ├─ the hypervisor   backend_refused (it rejected the call), host_unreachable (nothing was sent), outcome_unknown
 *   │                   (sent, but the response was lost: observe, never blindly retry), operation_timed_out,
 *   │                   capacity_exhausted, unsupported_by_backend, host_out_of_space, guest_io_error, guest_watchdog,
 *   │                   guest_unresponsive (the host responds, but this guest's machine does not), guest_crashed,
 *   │                   guest_vanished, guest_changed_outside (others changed the guest: its state, or what the request
 *   │                   would overwrite or remove), mac_address_in_use
 *   └─ ours             database_unreachable, query_timed_out, internal
 *
 * A kind is the `error_name` of openapi.yaml in lower case, one to one (`test/spec/words.test.ts`). Add a kind only if
 * a program must distinguish it. This file must never contain HTTP statuses: only src/http/faults.ts maps kinds to
 * statuses.
 */
import type { HostOut } from './host-out.js';

export const ERROR_KINDS = [
  'validation_failed',
  'read_only_field',
  'marker_unknown',
  'search_syntax',
  'image_not_acceptable',
  'digest_mismatch',
  'idempotency_key_reused',
  'unsupported_media_type',
  'not_acceptable',
  'body_too_large',
  'headers_too_large',
  'range_not_satisfiable',
  'events_gone',
  'method_not_allowed',
  'not_implemented',
  'too_many_requests',
  'request_timed_out',
  'unauthenticated',
  'forbidden',
  'quota_exceeded',
  'project_required',
  'identity_unreachable',
  'not_found',
  'guest_not_found',
  'image_not_found',
  'host_not_found',
  'operation_not_found',
  'project_not_found',
  'token_not_found',
  'permission_not_found',
  'user_not_found',
  'group_not_found',
  'network_not_found',
  'zone_not_found',
  'instance_type_not_found',
  'placement_group_not_found',
  'role_not_found',
  'guest_name_already_exists',
  'image_name_already_exists',
  'permission_already_exists',
  'token_already_shown',
  'project_name_already_exists',
  'user_name_already_exists',
  'group_name_already_exists',
  'host_name_already_exists',
  'other_hypervisor',
  'host_already_exists',
  'network_in_use',
  'zone_name_already_exists',
  'zone_in_use',
  'instance_type_name_already_exists',
  'placement_group_name_already_exists',
  'placement_group_in_use',
  'project_not_empty',
  'host_not_empty',
  'guest_not_running',
  'guest_not_stopped',
  'guest_not_powered',
  'guest_suspended',
  'guest_in_error',
  'host_not_away',
  'operation_in_progress',
  'operation_cancelled',
  'operation_ended',
  'operation_not_cancellable',
  'image_in_use',
  'image_not_available',
  'image_already_available',
  'image_upload_in_progress',
  'patch_test_failed',
  'precondition_failed',
  'idempotency_key_in_use',
  'backend_refused',
  'host_unreachable',
  'outcome_unknown',
  'operation_timed_out',
  'capacity_exhausted',
  'unsupported_by_backend',
  'host_out_of_space',
  'guest_io_error',
  'guest_watchdog',
  'guest_unresponsive',
  'guest_crashed',
  'guest_vanished',
  'guest_changed_outside',
  'mac_address_in_use',
  'database_unreachable',
  'query_timed_out',
  'internal',
] as const;
export type ErrorKind = (typeof ERROR_KINDS)[number];

/**
 * One of the mistakes in a request: its place (a JSON pointer into the body, or a parameter's name), and a description.
 */
export type Mistake = { pointer: string; detail: string } | { parameter: string; detail: string };

export interface ErrorOptions {
  /** For the log only: can contain paths, ids, error texts of other programs. Never shown to a client. */
  readonly logDetail?: string;
  readonly mistakes?: readonly Mistake[];
  /** Why each host cannot have the guest of the request. */
  readonly hosts?: readonly HostOut[];
  readonly cause?: unknown;
}

/**
 * The class of all errors that can reach a client. `message` is public. Details that only operators can see go into
 * `logDetail` and `cause`.
 */
export class GuesthouseError extends Error {
  readonly kind: ErrorKind;
  readonly logDetail: string | undefined;
  readonly mistakes: readonly Mistake[];
  readonly hosts: readonly HostOut[];

  constructor(kind: ErrorKind, message: string, options: ErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'GuesthouseError';
    this.kind = kind;
    this.logDetail = options.logDetail;
    this.mistakes = options.mistakes ?? [];
    this.hosts = options.hosts ?? [];
  }
}

/** Whether `error` is a GuesthouseError and, if kinds are given, has one of them. */
export function isGuesthouseError(error: unknown, ...kinds: ErrorKind[]): error is GuesthouseError {
  return error instanceof GuesthouseError && (kinds.length === 0 || kinds.includes(error.kind));
}

/**
 * Codes of the operating system for a disk that has no room: no block is free, the quota is used up, the file would be
 * larger than the file system or the process allows, or the file system was remounted read-only.
 */
const NO_ROOM_CODES: ReadonlySet<unknown> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG', 'EROFS']);

/** Whether a write failed because the disk has no room. */
export function isNoRoom(error: unknown): boolean {
  return error instanceof Error && 'code' in error && NO_ROOM_CODES.has(error.code);
}

export function noRoom(options: ErrorOptions): GuesthouseError {
  return new GuesthouseError(
    'capacity_exhausted',
    'The disk does not have enough free space for this request.',
    options,
  );
}

/** `capacity_exhausted` if a write failed because the disk has no room, otherwise the error itself. */
export function asNoRoom(error: unknown): unknown {
  return isNoRoom(error) ? noRoom({ cause: error }) : error;
}

/**
 * `error` itself if it is a GuesthouseError, `capacity_exhausted` if the disk has no room, otherwise `internal`, with
 * `error` as the cause.
 */
export function asGuesthouseError(error: unknown): GuesthouseError {
  if (error instanceof GuesthouseError) return error;
  if (isNoRoom(error)) return noRoom({ cause: error });
  return new GuesthouseError('internal', 'An internal error occurred. The log of the service has the details.', {
    cause: error,
  });
}
