/**
 * Detects a connection whose other end has vanished (virkeepalive.c). Pings and pongs are a separate program of
 * libvirt's RPC.
 *
 * After an interval without incoming data, we send a ping. If no data arrives during `count` pings in a row, the other
 * end counts as dead: count + 1 to count + 2 intervals after the last incoming data. All incoming data counts as a sign
 * of life, not only a pong.
 */

export const KEEPALIVE_PROGRAM = 0x6b656570;
export const KEEPALIVE_PROCEDURE = { ping: 1, pong: 2 } as const;

export interface KeepaliveOptions {
  readonly intervalMs: number;
  /** The other end counts as dead after this many pings in a row without incoming data. */
  readonly count: number;
}

/** libvirt's own defaults, of daemon and client. */
export const DEFAULT_KEEPALIVE: KeepaliveOptions = { intervalMs: 5_000, count: 5 };

export class Keepalive {
  readonly #timer: NodeJS.Timeout;
  #hasHeard = true;
  #unanswered = 0;

  /** `isListening` returns false while we do not read, because silence then proves nothing. */
  constructor(options: KeepaliveOptions, on: { ping: () => void; dead: () => void; isListening: () => boolean }) {
    this.#timer = setInterval(() => {
      if (this.#hasHeard || !on.isListening()) {
        this.#hasHeard = false;
        this.#unanswered = 0;
      } else if (this.#unanswered === options.count) {
        this.stop();
        on.dead();
      } else {
        this.#unanswered++;
        on.ping();
      }
    }, options.intervalMs);
    this.#timer.unref();
  }

  heard(): void {
    this.#hasHeard = true;
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
