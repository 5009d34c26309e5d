/**
 * What a client asks of PostgreSQL, read from the bytes that it sends (PostgreSQL manual, "Message Formats"): of each statement its name, or
 * where it has none its text. Values are passed over.
 *
 *   startup (no type byte; TLS or GSS may be asked for first) ─► messages: Q a statement · P a statement to prepare · B one to run · …
 *
 * A prepared statement counts when it is run, not when it is prepared: that happens once on each connection.
 */
const TLS_WISH = 80877103;
const GSS_WISH = 80877104;

export class StatementReader {
  #rest: Buffer = Buffer.alloc(0);
  #isStarted = false;
  /** Text of the prepared statement without a name. */
  #unnamed = '';

  /** The statements that end in this chunk. */
  read(chunk: Buffer): string[] {
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const found: string[] = [];
    for (;;) {
      // The length counts itself, and not the type before it.
      const typeBytes = this.#isStarted ? 1 : 0;
      if (this.#rest.length < typeBytes + 4) return found;
      const end = typeBytes + this.#rest.readUInt32BE(typeBytes);
      if (this.#rest.length < end) return found;
      const message = this.#rest.subarray(0, end);
      this.#rest = this.#rest.subarray(end);
      if (this.#isStarted) found.push(...this.#statementIn(String.fromCharCode(message[0] ?? 0), message.subarray(5)));
      else this.#isStarted = ![TLS_WISH, GSS_WISH].includes(message.readUInt32BE(4));
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
