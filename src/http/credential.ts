/**
 * The credential of a request: `Authorization: Bearer` (RFC 6750, section 2.1) or `X-Auth-Token`. Two that differ are none: which of them was
 * meant is not to be guessed.
 */
import type { IncomingHttpHeaders } from 'node:http';
import { GuesthouseError } from '../domain/errors.js';

/** Visible ASCII; the longest are signed tokens. */
const BEARER = /^Bearer +([\x21-\x7e]{1,12288})$/i;
const TOKEN = /^[\x21-\x7e]{1,12288}$/;

/** Null where there is none; `unauthenticated` where it is none that could be. */
export function credentialOf(headers: IncomingHttpHeaders): string | null {
  const { authorization, 'x-auth-token': token } = headers;
  const bearer = authorization === undefined ? null : BEARER.exec(authorization)?.[1];
  if (bearer === undefined) throw new GuesthouseError('unauthenticated', 'The credential is not a bearer token.');
  if (token === undefined) return bearer;
  // Sent twice it arrives joined by a comma and a space.
  if (typeof token !== 'string' || !TOKEN.test(token)) {
    throw new GuesthouseError('unauthenticated', 'X-Auth-Token is not a token.');
  }
  if (bearer !== null && bearer !== token) {
    throw new GuesthouseError('unauthenticated', 'Authorization and X-Auth-Token have different credentials.');
  }
  return token;
}
