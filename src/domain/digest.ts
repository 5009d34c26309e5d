/**
 * Digests of bytes: the algorithms that the service knows, and the comparison of the digests that a client declares
 * with those of the bytes that arrived.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import { GuesthouseError } from './errors.js';

/** The names are those of Node's `createHash`. */
export const DIGEST_ALGORITHMS = ['sha256', 'sha512', 'md5'] as const;
export type DigestAlgorithm = (typeof DIGEST_ALGORITHMS)[number];

/** The digest that the bytes of a body must have. */
export interface ExpectedDigest {
  readonly algorithm: DigestAlgorithm;
  readonly value: Buffer;
}

/** The digests that a client declares for the body of a request. */
export interface DeclaredDigests {
  /** Those that it declares before the body. */
  readonly expected: readonly ExpectedDigest[];
  /** The algorithms that must be computed while the body arrives. */
  readonly algorithms: ReadonlySet<DigestAlgorithm>;
  /** Those that it declares after the body. Must be called when the body has arrived. */
  readonly readTrailing: () => readonly ExpectedDigest[];
}

export const NO_DIGESTS: DeclaredDigests = { expected: [], algorithms: new Set(), readTrailing: () => [] };

/** The digests of bytes that arrived, by their algorithms. */
export type Digests = ReadonlyMap<DigestAlgorithm, Buffer>;

export function digestsOf(bytes: Buffer, algorithms: Iterable<DigestAlgorithm>): Digests {
  return new Map([...algorithms].map((algorithm) => [algorithm, createHash(algorithm).update(bytes).digest()]));
}

/** Throws `digest_mismatch` unless the bytes have every expected digest. */
export function requireDigests(actual: Digests, expected: readonly ExpectedDigest[]): void {
  for (const { algorithm, value } of expected) {
    const found = actual.get(algorithm);
    if (found === undefined) throw new Error(`the ${algorithm} of the bytes was not computed`);
    if (found.length === value.length && timingSafeEqual(found, value)) continue;
    throw new GuesthouseError(
      'digest_mismatch',
      `The body has the ${NAMES[algorithm]} ${found.toString('hex')}, which differs from the declared one.`,
    );
  }
}

const NAMES: Readonly<Record<DigestAlgorithm, string>> = { sha256: 'SHA-256', sha512: 'SHA-512', md5: 'MD5' };
