/**
 * The interface of identity services: what they say about a credential, in our terms. src/identity implements it. How
 * external identities become users, projects and permissions is decided elsewhere.
 */
import type { Role } from './rights.js';

/** The owner of a credential, according to an identity service. */
export interface ExternalIdentity {
  readonly source: 'oidc' | 'keystone';
  /**
   * Stable and unique at the source: `<issuer> <sub>`, or Keystone's user id. The only member by which to recognize a
   * user.
   */
  readonly subject: string;
  /** Display name, valid by our rules for names; it can change, and other users can have the same one. */
  readonly userName: string;
  /** Names without duplicates; empty if the source gives none. */
  readonly groups: readonly string[];
  /**
   * The project that the credential is bound to; null: none. `externalId` is null if the source uses our own project
   * names (OIDC).
   */
  readonly project: { readonly externalId: string | null; readonly name: string } | null;
  /**
   * Its role in that project according to the source; null if it has none that we know, or if our own permissions
   * decide (OIDC).
   */
  readonly role: Role | null;
  /** Expiry, in ms since the epoch; can lie in the past by the tolerance for clock skew (30 s). */
  readonly expiresAtMs: number;
}

export interface IdentitySource {
  /**
   * Whether a credential of this form can be one of this service. A credential must be sent only to services for which
   * this is true.
   */
  acceptsForm(credential: string): boolean;
  /**
   * Null: not valid (wrong, expired, of another service). Throws `identity_unreachable` if the service does not
   * respond.
   */
  identify(credential: string): Promise<ExternalIdentity | null>;
  /** Aborts requests in progress, which fail with `identity_unreachable`. */
  close(): Promise<void>;
}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/**
 * Whether nobody else can read or change requests to a URL and their responses: because of TLS, or because they stay on
 * this machine.
 */
export function isSecureUrl(url: URL): boolean {
  return url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.test(url.hostname));
}
