/**
 * The structures that many procedures of libvirt's protocol share, and the maxima of the protocol (remote_protocol.x,
 * virnetprotocol.x). This folder uses libvirt's own names; dialect.ts translates them.
 */
import { array, CannotEncode, double, hyper, int, optional, string, struct, uhyper, uint, XdrFault } from './xdr.js';
import type { Codec, TypeOf, XdrReader, XdrWriter } from './xdr.js';

/** REMOTE_STRING_MAX and VIR_NET_MESSAGE_STRING_MAX: maximum length of a string in bytes. */
export const STRING_MAX_BYTES = 4_194_304;
/** REMOTE_DOMAIN_LIST_MAX, and the same for networks, interfaces, pools and volumes. */
export const LIST_MAX = 16_384;
/** REMOTE_CONNECT_GET_ALL_DOMAIN_STATS_MAX: parameters of one domain. */
export const STATS_MAX = 262_144;
/** REMOTE_AUTH_TYPE_LIST_MAX. */
export const AUTH_TYPES_MAX = 20;

const UUID_BYTES = 16;

export const text = string(STRING_MAX_BYTES);
export const optionalText = optional(text);

/** remote_uuid, in the usual text form: 8-4-4-4-12 lower-case hex digits. */
export const uuid: Codec<string> = {
  minBytes: UUID_BYTES,
  encode(writer, value) {
    const bytes = Buffer.from(value.replaceAll('-', ''), 'hex');
    if (bytes.length !== UUID_BYTES || value.length !== 36) throw new CannotEncode('not a UUID');
    writer.padded(bytes);
  },
  decode(reader) {
    const hex = reader.padded(UUID_BYTES).toString('hex');
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
  },
};

/** remote_nonnull_domain. `id` is -1 while the domain does not run. The server finds the domain by its UUID. */
export const domain = struct({ name: text, uuid, id: int });
export type Domain = TypeOf<typeof domain>;

export const network = struct({ name: text, uuid });
export type Network = TypeOf<typeof network>;

export const storagePool = struct({ name: text, uuid });
export type StoragePool = TypeOf<typeof storagePool>;

export const storageVol = struct({ pool: text, name: text, key: text });
export type StorageVol = TypeOf<typeof storageVol>;

/** remote_nonnull_interface: an interface of the host. */
export const hostInterface = struct({ name: text, mac: text });
export type HostInterface = TypeOf<typeof hostInterface>;

/** remote_error and virNetMessageError. `dom` and `net` are obsolete, but still part of the encoding. */
export const remoteError = struct({
  code: int,
  domain: int,
  message: optionalText,
  level: int,
  dom: optional(domain),
  str1: optionalText,
  str2: optionalText,
  str3: optionalText,
  int1: int,
  int2: int,
  net: optional(network),
});
export type RemoteError = TypeOf<typeof remoteError>;

/** remote_typed_param: a name, and a value whose type is encoded with it (libvirt calls the name `field`). */
export type TypedParam =
  | { readonly field: string; readonly type: 'int' | 'uint' | 'double'; readonly value: number }
  | { readonly field: string; readonly type: 'llong' | 'ullong'; readonly value: bigint }
  | { readonly field: string; readonly type: 'boolean'; readonly value: boolean }
  | { readonly field: string; readonly type: 'string'; readonly value: string };

/** VIR_TYPED_PARAM_*. */
const TYPE_NUMBERS = { int: 1, uint: 2, llong: 3, ullong: 4, double: 5, boolean: 6, string: 7 } as const;

/** RFC 4506, 4.15 Discriminated union. */
export const typedParam: Codec<TypedParam> = {
  minBytes: text.minBytes + 8,
  encode(writer, param) {
    text.encode(writer, param.field);
    writer.int32(TYPE_NUMBERS[param.type]);
    encodeValue(writer, param);
  },
  decode(reader) {
    const field = text.decode(reader);
    return decodeValue(reader, field, reader.int32());
  },
};
export const typedParams = array(typedParam, STATS_MAX);

function encodeValue(writer: XdrWriter, param: TypedParam): void {
  switch (param.type) {
    case 'int':
      return int.encode(writer, param.value);
    case 'uint':
      return uint.encode(writer, param.value);
    case 'llong':
      return hyper.encode(writer, param.value);
    case 'ullong':
      return uhyper.encode(writer, param.value);
    case 'double':
      return double.encode(writer, param.value);
    case 'boolean':
      return writer.int32(param.value ? 1 : 0);
    case 'string':
      return text.encode(writer, param.value);
  }
}

function decodeValue(reader: XdrReader, field: string, type: number): TypedParam {
  switch (type) {
    case TYPE_NUMBERS.int:
      return { field, type: 'int', value: reader.int32() };
    case TYPE_NUMBERS.uint:
      return { field, type: 'uint', value: reader.uint32() };
    case TYPE_NUMBERS.llong:
      return { field, type: 'llong', value: reader.int64() };
    case TYPE_NUMBERS.ullong:
      return { field, type: 'ullong', value: reader.uint64() };
    case TYPE_NUMBERS.double:
      return { field, type: 'double', value: reader.double() };
    case TYPE_NUMBERS.boolean:
      return { field, type: 'boolean', value: reader.int32() !== 0 };
    case TYPE_NUMBERS.string:
      return { field, type: 'string', value: text.decode(reader) };
    default:
      throw new XdrFault(`a typed parameter of type ${type}`);
  }
}
