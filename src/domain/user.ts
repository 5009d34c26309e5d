/** A user, and the ways in which a request can refer to it. */
import { fold } from './fold.js';
import { isIdForm } from './ids.js';
import type { GroupId, UserId } from './ids.js';
import type { Timestamp } from './timestamp.js';
import type { UserSource } from './words.js';

export interface User {
  readonly id: UserId;
  readonly name: string;
  readonly source: UserSource;
  /** `oidc:<issuer> <sub>` or `keystone:<id>`; null for a local user. */
  readonly externalId: string | null;
  /** The groups that the user is a member of, sorted by name. */
  readonly groups: readonly { readonly id: GroupId; readonly name: string }[];
  readonly createdAt: Timestamp;
  /** Changes with every change that clients can see, including changes to the names of the groups. */
  readonly version: number;
}

/** A user as a request names it; `value` is in the form that is stored. */
export interface UserReference {
  readonly by: 'id' | 'local name' | 'external id';
  readonly value: string;
}

/**
 * The three kinds of reference differ in their form. Only local users can be given anything by name: an external user's
 * name comes from its identity service, where users can often choose it themselves.
 * Invariant: no external user gets a role, a token or a membership that was granted by a name
 * (test/http/identity-services.test.ts).
 */
export function readUserReference(text: string): UserReference {
  if (isIdForm(text)) return { by: 'id', value: text.toLowerCase() };
  if (/^(oidc|keystone):/.test(text)) return { by: 'external id', value: text };
  return { by: 'local name', value: fold(text) };
}

/** The detail of the mistake that a reference matches no user. */
export const NO_SUCH_USER = 'is not a user; a user of an identity service must be named by its id or external_id';
