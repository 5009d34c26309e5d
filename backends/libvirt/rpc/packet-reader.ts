/**
 * Cuts a stream of bytes into packets, with bounded memory.
 *
 * A packet that came whole in one chunk is handed on where it lies; only one that is cut by the end of a chunk is copied. Its buffer
 * grows with what has really come, not by what the length word promises.
 *
 * Invariant: a length that no packet can have is refused when its fourth byte is there, before anything is kept for it; what is kept
 * is never more than twice what came of one packet. (test/wire/libvirt-packets.test.ts)
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

  /** Bytes kept of a packet that is not whole yet. */
  get heldBytes(): number {
    return this.#held;
  }

  /** Hands on the packets that `chunk` completes until `take` returns false. Throws ProtocolViolation; then the reader is of no more use. */
  push(chunk: Buffer, take: (packet: Packet) => boolean): void {
    let at = 0;
    if (this.#held > 0) {
      at = this.#complete(chunk);
      if (at === -1) return;
      const whole = this.#partial;
      const end = this.#held;
      // The packet may be kept by whoever takes it: its buffer is not used again.
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

  /** Fills the packet that is held from the beginning of `chunk`. Answers where it ended, or -1 when it is not whole yet. */
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
