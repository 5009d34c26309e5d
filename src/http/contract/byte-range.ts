/** Decides which bytes of the content a request gets, by `Range` and `If-Range` (RFC 9110 §13.1.5, §14.2). */
import { GuesthouseError } from '../../domain/errors.js';

export interface ByteRange {
  /** First and last byte, both inclusive. */
  readonly start: number;
  readonly end: number;
}

/**
 * The fault of a range that starts after the end of the content. The response states the size of the content (RFC 9110
 * §15.5.17).
 */
export class RangeNotSatisfiable extends GuesthouseError {
  readonly sizeBytes: number;

  constructor(sizeBytes: number) {
    super('range_not_satisfiable', `The content has ${sizeBytes} bytes; the range starts after its end.`);
    this.sizeBytes = sizeBytes;
  }
}

/** The headers of a request for a part of the content. */
export interface RangeRequest {
  readonly range: string;
  readonly ifRange: string | null;
}

/**
 * The requested range. Null: the whole content is sent. This is the case if the request has no range, or a range that
 * the service ignores, as RFC 9110 allows: another unit, a malformed range, or several ranges. It is also the case if
 * `If-Range` is not exactly the tag of the content: a weak tag or a date does not identify bytes. Throws
 * `range_not_satisfiable` if the range starts after the end.
 */
export function selectRange(
  request: RangeRequest | null,
  { etag, sizeBytes }: { readonly etag: string; readonly sizeBytes: number },
): ByteRange | null {
  if (request === null || (request.ifRange !== null && request.ifRange !== etag)) return null;
  const match = /^bytes=[ \t]*(\d*)-(\d*)$/i.exec(request.range.trim());
  const [first = '', last = ''] = match?.slice(1) ?? [];
  if (first === '' && last === '') return null;
  const suffix = first === '';
  const start = suffix ? Math.max(0, sizeBytes - Number(last)) : Number(first);
  const end = suffix || last === '' ? sizeBytes - 1 : Math.min(Number(last), sizeBytes - 1);
  if (!suffix && last !== '' && Number(last) < Number(first)) return null;
  if (start < sizeBytes && start <= end) return { start, end };
  throw new RangeNotSatisfiable(sizeBytes);
}
