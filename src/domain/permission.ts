/**
 * A permission: the role of a user, or of every member of a group, in a project or for one guest. A permission never
 * changes; it can only be revoked.
 */
import type { GroupId, GuestId, PermissionId, ProjectId, UserId } from './ids.js';
import type { Role } from './rights.js';
import type { Timestamp } from './timestamp.js';

/** The user or group that has the permission, with the current name. */
export type Subject =
  | { readonly kind: 'user'; readonly id: UserId; readonly name: string }
  | { readonly kind: 'group'; readonly id: GroupId; readonly name: string };

/** The project or guest to which the permission applies, with the current name. */
export type Place =
  | { readonly kind: 'guest'; readonly id: GuestId; readonly name: string; readonly projectId: ProjectId }
  | { readonly kind: 'project'; readonly id: ProjectId; readonly name: string; readonly projectId: ProjectId };

export interface Permission {
  readonly id: PermissionId;
  readonly subject: Subject;
  readonly role: Role;
  readonly place: Place;
  readonly createdAt: Timestamp;
  /** Changes whenever a name that the permission shows changes. */
  readonly version: number;
}
