/**
 * How often something may be done by each of many: so often a second on the long run, and so often at once after a rest. A bucket of
 * tokens that fills evenly, kept as one number for each key: the moment at which its bucket would be full again (the generic cell rate
 * algorithm of ATM, ITU-T I.371 Annex A). It knows no clock; times are handed in, and must not go backwards.
 *
 * Invariant: it remembers at most `keysMax` keys (test/domain/rate-limiter.test.ts). Full buckets are forgotten first, since they say nothing;
 * where there are none, the one that was begun first: whoever floods it with keys gets a fresh bucket for an old one, no more.
 */
import { GuesthouseError } from './errors.js';

export class RateLimiter {
  readonly #tokenMs: number;
  readonly #burstMs: number;
  readonly #keysMax: number;
  readonly #fullAt = new Map<string, number>();

  /** `perSecond` may be a fraction; `burst` is how many may come at once. */
  constructor(options: { readonly perSecond: number; readonly burst: number; readonly keysMax: number }) {
    this.#tokenMs = 1_000 / options.perSecond;
    this.#burstMs = options.burst * this.#tokenMs;
    this.#keysMax = options.keysMax;
  }

  /** How many keys are remembered. */
  get keys(): number {
    return this.#fullAt.size;
  }

  /** Takes one token: 0. Where there is none, nothing is taken, and the answer is in how many ms there will be one. */
  take(key: string, nowMs: number): number {
    const waitMs = this.waitMs(key, nowMs);
    if (waitMs === 0) this.charge(key, nowMs);
    return waitMs;
  }

  /** In how many ms there will be a token; 0: there is one. */
  waitMs(key: string, nowMs: number): number {
    const fullAt = this.#fullAt.get(key);
    if (fullAt === undefined) return 0;
    const waitMs = fullAt + this.#tokenMs - nowMs - this.#burstMs;
    // Sums of fractions are never exact.
    return waitMs > this.#tokenMs * 1e-6 ? waitMs : 0;
  }

  /** Takes one token though there may be none. What is owed is never more than a full bucket. */
  charge(key: string, nowMs: number): void {
    const known = this.#fullAt.get(key);
    if (known === undefined && this.#fullAt.size >= this.#keysMax) this.#makeRoom(nowMs);
    const fullAt = Math.max(known ?? 0, nowMs) + this.#tokenMs;
    this.#fullAt.set(key, Math.min(fullAt, nowMs + 2 * this.#burstMs));
  }

  #makeRoom(nowMs: number): void {
    for (const [key, fullAt] of this.#fullAt) if (fullAt <= nowMs) this.#fullAt.delete(key);
    // A tenth at once, so that the next keys need no such walk.
    const surplus = this.#fullAt.size - Math.floor(this.#keysMax * 0.9);
    let passed = 0;
    for (const key of this.#fullAt.keys()) {
      if (passed >= surplus) break;
      this.#fullAt.delete(key);
      passed += 1;
    }
  }
}

/** The fault of a request that comes too often. It says when another try makes sense. */
export class TooManyRequests extends GuesthouseError {
  /** Whole seconds, for `Retry-After`; at least one. */
  readonly retryAfterS: number;

  constructor(message: string, waitMs: number) {
    super('too_many_requests', message);
    this.retryAfterS = Math.max(1, Math.ceil(waitMs / 1_000));
  }
}
