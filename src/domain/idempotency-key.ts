/** The request header `Idempotency-Key`. */
import type { ErrorKind } from './errors.js';

/** The header and what it is about, as the edge read it. */
export interface IdempotencyKey {
  readonly key: string;
  readonly method: string;
  readonly path: string;
  /** Of everything else that makes the request what it is: its body and its query. */
  readonly requestSha256: Buffer;
  /** Whether a refusal of this kind is kept as an answer. */
  isKept(kind: ErrorKind): boolean;
}
