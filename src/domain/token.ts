/**
 * A token: a credential of a user. This type must never contain the secret of the token; the database stores only a
 * hash of the secret.
 */
import type { ProjectId, TokenId, UserId } from './ids.js';
import type { Role, TokenScope } from './rights.js';
import type { Timestamp } from './timestamp.js';

/** The form of secrets: `gh_` and 32 random bytes in base64url. */
export const TOKEN_SECRET = /^gh_[\w-]{43}$/;

export interface Token {
  readonly id: TokenId;
  readonly name: string;
  readonly user: { readonly id: UserId; readonly name: string };
  /** The only project that the token is valid for; null: every project of its user. */
  readonly project: { readonly id: ProjectId; readonly name: string } | null;
  /** The highest role that the user can have with this token; null: no limit. */
  readonly role: Role | null;
  /** If not empty, the token has only the rights of these scopes. */
  readonly scopes: readonly TokenScope[];
  readonly expiresAt: Timestamp | null;
  readonly lastUsedAt: Timestamp | null;
  readonly createdAt: Timestamp;
  /** Changes with every change that clients can see. */
  readonly version: number;
}
