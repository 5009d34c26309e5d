/**
 * The credential of a request: `Authorization: Bearer` (RFC 6750 §2.1), `X-Auth-Token`, and, for dialects whose clients
 * know only users and passwords, `Authorization: Basic` (RFC 7617) with a token in place of the password. If
 * `Authorization` and `X-Auth-Token` are both sent and differ, the request has no valid credential, because the
 * intended credential is not clear.
 *
 * This file only reads headers. Whether the credential is valid, and whether the token belongs to the user that Basic
 * names, is decided in src/app/access/authenticate.ts.
 */
import type { IncomingHttpHeaders } from 'node:http';
import type { Credential } from '../../app/access/authenticate.js';

/** Visible ASCII. Signed tokens are the longest. */
const BEARER = /^Bearer +([\x21-\x7e]{1,12288})$/i;
const TOKEN = /^[\x21-\x7e]{1,12288}$/;
const BASIC_SCHEME = /^Basic(?: |$)/i;
/** The longest token and a long name of a user, in base64. */
const BASIC = /^Basic +([A-Za-z0-9+/]{1,20480}={0,2})$/i;
/** RFC 7617 §2: neither part can contain control characters. */
const CONTROL = /[\x00-\x1f\x7f]/;

export function bearerOrTokenHeader(headers: IncomingHttpHeaders): Credential {
  const { authorization } = headers;
  const bearer = authorization === undefined ? null : BEARER.exec(authorization)?.[1];
  if (bearer === undefined) return noCredential('The credential is not a bearer token.');
  return withTokenHeader(bearer === null ? null : { secret: bearer, mistake: null }, headers);
}

/**
 * `bearerOrTokenHeader`, and Basic. A browser adds Basic by itself once its user has entered a password, even to a
 * request that another web page makes it send (cross-site request forgery). Browsers send `Origin` with every such
 * request that is not a plain read, and other clients do not send it, so Basic is not accepted together with it.
 */
export function basicBearerOrTokenHeader(headers: IncomingHttpHeaders): Credential {
  const { authorization = '', origin } = headers;
  if (!BASIC_SCHEME.test(authorization)) return bearerOrTokenHeader(headers);
  if (origin !== undefined) return noCredential('Web pages cannot use Basic: send a bearer token.');
  const basic = basicCredential(authorization);
  return basic.secret === null ? basic : withTokenHeader(basic, headers);
}

/** The user and the token of `Authorization: Basic`. A user without a name is not a user. */
export function basicCredential(authorization: string): Credential {
  const encoded = BASIC.exec(authorization)?.[1];
  const text = encoded === undefined ? null : decodedUtf8(encoded);
  if (text === null || CONTROL.test(text)) return noCredential('The credential is not a user and a token in base64.');
  // RFC 7617 §2: the name of a user cannot contain a colon, while a password can.
  const colon = text.indexOf(':');
  const [user, token] = [text.slice(0, Math.max(colon, 0)), text.slice(colon + 1)];
  if (user === '' || !TOKEN.test(token)) return noCredential('The credential needs the form <user>:<token> in base64.');
  return { secret: token, mistake: null, user };
}

/** The result for a request without a valid credential. `mistake` gives the reason. */
export function noCredential(mistake: string): Credential {
  return { secret: null, mistake };
}

/** Adds the token of `X-Auth-Token` to the credential of `Authorization`, which is null if that header was not sent. */
function withTokenHeader(authorization: Credential | null, headers: IncomingHttpHeaders): Credential {
  const { 'x-auth-token': token } = headers;
  if (token === undefined) return authorization ?? { secret: null, mistake: null };
  // A header that was sent twice does not match: Node joins the values with a comma and a space.
  if (typeof token !== 'string' || !TOKEN.test(token)) return noCredential('X-Auth-Token is not a token.');
  if (authorization === null) return { secret: token, mistake: null };
  if (authorization.secret === token) return authorization;
  return noCredential('Authorization and X-Auth-Token have different credentials.');
}

/** The text of base64 (RFC 4648 §4, with its padding) that encodes UTF-8; null if it is malformed. */
function decodedUtf8(base64: string): string | null {
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.toString('base64') !== base64) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
