/** A user, with its tokens and its roles in projects and for guests. */
import type { GroupId, UserId } from './ids.js';
import type { Timestamp } from './timestamp.js';

export interface User {
  readonly id: UserId;
  readonly name: string;
  /** The groups that the user is a member of, sorted by name. */
  readonly groups: readonly { readonly id: GroupId; readonly name: string }[];
  readonly createdAt: Timestamp;
  /** Changes with every change that clients can see, including changes to the names of the groups. */
  readonly version: number;
}
