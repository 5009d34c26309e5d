/**
 * The codec of libvirt's wire protocol: it encodes as RFC 4506 specifies, it can decode everything that it encodes, and
 * it rejects bytes that are not XDR before it allocates memory for them.
 */
import { expect } from 'chai';
import { PROCEDURES, textOfChars } from '../../backends/libvirt/rpc/procedures.js';
import { domain, optionalText, remoteError, typedParam, uuid } from '../../backends/libvirt/rpc/structures.js';
import type { TypedParam } from '../../backends/libvirt/rpc/structures.js';
import * as xdr from '../../backends/libvirt/rpc/xdr.js';

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');

function encode<T>(codec: xdr.Codec<T>, value: T): Buffer {
  const writer = new xdr.XdrWriter();
  codec.encode(writer, value);
  return writer.take();
}

describe('The XDR codec', () => {
  const WRITTEN: readonly (readonly [string, xdr.Codec<unknown>, unknown, string])[] = [
    ['an int', xdr.int, -2, 'fffffffe'],
    ['an unsigned int', xdr.uint, 0xfffffffe, 'fffffffe'],
    ['a hyper', xdr.hyper, -2n, 'fffffffffffffffe'],
    ['an unsigned hyper', xdr.uhyper, 2n ** 64n - 1n, 'ffffffffffffffff'],
    ['a double', xdr.double, 1.5, '3ff8000000000000'],
    ['a flag', xdr.flag, true, '00000001'],
    ['a string, padded', xdr.string(9), 'sillü', '00000006 73696c6c c3bc 0000'],
    ['a string that needs no padding', xdr.string(4), 'four', '00000004 666f7572'],
    ['an empty string', xdr.string(4), '', '00000000'],
    ['fixed opaque data, padded', xdr.opaque(3), hex('010203'), '01020300'],
    ['a fixed array', xdr.fixedArray(xdr.int, 2), [1, 2], '00000001 00000002'],
    ['an array', xdr.array(xdr.int, 2), [7], '00000001 00000007'],
    ['a present optional', xdr.optional(xdr.int), 7, '00000001 00000007'],
    ['an absent optional', xdr.optional(xdr.int), null, '00000000'],
    ['a structure', xdr.struct({ a: xdr.int, b: xdr.string(3) }), { a: 1, b: 'xyz' }, '00000001 00000003 78797a00'],
    ['nothing', xdr.nothing, undefined, ''],
  ];
  for (const [what, codec, value, bytes] of WRITTEN) {
    it(`encodes ${what} as the RFC specifies, and decodes it`, () => {
      expect(encode(codec, value).toString('hex')).to.equal(bytes.replaceAll(' ', ''));
      expect(xdr.decodeWhole(codec, hex(bytes))).to.deep.equal(value);
    });

    it(`rejects ${what} that is cut at any byte or has an additional byte`, () => {
      const whole = hex(bytes);
      for (let length = 0; length < whole.length; length++) {
        expect(() => xdr.decodeWhole(codec, whole.subarray(0, length)), String(length)).to.throw(xdr.XdrFault);
      }
      expect(() => xdr.decodeWhole(codec, Buffer.concat([whole, Buffer.alloc(1)]))).to.throw(xdr.XdrFault, 'too many');
    });
  }

  const REFUSED: readonly (readonly [string, xdr.Codec<unknown>, string])[] = [
    ['a string longer than its maximum', xdr.string(3), '00000004 61626364'],
    ['a string whose length exceeds the remaining bytes', xdr.string(2 ** 31), '7fffffff 61626364'],
    ['padding that is not zero', xdr.string(3), '00000001 61000100'],
    ['an array longer than its maximum', xdr.array(xdr.int, 1), '00000002 00000001 00000001'],
    ['an optional whose flag is neither 0 nor 1', xdr.optional(xdr.int), '00000002 00000001'],
    ['a typed parameter of an unknown type', typedParam, '00000001 61000000 00000008 00000000'],
  ];
  for (const [what, codec, bytes] of REFUSED) {
    it(`rejects ${what}`, () => {
      expect(() => xdr.decodeWhole(codec, hex(bytes))).to.throw(xdr.XdrFault);
    });
  }

  it('decodes no element of an array whose length is impossible', () => {
    let reads = 0;
    const counting: xdr.Codec<number> = { ...xdr.int, decode: (reader) => (reads++, reader.int32()) };
    const array = xdr.array(counting, 2 ** 32 - 1);
    expect(() => xdr.decodeWhole(array, hex('ffffffff 00000000 00000000'))).to.throw(xdr.XdrFault);
    expect(reads).to.equal(0);
  });

  it('computes the smallest size of a structure, so that the remaining bytes limit the length of an array', () => {
    expect(domain.minBytes).to.equal(4 + 16 + 4);
    const two = encode(xdr.array(domain, 9), [
      { name: 'a', uuid: '6695eb01-f6a4-8304-79aa-97f2502e193f', id: 1 },
      { name: 'b', uuid: '6695eb01-f6a4-8304-79aa-97f2502e193f', id: -1 },
    ]);
    two.writeUInt32BE(3, 0);
    expect(() => xdr.decodeWhole(xdr.array(domain, 9), two)).to.throw(xdr.XdrFault, 'fewer elements can follow');
  });

  const UNWRITABLE: readonly (readonly [string, xdr.Codec<unknown>, unknown])[] = [
    ['an int that is too large', xdr.int, 2 ** 31],
    ['an int that is no integer', xdr.int, 1.5],
    ['a negative unsigned int', xdr.uint, -1],
    ['a hyper that is too large', xdr.hyper, 2n ** 63n],
    ['a negative unsigned hyper', xdr.uhyper, -1n],
    ['a string that is too long in bytes', xdr.string(3), 'üü'],
    ['a string with a NUL, which would end there for the server', xdr.string(9), 'a\0b'],
    ['an array that is too long', xdr.array(xdr.int, 1), [1, 2]],
    ['a fixed array of another length', xdr.fixedArray(xdr.int, 2), [1]],
    ['opaque data of another length', xdr.opaque(2), hex('01')],
    ['an invalid UUID', uuid, 'guesthouse'],
    ['a UUID with an invalid digit', uuid, '6695eb01-f6a4-8304-79aa-97f2502e193g'],
  ];
  for (const [what, codec, value] of UNWRITABLE) {
    it(`does not encode ${what}`, () => {
      expect(() => encode(codec, value)).to.throw(xdr.CannotEncode);
    });
  }

  it('can encode values larger than its buffer, and does not keep the additional memory', () => {
    const writer = new xdr.XdrWriter();
    const long = 'x'.repeat(1_000_000);
    xdr.string(2_000_000).encode(writer, long);
    const bytes = writer.take();
    expect(xdr.decodeWhole(xdr.string(2_000_000), bytes)).to.equal(long);
    expect(writer.length).to.equal(0);
  });

  it('decodes bytes that are not UTF-8 into a displayable name', () => {
    expect(xdr.decodeWhole(xdr.string(9), hex('00000002 61ff 0000'))).to.equal('a\ufffd');
  });
});

describe('The structures of libvirt', () => {
  it('have UUIDs in the usual text form', () => {
    const bytes = hex('6695eb01f6a4830479aa97f2502e193f');
    expect(xdr.decodeWhole(uuid, bytes)).to.equal('6695eb01-f6a4-8304-79aa-97f2502e193f');
    expect(encode(uuid, '6695EB01-f6a4-8304-79aa-97f2502e193f').equals(bytes)).to.equal(true);
  });

  const PARAMS: readonly TypedParam[] = [
    { field: 'i', type: 'int', value: -1 },
    { field: 'u', type: 'uint', value: 2 ** 32 - 1 },
    { field: 'l', type: 'llong', value: -(2n ** 63n) },
    { field: 'ul', type: 'ullong', value: 2n ** 64n - 1n },
    { field: 'd', type: 'double', value: 0.1 },
    { field: 'b', type: 'boolean', value: true },
    { field: 's', type: 'string', value: 'text' },
  ];
  for (const param of PARAMS) {
    it(`have typed parameters of type ${param.type}`, () => {
      expect(xdr.decodeWhole(typedParam, encode(typedParam, param))).to.deep.equal(param);
    });
  }

  it('have errors with or without each of their parts', () => {
    const empty = { dom: null, str1: null, str2: null, str3: null, int1: -1, int2: -1, net: null };
    const error = { code: 42, domain: 10, message: 'no such domain', level: 2, ...empty };
    expect(xdr.decodeWhole(remoteError, encode(remoteError, error))).to.deep.equal(error);
    const silent = { ...error, message: null };
    expect(xdr.decodeWhole(remoteError, encode(remoteError, silent))).to.deep.equal(silent);
  });

  it('have C strings in arrays of chars', () => {
    expect(textOfChars([0x69, 0x36, 0x38, 0x36, 0, 0x78])).to.equal('i686');
    expect(textOfChars([0x69])).to.equal('i');
  });

  it('have optional strings', () => {
    expect(encode(optionalText, 'a').toString('hex')).to.equal('000000010000000161000000');
  });

  it('include a different number for each procedure of a program', () => {
    const numbers = Object.values(PROCEDURES).map(({ program, number }) => `${program}:${number}`);
    expect(new Set(numbers).size).to.equal(numbers.length);
  });
});
