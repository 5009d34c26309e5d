/**
 * A client that writes bytes to a connection, plain or TLS, and reads the responses: for pipelined requests, and for
 * clients that end their side of the connection first.
 */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import tls from 'node:tls';
import { eventually } from '../eventually.js';

export interface WireResponse {
  readonly status: number;
  /** With lower-case names. */
  readonly headers: ReadonlyMap<string, string>;
  readonly text: string;
}

export class WireClient {
  readonly socket: Socket;
  isClosed = false;
  /** Whether the service has ended its side of the connection. */
  hasEnded = false;
  #bytes = Buffer.alloc(0);

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.on('data', (chunk: Buffer) => (this.#bytes = Buffer.concat([this.#bytes, chunk])));
    socket.on('error', () => undefined);
    socket.on('end', () => (this.hasEnded = true));
    socket.on('close', () => (this.isClosed = true));
  }

  /** `ca` is the authority of the service's certificate, for a URL that starts with https. */
  static async connect(url: string, ca?: string): Promise<WireClient> {
    const { hostname, port, protocol } = new URL(url);
    const socket = connect({ port: Number(port), host: hostname, allowHalfOpen: true });
    await once(socket, 'connect');
    if (protocol === 'http:') return new WireClient(socket);
    const secure = tls.connect({ socket, servername: 'localhost', ...(ca === undefined ? {} : { ca }) });
    await once(secure, 'secureConnect');
    return new WireClient(secure);
  }

  get text(): string {
    return this.#bytes.toString('latin1');
  }

  /** The complete responses so far, interim ones included. */
  get responses(): WireResponse[] {
    const found: WireResponse[] = [];
    for (let rest = this.text; ;) {
      const head = /^HTTP\/1\.1 (\d{3}) [^\r]*\r\n((?:[^\r]+\r\n)*)\r\n/.exec(rest);
      if (head === null) return found;
      const [whole, status = '', lines = ''] = head;
      const headers = new Map(
        lines
          .split('\r\n')
          .filter((line) => line !== '')
          .map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
      );
      const end = whole.length + Number(headers.get('content-length') ?? 0);
      if (rest.length < end) return found;
      found.push({ status: Number(status), headers, text: rest.slice(whole.length, end) });
      rest = rest.slice(end);
    }
  }

  write(bytes: string | Buffer): void {
    this.socket.write(bytes);
  }

  /** Sends the bytes, and then ends this side of the connection: FIN, after close_notify in TLS. */
  finish(bytes: string | Buffer = ''): void {
    this.socket.end(bytes);
  }

  async received(count: number): Promise<WireResponse[]> {
    await eventually(() => this.isClosed || this.responses.length >= count);
    return this.responses;
  }

  /** Resolves with all responses when the service has ended its side of the connection. */
  async ended(): Promise<WireResponse[]> {
    await eventually(() => this.isClosed || this.hasEnded);
    return this.responses;
  }

  leave(): void {
    this.socket.destroy();
  }
}
