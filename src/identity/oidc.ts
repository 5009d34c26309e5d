/**
 * The identity source for OpenID Connect: signed access tokens (JWT, as in RFC 9068) of one provider, verified with its
 * public keys.
 *
 * A token is valid if all of these hold:
 *   - it is signed by a key of the provider with one of ALGORITHMS;
 *   - its issuer is exactly the configured one;
 *   - the configured audience is among its audiences (this rejects tokens issued for other services);
 *   - it is not an ID token, which can have the audience of an access token if that audience is the id of a client;
 *   - it was issued to one of the configured clients, if any are configured;
 *   - the current time is within its validity period, with a tolerance of 30 s for clock skew;
 *   - it names a subject;
 *   - it is a bearer token: tokens bound to a key of their sender (`cnf`) are rejected, because this file does not
 *     check the proof.
 *
 * This file must never use a key, or the location of a key, that the token itself gives (`jwk`, `jku`, `x5u`). It must
 * identify a user only by issuer and subject: at many providers, users choose their names and addresses themselves.
 */
import { errors, jwtVerify } from 'jose';
import type { JWTPayload, JWTVerifyResult } from 'jose';
import type { ExternalIdentity, IdentitySource } from '../domain/identity.js';
import type { Log } from '../domain/log.js';
import { isStorable, readableName } from './foreign-name.js';
import { JsonClient } from './json-client.js';
import { SigningKeys } from './signing-keys.js';
import { unverifiedClaims } from './unverified-claims.js';

export interface OidcSettings {
  readonly issuer: string;
  readonly audience: string;
  /**
   * The claim with the user's display name. Null: `preferred_username`, otherwise a verified `email`. If the claim is
   * absent, `sub` is used.
   */
  readonly userClaim: string | null;
  readonly groupsClaim: string;
  readonly projectClaim: string;
  /** The only clients whose tokens are accepted (`azp`, `client_id`); empty: all clients of the provider. */
  readonly clients: readonly string[];
  /** `at+jwt`: only tokens that are declared as access tokens (RFC 9068); `jwt`: also tokens without such a type. */
  readonly tokenType: 'jwt' | 'at+jwt';
}

export interface OidcOptions {
  readonly log: Log;
  readonly now?: () => number;
  readonly client?: JsonClient;
}

/**
 * Asymmetric only: with HS256 the provider's public key would be the secret. `Ed25519` is the newer name of `EdDSA`
 * (RFC 9864).
 */
const ALGORITHMS = ['RS256', 'PS256', 'ES256', 'EdDSA', 'Ed25519'];
/** Values of `typ` of an access token according to RFC 9068. */
const ACCESS_TOKEN_TYPES = ['at+jwt', 'application/at+jwt'];
/** Other accepted values of `typ`; tokens for other purposes have other values (`logout+jwt`, `dpop+jwt`, …). */
const UNSPECIFIC_TYPES = [undefined, 'jwt', 'application/jwt'];
/** Claims that only ID tokens have (OpenID Connect Core 1.0, sections 2 and 3.3.2.11). */
const ID_TOKEN_CLAIMS = ['nonce', 'at_hash', 'c_hash'];
/** The service accepts 64 KiB of headers with the URL; a token with two hundred groups needs about 10 KiB. */
const TOKEN_MAX = 12_288;
const CLOCK_SKEW_S = 30;
/** OpenID Connect Core 1.0, section 2. */
const SUBJECT_MAX = 255;
const GROUPS_MAX = 512;
/** The largest time value of a Date. */
const TIME_MAX_MS = 8.64e15;

export class OidcSource implements IdentitySource {
  readonly isCheckedLocally = true;
  readonly #settings: OidcSettings;
  readonly #log: Log;
  readonly #now: () => number;
  readonly #client: JsonClient;
  readonly #keys: SigningKeys;

  constructor(settings: OidcSettings, { log, now = Date.now, client = new JsonClient() }: OidcOptions) {
    this.#settings = settings;
    this.#log = log;
    this.#now = now;
    this.#client = client;
    this.#keys = new SigningKeys({ issuer: settings.issuer, client, now, log });
  }

  acceptsForm(credential: string): boolean {
    return credential.length <= TOKEN_MAX && unverifiedClaims(credential)?.['iss'] === this.#settings.issuer;
  }

  async identify(credential: string): Promise<ExternalIdentity | null> {
    if (!this.acceptsForm(credential)) return null;
    try {
      return this.#identityOf(await this.#verify(credential));
    } catch (error) {
      if (!(error instanceof errors.JOSEError)) throw error;
      // Log the reason, never the token: a token that this service rejects can be valid elsewhere.
      this.#log.debug({ code: error.code, reason: error.message }, 'token of the OpenID provider rejected');
      return null;
    }
  }

  async close(): Promise<void> {
    this.#client.close();
  }

  async #verify(credential: string): Promise<JWTPayload> {
    const key = async (header: JWTVerifyResult['protectedHeader']) => {
      const type = header.typ?.toLowerCase();
      const isAccepted = this.#settings.tokenType === 'jwt' && UNSPECIFIC_TYPES.includes(type);
      if (!isAccepted && (type === undefined || !ACCESS_TOKEN_TYPES.includes(type)))
        throw new errors.JWTInvalid('the token is not an access token according to its typ');
      const found = await this.#keys.find(header);
      if (found === null) throw new errors.JWKSNoMatchingKey();
      return found;
    };
    const { payload } = await jwtVerify(credential, key, {
      algorithms: ALGORITHMS,
      issuer: this.#settings.issuer,
      audience: this.#settings.audience,
      clockTolerance: CLOCK_SKEW_S,
      currentDate: new Date(this.#now()),
      requiredClaims: ['exp', 'sub'],
    });
    if (payload['cnf'] !== undefined) throw new errors.JWTInvalid('the token is bound to a key of its sender (cnf)');
    const claim = ID_TOKEN_CLAIMS.find((name) => Object.hasOwn(payload, name));
    if (claim !== undefined) throw new errors.JWTInvalid(`the token is an ID token, because it contains ${claim}`);
    this.#requireClient(payload);
    return payload;
  }

  /** A token names its client in `azp` (OpenID Connect), in `client_id` (RFC 9068), or in both. */
  #requireClient(claims: JWTPayload): void {
    const { clients } = this.#settings;
    if (clients.length === 0) return;
    const named = ['azp', 'client_id'].map((name) => claimOf(claims, name)).filter((client) => client !== undefined);
    const isAllowed = (client: unknown): boolean => typeof client === 'string' && clients.includes(client);
    if (named.length === 0 || !named.every(isAllowed))
      throw new errors.JWTInvalid('the token was issued to a client that is not accepted (azp, client_id)');
  }

  #identityOf(claims: JWTPayload): ExternalIdentity {
    const { sub, exp } = claims;
    if (typeof sub !== 'string' || sub === '' || sub.length > SUBJECT_MAX || /[\p{Cc}\p{Cs}]/u.test(sub)) {
      throw new errors.JWTInvalid('the token has no subject that can be stored');
    }
    return Object.freeze({
      source: 'oidc',
      subject: `${this.#settings.issuer} ${sub}`,
      userName: readableName(this.#userNameIn(claims) ?? sub, 'user', new URL(this.#settings.issuer).hostname),
      groups: this.#groupsIn(claims),
      project: this.#projectIn(claims),
      role: null,
      expiresAtMs: Math.min(Number(exp) * 1000, TIME_MAX_MS),
    });
  }

  #userNameIn(claims: JWTPayload): string | null {
    const text = (name: string): string | null => {
      const value = claimOf(claims, name);
      return typeof value === 'string' && value.trim() !== '' ? value : null;
    };
    if (this.#settings.userClaim !== null) return text(this.#settings.userClaim);
    return text('preferred_username') ?? (claims['email_verified'] === true ? text('email') : null);
  }

  /** The names of the groups, unchanged. A name that cannot be stored is omitted, which can only remove permissions. */
  #groupsIn(claims: JWTPayload): readonly string[] {
    const claim = claimOf(claims, this.#settings.groupsClaim);
    const all: readonly unknown[] = Array.isArray(claim) ? claim : claim === undefined ? [] : [claim];
    const groups = all.filter(isName).slice(0, GROUPS_MAX);
    if (groups.length < all.length) {
      this.#log.debug(
        { received: all.length, kept: groups.length },
        'ignoring groups of a token: their names cannot be stored, or the token has too many',
      );
    }
    return Object.freeze(groups);
  }

  /**
   * An invalid project makes the token invalid: ignoring the project would give the token more access than it was
   * issued for.
   */
  #projectIn(claims: JWTPayload): ExternalIdentity['project'] {
    const { projectClaim } = this.#settings;
    const claim = claimOf(claims, projectClaim);
    if (claim === undefined || claim === null || claim === '') return null;
    if (!isName(claim)) throw new errors.JWTInvalid(`the claim ${projectClaim} is not the name of a project`);
    return Object.freeze({ externalId: null, name: claim });
  }
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && isStorable(value);
}

/** Own properties only: `constructor` is not a claim. */
function claimOf(claims: JWTPayload, name: string): unknown {
  return Object.hasOwn(claims, name) ? claims[name] : undefined;
}
