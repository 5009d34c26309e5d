/**
 * What an identity service says of a credential, in words of ours; what we make of it (users, projects, permissions) is decided
 * elsewhere. The services are in src/identity.
 */
import type { Role } from './rights.js';

/** Who an identity service says a credential belongs to. */
export interface ExternalIdentity {
  readonly source: 'oidc' | 'keystone';
  /** Stable and unique at the source: `<issuer> <sub>`, or Keystone's user id. The only thing to know somebody again by. */
  readonly subject: string;
  /** For people: a name as ours are, which others may have too, and which may change. */
  readonly userName: string;
  /** Names, none of them twice; empty where none are told. */
  readonly groups: readonly string[];
  /** The project that the credential is bound to; null: none. `externalId` null where the source names projects by our own names (OIDC). */
  readonly project: { readonly externalId: string | null; readonly name: string } | null;
  /** The role it has in that project by the source's word; null where it has none that we know, or permissions of ours decide (OIDC). */
  readonly role: Role | null;
  /** When it ends, ms since the epoch; may have passed by the little that clocks differ (30 s). */
  readonly expiresAtMs: number;
}

export interface IdentitySource {
  /** Whether a credential of this look may be one of its. A credential is shown to a service only where this says so. */
  mayKnow(credential: string): boolean;
  /** Null: not valid (wrong, expired, of somebody else). Throws `identity_unreachable` where the service does not answer. */
  identify(credential: string): Promise<ExternalIdentity | null>;
  /** Ends what is under way, as `identity_unreachable`. */
  close(): Promise<void>;
}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** Whether what is sent to a URL, and what comes back, is out of others' reach: by TLS, or because it never leaves the machine. */
export function isSecureUrl(url: URL): boolean {
  return url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.test(url.hostname));
}
