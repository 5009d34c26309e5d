/**
 * The limit on wrong credentials, which bounds the cost of guessing. It applies to an address that has sent several
 * wrong credentials within a minute. Its effect depends on how a credential is checked (`CredentialForm`):
 *
 *   own      looked up together with all other limited tokens (slow-lookups.ts)
 *   signed   never limited: a wrong credential costs no request and no query (one query if it names a project that
 *            does not exist)
 *   other    rejected without a check, unless it was valid at its last check (up to `VALID_MAX` are remembered)
 *
 *   not cached ─► admit ─┬─► (check) ─► valid: never limited from now on; wrong: counted
 *                        └─► TOO_MANY_REQUESTS
 *
 * Up to `AT_ONCE_MAX` new credentials from one address can be checked at the same time: more would keep the database
 * busy and delay all callers. Each wrong credential is counted, and each one beyond the limit extends the wait. So
 * parallel guesses do not exceed the limit in the long run.
 * Invariant: requests of others from the same address never keep out a good token of this service or of an OpenID
 * provider (test/http/rate-limits.test.ts, test/http/identity-services.test.ts), or any credential that is remembered
 * as valid (test/unit/wrong-credentials.test.ts).
 */
import { RateLimiter, TooManyRequests } from '../../domain/rate-limiter.js';
import { addressGroup } from './address-group.js';
import type { Denials } from './denials.js';

const ADDRESSES_MAX = 10_000;
const VALID_MAX = 10_000;
/**
 * How many new credentials from one address can be looked up at the same time. Large enough for the time after a start
 * of the service, when many clients behind one address connect at once; each lookup takes some milliseconds.
 */
const AT_ONCE_MAX = 64;
const AT_ONCE_WAIT_MS = 1_000;

/**
 * How a credential is checked. `own`: a token of this service, with a query. `signed`: in this process. `other`: with a
 * request to an identity service, or without any check if no service issues such a credential.
 */
export type CredentialForm = 'own' | 'signed' | 'other';

export interface Admission {
  /** Whether `SlowLookups` must find the credential before anything else is done for it. */
  readonly isSlow: boolean;
  /** Must be called when the check is over. */
  readonly over: () => void;
}

const AT_ONCE: Admission = { isSlow: false, over: () => undefined };
const SLOWLY: Admission = { isSlow: true, over: () => undefined };

export class WrongCredentials {
  readonly #pace: RateLimiter | null;
  readonly #denials: Pick<Denials, 'count'>;
  /** Keys of credentials that were valid at their last lookup, the oldest first. */
  readonly #valid = new Set<string>();
  /**
   * For each address, the keys of the credentials that are being looked up, each with its number of waiting requests.
   */
  readonly #inFlight = new Map<string, Map<string, number>>();

  /** `perMinute`: how many wrong credentials an address can send in a minute; 0: any number. */
  constructor(perMinute: number, denials: Pick<Denials, 'count'>) {
    const keysMax = ADDRESSES_MAX;
    this.#pace = perMinute === 0 ? null : new RateLimiter({ perSecond: perMinute / 60, burst: perMinute, keysMax });
    this.#denials = denials;
  }

  /** Must be called before a credential is checked; `key` identifies the credential. */
  admit(clientAddress: string, key: string, form: CredentialForm): Admission {
    if (this.#pace === null || form === 'signed' || this.#valid.has(key)) return AT_ONCE;
    const address = addressGroup(clientAddress);
    const waitMs = this.#pace.waitMs(address, performance.now());
    const keys = this.#inFlight.get(address) ?? new Map<string, number>();
    const isFull = keys.size >= AT_ONCE_MAX && !keys.has(key);
    if (form === 'own' && (waitMs > 0 || isFull)) return SLOWLY;
    if (waitMs > 0) throw this.#refusal(clientAddress, 'Too many wrong credentials came from this address.', waitMs);
    if (isFull) {
      throw this.#refusal(clientAddress, 'Too many new credentials came from this address at once.', AT_ONCE_WAIT_MS);
    }
    this.#inFlight.set(address, keys.set(key, (keys.get(key) ?? 0) + 1));
    const over = (): void => {
      const left = (keys.get(key) ?? 1) - 1;
      if (left > 0) keys.set(key, left);
      else keys.delete(key);
      if (keys.size === 0) this.#inFlight.delete(address);
    };
    return { isSlow: false, over };
  }

  #refusal(clientAddress: string, why: string, waitMs: number): TooManyRequests {
    this.#denials.count(clientAddress);
    return new TooManyRequests(why, waitMs);
  }

  /** Reports that the lookup has found the user of the credential. */
  valid(key: string): void {
    if (this.#valid.has(key)) return;
    const [oldest] = this.#valid;
    if (this.#valid.size >= VALID_MAX && oldest !== undefined) this.#valid.delete(oldest);
    this.#valid.add(key);
  }

  /** Reports that the credential is unknown or no longer valid. */
  wrong(clientAddress: string, key: string): void {
    this.#valid.delete(key);
    this.#pace?.charge(addressGroup(clientAddress), performance.now());
    this.#denials.count(clientAddress);
  }

  /** Reports a request without a credential of a known form, for which nothing was looked up. */
  absent(clientAddress: string): void {
    this.#denials.count(clientAddress);
  }
}
