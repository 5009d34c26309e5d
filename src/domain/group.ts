/** A group: a set of users who get roles together. */
import type { GroupId, UserId } from './ids.js';
import type { Timestamp } from './timestamp.js';

export interface Group {
  readonly id: GroupId;
  readonly name: string;
  /** The name of the group of the OpenID provider that this group represents, exactly as in tokens; null: none. */
  readonly externalName: string | null;
  /** Sorted by name. */
  readonly members: readonly { readonly id: UserId; readonly name: string }[];
  readonly createdAt: Timestamp;
  /** Changes whenever anything that clients see changes, including the names of the members. */
  readonly version: number;
}
