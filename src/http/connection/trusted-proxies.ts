/**
 * The trusted proxies of the service, which are trusted only while no guest can act as one of them.
 *
 *   start ─► check ─► a guest can act as a proxy: main.ts refuses to start
 *              └────► no guest can: trusted ◄── every ten seconds, check ──► a guest can: no proxy is trusted
 *
 * The check is repeated, because a host that was away can come back, and an administrator of a host can add networks
 * and addresses. While no proxy is trusted, every client behind a proxy has the address of the proxy, as without
 * GUESTHOUSE_TRUSTED_PROXIES, and the log states the reason.
 *
 * How addresses are compared is in guests-as-proxies.ts and does not belong here.
 * Invariant: no guest of a host that responds can act as a trusted proxy. (test/live/guests-as-proxies.test.ts)
 */
import type { Log } from '../../domain/log.js';
import type { GuestAddresses } from '../../domain/networks.js';
import { trustIn } from './forwarded.js';
import type { Trust } from './forwarded.js';
import { mistakesInTrustedProxies } from './guests-as-proxies.js';
import type { ProxySettings } from './guests-as-proxies.js';

export interface TrustedProxiesDeps {
  readonly settings: ProxySettings;
  /** The addresses of guests now, one entry for each host. */
  readonly findGuests: () => Promise<readonly GuestAddresses[]>;
  readonly log: Log;
}

export class TrustedProxies {
  /** Null: no proxy is configured. */
  readonly trust: Trust | null;
  readonly #deps: TrustedProxiesDeps;
  #mistakes: readonly string[] = [];
  #isChecking = false;

  constructor(deps: TrustedProxiesDeps) {
    this.#deps = deps;
    const configured = trustIn(deps.settings.trustedProxies);
    this.trust = configured && ((address, hop) => this.#mistakes.length === 0 && configured(address, hop));
  }

  /** One sentence for the operator for each mistake. */
  async findMistakes(): Promise<readonly string[]> {
    if (this.trust === null) return [];
    const guests = await this.#deps.findGuests();
    return [...new Set(guests.flatMap((each) => mistakesInTrustedProxies(this.#deps.settings, each)))];
  }

  /** Never rejects. */
  async check(): Promise<void> {
    if (this.#isChecking) return;
    this.#isChecking = true;
    const { log } = this.#deps;
    try {
      const before = this.#mistakes;
      this.#mistakes = await this.findMistakes();
      const isNew = this.#mistakes.some((mistake) => !before.includes(mistake));
      if (isNew) log.error({ mistakes: this.#mistakes }, 'a guest could act as a trusted proxy; trusting no proxy');
      if (before.length > 0 && this.#mistakes.length === 0)
        log.info({}, 'no guest can act as a trusted proxy; trusting the proxies again');
    } catch (error) {
      log.warn({ err: error }, 'failed to check the trusted proxies; retrying');
    } finally {
      this.#isChecking = false;
    }
  }
}
