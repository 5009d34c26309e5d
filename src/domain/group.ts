/** A group: users that have roles together. */
import type { GroupId, UserId } from './ids.js';
import type { Timestamp } from './timestamp.js';

export interface Group {
  readonly id: GroupId;
  readonly name: string;
  /** By name. */
  readonly members: readonly { readonly id: UserId; readonly name: string }[];
  readonly createdAt: Timestamp;
  /** Raised with everything that clients see: the names of its members too. */
  readonly version: number;
}
