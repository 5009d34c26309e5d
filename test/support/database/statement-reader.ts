/**
 * Reads the statements that a client sends to PostgreSQL from the bytes of the connection (PostgreSQL manual, "Message
 * Formats"): the name of each statement, or its text if it has no name. It skips values.
 *
 *   startup (no type byte; TLS or GSS may be requested first) ─► messages: Q a statement · P one to prepare · B one to run · …
 *
 * A prepared statement counts when the client runs it. The preparation does not count, because it happens once on each
 * connection.
 */
const TLS_REQUEST = 80877103;
const GSS_REQUEST = 80877104;

export class StatementReader {
  #rest: Buffer = Buffer.alloc(0);
  #isStarted = false;
  /** The text of the unnamed prepared statement. */
  #unnamed = '';

  /** Returns the statements that end in this chunk. */
  read(chunk: Buffer): string[] {
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const found: string[] = [];
    for (;;) {
      // The length includes itself, but not the type before it.
      const typeBytes = this.#isStarted ? 1 : 0;
      if (this.#rest.length < typeBytes + 4) return found;
      const end = typeBytes + this.#rest.readUInt32BE(typeBytes);
      if (this.#rest.length < end) return found;
      const message = this.#rest.subarray(0, end);
      this.#rest = this.#rest.subarray(end);
      if (this.#isStarted) found.push(...this.#statementIn(String.fromCharCode(message[0] ?? 0), message.subarray(5)));
      else this.#isStarted = ![TLS_REQUEST, GSS_REQUEST].includes(message.readUInt32BE(4));
    }
  }

  #statementIn(type: string, body: Buffer): string[] {
    const [first = '', second = ''] = body.toString('utf8').split('\0', 2);
    switch (type) {
      case 'Q':
        return [first];
      case 'P':
        if (first === '') this.#unnamed = second;
        return [];
      case 'B':
        return [second === '' ? this.#unnamed : second];
      default:
        return [];
    }
  }
}
