/**
 * The length that a request declares for its body (`Content-Length`), and whether it has a body at all. The only place
 * that reads this field. Node's parser rejects a value that is not a whole number, and a repeated field, so the value
 * is not checked here. Limits of the length do not belong here.
 */
import type { IncomingHttpHeaders } from 'node:http';

/** The number of bytes that the request declares for its body; null if it declares none. */
export function contentLengthOf({ 'content-length': length }: IncomingHttpHeaders): number | null {
  return length === undefined ? null : Number(length);
}

/** A body in chunks has no declared length, and can be empty. */
export function hasBody(headers: IncomingHttpHeaders): boolean {
  return headers['transfer-encoding'] !== undefined || (contentLengthOf(headers) ?? 0) > 0;
}
