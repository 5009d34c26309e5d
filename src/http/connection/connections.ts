/**
 * The open connections of the server: how many there may be, how long one may be silent, and how all of them end.
 *
 *   accepted ─┬─► too many, all together or of one address: closed without a word
 *             └─► (TLS handshake) ─► used by requests ─► closed by either side, by a deadline, or by `stop`
 *
 * No address (of IPv6: no /64, which one customer has) may hold more than half of them, so that it takes two to keep everybody else
 * out; proxies that are trusted may. A connection on which nothing moves for two minutes ends, whatever it is in the middle of: a client
 * that never reads its answer, or stops in the middle of a body, holds nothing for ever. No call of ours is silent for as long, and
 * streams never are.
 * Invariant: every socket is counted once while it is open, and never afterwards (test/wire/connections.test.ts).
 */
import type http from 'node:http';
import type { Socket } from 'node:net';
import { addressGroup } from '../../app/access/address-group.js';
import type { Log } from '../../domain/log.js';
import { plainAddress } from './forwarded.js';

export interface ConnectionOptions {
  readonly max: number;
  /** Whether many clients may come from this address. */
  readonly isShared: (address: string) => boolean;
  readonly log: Log;
  /** Longest silence while the service serves. */
  readonly silenceMs?: number;
}

const SILENCE_MS = 120_000;
/** When stopping: no call is silent for longer, since no statement and no question to the hypervisor takes longer. */
const LAST_SILENCE_MS = 35_000;
const COMPLAIN_EVERY_MS = 60_000;

interface Connection {
  /** The socket that was accepted; beneath TLS, not the one that requests see. */
  readonly socket: Socket;
  /** Whether a request ever came over it: Node counts those that browsers open ahead of need as busy. */
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
  #complainedAtMs = -Infinity;

  constructor(server: http.Server, options: ConnectionOptions) {
    this.#server = server;
    this.#options = options;
    server.maxConnections = options.max;
    server.timeout = options.silenceMs ?? SILENCE_MS;
    // Must come before the parser's own listener, which reads from the socket.
    server.prependListener('connection', (socket: Socket) => this.#begun(socket));
    server.on('drop', () => this.#complain());
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

  /** The accepted socket beneath a TLS socket; undefined where it is gone. */
  beneath(socket: Socket): Socket | undefined {
    return this.#byEnds.get(endsOf(socket))?.socket;
  }

  /**
   * Takes no new connections, and resolves when there is none left. Calls finish, however long they take, as long as something moves; a
   * connection that falls silent would hold the end up for ever.
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
      // A connection whose call has ended would be kept for the next one.
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

  #begun(socket: Socket): void {
    const address = socket.remoteAddress ?? '';
    const client = addressGroup(plainAddress(address));
    const count = this.#countOf.get(client) ?? 0;
    if (count >= Math.ceil(this.#options.max / 2) && !this.#options.isShared(address)) {
      socket.destroy();
      this.#complain(address);
      return;
    }
    const ends = endsOf(socket);
    const connection = { socket, isUsed: false };
    this.#open.set(socket, connection);
    this.#byEnds.set(ends, connection);
    this.#countOf.set(client, count + 1);
    socket.once('close', () => {
      this.#open.delete(socket);
      // The same ends may be those of a new connection already.
      if (this.#byEnds.get(ends) === connection) this.#byEnds.delete(ends);
      const left = (this.#countOf.get(client) ?? 1) - 1;
      if (left > 0) this.#countOf.set(client, left);
      else this.#countOf.delete(client);
    });
  }

  /** Once a minute at most: they come by the thousand. */
  #complain(address?: string): void {
    this.#refused += 1;
    if (performance.now() - this.#complainedAtMs < COMPLAIN_EVERY_MS) return;
    this.#complainedAtMs = performance.now();
    const fields = { refused: this.#refused, open: this.#open.size, ...(address === undefined ? {} : { address }) };
    this.#refused = 0;
    this.#options.log.warn(fields, 'rejecting connections: too many are open (GUESTHOUSE_CONNECTIONS_MAX)');
  }
}

/** Both ends of a connection: what a TLS socket has in common with the one beneath it. */
function endsOf({ remoteAddress, remotePort, localAddress }: Socket): string {
  return `${remoteAddress} ${remotePort} ${localAddress}`;
}
