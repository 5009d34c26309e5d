/**
 * The header fields of a request that describe the bytes of its body: whether they are only a part, whether they are
 * encoded, and their digest. This file decides which of these fields the service verifies. A request with any other of
 * them is rejected, because the service would store other bytes than the client meant.
 *
 *   field                                        what the service does
 *   Content-Range, Upload-Offset                 400: it stores no parts (RFC 9110 §14.5)
 *   Upload-Complete, -Incomplete, -Length        400 if the body is not the whole upload
 *   Content-Encoding, Content-Transfer-Encoding  415 unless it changes no byte (RFC 9110 §8.4)
 *   Content-Digest, Repr-Digest                  verified (RFC 9530); without a content coding, both are the same
 *   Unencoded-Digest                             verified, for the same reason
 *   Digest, Content-MD5                          verified (RFC 3230, RFC 1864), although both are obsolete
 *
 * A digest field must name an algorithm that the service knows; otherwise it could verify nothing (400). All digests of
 * known algorithms are verified. Fields after a body in chunks (trailers) are treated in the same way.
 * Invariant: a body that does not have the declared bytes is never stored (test/http/declared-bytes.test.ts).
 */
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { DIGEST_ALGORITHMS } from '../../domain/digest.js';
import type { DeclaredDigests, DigestAlgorithm, ExpectedDigest } from '../../domain/digest.js';
import { GuesthouseError } from '../../domain/errors.js';
import { contentLengthOf } from './content-length.js';

/** The headers or the trailers of a request. Names are in lower case. */
type Fields = Readonly<IncomingHttpHeaders>;

/** The fields that announce a part, and whether a value means that the body is the whole after all. */
const PARTS: Readonly<Record<string, (value: string, fields: Fields) => boolean>> = {
  'Content-Range': () => false,
  'Upload-Offset': () => false,
  'Upload-Complete': (value) => value === '?1',
  'Upload-Incomplete': (value) => value === '?0',
  'Upload-Length': (value, fields) => /^\d+$/.test(value) && Number(value) === contentLengthOf(fields),
};

/** The fields that declare an encoding of the body, and those of their values that leave the body unchanged. */
const ENCODINGS: Readonly<Record<string, readonly string[]>> = {
  'Content-Encoding': ['', 'identity'],
  'Content-Transfer-Encoding': ['', '7bit', '8bit', 'binary', 'identity'],
};

/** The bytes of a base64 text, or null if it is not one. */
type ReadDigest = (value: string) => Buffer | null;

/** A byte sequence of a structured field (RFC 9651 §3.3.5), with or without parameters. */
const inColons: ReadDigest = (value) => base64(/^:([^:]*):\s*(?:;.*)?$/.exec(value)?.[1]);

interface DigestField {
  /**
   * By their names in the field. A map, because a client could also send the name of a member that every object has.
   */
  readonly algorithms: ReadonlyMap<string, DigestAlgorithm>;
  readonly read: ReadDigest;
}

const SHA2: ReadonlyMap<string, DigestAlgorithm> = new Map([
  ['sha-256', 'sha256'],
  ['sha-512', 'sha512'],
]);
const DIGEST_FIELDS: Readonly<Record<string, DigestField>> = {
  'Content-Digest': { algorithms: SHA2, read: inColons },
  'Repr-Digest': { algorithms: SHA2, read: inColons },
  'Unencoded-Digest': { algorithms: SHA2, read: inColons },
  Digest: { algorithms: new Map([...SHA2, ['md5', 'md5']]), read: base64 },
};
const LENGTHS: Readonly<Record<DigestAlgorithm, number>> = { sha256: 32, sha512: 64, md5: 16 };

/** Throws `validation_failed` or `unsupported_media_type` if the body is only a part, or is encoded. */
export function requireWholeBody(fields: Fields): void {
  for (const [name, isWhole] of Object.entries(PARTS)) {
    const value = valueIn(fields, name);
    if (value === undefined || isWhole(value, fields)) continue;
    throw invalid(name, 'says that the body is only a part, which this service does not store');
  }
  for (const [name, plain] of Object.entries(ENCODINGS)) {
    const value = valueIn(fields, name);
    if (value === undefined || plain.includes(value.toLowerCase())) continue;
    throw new GuesthouseError('unsupported_media_type', `The body must be sent without a ${name}.`);
  }
}

/** Throws `validation_failed` if a digest field declares none that can be verified. */
export function readDeclaredDigests(request: Pick<IncomingMessage, 'headers' | 'trailers'>): DeclaredDigests {
  const { headers } = request;
  const expected = readDigests(headers);
  const isFollowed = headers.trailer !== undefined;
  // Without `Trailer`, few bodies have trailers, so only SHA-256 is computed for them.
  const algorithms = new Set(
    isFollowed ? DIGEST_ALGORITHMS : expected.map(({ algorithm }) => algorithm).concat('sha256'),
  );
  const readTrailing = (): ExpectedDigest[] => {
    requireWholeBody(request.trailers);
    const trailing = readDigests(request.trailers);
    if (trailing.every(({ algorithm }) => algorithms.has(algorithm))) return trailing;
    throw invalid('Trailer', 'must announce a digest that follows the body');
  };
  return { expected, algorithms, readTrailing };
}

function readDigests(fields: Fields): ExpectedDigest[] {
  const found = Object.entries(DIGEST_FIELDS).flatMap(([name, field]) => {
    const value = valueIn(fields, name);
    return value === undefined ? [] : readDigestField(name, value, field);
  });
  const md5 = valueIn(fields, 'Content-MD5');
  return md5 === undefined ? found : [...found, digest('Content-MD5', 'md5', base64(md5))];
}

function readDigestField(name: string, value: string, { algorithms, read }: DigestField): ExpectedDigest[] {
  const known = value.split(',').flatMap((member) => {
    const [, key = '', text = ''] = /^\s*([^\s=;]+)\s*(?:=\s*(.*?)\s*)?$/.exec(member) ?? [];
    const algorithm = algorithms.get(key.toLowerCase());
    return algorithm === undefined ? [] : [digest(name, algorithm, read(text))];
  });
  if (known.length > 0) return known;
  throw invalid(name, `must have one of ${[...algorithms.keys()].join(', ')}`);
}

function digest(name: string, algorithm: DigestAlgorithm, value: Buffer | null): ExpectedDigest {
  const length = LENGTHS[algorithm];
  if (value?.length === length) return { algorithm, value };
  throw invalid(name, `must have ${length} bytes in base64 for ${algorithm}`);
}

function base64(text: string | undefined): Buffer | null {
  const isBase64 = text !== undefined && /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text);
  return isBase64 ? Buffer.from(text, 'base64') : null;
}

function valueIn(fields: Fields, name: string): string | undefined {
  const value = fields[name.toLowerCase()];
  return typeof value === 'string' ? value.trim() : value?.join(', ');
}

function invalid(parameter: string, detail: string): GuesthouseError {
  return new GuesthouseError('validation_failed', `The header ${parameter} ${detail}.`, {
    mistakes: [{ parameter, detail }],
  });
}
