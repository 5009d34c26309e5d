/**
 * The public keys of an OpenID provider: fetched when the first token needs a key, and again when the keys get old or a
 * token names an unknown key.
 *
 *   none ──fetched──► fresh ──10 min──► stale ──24 h──► none
 *     ▲                 ▲                 │
 *     └── next use      └── next use ─────┘
 *
 *   none    The next use fetches the keys; if the provider does not respond, the use fails with `identity_unreachable`.
 *           Nothing is fetched before the first use, so the service can start while the provider is down.
 *   fresh   Keys are used without a fetch. If a token names an unknown key, which may be new, the use fetches again,
 *           but never within 30 s of the last successful fetch, however many tokens name keys that do not exist.
 *   stale   The next use fetches before it uses a key, because the provider may have withdrawn it. If the fetch fails,
 *           the old keys stay in use, and for 30 s no use fetches again.
 *
 * If a use depends on a fetch that has failed, the first use after 5 s retries the fetch; all earlier uses fail with
 * the same error. Concurrent uses share one fetch.
 * Invariant: a withdrawn key is accepted for at most 10 minutes while the provider responds, and for at most a day
 * while it does not (test/identity/signing-keys.test.ts).
 */
import { createLocalJWKSet, errors } from 'jose';
import type { CryptoKey, JSONWebKeySet, JWSHeaderParameters, LocalJWKSet } from 'jose';
import { isGuesthouseError } from '../domain/errors.js';
import type { Log } from '../domain/log.js';
import { isSecureUrl } from '../domain/secure-connection.js';
import { type JsonClient, unreachable } from './json-client.js';

const FRESH_MS = 600_000;
const KEPT_MS = 86_400_000;
const COOL_DOWN_MS = 30_000;
const TRY_AGAIN_MS = 5_000;

export interface SigningKeysOptions {
  readonly issuer: string;
  readonly client: JsonClient;
  readonly now: () => number;
  readonly log: Log;
}

export class SigningKeys {
  readonly #issuer: string;
  readonly #discoveryUrl: URL;
  readonly #client: JsonClient;
  readonly #now: () => number;
  readonly #log: Log;
  #known: { readonly find: LocalJWKSet; readonly atMs: number } | null = null;
  #failed: { readonly error: unknown; readonly atMs: number } | null = null;
  #fetching: Promise<void> | null = null;

  constructor({ issuer, client, now, log }: SigningKeysOptions) {
    this.#issuer = issuer;
    // OpenID Connect Discovery 1.0, section 4.1: appended to the issuer's path, without any trailing slash.
    this.#discoveryUrl = new URL(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
    this.#client = client;
    this.#now = now;
    this.#log = log;
  }

  /** The key that the header names, or null if the provider has no such key. Throws `identity_unreachable`. */
  async find(header: JWSHeaderParameters): Promise<CryptoKey | null> {
    const known = this.#known;
    if (known === null || !this.#isWithin(known.atMs, KEPT_MS)) {
      await this.#refresh();
    } else if (!this.#isWithin(known.atMs, FRESH_MS) && !this.#hasFailedWithin(COOL_DOWN_MS)) {
      await this.#refresh().catch((error: unknown) => {
        if (!isGuesthouseError(error, 'identity_unreachable')) throw error;
      });
    }
    const key = await this.#findKnown(header);
    if (key !== null) return key;
    await this.#refresh();
    return await this.#findKnown(header);
  }

  async #findKnown(header: JWSHeaderParameters): Promise<CryptoKey | null> {
    try {
      return (await this.#known?.find(header)) ?? null;
    } catch (error) {
      if (error instanceof errors.JWKSNoMatchingKey) return null;
      // The token names no key, but the provider has several (the token must name one then: OpenID Connect Core 1.0,
      // section 10.1).
      if (error instanceof errors.JWKSMultipleMatchingKeys) return null;
      throw unreachable(this.#discoveryUrl, 'a key of the provider is not usable', error);
    }
  }

  async #refresh(): Promise<void> {
    if (this.#fetching !== null) return await this.#fetching;
    if (this.#failed !== null && this.#hasFailedWithin(TRY_AGAIN_MS)) throw this.#failed.error;
    if (this.#known !== null && this.#isWithin(this.#known.atMs, COOL_DOWN_MS)) return;
    this.#fetching = this.#fetch().finally(() => (this.#fetching = null));
    await this.#fetching;
  }

  async #fetch(): Promise<void> {
    const atMs = this.#now();
    try {
      this.#known = { find: await this.#fetchKeys(), atMs };
      this.#failed = null;
    } catch (error) {
      this.#failed = { error, atMs: this.#now() };
      const detail = isGuesthouseError(error) ? error.logDetail : undefined;
      this.#log.warn(
        { issuer: this.#issuer, detail },
        'failed to fetch the keys of the OpenID provider; check that its URL can be reached from this machine',
      );
      throw error;
    }
  }

  async #fetchKeys(): Promise<LocalJWKSet> {
    const url = this.#discoveryUrl;
    const { issuer, jwks_uri: jwksUri } = await this.#fetchObject(url);
    if (issuer !== this.#issuer)
      throw unreachable(url, `the document names a different issuer, ${JSON.stringify(issuer)}`);
    const jwksUrl = typeof jwksUri === 'string' && URL.canParse(jwksUri) ? new URL(jwksUri) : null;
    // Plain HTTP is accepted only within this machine, and never if the discovery URL uses HTTPS: behind a proxy,
    // providers often name http://localhost by mistake.
    const isUsable = jwksUrl !== null && isSecureUrl(jwksUrl) && [url.protocol, 'https:'].includes(jwksUrl.protocol);
    if (!isUsable) {
      throw unreachable(url, `its jwks_uri cannot be used: ${JSON.stringify(jwksUri)}`);
    }
    const keys = await this.#fetchObject(jwksUrl);
    try {
      return createLocalJWKSet(keys as unknown as JSONWebKeySet);
    } catch (error) {
      throw unreachable(jwksUrl, 'the response is not a JSON Web Key Set', error);
    }
  }

  async #fetchObject(url: URL): Promise<Readonly<Record<string, unknown>>> {
    const { status, body } = await this.#client.get(url);
    if (status !== 200) throw unreachable(url, `responded with ${status}`);
    if (typeof body !== 'object' || body === null) throw unreachable(url, 'the response is not a JSON object');
    return body as Record<string, unknown>;
  }

  #hasFailedWithin(forMs: number): boolean {
    return this.#failed !== null && this.#isWithin(this.#failed.atMs, forMs);
  }

  /** Whether `atMs` is less than `forMs` ago. False if the clock was set back. */
  #isWithin(atMs: number, forMs: number): boolean {
    const age = this.#now() - atMs;
    return age >= 0 && age < forMs;
  }
}
