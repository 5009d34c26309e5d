/**
 * Credentials with which one service reads image content from another service of the same database. A credential
 * permits one request path for a short time, and nothing else. It is derived from a secret that the database keeps
 * (src/store/service-credentials.ts), so no service has to store credentials of others.
 *
 * Pure: the caller supplies the secret and the time.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';

/** How long a credential can begin a request. A download that has begun can take longer. */
export const VALID_FOR_S = 60;

/** The end of its validity in seconds since the epoch, and the signature in base64url. */
const FORM = /^ghs_(\d{1,12})_([\w-]{43})$/;

/** Whether the text has the form of such a credential. */
export function isServiceCredential(text: string): boolean {
  return FORM.test(text);
}

/** A credential for requests of this path (without a query). */
export function signServiceCredential(secret: Buffer, path: string, nowS: number): string {
  const until = Math.floor(nowS) + VALID_FOR_S;
  return `ghs_${until}_${signatureOf(secret, path, until).toString('base64url')}`;
}

/**
 * The end of the credential's validity, in seconds since the epoch; null if the credential was not made with this
 * secret for this path.
 */
export function verifyServiceCredential(secret: Buffer, path: string, credential: string): number | null {
  const [, until, signature] = FORM.exec(credential) ?? [];
  if (until === undefined || signature === undefined) return null;
  const [expected, given] = [signatureOf(secret, path, Number(until)), Buffer.from(signature, 'base64url')];
  return expected.length === given.length && timingSafeEqual(expected, given) ? Number(until) : null;
}

function signatureOf(secret: Buffer, path: string, until: number): Buffer {
  return createHmac('sha256', secret).update(`guesthouse content\n${path}\n${until}`).digest();
}
