/** An operation: one durable piece of work on one subject. It outlives the subject. */
import type { ResourceLocation } from './access.js';
import type { Fault } from './guest.js';
import type { GuestId, OperationId, ProjectId } from './ids.js';
import type { Subject } from './subject.js';
import type { Timestamp } from './timestamp.js';
import type { OperationKind, OperationState } from './words.js';

/**
 * The stored parameters of an operation. Only the operation's kind interprets them (`readParams`,
 * src/operations/kind.ts).
 */
export type StoredParams = Readonly<Record<string, unknown>>;

export interface Operation {
  readonly id: OperationId;
  readonly kind: OperationKind;
  readonly state: OperationState;
  readonly subject: Subject;
  readonly projectId: ProjectId;
  readonly userId: string | null;
  readonly requestId: string;
  readonly params: StoredParams;
  readonly progress: number | null;
  readonly attempts: number;
  readonly fault: Fault | null;
  readonly createdAt: Timestamp;
  readonly startedAt: Timestamp | null;
  readonly finishedAt: Timestamp | null;
  /** Increases with every change that clients can see. */
  readonly version: number;
}

/**
 * The location that determines who can read and cancel the operation: its project, and its subject if that is a guest.
 */
export function locationOf({ projectId, subject }: Pick<Operation, 'projectId' | 'subject'>): ResourceLocation {
  return { projectId, guestId: subject.kind === 'guest' ? (subject.id as GuestId) : undefined };
}
