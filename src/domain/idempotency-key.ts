/** The request header `Idempotency-Key`. */
import type { ErrorKind } from './errors.js';

/** The header and the request that it belongs to, as src/http reads them. */
export interface IdempotencyKey {
  readonly key: string;
  readonly method: string;
  readonly path: string;
  /** Hash of the other parts that identify the request: its body and its query. */
  readonly requestSha256: Buffer;
  /** Whether a failure of this kind is stored, to be repeated for later requests with the same key. */
  isFailureStored(kind: ErrorKind): boolean;
}
