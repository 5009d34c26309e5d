/**
 * Whoever guesses credentials is slowed down: an address that has sent several wrong ones within a minute is refused before anything is
 * looked up. Others behind the same address go on: what was good when it was last looked up is looked up in any case.
 *
 *   not remembered ─► admit ─┬─► (looked up) ─► valid: never held up from now on; wrong: counted
 *                            └─► TOO_MANY_REQUESTS
 *
 * Guesses that are under way at the same time all pass, but each is counted, and what is too much is owed: on the long run they are no
 * way around it.
 * Invariant: a credential that was good is never held up by what others send from its address (test/domain/wrong-credentials.test.ts).
 */
import { Pace } from '../domain/pace.js';
import { addressGroup } from './address-group.js';
import type { Denials } from './denials.js';
import { TooManyRequests } from './too-many-requests.js';

const ADDRESSES_MAX = 10_000;
const VOUCHED_MAX = 10_000;

export class WrongCredentials {
  readonly #pace: Pace | null;
  readonly #denials: Pick<Denials, 'count'>;
  /** Keys of credentials that were good when last looked up, the oldest first. */
  readonly #vouched = new Set<string>();

  /** `perMinute`: how many wrong credentials an address may send in a minute; 0: any number. */
  constructor(perMinute: number, denials: Pick<Denials, 'count'>) {
    const keysMax = ADDRESSES_MAX;
    this.#pace = perMinute === 0 ? null : new Pace({ perSecond: perMinute / 60, burst: perMinute, keysMax });
    this.#denials = denials;
  }

  /** Comes before a credential is looked up; `key` tells credentials apart. */
  admit(clientAddress: string, key: string): void {
    if (this.#pace === null || this.#vouched.has(key)) return;
    const waitMs = this.#pace.waitMs(addressGroup(clientAddress), performance.now());
    if (waitMs === 0) return;
    this.#denials.count(clientAddress);
    throw new TooManyRequests('Too many wrong credentials came from this address.', waitMs);
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
