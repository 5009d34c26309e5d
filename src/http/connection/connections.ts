/**
 * The open connections of the server: their maximum number, how long a connection can be silent, and how the server
 * ends them.
 *
 *   accepted ─┬─► too many, in total or from one address: closed without a response
 *             └─► (TLS handshake) ─► used by requests ─► closed by either side, by a deadline, or by `stop`
 *
 * No address (for IPv6: no /64, which belongs to one customer) can hold more than half of the connections, so a single
 * client cannot lock out all others. Trusted proxies are exempt. A connection without traffic for two minutes is
 * closed, even in the middle of a request: a client that never reads its response, or stops in the middle of a body,
 * cannot hold it forever. No valid request to this service is silent for that long, and streams send data more often.
 * Invariant: every socket is counted once while it is open, and never afterwards (test/wire/connections.test.ts).
 */
import type http from 'node:http';
import type { Socket } from 'node:net';
import { addressGroup } from '../../app/access/address-group.js';
import type { Log } from '../../domain/log.js';
import { plainAddress } from './forwarded.js';

export interface ConnectionOptions {
  readonly max: number;
  /** Whether this address can represent many clients (a trusted proxy). */
  readonly isShared: (address: string) => boolean;
  readonly log: Log;
  /** Longest silence before `stop` is called; default: two minutes. */
  readonly silenceMs?: number;
}

const SILENCE_MS = 120_000;
/**
 * Longest silence while stopping. No request is silent for longer, because no SQL statement and no call to the
 * hypervisor takes longer.
 */
const LAST_SILENCE_MS = 35_000;
const WARN_EVERY_MS = 60_000;

interface Connection {
  /** The accepted socket. With TLS, it is the socket below the TLS socket of the requests. */
  readonly socket: Socket;
  /**
   * Whether the connection has ever carried a request. Node treats an unused connection, which a browser opened in
   * advance, as busy.
   */
  isUsed: boolean;
}

export class Connections {
  readonly #server: http.Server;
  readonly #options: ConnectionOptions;
  readonly #open = new Map<Socket, Connection>();
  readonly #byEnds = new Map<string, Connection>();
  readonly #countOf = new Map<string, number>();
  readonly #used = new WeakSet<Socket>();
  #refused = 0;
  #warnedAtMs = -Infinity;

  constructor(server: http.Server, options: ConnectionOptions) {
    this.#server = server;
    this.#options = options;
    server.maxConnections = options.max;
    server.timeout = options.silenceMs ?? SILENCE_MS;
    // Must come before the parser's own listener, which reads from the socket.
    server.prependListener('connection', (socket: Socket) => this.#accept(socket));
    server.on('drop', () => this.#countRefused());
    server.on('request', ({ socket }) => {
      if (this.#used.has(socket)) return;
      this.#used.add(socket);
      const connection = this.#byEnds.get(endsOf(socket));
      if (connection !== undefined) connection.isUsed = true;
    });
  }

  get count(): number {
    return this.#open.size;
  }

  /** The accepted socket below a TLS socket; undefined if it is closed. */
  acceptedSocketOf(socket: Socket): Socket | undefined {
    return this.#byEnds.get(endsOf(socket))?.socket;
  }

  /**
   * Accepts no new connections, and resolves when no connection is left. A request has unlimited time to finish while
   * its connection has traffic. A silent connection is closed, because it could delay the shutdown forever.
   */
  stop(): Promise<void> {
    return new Promise((resolve) => {
      const movedBefore = new Map<Socket, number>();
      const cutSilent = (): void => {
        for (const socket of this.#open.keys()) {
          const moved = socket.bytesRead + socket.bytesWritten;
          if (movedBefore.get(socket) === moved) socket.destroy();
          movedBefore.set(socket, moved);
        }
      };
      cutSilent();
      // Close idle connections: otherwise a connection whose request has ended would stay open for another request.
      this.#server.keepAliveTimeout = 1;
      const watch = setInterval(cutSilent, LAST_SILENCE_MS);
      this.#server.close(() => {
        clearInterval(watch);
        resolve();
      });
      this.#server.closeIdleConnections();
      for (const { socket, isUsed } of this.#open.values()) if (!isUsed) socket.destroy();
    });
  }

  #accept(socket: Socket): void {
    const address = socket.remoteAddress ?? '';
    const client = addressGroup(plainAddress(address));
    const count = this.#countOf.get(client) ?? 0;
    if (count >= Math.ceil(this.#options.max / 2) && !this.#options.isShared(address)) {
      socket.destroy();
      this.#countRefused(address);
      return;
    }
    const ends = endsOf(socket);
    const connection = { socket, isUsed: false };
    this.#open.set(socket, connection);
    this.#byEnds.set(ends, connection);
    this.#countOf.set(client, count + 1);
    socket.once('close', () => {
      this.#open.delete(socket);
      // A new connection can already have the same two endpoints (address and port).
      if (this.#byEnds.get(ends) === connection) this.#byEnds.delete(ends);
      const left = (this.#countOf.get(client) ?? 1) - 1;
      if (left > 0) this.#countOf.set(client, left);
      else this.#countOf.delete(client);
    });
  }

  /** Counts a refused connection. Logs at most once a minute, because there can be thousands of refusals. */
  #countRefused(address?: string): void {
    this.#refused += 1;
    if (performance.now() - this.#warnedAtMs < WARN_EVERY_MS) return;
    this.#warnedAtMs = performance.now();
    const fields = { refused: this.#refused, open: this.#open.size, ...(address === undefined ? {} : { address }) };
    this.#refused = 0;
    this.#options.log.warn(fields, 'rejecting connections: too many are open (GUESTHOUSE_CONNECTIONS_MAX)');
  }
}

/** Both ends of a connection, which a TLS socket has in common with the accepted socket below it. */
function endsOf({ remoteAddress, remotePort, localAddress }: Socket): string {
  return `${remoteAddress} ${remotePort} ${localAddress}`;
}
