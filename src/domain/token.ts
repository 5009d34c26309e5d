/** A token: a credential of a user. Must never contain the secret; the database stores only its hash. */
import type { ProjectId, TokenId, UserId } from './ids.js';
import type { Role, TokenScope } from './rights.js';
import type { Timestamp } from './timestamp.js';

export interface Token {
  readonly id: TokenId;
  readonly name: string;
  readonly user: { readonly id: UserId; readonly name: string };
  /** The only project that it is valid for; null: every project of its user. */
  readonly project: { readonly id: ProjectId; readonly name: string } | null;
  /** The highest role that it gives its user; null: no limit. */
  readonly role: Role | null;
  /** If not empty, it has only the rights of these scopes. */
  readonly scopes: readonly TokenScope[];
  readonly expiresAt: Timestamp | null;
  readonly lastUsedAt: Timestamp | null;
  readonly createdAt: Timestamp;
  /** Changes whenever anything that clients see changes. */
  readonly version: number;
}
