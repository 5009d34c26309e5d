/**
 * The order of the requests of one connection. A client can send more requests before it has the response to the first.
 * Safe requests run side by side. Every other request runs after all earlier requests of its connection, and before all
 * later ones (RFC 9112 §9.3.2). A request has ended when its response is closed.
 *
 *   arrived ─┬─► its turn ──────────────────────────────────────────► begun ─► ended
 *            └─► waits ─┬─► the earlier requests have ended ────────► begun ─► ended
 *                       └─► the connection closes, or a response
 *                           announced that it would (`close`) ──────► dropped: the request has no effect
 *
 * A waiting request holds only its headers and the beginning of its body: no handler has seen it, so it is in no pool,
 * no limit counts it, and its deadline has not begun. When 16 requests of a connection wait, the service stops reading
 * the connection, and TCP slows the client down. So a connection has at most 16 waiting requests, and those that the
 * same read (64 KiB) contained. While the service does not read a connection, it does not notice that the client
 * leaves.
 *
 * The requests of different connections have no order.
 * Invariant: on one connection, no request begins before all earlier unsafe requests have ended, and no unsafe request
 * begins before all earlier requests have ended (test/http/pipelining.test.ts, test/wire/request-order.test.ts).
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Methods that change nothing (RFC 9110 §9.2.1). */
const SAFE_METHODS: ReadonlySet<string | undefined> = new Set(['GET', 'HEAD', 'OPTIONS']);

export function isSafe({ method }: IncomingMessage): boolean {
  return SAFE_METHODS.has(method);
}

/** How many requests of one connection can wait before the service stops reading the connection. */
const WAITING_MAX = 16;

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Null if the request has begun, or was dropped. */
  begin: (() => void) | null;
}

export class RequestOrder {
  readonly #lines = new WeakMap<Socket, Line>();

  /** Calls `begin` when it is the request's turn; never if the connection closes before. */
  run(request: IncomingMessage, response: ServerResponse, begin: () => void): void {
    const { socket } = request;
    let line = this.#lines.get(socket);
    if (line === undefined) {
      line = new Line(socket);
      this.#lines.set(socket, line);
    }
    line.add({ request, response, begin });
  }

  /**
   * The rest of what the client sends cannot be read. Calls `respond` when all complete requests have their responses.
   * If the response to an incomplete request has begun, nothing more can be sent, and the connection is closed.
   */
  endAfterAll(socket: Socket, respond: () => void): void {
    const line = this.#lines.get(socket);
    if (line === undefined) respond();
    else line.endAfterAll(respond);
  }

  /** The number of requests that have arrived on the connection. */
  arrivedOn(socket: Socket): number {
    return this.#lines.get(socket)?.arrived ?? 0;
  }

  /**
   * If the service does not read the connection, because too many requests wait, returns true and calls `listener` when
   * the service reads it again.
   */
  ifHeld(socket: Socket, listener: () => void): boolean {
    return this.#lines.get(socket)?.ifHeld(listener) === true;
  }

  /** The earliest request of the connection that has not ended. */
  currentOf(socket: Socket): Pick<Exchange, 'request' | 'response'> | null {
    return this.#lines.get(socket)?.current ?? null;
  }
}

/** The requests of one connection that have not ended, in the order of their arrival. */
class Line {
  readonly #socket: Socket;
  readonly #exchanges: Exchange[] = [];
  #waiting = 0;
  readonly #pause = (): void => void this.#socket.pause();
  #last: (() => void) | null = null;
  #readAgain: (() => void) | null = null;
  #isHeld = false;
  arrived = 0;

  constructor(socket: Socket) {
    this.#socket = socket;
  }

  get current(): Exchange | null {
    return this.#exchanges[0] ?? null;
  }

  add(exchange: Exchange): void {
    this.arrived += 1;
    this.#exchanges.push(exchange);
    this.#waiting += 1;
    exchange.response.once('close', () => this.#end(exchange));
    this.#beginNext();
    if (this.#waiting >= WAITING_MAX) this.#hold();
  }

  endAfterAll(respond: () => void): void {
    const last = this.#exchanges.at(-1);
    if (last !== undefined && !last.request.complete) {
      this.#drop(last);
      this.#exchanges.pop();
      if (last.response.headersSent) {
        this.#socket.destroy();
        return;
      }
    }
    this.#last = respond;
    this.#respondLast();
  }

  ifHeld(listener: () => void): boolean {
    if (this.#isHeld) this.#readAgain = listener;
    return this.#isHeld;
  }

  #end(exchange: Exchange): void {
    this.#drop(exchange);
    const index = this.#exchanges.indexOf(exchange);
    if (index >= 0) this.#exchanges.splice(index, 1);
    if (!this.#socket.writable) {
      // RFC 9112 §9.6: after a response with `Connection: close`, no further request may be handled.
      for (const each of this.#exchanges) this.#drop(each);
      return;
    }
    this.#beginNext();
    if (this.#waiting < WAITING_MAX && this.#isHeld) this.#release();
    this.#respondLast();
  }

  #drop(exchange: Exchange): void {
    if (exchange.begin === null) return;
    exchange.begin = null;
    this.#waiting -= 1;
  }

  #beginNext(): void {
    if (this.#waiting === 0) return;
    for (const [index, { request, begin }] of this.#exchanges.entries()) {
      if (index > 0 && !isSafe(request)) return;
      const exchange = this.#exchanges[index];
      if (begin !== null && exchange !== undefined) {
        this.#drop(exchange);
        begin();
      }
      if (!isSafe(request)) return;
    }
  }

  #hold(): void {
    if (this.#isHeld) return;
    this.#isHeld = true;
    // Node resumes the socket after each request that it has parsed, and when a body has room.
    this.#socket.on('resume', this.#pause);
    this.#pause();
  }

  #release(): void {
    this.#isHeld = false;
    this.#socket.off('resume', this.#pause);
    this.#socket.resume();
    this.#readAgain?.();
    this.#readAgain = null;
  }

  #respondLast(): void {
    if (this.#exchanges.length > 0) return;
    this.#last?.();
    this.#last = null;
  }
}
