/**
 * Notices a connection whose other end is gone without a word (virkeepalive.c; a program of its own in libvirt's RPC).
 *
 * After an interval in which nothing came, a ping is sent; when `count` pings in a row brought nothing at all, the other end is dead,
 * so at the latest after (count + 1) × interval. Anything that comes counts as a sign of life, not only a pong.
 */

export const KEEPALIVE_PROGRAM = 0x6b656570;
export const KEEPALIVE_PROCEDURE = { ping: 1, pong: 2 } as const;

export interface KeepaliveOptions {
  readonly intervalMs: number;
  /** Pings that may go unanswered. */
  readonly count: number;
}

/** libvirt's own, of daemon and client. */
export const DEFAULT_KEEPALIVE: KeepaliveOptions = { intervalMs: 5_000, count: 5 };

export class Keepalive {
  readonly #timer: NodeJS.Timeout;
  #hasHeard = true;
  #unanswered = 0;

  /** `isListening`: false while we ourselves do not read, so that silence says nothing. */
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
