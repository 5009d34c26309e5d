/**
 * A rate limiter with one token bucket for each key: a sustained rate per second, and a burst after a pause. A bucket
 * is stored as one number, the time at which it would be full again (the generic cell rate algorithm of ATM, ITU-T
 * I.371 Annex A). The limiter has no clock: callers pass the times, which must not go backwards.
 *
 * Invariant: it stores at most `keysMax` keys (test/domain/rate-limiter.test.ts). To make room, it first drops all full
 * buckets, because they carry no information, and then the oldest buckets until at most nine tenths of `keysMax`
 * remain. So the only effect of a flood of new keys is that some older keys start again with full buckets.
 */
import { GuesthouseError } from './errors.js';

export class RateLimiter {
  readonly #tokenMs: number;
  readonly #burstMs: number;
  readonly #keysMax: number;
  readonly #fullAt = new Map<string, number>();

  /** `perSecond` can be a fraction; `burst` is the size of a bucket. */
  constructor(options: { readonly perSecond: number; readonly burst: number; readonly keysMax: number }) {
    this.#tokenMs = 1_000 / options.perSecond;
    this.#burstMs = options.burst * this.#tokenMs;
    this.#keysMax = options.keysMax;
  }

  /** Number of keys stored. */
  get keys(): number {
    return this.#fullAt.size;
  }

  /**
   * If there is at least one token, takes the tokens and returns 0; missing tokens are taken on credit. Otherwise
   * returns the ms until the next token.
   */
  take(key: string, nowMs: number, tokens = 1): number {
    const waitMs = this.waitMs(key, nowMs);
    if (waitMs === 0) this.charge(key, nowMs, tokens);
    return waitMs;
  }

  /** The ms until the next token; 0 if there is one now. */
  waitMs(key: string, nowMs: number): number {
    const fullAt = this.#fullAt.get(key);
    if (fullAt === undefined) return 0;
    const waitMs = fullAt + this.#tokenMs - nowMs - this.#burstMs;
    // Tolerance: sums of fractions are not exact.
    return waitMs > this.#tokenMs * 1e-6 ? waitMs : 0;
  }

  /** Takes tokens, on credit if there are not enough. The debt never exceeds one full bucket. */
  charge(key: string, nowMs: number, tokens = 1): void {
    const known = this.#fullAt.get(key);
    if (known === undefined && this.#fullAt.size >= this.#keysMax) this.#makeRoom(nowMs);
    const fullAt = Math.max(known ?? 0, nowMs) + tokens * this.#tokenMs;
    this.#fullAt.set(key, Math.min(fullAt, nowMs + 2 * this.#burstMs));
  }

  #makeRoom(nowMs: number): void {
    for (const [key, fullAt] of this.#fullAt) if (fullAt <= nowMs) this.#fullAt.delete(key);
    // Drop keys until nine tenths remain, so that the next new keys do not each need such a scan.
    const surplus = this.#fullAt.size - Math.floor(this.#keysMax * 0.9);
    let passed = 0;
    for (const key of this.#fullAt.keys()) {
      if (passed >= surplus) break;
      this.#fullAt.delete(key);
      passed += 1;
    }
  }
}

/** The error of a request that exceeds a rate limit, with the time until a retry can succeed. */
export class TooManyRequests extends GuesthouseError {
  /** Whole seconds, for `Retry-After`; at least one. */
  readonly retryAfterS: number;

  constructor(message: string, waitMs: number) {
    super('too_many_requests', message);
    this.retryAfterS = Math.max(1, Math.ceil(waitMs / 1_000));
  }
}
