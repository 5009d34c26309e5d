/** Events: what happened, kept so that it can be listed, and streamed as it happens. They hold names by value: they outlive what they tell of. */
import type { Visibility } from './access.js';
import type { GuestId, OperationId, ProjectId } from './ids.js';
import type { Subject } from './subject.js';
import type { Timestamp } from './timestamp.js';
import type { EventKind, EventSeverity } from './words.js';

/** What clients find there without looking: states, kinds, names. Never a secret. */
export type EventDetail = Readonly<Record<string, string | number | boolean | null>>;

export interface NewEvent {
  readonly kind: EventKind;
  /** Null: of the service as a whole, for administrators. */
  readonly projectId: ProjectId | null;
  /** What it is about; null where that is nothing that has an id: a refused request. */
  readonly subject: Subject | null;
  readonly operationId: OperationId | null;
  /** Who caused it; null for what happened by itself. */
  readonly userId: string | null;
  readonly requestId: string | null;
  /** Where the request came from; null for what happened by itself, or later. */
  readonly clientAddress: string | null;
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
  /** Left out by what comes of a request later. */
  readonly clientAddress?: string | null;
}

export const NOBODY: Required<Actor> = { userId: null, requestId: null, clientAddress: null };

export function eventOfGuest(
  kind: EventKind,
  guest: { readonly id: GuestId; readonly name: string; readonly projectId: ProjectId },
  { userId, requestId, clientAddress = null }: Actor,
  detail: EventDetail = {},
  operationId: OperationId | null = null,
): NewEvent {
  const { id, name, projectId } = guest;
  return {
    kind,
    projectId,
    subject: { kind: 'guest', id, name },
    operationId,
    userId,
    requestId,
    clientAddress,
    detail,
  };
}

/** Of events without a project: what every caller may know. The others are for administrators. */
export const KINDS_FOR_EVERYBODY: readonly EventKind[] = ['host.up', 'host.away', 'metadata.updated'];

/** Whether an event may be seen: what `GET /v1/events` asks of the database, of one that streams by. */
export function isSeen({ kind, projectId, subject }: Event, visibility: Visibility): boolean {
  if (visibility.kind === 'everything') return true;
  if (projectId === null) return KINDS_FOR_EVERYBODY.includes(kind);
  if (projectId === visibility.projectId) return true;
  return subject?.kind === 'guest' && visibility.guestIds.includes(subject.id as GuestId);
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
  'project.created': 'normal',
  'project.updated': 'normal',
  'project.deleted': 'normal',
  'user.created': 'normal',
  'user.updated': 'normal',
  'user.deleted': 'normal',
  'group.created': 'normal',
  'group.updated': 'normal',
  'group.deleted': 'normal',
  'permission.granted': 'normal',
  'permission.revoked': 'normal',
  'token.created': 'normal',
  'token.revoked': 'normal',
  'access.denied': 'warning',
} as const satisfies Record<EventKind, EventSeverity>;
