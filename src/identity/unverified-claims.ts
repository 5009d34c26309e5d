/**
 * What a signed token says before anybody has looked at its signature. Good for one question only: whom to ask about it. Nothing of it
 * must ever reach an identity.
 */

/** Three parts of base64url: a JWS in compact form. */
const COMPACT = /^[\w-]+\.([\w-]+)\.[\w-]*$/;

/** The claims, or null where the credential is no such token. */
export function unverifiedClaims(credential: string): Readonly<Record<string, unknown>> | null {
  const payload = COMPACT.exec(credential)?.[1];
  if (payload === undefined) return null;
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
    const isObject = typeof claims === 'object' && claims !== null && !Array.isArray(claims);
    return isObject ? (claims as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
