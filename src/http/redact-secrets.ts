/**
 * Removes credentials from the path of a request before the path gets into a log, a fault, a span or a table. A client
 * can put a credential into a path by mistake, for example the secret of a token instead of its id.
 *
 * Only this file knows the forms of credentials: our own tokens, signed tokens (RFC 7519), tokens of Keystone (Fernet).
 * Invariant: nothing that the service writes contains a credential (test/http/secrets-in-paths.test.ts).
 */
const SECRETS = [
  String.raw`gh_[\w-]{20,}`,
  String.raw`eyJ[\w-]{10,}\.[\w-]{10,}(?:\.[\w-]*)?`,
  String.raw`gAAAA[\w-]{20,}=*`,
];
const SECRET = new RegExp(SECRETS.join('|'), 'g');
/** Most paths contain none of these and need no further search. */
const SUSPICIOUS = /gh_|eyJ|gAAAA|%/;

/** The path with `***` instead of each credential. */
export function redactSecrets(path: string): string {
  if (!SUSPICIOUS.test(path)) return path;
  return path
    .split('/')
    .map((segment) => {
      const plain = decoded(segment);
      const redacted = plain.replace(SECRET, '***');
      return redacted === plain ? segment : encodeURIComponent(redacted);
    })
    .join('/');
}

/** Returns the segment unchanged if it cannot be decoded: then no operation can receive it as a credential. */
function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
