/**
 * Detects a connection whose other end has vanished (virkeepalive.c; a separate program in libvirt's RPC).
 *
 * After an interval in which nothing arrived, a ping is sent. If nothing at all arrives during `count` pings in a row,
 * the other end is dead, so at the latest after (count + 1) × interval. Everything that arrives counts as a sign of
 * life, not only a pong.
 */

export const KEEPALIVE_PROGRAM = 0x6b656570;
export const KEEPALIVE_PROCEDURE = { ping: 1, pong: 2 } as const;

export interface KeepaliveOptions {
  readonly intervalMs: number;
  /** Pings that can stay unanswered. */
  readonly count: number;
}

/** libvirt's own defaults, of daemon and client. */
export const DEFAULT_KEEPALIVE: KeepaliveOptions = { intervalMs: 5_000, count: 5 };

export class Keepalive {
  readonly #timer: NodeJS.Timeout;
  #hasHeard = true;
  #unanswered = 0;

  /** `isListening`: false while we do not read, because silence then means nothing. */
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
