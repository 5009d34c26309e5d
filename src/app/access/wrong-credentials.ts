/**
 * Whoever guesses credentials is slowed down: an address that has sent several wrong ones within a minute is refused before anything is
 * looked up. Others behind the same address go on: what was good when it was last looked up is looked up in any case.
 *
 *   not remembered ─► admit ─┬─► (looked up) ─► valid: never held up from now on; wrong: counted
 *                            └─► TOO_MANY_REQUESTS
 *
 * Guesses that are under way at the same time pass, `AT_ONCE_MAX` of them: more would keep the database busy, and everybody waiting. Each is
 * counted, and what is too much is owed: on the long run they are no way around it.
 * Invariant: a credential that was good is never held up by what others send from its address (test/unit/wrong-credentials.test.ts).
 */
import { RateLimiter } from '../../domain/rate-limiter.js';
import { addressGroup } from './address-group.js';
import type { Denials } from './denials.js';
import { TooManyRequests } from '../../domain/rate-limiter.js';

const ADDRESSES_MAX = 10_000;
const VOUCHED_MAX = 10_000;
/**
 * Credentials of one address that may be looked up for the first time at once. Many clients behind one address come all at once when the
 * service has started; each look-up takes some milliseconds.
 */
const AT_ONCE_MAX = 64;
const AT_ONCE_WAIT_MS = 1_000;
const nothing = (): void => undefined;

export class WrongCredentials {
  readonly #pace: RateLimiter | null;
  readonly #denials: Pick<Denials, 'count'>;
  /** Keys of credentials that were good when last looked up, the oldest first. */
  readonly #vouched = new Set<string>();
  /** By address, the keys of what is looked up now, each with how many ask. */
  readonly #underWay = new Map<string, Map<string, number>>();

  /** `perMinute`: how many wrong credentials an address may send in a minute; 0: any number. */
  constructor(perMinute: number, denials: Pick<Denials, 'count'>) {
    const keysMax = ADDRESSES_MAX;
    this.#pace = perMinute === 0 ? null : new RateLimiter({ perSecond: perMinute / 60, burst: perMinute, keysMax });
    this.#denials = denials;
  }

  /** Comes before a credential is looked up; `key` tells credentials apart. What it answers with is called when the look-up is over. */
  admit(clientAddress: string, key: string): () => void {
    if (this.#pace === null || this.#vouched.has(key)) return nothing;
    const address = addressGroup(clientAddress);
    const waitMs = this.#pace.waitMs(address, performance.now());
    if (waitMs > 0) throw this.#refused(clientAddress, 'Too many wrong credentials came from this address.', waitMs);
    const keys = this.#underWay.get(address) ?? new Map<string, number>();
    if (keys.size >= AT_ONCE_MAX && !keys.has(key)) {
      throw this.#refused(clientAddress, 'Too many new credentials came from this address at once.', AT_ONCE_WAIT_MS);
    }
    this.#underWay.set(address, keys.set(key, (keys.get(key) ?? 0) + 1));
    return () => {
      const left = (keys.get(key) ?? 1) - 1;
      if (left > 0) keys.set(key, left);
      else keys.delete(key);
      if (keys.size === 0) this.#underWay.delete(address);
    };
  }

  #refused(clientAddress: string, why: string, waitMs: number): TooManyRequests {
    this.#denials.count(clientAddress);
    return new TooManyRequests(why, waitMs);
  }

  /** The look-up has found whose it is. */
  valid(key: string): void {
    if (this.#vouched.has(key)) return;
    const [oldest] = this.#vouched;
    if (this.#vouched.size >= VOUCHED_MAX && oldest !== undefined) this.#vouched.delete(oldest);
    this.#vouched.add(key);
  }

  /** The look-up has found that it is nobody's, or nobody's any more. */
  wrong(clientAddress: string, key: string): void {
    this.#vouched.delete(key);
    this.#pace?.charge(addressGroup(clientAddress), performance.now());
    this.#denials.count(clientAddress);
  }

  /** There was no credential, or one that cannot be one of ours: nothing was looked up. */
  absent(clientAddress: string): void {
    this.#denials.count(clientAddress);
  }
}
