/**
 * The credential of a request: `Authorization: Bearer` (RFC 6750 §2.1) or `X-Auth-Token`. If both are sent and differ,
 * the request has no valid credential, because the intended credential is not clear.
 */
import type { IncomingHttpHeaders } from 'node:http';
import type { Credential } from '../../app/access/authenticate.js';

/** Visible ASCII. Signed tokens are the longest. */
const BEARER = /^Bearer +([\x21-\x7e]{1,12288})$/i;
const TOKEN = /^[\x21-\x7e]{1,12288}$/;

export function bearerOrTokenHeader(headers: IncomingHttpHeaders): Credential {
  const { authorization, 'x-auth-token': token } = headers;
  const bearer = authorization === undefined ? null : BEARER.exec(authorization)?.[1];
  if (bearer === undefined) return noCredential('The credential is not a bearer token.');
  if (token === undefined) return { secret: bearer, mistake: null };
  // A header that was sent twice does not match: Node joins the values with a comma and a space.
  if (typeof token !== 'string' || !TOKEN.test(token)) return noCredential('X-Auth-Token is not a token.');
  if (bearer === null || bearer === token) return { secret: token, mistake: null };
  return noCredential('Authorization and X-Auth-Token have different credentials.');
}

/** The result for a request without a valid credential. `mistake` gives the reason. */
export function noCredential(mistake: string): Credential {
  return { secret: null, mistake };
}
