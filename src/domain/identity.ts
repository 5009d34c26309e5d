/**
 * The interface of identity services: the owner of a credential, in our terms. src/identity implements it.
 * src/app/access/authenticate.ts turns external identities into users, projects and permissions.
 */
import type { Role } from './rights.js';

/** The owner of a credential, according to an identity service. */
export interface ExternalIdentity {
  readonly source: 'oidc' | 'keystone';
  /** Stable and unique at the source: `<issuer> <sub>`, or Keystone's user id. Only this member identifies a user. */
  readonly subject: string;
  /**
   * The display name. It follows our rules for names, ends with `@` and the host of the source, can change, and need
   * not be unique.
   */
  readonly userName: string;
  /** The names of the user's groups, exactly as the source has them; empty if the source provides none. */
  readonly groups: readonly string[];
  /**
   * The project that the credential is bound to; null: none. `externalId` is null if the source uses our own project
   * names (OIDC): then `name` must be exactly that of a project.
   */
  readonly project: { readonly externalId: string | null; readonly name: string } | null;
  /**
   * Its role in that project according to the source; `admin`, even without a project, makes it an administrator of
   * this service. Null if it has no role that Guesthouse knows, or if our own permissions decide (OIDC).
   */
  readonly role: Role | null;
  /** Expiry, in ms since the epoch; can lie in the past by the tolerance for clock skew (30 s). */
  readonly expiresAtMs: number;
}

export interface IdentitySource {
  /** Whether a wrong credential is recognized without a request to the identity service. */
  readonly isCheckedLocally: boolean;
  /**
   * Whether the credential has a form that this identity service issues. Credentials of other forms must not be sent
   * to the identity service.
   */
  acceptsForm(credential: string): boolean;
  /**
   * Null: the credential is not valid (wrong, expired, or of another service). Throws `identity_unreachable` if the
   * service does not respond.
   */
  identify(credential: string): Promise<ExternalIdentity | null>;
  /** Aborts requests in progress, which fail with `identity_unreachable`. */
  close(): Promise<void>;
}
