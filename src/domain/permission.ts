/** A permission: the role that a user, or every member of a group, has in a project or for one guest. Never changed, only revoked. */
import type { GroupId, GuestId, PermissionId, ProjectId, UserId } from './ids.js';
import type { Role } from './rights.js';
import type { Timestamp } from './timestamp.js';

/** Who has it, with the name that it goes by. */
export type Subject =
  | { readonly kind: 'user'; readonly id: UserId; readonly name: string }
  | { readonly kind: 'group'; readonly id: GroupId; readonly name: string };

/** Where it is good: names as they are now. */
export type Place =
  | { readonly kind: 'guest'; readonly id: GuestId; readonly name: string; readonly projectId: ProjectId }
  | { readonly kind: 'project'; readonly id: ProjectId; readonly name: string; readonly projectId: ProjectId };

export interface Permission {
  readonly id: PermissionId;
  readonly subject: Subject;
  readonly role: Role;
  readonly place: Place;
  readonly createdAt: Timestamp;
  /** Raised with the names that are shown. */
  readonly version: number;
}
