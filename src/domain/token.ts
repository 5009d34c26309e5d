/** A token: a credential of a user, as everybody but its holder knows it. Must never hold the secret, which only its hash remembers. */
import type { ProjectId, TokenId, UserId } from './ids.js';
import type { Role, TokenScope } from './rights.js';
import type { Timestamp } from './timestamp.js';

export interface Token {
  readonly id: TokenId;
  readonly name: string;
  readonly user: { readonly id: UserId; readonly name: string };
  /** The only project that it is good for; null: every one that its user may. */
  readonly project: { readonly id: ProjectId; readonly name: string } | null;
  /** The most that it lets its user be; null: all that the user is. */
  readonly role: Role | null;
  /** Not empty: it may these things alone. */
  readonly scopes: readonly TokenScope[];
  readonly expiresAt: Timestamp | null;
  readonly lastUsedAt: Timestamp | null;
  readonly createdAt: Timestamp;
  /** Raised with everything that clients see. */
  readonly version: number;
}
