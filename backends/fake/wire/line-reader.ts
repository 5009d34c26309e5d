/**
 * Splits a stream of bytes into lines, with bounded memory: a line longer than the maximum is an error, and the buffer
 * does not grow further. The reader works on bytes, so that a character that is split between two chunks is complete
 * again when its line is decoded.
 */
export class LineTooLongError extends Error {
  constructor(maxBytes: number) {
    super(`a line is longer than ${maxBytes} bytes`);
    this.name = 'LineTooLongError';
  }
}

const NEWLINE = 0x0a;

export class LineReader {
  readonly #maxBytes: number;
  #parts: Buffer[] = [];
  #pendingBytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Bytes since the last newline. */
  get pendingBytes(): number {
    return this.#pendingBytes;
  }

  /**
   * The lines that `chunk` completes, without their newline. Throws `LineTooLongError`; the reader cannot be used
   * afterwards.
   */
  *push(chunk: Buffer): Generator<Buffer> {
    let from = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, from)) {
      const tail = chunk.subarray(from, end);
      this.#check(tail.length);
      const line = this.#parts.length === 0 ? tail : Buffer.concat([...this.#parts, tail]);
      this.#parts = [];
      this.#pendingBytes = 0;
      from = end + 1;
      yield line;
    }
    if (from < chunk.length) {
      this.#check(chunk.length - from);
      this.#parts.push(chunk.subarray(from));
      this.#pendingBytes += chunk.length - from;
    }
  }

  #check(moreBytes: number): void {
    if (this.#pendingBytes + moreBytes > this.#maxBytes) throw new LineTooLongError(this.#maxBytes);
  }
}
