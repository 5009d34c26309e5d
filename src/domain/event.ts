/** Events: what happened, kept so that it can be listed, and streamed as it happens. They hold names by value: they outlive what they tell of. */
import type { GuestId, OperationId, ProjectId } from './ids.js';
import type { Timestamp } from './timestamp.js';
import type { EventKind, EventSeverity } from './words.js';

/** What clients find there without looking: states, kinds, names. Never a secret. */
export type EventDetail = Readonly<Record<string, string | number | boolean | null>>;

export interface NewEvent {
  readonly kind: EventKind;
  /** Null: of the service as a whole, for administrators. */
  readonly projectId: ProjectId | null;
  readonly guest: { readonly id: GuestId; readonly name: string } | null;
  readonly operationId: OperationId | null;
  /** Who caused it; null for what happened by itself. */
  readonly userId: string | null;
  readonly requestId: string | null;
  readonly detail: EventDetail;
}

export interface Event extends NewEvent {
  /** Given in the order in which events became visible. */
  readonly id: number;
  readonly severity: EventSeverity;
  readonly at: Timestamp;
}

/** Who caused a change; all null for what happened by itself. */
export interface Actor {
  readonly userId: string | null;
  readonly requestId: string | null;
}

export const NOBODY: Actor = { userId: null, requestId: null };

export function eventOfGuest(
  kind: EventKind,
  guest: { readonly id: GuestId; readonly name: string; readonly projectId: ProjectId },
  { userId, requestId }: Actor,
  detail: EventDetail = {},
  operationId: OperationId | null = null,
): NewEvent {
  const { id, name, projectId } = guest;
  return { kind, projectId, guest: { id, name }, operationId, userId, requestId, detail };
}

/** How much an event of each kind matters to whoever watches. */
export const SEVERITY_OF_EVENT = {
  'guest.created': 'normal',
  'guest.updated': 'normal',
  'guest.state_changed': 'normal',
  'guest.crashed': 'error',
  'guest.vanished': 'error',
  'guest.deleted': 'normal',
  'operation.queued': 'normal',
  'operation.started': 'normal',
  'operation.succeeded': 'normal',
  'operation.failed': 'warning',
  'operation.cancelled': 'normal',
  'image.created': 'normal',
  'image.updated': 'normal',
  'image.available': 'normal',
  'image.rejected': 'warning',
  'image.deleted': 'normal',
  'metadata.updated': 'normal',
  'host.up': 'normal',
  'host.away': 'error',
  'access.denied': 'warning',
} as const satisfies Record<EventKind, EventSeverity>;
