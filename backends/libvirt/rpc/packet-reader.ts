/**
 * Splits a stream of bytes into packets, with bounded memory.
 *
 * A packet that is complete within one chunk is not copied; a packet that spans chunks is. The buffer of such a packet
 * grows with the bytes that have arrived, not with the length that the packet claims.
 *
 * Invariant: an impossible length is rejected as soon as the fourth byte of the length has arrived, before memory is
 * allocated for that length. The buffer of a packet is never larger than twice the bytes of the packet that have
 * arrived, or 4 KiB if that is more.
 * (test/wire/libvirt-packets.test.ts)
 */
import { ProtocolViolation } from './errors.js';
import { HEADER_BYTES, PACKET_MAX_BYTES, parsePacket } from './packet.js';
import type { Packet } from './packet.js';

const LENGTH_BYTES = 4;
const FIRST_BYTES = 4096;

export class PacketReader {
  readonly #maxBytes: number;
  /** The beginning of a packet: the first `#held` bytes of `#partial`. */
  #partial = Buffer.alloc(0);
  #held = 0;

  constructor(maxBytes = PACKET_MAX_BYTES) {
    this.#maxBytes = maxBytes;
  }

  /** The number of bytes of an incomplete packet that have arrived. */
  get heldBytes(): number {
    return this.#held;
  }

  /**
   * Passes on the packets that `chunk` completes, until `take` returns false. Throws ProtocolViolation; the reader
   * cannot be used afterwards.
   */
  push(chunk: Buffer, take: (packet: Packet) => boolean): void {
    let at = 0;
    if (this.#held > 0) {
      at = this.#complete(chunk);
      if (at === -1) return;
      const whole = this.#partial;
      const end = this.#held;
      // The consumer may keep the packet, so its buffer is not reused.
      this.#partial = Buffer.alloc(0);
      this.#held = 0;
      if (!take(parsePacket(whole, 0, end))) return;
    }
    while (chunk.length - at >= LENGTH_BYTES) {
      const end = at + this.#lengthAt(chunk, at);
      if (end > chunk.length) break;
      if (!take(parsePacket(chunk, at, end))) return;
      at = end;
    }
    if (at < chunk.length) this.#keep(chunk, at, chunk.length);
  }

  /**
   * Fills the kept packet from the beginning of `chunk`. Returns where the packet ended, or -1 if it is still
   * incomplete.
   */
  #complete(chunk: Buffer): number {
    let at = 0;
    if (this.#held < LENGTH_BYTES) {
      at = Math.min(LENGTH_BYTES - this.#held, chunk.length);
      this.#keep(chunk, 0, at);
      if (this.#held < LENGTH_BYTES) return -1;
    }
    const missing = this.#lengthAt(this.#partial, 0) - this.#held;
    const end = Math.min(at + missing, chunk.length);
    this.#keep(chunk, at, end);
    return end - at === missing ? end : -1;
  }

  #keep(chunk: Buffer, from: number, to: number): void {
    const needed = this.#held + to - from;
    if (needed > this.#partial.length) {
      const larger = Buffer.allocUnsafe(Math.max(needed, this.#partial.length * 2, FIRST_BYTES));
      this.#partial.copy(larger, 0, 0, this.#held);
      this.#partial = larger;
    }
    chunk.copy(this.#partial, this.#held, from, to);
    this.#held = needed;
  }

  #lengthAt(bytes: Buffer, at: number): number {
    const length = bytes.readUInt32BE(at);
    if (length < HEADER_BYTES || length > this.#maxBytes) {
      throw new ProtocolViolation(`a packet of ${length} bytes: ${HEADER_BYTES} to ${this.#maxBytes} are allowed`);
    }
    return length;
  }
}
