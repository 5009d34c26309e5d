/** Parses the headers that describe an image's bytes: `Range` (RFC 9110 §14.2) and `Content-Digest` (RFC 9530 §2). */
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

/**
 * The requested range. Null if the header is absent, has another unit, is malformed, or has several ranges. Then the
 * whole content is sent, as RFC 9110 allows. Throws `range_not_satisfiable` if the range starts after the end.
 */
export function readRange(header: string | undefined, sizeBytes: number): ByteRange | null {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.replaceAll(' ', '') ?? '');
  const [first = '', last = ''] = match?.slice(1) ?? [];
  if (first === '' && last === '') return null;
  const suffix = first === '';
  const start = suffix ? Math.max(0, sizeBytes - Number(last)) : Number(first);
  const end = suffix || last === '' ? sizeBytes - 1 : Math.min(Number(last), sizeBytes - 1);
  if (!suffix && last !== '' && Number(last) < Number(first)) return null;
  if (start < sizeBytes && start <= end) return { start, end };
  throw new RangeNotSatisfiable(sizeBytes);
}

/**
 * The SHA-256 in the header; null if the header has none. Throws `validation_failed` if a `sha-256` is not 32 bytes in
 * base64.
 */
export function readSha256Digest(header: string | undefined): Buffer | null {
  const member = header
    ?.split(',')
    .map((text) => text.trim())
    .find((text) => /^sha-256\s*=/i.test(text));
  if (member === undefined) return null;
  const encoded = /^sha-256\s*=\s*:([A-Za-z0-9+/]{43}=):$/i.exec(member)?.[1];
  if (encoded !== undefined) return Buffer.from(encoded, 'base64');
  throw new GuesthouseError('validation_failed', 'The header Content-Digest is not valid.', {
    mistakes: [{ parameter: 'Content-Digest', detail: 'sha-256 must be 32 bytes in base64 between colons' }],
  });
}
