/**
 * Removes credentials from the path of a request before the path gets into a log, a fault, a span or a table. A client
 * can put a credential into a path by mistake, for example the secret of a token instead of its id.
 *
 * Only this file knows the forms of credentials: our own tokens, signed tokens (RFC 7519), tokens of Keystone (Fernet).
 * A signed token must be the start of a word. Otherwise each `eyJ` of a long word would cost a search for the dot after
 * it, and one request without a credential could occupy the only thread for 0.2 s (test/spec/patterns.test.ts).
 * Invariant: nothing that the service writes contains a credential (test/http/secrets-in-paths.test.ts).
 */
const SECRET = /gh_[\w-]{20,}|(?<![\w-])eyJ[\w-]{10,}\.[\w-]{10,}(?:\.[\w-]*)?|gAAAA[\w-]{20,}=*/g;
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
