/**
 * Events: a record of what happened, listed later and streamed live. They store names by value, because they outlive
 * their subjects.
 */
import { isVisible } from './access.js';
import type { Visibility } from './access.js';
import type { GuestId, OperationId, ProjectId } from './ids.js';
import type { Subject } from './subject.js';
import type { Timestamp } from './timestamp.js';
import { EVENT_KINDS } from './words.js';
import type { EventKind, EventSeverity } from './words.js';

/** Facts that save clients a further request: states, kinds, names. Never a secret. */
export type EventDetail = Readonly<Record<string, string | number | boolean | null>>;

export interface NewEvent {
  readonly kind: EventKind;
  /** Null for events of the whole service. Only administrators see such events, except `KINDS_FOR_EVERY_CALLER`. */
  readonly projectId: ProjectId | null;
  /** The subject of the event; null if the event has no subject, for example the event of a rejected request. */
  readonly subject: Subject | null;
  readonly operationId: OperationId | null;
  /** The user who caused the event; null if no user caused it. */
  readonly userId: string | null;
  readonly requestId: string | null;
  /**
   * The client address of the request. Null for events without a request, and for events after the end of the request.
   */
  readonly clientAddress: string | null;
  readonly detail: EventDetail;
}

export interface Event extends NewEvent {
  /** Assigned in the order in which events became visible. */
  readonly id: number;
  /**
   * Drawn at random when the id is assigned: after a restore of the database from a backup, another event can get the
   * same id, but never the same mark. Null for events from before version 0.4.
   */
  readonly mark: number | null;
  readonly severity: EventSeverity;
  readonly at: Timestamp;
}

/** The place of an event in the order of all events. */
export type EventPlace = Pick<Event, 'id' | 'mark'>;

/** Only digits: events from before version 0.4, and clients that have only the id of an event. */
const MARKER = /^(\d{1,15})(?:-(\d{1,16}))?$/;

/** The text that clients send back to continue after the event. */
export function markerOf({ id, mark }: EventPlace): string {
  return mark === null ? String(id) : `${id}-${mark}`;
}

/** Null if the text does not have the form of a marker. */
export function readMarker(text: string): EventPlace | null {
  const [, id, mark] = MARKER.exec(text) ?? [];
  return id === undefined ? null : { id: Number(id), mark: mark === undefined ? null : Number(mark) };
}

/** The user and request that caused a change; all null if no request caused it. */
export interface Actor {
  readonly userId: string | null;
  readonly requestId: string | null;
  /** Absent if the change happens after the end of the request. */
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

/** The kinds of events without a project that every caller can see. Only administrators see the others. */
export const KINDS_FOR_EVERY_CALLER: readonly EventKind[] = [
  ...(['host.up', 'host.away', 'host.changed', 'host.added', 'host.removed', 'metadata.updated'] as const),
  ...(['zone.created', 'zone.updated', 'zone.deleted'] as const),
  ...(['instance_type.created', 'instance_type.updated', 'instance_type.deleted'] as const),
];

/**
 * The kinds of events that show who has access to a project. Only callers who can read the project's permissions see
 * them. This includes the events that a caller caused: a token with a lower role must not reveal what its user granted.
 */
export const KINDS_OF_ACCESS: readonly EventKind[] = EVENT_KINDS.filter((kind) =>
  /^(?:permission|token|access)\./.test(kind),
);

/**
 * Whether `visibility` allows a streamed event. The rule is the same as the one that `GET /v1/events` applies in the
 * database.
 */
export function isSeen(event: Event, visibility: Visibility): boolean {
  if (visibility.kind === 'everything') return true;
  const { kind, projectId, subject } = event;
  if (projectId === null) return KINDS_FOR_EVERY_CALLER.includes(kind);
  if (KINDS_OF_ACCESS.includes(kind) && !canReadAccess(event, visibility)) return false;
  const guestId = subject?.kind === 'guest' ? (subject.id as GuestId) : undefined;
  return isVisible(visibility, { projectId, guestId });
}

/** The event as `visibility` allows it: without the client address unless the caller can read who has access. */
export function shownEvent(event: Event, visibility: Visibility): Event {
  return event.clientAddress === null || canReadAccess(event, visibility) ? event : { ...event, clientAddress: null };
}

function canReadAccess({ projectId }: Event, visibility: Visibility): boolean {
  if (visibility.kind === 'everything') return true;
  return visibility.canReadPermissions && projectId === visibility.projectId;
}

/** The severity of each kind of event. */
export const SEVERITY_OF_EVENT = {
  'guest.created': 'normal',
  'guest.placed': 'normal',
  'guest.updated': 'normal',
  'guest.state_changed': 'normal',
  'guest.crashed': 'error',
  'guest.vanished': 'error',
  'guest.stalled': 'error',
  'guest.unresponsive': 'error',
  'guest.responsive': 'normal',
  'guest.power_cycle_required': 'warning',
  'guest.changed_outside': 'warning',
  'guest.restored': 'normal',
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
  'host.changed': 'normal',
  'host.added': 'normal',
  'host.removed': 'normal',
  'network.added': 'normal',
  'network.changed': 'normal',
  'network.removed': 'normal',
  'zone.created': 'normal',
  'zone.updated': 'normal',
  'zone.deleted': 'normal',
  'instance_type.created': 'normal',
  'instance_type.updated': 'normal',
  'instance_type.deleted': 'normal',
  'placement_group.created': 'normal',
  'placement_group.updated': 'normal',
  'placement_group.deleted': 'normal',
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
