/**
 * Packets of libvirt's RPC (virnetprotocol.x): a length that includes itself, a header of six words, a payload.
 *
 *   0       4        8        12         16    20      24      28
 *   length  program  version  procedure  type  serial  status  payload …
 */
import { uint } from './xdr.js';
import type { Codec, XdrWriter } from './xdr.js';

/** VIR_NET_MESSAGE_LEN_MAX plus VIR_NET_MESSAGE_HEADER_MAX: the length of the shortest packet. */
export const HEADER_BYTES = 28;
/** VIR_NET_MESSAGE_MAX, which does not count the length word, plus the length word. */
export const PACKET_MAX_BYTES = 33_554_432 + 4;
/**
 * VIR_NET_MESSAGE_LEGACY_PAYLOAD_MAX: the maximum that libvirt's own client and server put into one packet of a stream.
 */
export const STREAM_CHUNK_BYTES = 262_120;

/** virNetMessageType. Types 4 and 5 carry file descriptors; no procedure that we use needs them. */
export const PACKET_TYPE = { call: 0, reply: 1, message: 2, stream: 3, streamHole: 6 } as const;

/**
 * virNetMessageStatus. In a stream, `continue` carries data. Without data, it marks the end of the server's data.
 */
export const PACKET_STATUS = { ok: 0, error: 1, continue: 2 } as const;
export type PacketStatus = (typeof PACKET_STATUS)[keyof typeof PACKET_STATUS];

export interface PacketHeader {
  readonly program: number;
  readonly version: number;
  readonly procedure: number;
  readonly type: number;
  readonly serial: number;
  readonly status: number;
}

/** A packet as it arrived. The payload is a view, not a copy. */
export interface Packet extends PacketHeader {
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;
}

/** Encodes a packet. Throws CannotEncode. The writer is empty afterwards, even after an error. */
export function encodePacket<T>(writer: XdrWriter, header: PacketHeader, codec: Codec<T>, value: T): Buffer {
  try {
    writeHeader(writer, 0, header);
    codec.encode(writer, value);
    const bytes = writer.take();
    bytes.writeUInt32BE(bytes.length, 0);
    return bytes;
  } catch (error) {
    writer.reset();
    throw error;
  }
}

/** Encodes the header of a packet whose payload has `payloadBytes` bytes and is sent separately, unchanged. */
export function encodeHeader(writer: XdrWriter, header: PacketHeader, payloadBytes: number): Buffer {
  writeHeader(writer, HEADER_BYTES + payloadBytes, header);
  return writer.take();
}

function writeHeader(writer: XdrWriter, length: number, header: PacketHeader): void {
  writer.uint32(length);
  writer.uint32(header.program);
  writer.uint32(header.version);
  writer.int32(header.procedure);
  writer.uint32(header.type);
  uint.encode(writer, header.serial);
  writer.uint32(header.status);
}

/** The packet in `bytes` from `at` to `end`. The range must contain at least a header. */
export function parsePacket(bytes: Buffer, at: number, end: number): Packet {
  return {
    program: bytes.readUInt32BE(at + 4),
    version: bytes.readUInt32BE(at + 8),
    procedure: bytes.readInt32BE(at + 12),
    type: bytes.readUInt32BE(at + 16),
    serial: bytes.readUInt32BE(at + 20),
    status: bytes.readUInt32BE(at + 24),
    bytes,
    start: at + HEADER_BYTES,
    end,
  };
}
