/**
 * The claims of a signed token before its signature is verified. Their only use is to choose the identity source that
 * can check the token; they must never become part of an identity.
 */

/** A JWS in compact form: three parts of base64url. */
const COMPACT = /^[\w-]+\.([\w-]+)\.[\w-]*$/;

/** The claims, or null if the credential is not a JWS with a JSON object. */
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
