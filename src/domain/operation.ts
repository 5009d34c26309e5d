/** An operation: one durable piece of work on one subject. It outlives the subject. */
import type { Belonging } from './access.js';
import type { Fault } from './guest.js';
import type { GuestId, OperationId, ProjectId } from './ids.js';
import type { Subject } from './subject.js';
import type { Timestamp } from './timestamp.js';
import type { OperationKind, OperationState } from './words.js';

/** What a request adds to the verb. Members that a kind does not use are absent. */
export interface OperationParams {
  /** guest.create: power on afterwards. */
  readonly start?: boolean;
  /** guest.shutdown, guest.reboot: how long the guest may take, in seconds. */
  readonly timeoutS?: number;
  /** guest.shutdown, guest.reboot: cut the power when it takes longer. */
  readonly force?: boolean;
  /** guest.update: what is to be changed, all together. */
  readonly changes?: GuestChanges;
  /** Where traces are kept: the request that asked, as W3C Trace Context names it. Clients do not see it. */
  readonly traceparent?: string;
}

/** What a change of a guest sets; what is absent stays as it is. */
export interface GuestChanges {
  readonly name?: string;
  readonly description?: string;
  readonly vcpus?: number;
  readonly memoryMib?: number;
  /** Keys to set and, with null, to remove: what others change meanwhile stays changed. */
  readonly metadata?: Readonly<Record<string, string | null>>;
}

export interface Operation {
  readonly id: OperationId;
  readonly kind: OperationKind;
  readonly state: OperationState;
  readonly subject: Subject;
  readonly projectId: ProjectId;
  readonly userId: string | null;
  readonly requestId: string;
  readonly params: OperationParams;
  readonly progress: number | null;
  readonly attempts: number;
  readonly fault: Fault | null;
  readonly createdAt: Timestamp;
  readonly startedAt: Timestamp | null;
  readonly finishedAt: Timestamp | null;
  /** Raised with everything that clients see. */
  readonly version: number;
}

/** What decides who can read and cancel it: its project, and its subject if that is a guest. */
export function belongingOf({ projectId, subject }: Pick<Operation, 'projectId' | 'subject'>): Belonging {
  return { projectId, guestId: subject.kind === 'guest' ? (subject.id as GuestId) : undefined };
}
