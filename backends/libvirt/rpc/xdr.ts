/**
 * XDR (RFC 4506) as a small set of declared codecs: `struct({ name: string(MAX), uuid })` both reads and writes, and
 * its TypeScript type is derived from it (`TypeOf`). Only this file and packet.ts read and write bytes directly.
 *
 * The bytes may come from a hostile server:
 *
 * Invariant: decoding ends with a value or an `XdrFault`, never with another error, and never reads outside the given
 * bytes. No memory is allocated for a length before the length is checked against its maximum and against the bytes
 * that are present. (test/wire/libvirt-xdr.test.ts)
 *
 * The codecs are as strict as the RFC: booleans and the flags of optionals are 0 or 1, padding is zero (section 3,
 * "residual bytes"), strings are at most as long as their maxima, and `decodeWhole` rejects trailing bytes. 64-bit
 * integers are bigints, so that no value is rounded silently.
 */

/** The bytes do not match the expected type. */
export class XdrFault extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'XdrFault';
  }
}

/**
 * A value that cannot be encoded: too long, out of range, a string with a NUL. This is a mistake of the caller; nothing
 * was sent.
 */
export class CannotEncode extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'CannotEncode';
  }
}

export interface Codec<T> {
  /** The minimum size of an encoded value. It bounds the length of an array before any element is read. */
  readonly minBytes: number;
  encode(writer: XdrWriter, value: T): void;
  decode(reader: XdrReader): T;
}

export type TypeOf<C> = C extends Codec<infer T> ? T : never;

const INITIAL_BYTES = 1024;
/** A writer that grew beyond this size for one large message releases the memory afterwards. */
const KEPT_BYTES = 256 * 1024;

/** A growing buffer that is reused for every packet. `take` copies the written bytes. */
export class XdrWriter {
  #bytes = Buffer.allocUnsafe(INITIAL_BYTES);
  #at = 0;

  get length(): number {
    return this.#at;
  }

  /** Returns a copy of the written bytes, and empties the writer. */
  take(): Buffer {
    const taken = Buffer.allocUnsafe(this.#at);
    this.#bytes.copy(taken, 0, 0, this.#at);
    this.reset();
    return taken;
  }

  /** Discards the written bytes. */
  reset(): void {
    this.#at = 0;
    if (this.#bytes.length > KEPT_BYTES) this.#bytes = Buffer.allocUnsafe(INITIAL_BYTES);
  }

  uint32(value: number): void {
    this.#reserve(4);
    this.#at = this.#bytes.writeUInt32BE(value, this.#at);
  }

  int32(value: number): void {
    this.#reserve(4);
    this.#at = this.#bytes.writeInt32BE(value, this.#at);
  }

  int64(value: bigint): void {
    this.#reserve(8);
    this.#at = this.#bytes.writeBigInt64BE(value, this.#at);
  }

  uint64(value: bigint): void {
    this.#reserve(8);
    this.#at = this.#bytes.writeBigUInt64BE(value, this.#at);
  }

  double(value: number): void {
    this.#reserve(8);
    this.#at = this.#bytes.writeDoubleBE(value, this.#at);
  }

  /** Writes the bytes unchanged, and zeros up to the next multiple of four. */
  padded(bytes: Uint8Array): void {
    this.#reserve(bytes.length + 3);
    this.#bytes.set(bytes, this.#at);
    this.#at += bytes.length;
    this.#pad(bytes.length);
  }

  /** Writes a string of `byteLength` bytes of UTF-8, preceded by its length and followed by its padding. */
  text(value: string, byteLength: number): void {
    this.#reserve(byteLength + 7);
    this.#at = this.#bytes.writeUInt32BE(byteLength, this.#at);
    this.#bytes.write(value, this.#at, byteLength, 'utf8');
    this.#at += byteLength;
    this.#pad(byteLength);
  }

  #pad(length: number): void {
    for (let missing = paddingOf(length); missing > 0; missing--) this.#bytes[this.#at++] = 0;
  }

  #reserve(more: number): void {
    const needed = this.#at + more;
    if (needed <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(needed, this.#bytes.length * 2));
    this.#bytes.copy(larger, 0, 0, this.#at);
    this.#bytes = larger;
  }
}

/** A position in some bytes. Every reading method checks that enough bytes are left. */
export class XdrReader {
  readonly #bytes: Buffer;
  readonly #end: number;
  #at: number;

  constructor(bytes: Buffer, start = 0, end = bytes.length) {
    this.#bytes = bytes;
    this.#at = start;
    this.#end = end;
  }

  get remaining(): number {
    return this.#end - this.#at;
  }

  uint32(): number {
    const at = this.#advance(4);
    return this.#bytes.readUInt32BE(at);
  }

  int32(): number {
    const at = this.#advance(4);
    return this.#bytes.readInt32BE(at);
  }

  int64(): bigint {
    const at = this.#advance(8);
    return this.#bytes.readBigInt64BE(at);
  }

  uint64(): bigint {
    const at = this.#advance(8);
    return this.#bytes.readBigUInt64BE(at);
  }

  double(): number {
    const at = this.#advance(8);
    return this.#bytes.readDoubleBE(at);
  }

  /** Reads `length` bytes and their padding. The result is a view, not a copy. */
  padded(length: number): Buffer {
    const at = this.#advance(length);
    this.#skipPadding(length);
    return this.#bytes.subarray(at, at + length);
  }

  text(length: number): string {
    const at = this.#advance(length);
    this.#skipPadding(length);
    return this.#bytes.toString('utf8', at, at + length);
  }

  #skipPadding(length: number): void {
    const padding = paddingOf(length);
    const at = this.#advance(padding);
    for (let index = at; index < at + padding; index++) {
      if (this.#bytes[index] !== 0) throw new XdrFault('padding that is not zero');
    }
  }

  #advance(length: number): number {
    const at = this.#at;
    if (length > this.#end - at) throw new XdrFault(`${length} bytes expected, ${this.remaining} left`);
    this.#at = at + length;
    return at;
  }
}

function paddingOf(length: number): number {
  return (4 - (length & 3)) & 3;
}

/** Reads one value that must fill the range from `start` to `end`. */
export function decodeWhole<T>(codec: Codec<T>, bytes: Buffer, start = 0, end = bytes.length): T {
  const reader = new XdrReader(bytes, start, end);
  const value = codec.decode(reader);
  if (reader.remaining !== 0) throw new XdrFault(`${reader.remaining} bytes too many`);
  return value;
}

const MAX_INT = 0x7fffffff;
const MIN_INT = -0x80000000;
const MAX_UINT = 0xffffffff;

/** 4.1 Integer. */
export const int: Codec<number> = {
  minBytes: 4,
  encode(writer, value) {
    if (!Number.isInteger(value) || value > MAX_INT || value < MIN_INT)
      throw new CannotEncode(`${value} is not an int`);
    writer.int32(value);
  },
  decode: (reader) => reader.int32(),
};

/** 4.2 Unsigned integer. */
export const uint: Codec<number> = {
  minBytes: 4,
  encode(writer, value) {
    if (!Number.isInteger(value) || value > MAX_UINT || value < 0)
      throw new CannotEncode(`${value} is not an unsigned int`);
    writer.uint32(value);
  },
  decode: (reader) => reader.uint32(),
};

/** 4.5 Hyper integer. */
export const hyper: Codec<bigint> = {
  minBytes: 8,
  encode(writer, value) {
    if (BigInt.asIntN(64, value) !== value) throw new CannotEncode(`${value} is not a hyper`);
    writer.int64(value);
  },
  decode: (reader) => reader.int64(),
};

/** 4.5 Unsigned hyper integer. */
export const uhyper: Codec<bigint> = {
  minBytes: 8,
  encode(writer, value) {
    if (BigInt.asUintN(64, value) !== value) throw new CannotEncode(`${value} is not an unsigned hyper`);
    writer.uint64(value);
  },
  decode: (reader) => reader.uint64(),
};

/** 4.7 Double-precision floating-point. */
export const double: Codec<number> = {
  minBytes: 8,
  encode: (writer, value) => writer.double(value),
  decode: (reader) => reader.double(),
};

/** An `int` that libvirt uses as a boolean. Every value except 0 is true, as in C. */
export const flag: Codec<boolean> = {
  minBytes: 4,
  encode: (writer, value) => writer.int32(value ? 1 : 0),
  decode: (reader) => reader.int32() !== 0,
};

/**
 * 4.11 String, here UTF-8. Bytes that are not valid UTF-8 (a foreign guest's name may contain them) become U+FFFD: such
 * a name can be shown, but not sent back. A NUL in a string is refused, because it ends the string in C, so the server
 * would read a different string.
 */
export function string(maxBytes: number): Codec<string> {
  return {
    minBytes: 4,
    encode(writer, value) {
      const length = Buffer.byteLength(value, 'utf8');
      if (length > maxBytes) throw new CannotEncode(`a string has ${length} bytes, at most ${maxBytes} are allowed`);
      if (value.includes('\0')) throw new CannotEncode('a string has a NUL');
      writer.text(value, length);
    },
    decode: (reader) => reader.text(readLength(reader, maxBytes, 1)),
  };
}

/** 4.9 Fixed-length opaque data. */
export function opaque(length: number): Codec<Uint8Array> {
  return {
    minBytes: length + paddingOf(length),
    encode(writer, value) {
      if (value.length !== length) throw new CannotEncode(`${value.length} bytes instead of ${length}`);
      writer.padded(value);
    },
    decode: (reader) => Buffer.from(reader.padded(length)),
  };
}

/** 4.12 Fixed-length array. */
export function fixedArray<T>(element: Codec<T>, length: number): Codec<readonly T[]> {
  return {
    minBytes: element.minBytes * length,
    encode(writer, value) {
      if (value.length !== length) throw new CannotEncode(`${value.length} elements instead of ${length}`);
      for (const each of value) element.encode(writer, each);
    },
    decode: (reader) => Array.from({ length }, () => element.decode(reader)),
  };
}

/** 4.13 Variable-length array. */
export function array<T>(element: Codec<T>, maxLength: number): Codec<readonly T[]> {
  return {
    minBytes: 4,
    encode(writer, value) {
      if (value.length > maxLength)
        throw new CannotEncode(`${value.length} elements, at most ${maxLength} are allowed`);
      writer.uint32(value.length);
      for (const each of value) element.encode(writer, each);
    },
    decode(reader) {
      const length = readLength(reader, maxLength, element.minBytes);
      const values: T[] = [];
      for (let index = 0; index < length; index++) values.push(element.decode(reader));
      return values;
    },
  };
}

/** 4.19 Optional-data. */
export function optional<T>(codec: Codec<T>): Codec<T | null> {
  return {
    minBytes: 4,
    encode(writer, value) {
      writer.uint32(value === null ? 0 : 1);
      if (value !== null) codec.encode(writer, value);
    },
    decode(reader) {
      const isPresent = reader.uint32();
      if (isPresent > 1) throw new XdrFault(`the flag of an optional is neither 0 nor 1: ${isPresent}`);
      return isPresent === 1 ? codec.decode(reader) : null;
    },
  };
}

/** 4.14 Structure: its fields in the order of their declaration. */
export function struct<T extends object>(fields: { readonly [K in keyof T]: Codec<T[K]> }): Codec<Readonly<T>> {
  const entries = Object.entries(fields) as [keyof T, Codec<T[keyof T]>][];
  return {
    minBytes: entries.reduce((sum, [, codec]) => sum + codec.minBytes, 0),
    encode(writer, value) {
      for (const [name, codec] of entries) codec.encode(writer, value[name]);
    },
    decode(reader) {
      const value: Partial<T> = {};
      for (const [name, codec] of entries) value[name] = codec.decode(reader);
      return value as T;
    },
  };
}

/** 4.16 Void: no arguments, or no result. */
export const nothing: Codec<void> = { minBytes: 0, encode: () => undefined, decode: () => undefined };

/**
 * Reads a length and checks it against its maximum, and against the maximum number of elements that the remaining bytes
 * can contain.
 */
function readLength(reader: XdrReader, max: number, minBytesEach: number): number {
  const length = reader.uint32();
  if (length > max) throw new XdrFault(`a length of ${length}, at most ${max} is allowed`);
  if (length * minBytesEach > reader.remaining)
    throw new XdrFault(`a length of ${length}, but fewer elements can follow`);
  return length;
}
