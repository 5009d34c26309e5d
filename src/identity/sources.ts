/** The configured identity services. They are contacted only when the first credential arrives. */
import type { IdentitySource } from '../domain/identity.js';
import type { Log } from '../domain/log.js';
import { KeystoneSource } from './keystone.js';
import type { KeystoneSettings } from './keystone.js';
import { OidcSource } from './oidc.js';
import type { OidcSettings } from './oidc.js';

export interface IdentitySettings {
  readonly oidc: OidcSettings | null;
  readonly keystone: KeystoneSettings | null;
}

export function identitySources({ oidc, keystone }: IdentitySettings, log: Log): readonly IdentitySource[] {
  const sources: IdentitySource[] = [];
  if (oidc !== null) sources.push(new OidcSource(oidc, { log: log.child({ source: 'oidc' }) }));
  if (keystone !== null) sources.push(new KeystoneSource(keystone));
  return sources;
}
