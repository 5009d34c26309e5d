/**
 * The credential of a request: `Authorization: Bearer` (RFC 6750, section 2.1) or `X-Auth-Token`. Two that differ are
 * none: which of them was meant is not to be guessed.
 */
import type { IncomingHttpHeaders } from 'node:http';
import type { Credential } from '../../app/access/authenticate.js';

/** Visible ASCII; the longest are signed tokens. */
const BEARER = /^Bearer +([\x21-\x7e]{1,12288})$/i;
const TOKEN = /^[\x21-\x7e]{1,12288}$/;

export function bearerOrTokenHeader(headers: IncomingHttpHeaders): Credential {
  const { authorization, 'x-auth-token': token } = headers;
  const bearer = authorization === undefined ? null : BEARER.exec(authorization)?.[1];
  if (bearer === undefined) return noCredential('The credential is not a bearer token.');
  if (token === undefined) return { secret: bearer, mistake: null };
  // Sent twice it arrives joined by a comma and a space.
  if (typeof token !== 'string' || !TOKEN.test(token)) return noCredential('X-Auth-Token is not a token.');
  if (bearer === null || bearer === token) return { secret: token, mistake: null };
  return noCredential('Authorization and X-Auth-Token have different credentials.');
}

/** A credential that cannot be one, and why. */
export function noCredential(mistake: string): Credential {
  return { secret: null, mistake };
}
