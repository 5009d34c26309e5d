/**
 * The identity source for Keystone, the identity service of OpenStack. Each token authenticates its own validation
 * (`GET /v3/auth/tokens`), so Guesthouse needs no account in Keystone.
 *
 * A valid result is cached for a minute, but never beyond the token's expiry. So a revoked token stays valid for up to
 * a minute. An invalid result is cached for seconds in a separate cache, so that invented tokens cannot evict valid
 * ones. Concurrent lookups of one token share one call. Only tokens in the formats that Keystone issues are sent to
 * Keystone; it must not receive our tokens or those of other providers.
 *
 * A role that is mapped to `admin` makes an administrator only if the token is for Keystone's whole system, or for the
 * configured project. In any other project it is the role `owner`: users can often make themselves administrators of
 * some project, such as a project in a domain that they manage.
 * Invariant: a token for any other project never makes an administrator (test/identity/keystone.test.ts).
 *
 * This file must never log or store a token: the cache key is the token's SHA-256.
 */
import { hash } from 'node:crypto';
import type { ExternalIdentity, IdentitySource } from '../domain/identity.js';
import { ROLES } from '../domain/rights.js';
import type { Role } from '../domain/rights.js';
import { readableName } from './foreign-name.js';
import { JsonClient, unreachable } from './json-client.js';
import { ShortMemory } from './short-memory.js';
import { unverifiedClaims } from './unverified-claims.js';

export interface KeystoneSettings {
  /** Includes the version: `https://keystone.example/v3`. */
  readonly url: string;
  /** Maps Keystone's role names to our roles; the names are compared exactly. */
  readonly roles: Readonly<Record<string, Role>>;
  /** Id of the only project whose administrators are administrators here; null: none. */
  readonly adminProject: string | null;
}

export interface KeystoneOptions {
  readonly now?: () => number;
  readonly client?: JsonClient;
}

const REMEMBERED_MS = 60_000;
const REMEMBERED_MAX = 10_000;
const REFUSED_MS = 5_000;
const REFUSED_MAX = 1_000;
/** Keystone's own limit (`max_token_size`) is 255 for Fernet; signed ones are longer. */
const TOKEN_MAX = 4_096;
const ID_MAX = 255;
/** A Fernet token in base64url: version 0x80, then a time whose first bytes are zero for the next eighty years. */
const FERNET = /^gAAAA[\w-]+={0,2}$/;

type Members = Readonly<Record<string, unknown>>;

export class KeystoneSource implements IdentitySource {
  readonly isCheckedLocally = false;
  readonly #url: URL;
  readonly #roles: ReadonlyMap<string, Role>;
  readonly #adminProject: string | null;
  readonly #host: string;
  readonly #now: () => number;
  readonly #client: JsonClient;
  readonly #remembered: ShortMemory<ExternalIdentity>;
  readonly #refused: ShortMemory<true>;
  readonly #underWay = new Map<string, Promise<ExternalIdentity | null>>();

  constructor(settings: KeystoneSettings, { now = Date.now, client = new JsonClient() }: KeystoneOptions = {}) {
    const { url, roles, adminProject } = settings;
    // Omits the service catalogue, which would be most of the response and does not describe the token.
    this.#url = new URL(`${url.replace(/\/$/, '')}/auth/tokens?nocatalog`);
    this.#host = this.#url.hostname;
    this.#roles = new Map(Object.entries(roles));
    this.#adminProject = adminProject;
    this.#now = now;
    this.#client = client;
    this.#remembered = new ShortMemory(REMEMBERED_MAX, now);
    this.#refused = new ShortMemory(REFUSED_MAX, now);
  }

  acceptsForm(credential: string): boolean {
    if (credential.length > TOKEN_MAX) return false;
    if (FERNET.test(credential)) return true;
    const claims = unverifiedClaims(credential);
    return claims !== null && 'openstack_methods' in claims && !('iss' in claims);
  }

  async identify(credential: string): Promise<ExternalIdentity | null> {
    if (!this.acceptsForm(credential)) return null;
    const key = hash('sha256', credential, 'base64url');
    const remembered = this.#remembered.get(key);
    if (remembered !== undefined) return remembered;
    if (this.#refused.get(key) === true) return null;
    const underWay = this.#underWay.get(key);
    if (underWay !== undefined) return await underWay;
    const pending = this.#validate(credential, key).finally(() => this.#underWay.delete(key));
    this.#underWay.set(key, pending);
    return await pending;
  }

  async close(): Promise<void> {
    this.#client.close();
  }

  async #validate(credential: string, key: string): Promise<ExternalIdentity | null> {
    const requestedAtMs = this.#now();
    const headers = { 'x-auth-token': credential, 'x-subject-token': credential };
    const { status, body } = await this.#client.get(this.#url, headers);
    // Only a rejection by Keystone itself makes the token invalid: a proxy or a wrong URL can also cause a 401 or 404.
    const isRejected = (status === 401 || status === 404) && memberOf(memberOf(body, 'error'), 'code') === status;
    const identity = isRejected ? null : this.#identityOf(status, body);
    if (identity === null || identity.expiresAtMs <= this.#now()) {
      this.#refused.set(key, true, requestedAtMs + REFUSED_MS);
      return null;
    }
    this.#remembered.set(key, identity, Math.min(requestedAtMs + REMEMBERED_MS, identity.expiresAtMs));
    return identity;
  }

  /** Keystone API v3, "Validate and show information for token". */
  #identityOf(status: number, body: unknown): ExternalIdentity {
    if (status === 403)
      throw unreachable(this.#url, 'its policy does not let a token validate itself (identity:validate_token)');
    if (status !== 200) throw unreachable(this.#url, `responded with ${status}`);
    const token = memberOf(body, 'token');
    const user = memberOf(token, 'user');
    const project = memberOf(token, 'project');
    const [subject, projectId] = [idOf(user), idOf(project)];
    const expiresAt = memberOf(token, 'expires_at');
    const expiresAtMs = typeof expiresAt === 'string' ? Date.parse(expiresAt) : NaN;
    if (subject === null || Number.isNaN(expiresAtMs) || (project !== undefined && projectId === null)) {
      throw unreachable(this.#url, 'the response does not describe a token');
    }
    return Object.freeze({
      source: 'keystone',
      subject,
      userName: nameOf(user, subject, 'user', this.#host),
      // Keystone returns no groups, or only their ids; roles that come from groups are among the token's roles.
      groups: Object.freeze([]),
      project:
        projectId === null
          ? null
          : Object.freeze({ externalId: projectId, name: nameOf(project, projectId, 'project') }),
      role: this.#roleOf(token, projectId),
      expiresAtMs,
    });
  }

  #roleOf(token: unknown, projectId: string | null): Role | null {
    const role = this.#bestOf(memberOf(token, 'roles'));
    if (projectId === null) {
      // Among the roles outside projects, only that of the administrator of the whole system has a counterpart here.
      const isOfSystem = memberOf(memberOf(token, 'system'), 'all') === true;
      return isOfSystem && role === 'admin' ? 'admin' : null;
    }
    const isAdminProject = projectId === this.#adminProject && memberOf(token, 'is_admin_project') !== false;
    return role === 'admin' && !isAdminProject ? 'owner' : role;
  }

  #bestOf(roles: unknown): Role | null {
    const names = (Array.isArray(roles) ? roles : []).map((role) => memberOf(role, 'name'));
    const ours = names.map((name) => (typeof name === 'string' ? this.#roles.get(name) : undefined));
    return ROLES.findLast((role) => ours.includes(role)) ?? null;
  }
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Members)[name]
    : undefined;
}

function idOf(value: unknown): string | null {
  const id = memberOf(value, 'id');
  return typeof id === 'string' && /^[^\p{Cc}\p{Cs}]+$/u.test(id) && id.length <= ID_MAX ? id : null;
}

/**
 * Names are unique only within their domain, so names outside the default domain get the domain's name as a suffix. If
 * `host` is given, the name ends with it.
 */
function nameOf(value: unknown, id: string, kind: string, host?: string): string {
  const [name, domain] = [memberOf(value, 'name'), memberOf(value, 'domain')];
  const [domainId, domainName] = [memberOf(domain, 'id'), memberOf(domain, 'name')];
  if (typeof name !== 'string' || name.trim() === '') return readableName(id, kind, host);
  const isElsewhere = domainId !== 'default' && typeof domainName === 'string';
  return readableName(isElsewhere ? `${name}@${domainName}` : name, kind, host);
}
