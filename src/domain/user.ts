/** A user: who has roles, in projects and for guests, and the tokens to show for it. */
import type { GroupId, UserId } from './ids.js';
import type { Timestamp } from './timestamp.js';

export interface User {
  readonly id: UserId;
  readonly name: string;
  /** Those that it is in, by name. */
  readonly groups: readonly { readonly id: GroupId; readonly name: string }[];
  readonly createdAt: Timestamp;
  /** Raised with everything that clients see: the names of its groups too. */
  readonly version: number;
}
