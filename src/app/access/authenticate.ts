/**
 * The authenticator: finds the user of a credential, and the rights that the credential has.
 *
 *   credential ─► cached? ─┬─► one of our tokens: look up its hash ──┬─► principal
 *                          └─► otherwise: query the identity services ─┘
 *   credential of another service of this database ─► signature ─► principal that can read one image's content
 *
 * Tokens are looked up by their SHA-256, so the time of a comparison reveals nothing about the secret. A result is
 * cached for at most a minute. It is discarded as soon as the database sends a notification that the data behind it has
 * changed. While a notification could be missed (the listening connection is down, or does not respond), nothing is
 * cached or shared. Unknown credentials are never cached.
 *
 * Requests that arrive while their credential is being looked up share the lookup, unless a right has changed since the
 * lookup began. Every change of a right empties the cache, so all credentials must be looked up again. Because requests
 * share lookups, the number of lookups stays small even if a caller changes rights continuously. Invariant: a revoked
 * token is rejected on every replica within a second (test/live/revocation.test.ts).
 */
import { principalOf, SERVICE } from '../../domain/access.js';
import type { Grant, Principal, PrincipalFacts } from '../../domain/access.js';
import { GuesthouseError, isGuesthouseError } from '../../domain/errors.js';
import { NOBODY } from '../../domain/event.js';
import { fold } from '../../domain/fold.js';
import { isIdForm } from '../../domain/ids.js';
import type { ProjectId, UserId } from '../../domain/ids.js';
import type { ExternalIdentity, IdentitySource } from '../../domain/identity.js';
import type { Log } from '../../domain/log.js';
import { subjectOf } from '../../domain/subject.js';
import type { Database } from '../../store/database.js';
import { recordEvents } from '../../store/events.js';
import type { Listener } from '../../store/listener.js';
import {
  ACCESS_CHANNEL,
  ensureExternal,
  findExistingTokens,
  findFirstProjectId,
  findProjectId,
  findProjectNamed,
  findToken,
  findUser,
  touchToken,
} from '../../store/principals.js';
import type { NamedRow } from '../../store/named.js';
import { ServiceCredentials } from '../../store/service-credentials.js';
import { hashSecret } from '../../store/tokens.js';
import { inTransaction, query } from '../../store/transaction.js';
import { SlowLookups } from './slow-lookups.js';
import type { CredentialForm, WrongCredentials } from './wrong-credentials.js';

export interface AuthenticatorDeps {
  readonly db: Database;
  readonly listener: Listener;
  /** The identity services for credentials that are not Guesthouse tokens, tried in this order. */
  readonly sources: readonly IdentitySource[];
  /** The user that represents callers without a credential. Null: every request needs a credential. */
  readonly actAs: UserId | null;
  /** Slows down callers who guess credentials. */
  readonly wrong: WrongCredentials;
  readonly log: Log;
}

/** The credential in the headers of a request. */
export interface Credential {
  /** Null if the headers have no credential of a known form. */
  readonly secret: string | null;
  /** The mistake in the headers; null if they are valid. */
  readonly mistake: string | null;
  /** The user that the headers name together with the secret: only this user's credential is valid. */
  readonly user?: string;
  /**
   * Whether clients of the API first send each request without a credential, and then with one (RFC 7617 §2). Then its
   * absence is not counted as a denial.
   */
  readonly isAbsenceExpected?: boolean;
}

const CACHED_MS = 60_000;
/** Short, because the sources in src/identity already cache results for a minute. */
const EXTERNAL_CACHED_MS = 5_000;
const CACHED_MAX = 10_000;
/** The key of the first project in the cache of projects; no project has this name. */
const FIRST_PROJECT = '';
const OURS = /^gh_[A-Za-z0-9_-]{43}$/;
/** The longest delay that a timer supports. */
const TIMER_MAX_MS = 2 ** 31 - 1;

export class Authenticator {
  readonly #deps: AuthenticatorDeps;
  readonly #slow: SlowLookups;
  readonly #services: ServiceCredentials;
  readonly #cache = new Map<string, { readonly principal: Principal; readonly untilMs: number }>();
  /**
   * A cache of project ids. The key is the id or name that the request contains, or `FIRST_PROJECT` if it contains
   * none. Only for administrators, who can name any project.
   */
  readonly #projects = new Map<string, ProjectId>();
  /** Incremented by every change of a right: the result of a lookup that began before the change is not cached. */
  #generation = 0;
  readonly #watches = new Set<() => void>();
  /** Lookups in progress that other requests can share, by the hash of the credential. */
  readonly #inFlight = new Map<string, { readonly principal: Promise<Principal>; readonly generation: number }>();

  constructor(deps: AuthenticatorDeps) {
    this.#deps = deps;
    this.#services = new ServiceCredentials(deps.db);
    this.#slow = new SlowLookups((hashes) => query(deps.db, (sql) => findExistingTokens(sql, hashes)));
    const invalidate = (): void => this.#invalidate();
    deps.listener.subscribe(ACCESS_CHANNEL, { onNotified: invalidate, onGap: invalidate, onStale: invalidate });
  }

  /**
   * Returns without a promise if the principal is cached. Throws `unauthenticated` if the credential is missing or not
   * valid, or if it does not belong to the user that the request names.
   */
  authenticate(
    { secret, mistake, user, isAbsenceExpected }: Credential,
    clientAddress: string,
  ): Principal | Promise<Principal> {
    const { actAs, wrong } = this.#deps;
    if (secret === null && actAs === null) {
      if (isAbsenceExpected !== true) wrong.absent(clientAddress);
      throw new GuesthouseError(
        'unauthenticated',
        mistake ?? 'The request has no credential. Send a token in the header Authorization: Bearer <token>.',
      );
    }
    const found = this.#find(secret, clientAddress);
    // Without credentials, all callers act as the same user, whatever name they send.
    if (user === undefined || actAs !== null) return found;
    return found instanceof Promise ? found.then((it) => requireUser(it, user)) : requireUser(found, user);
  }

  /**
   * The principal of another service of this database, in a request for the content of an image with this path. Throws
   * `unauthenticated` if the credential does not permit exactly this request now. `null` is a request for anything
   * else.
   */
  async authenticateService(secret: string, path: string | null, clientAddress: string): Promise<Principal> {
    const { wrong } = this.#deps;
    const key = hashSecret(secret).toString('latin1');
    const { over } = wrong.admit(clientAddress, key, 'signed');
    try {
      if (path !== null && (await this.#services.permits(secret, path))) return SERVICE;
      wrong.wrong(clientAddress, key);
      throw notValid();
    } finally {
      over();
    }
  }

  /** `clientAddress` is null if the service itself re-checks a credential that it accepted earlier. */
  #find(secret: string | null, clientAddress: string | null): Principal | Promise<Principal> {
    if (this.#deps.actAs !== null || secret === null) {
      return this.#cached('', CACHED_MS, () => this.#principalWithoutCredential());
    }
    const hash = hashSecret(secret);
    const cachedMs = OURS.test(secret) ? CACHED_MS : EXTERNAL_CACHED_MS;
    return this.#cached(hash.toString('latin1'), cachedMs, () => this.#verify(secret, hash, clientAddress));
  }

  /**
   * The current project of a request, which can name it by its id, its name, or its id in Keystone; null if the request
   * names none and the principal has no default. Throws `project_required` if the project does not exist, or if the
   * principal has no access to it. The error does not reveal which of the two is the case.
   */
  currentProject(principal: Principal, named: string | undefined): ProjectId | null | Promise<ProjectId | null> {
    const { boundTo, home, everywhere } = principal;
    if (named === undefined) {
      if (home !== null) return home;
      return everywhere === 'admin' ? this.#anyProject(null, boundTo, null) : null;
    }
    const known = isIdForm(named) ? principal.named.get(named.toLowerCase()) : principal.named.get(fold(named));
    if (known !== undefined) return known;
    // A path can contain NUL (`%00`), which the database cannot compare.
    if (everywhere === null || named.includes('\0')) throw noSuchProject();
    const found = this.#anyProject(named, boundTo, noSuchProject());
    if (found instanceof Promise) return found.then((id) => requireBound(id, boundTo));
    return requireBound(found, boundTo);
  }

  /**
   * Returns a signal that aborts when the credential is revoked, expires, or gets other rights. The watch ends when
   * `gone` aborts.
   */
  watch(secret: string | null, principal: Principal, gone: AbortSignal): AbortSignal {
    const ended = new AbortController();
    let isChecking = false;
    const check = async (): Promise<void> => {
      if (isChecking) return;
      isChecking = true;
      try {
        let generation: number;
        do {
          generation = this.#generation;
          if (!hasSameRights(await this.#find(secret, null), principal)) ended.abort();
        } while (generation !== this.#generation);
      } catch (error) {
        // Any other error means that this check was not possible. The next check decides.
        if (isGuesthouseError(error, 'unauthenticated')) ended.abort();
      } finally {
        isChecking = false;
      }
    };
    const wake = (): void => void check();
    const again = setInterval(wake, CACHED_MS);
    const leftMs = principal.validUntilMs - performance.now();
    const expiry = leftMs < TIMER_MAX_MS ? setTimeout(() => ended.abort(), Math.max(0, leftMs)) : undefined;
    this.#watches.add(wake);
    const stop = (): void => {
      clearInterval(again);
      clearTimeout(expiry);
      this.#watches.delete(wake);
    };
    gone.addEventListener('abort', stop, { once: true });
    ended.signal.addEventListener('abort', stop, { once: true });
    if (gone.aborted) stop();
    return ended.signal;
  }

  #invalidate(): void {
    this.#generation += 1;
    this.#cache.clear();
    this.#projects.clear();
    for (const wake of this.#watches) wake();
  }

  #cached(key: string, cachedMs: number, lookUp: () => Promise<Principal>): Principal | Promise<Principal> {
    const cached = this.#cache.get(key);
    if (cached !== undefined) {
      if (cached.untilMs > performance.now() && this.#deps.listener.isFresh) return cached.principal;
      this.#cache.delete(key);
    }
    const generation = this.#generation;
    return lookUp().then((principal) => {
      const untilMs = Math.min(performance.now() + cachedMs, principal.validUntilMs);
      if (generation === this.#generation && this.#deps.listener.isFresh) {
        if (this.#cache.size >= CACHED_MAX) this.#cache.clear();
        this.#cache.set(key, { principal, untilMs });
      }
      return principal;
    });
  }

  async #principalWithoutCredential(): Promise<Principal> {
    const { db, actAs } = this.#deps;
    const user = actAs === null ? null : await query(db, (sql) => findUser(sql, actAs, []));
    if (user === null)
      throw new GuesthouseError('unauthenticated', 'The user that represents callers without credentials was deleted.');
    return principalOf({
      credentialId: 'none',
      ...user,
      boundTo: null,
      home: null,
      ceiling: null,
      scopes: [],
      expiresAtMs: null,
      validUntilMs: Infinity,
    });
  }

  /** Looks up a credential: slowly, or not at all, if the limit on wrong credentials applies to it. */
  async #verify(secret: string, hash: Buffer, clientAddress: string | null): Promise<Principal> {
    const { wrong } = this.#deps;
    if (clientAddress === null) return this.#sharedLookUp(secret, hash);
    const key = hash.toString('latin1');
    const { isSlow, over } = wrong.admit(clientAddress, key, this.#formOf(secret));
    try {
      if (isSlow && !(await this.#slow.exists(hash))) throw notValid();
      const principal = await this.#sharedLookUp(secret, hash);
      wrong.valid(key);
      return principal;
    } catch (error) {
      if (isGuesthouseError(error, 'unauthenticated')) wrong.wrong(clientAddress, key);
      throw error;
    } finally {
      over();
    }
  }

  #formOf(secret: string): CredentialForm {
    if (OURS.test(secret)) return 'own';
    const isSigned = this.#deps.sources.some((source) => source.isCheckedLocally && source.acceptsForm(secret));
    return isSigned ? 'signed' : 'other';
  }

  /** Starts a lookup, or joins the one in progress. */
  #sharedLookUp(secret: string, hash: Buffer): Promise<Principal> {
    const key = hash.toString('latin1');
    const inFlight = this.#inFlight.get(key);
    const generation = this.#generation;
    if (inFlight?.generation === generation && this.#deps.listener.isFresh) return inFlight.principal;
    const begun = { generation, principal: this.#lookUp(secret, hash) };
    this.#inFlight.set(key, begun);
    const forget = (): void => {
      if (this.#inFlight.get(key) === begun) this.#inFlight.delete(key);
    };
    begun.principal.then(forget, forget);
    return begun.principal;
  }

  async #lookUp(secret: string, hash: Buffer): Promise<Principal> {
    if (OURS.test(secret)) {
      const token = await query(this.#deps.db, (sql) => findToken(sql, hash));
      if (token === null) throw notValid();
      const { id, isUseStale, ...facts } = token;
      if (isUseStale) {
        query(this.#deps.db, (sql) => touchToken(sql, id)).catch((error: unknown) => {
          this.#deps.log.debug({ err: error }, 'failed to record when a token was last used');
        });
      }
      return principalOf({ credentialId: id, ...facts, home: facts.boundTo });
    }
    for (const source of this.#deps.sources) {
      if (!source.acceptsForm(secret)) continue;
      const identity = await source.identify(secret);
      if (identity !== null) return this.#externalPrincipal(identity);
    }
    throw notValid();
  }

  /** Creates users, and projects of Keystone, on their first appearance. */
  async #externalPrincipal(identity: ExternalIdentity): Promise<Principal> {
    const { db } = this.#deps;
    const { source, subject, userName, groups, project, role, expiresAtMs } = identity;
    // The identity service chose the time by its own clock, so only the wall clock can tell how much of it is left.
    const validUntilMs = performance.now() + (expiresAtMs - Date.now());
    const ensure = <T extends UserId | ProjectId>(
      table: 'users' | 'projects',
      externalId: string,
      wantedName: string,
    ): Promise<NamedRow<T>> =>
      inTransaction(db, async (trx) => {
        const { id, name, isNew } = await ensureExternal<T>(trx, table, `${source}:${externalId}`, wantedName);
        if (isNew) {
          const isUser = table === 'users';
          const happened = {
            kind: isUser ? 'user.created' : 'project.created',
            subject: subjectOf(isUser ? 'user' : 'project', { id, name }),
            operationId: null,
          } as const;
          const projectId = isUser ? null : (id as ProjectId);
          const detail = { [isUser ? 'user_id' : 'project_id']: id, name, source };
          await recordEvents(trx, [{ ...happened, ...NOBODY, projectId, detail }]);
        }
        return { id, name };
      });
    const isAdministrator = role === 'admin';
    const findFacts = async (): Promise<Omit<PrincipalFacts, 'boundTo' | 'home'>> => {
      const { id } = await ensure<UserId>('users', subject, userName);
      const user = await query(db, (sql) => findUser(sql, id, groups));
      if (user === null) throw notValid();
      const credentialId = `${source} ${subject}`;
      return { credentialId, ceiling: null, scopes: [], expiresAtMs, validUntilMs, isAdministrator, ...user };
    };
    if (project === null) return principalOf({ ...(await findFacts()), boundTo: null, home: null });
    if (project.externalId === null) {
      // Must come before the user is created: no limit on wrong credentials applies to a signed one, so a refused one
      // must leave nothing in the database.
      const known = await query(db, (sql) => findProjectNamed(sql, project.name));
      // Must not continue without a project: a credential that names a project is valid only there.
      if (known === null)
        throw new GuesthouseError('unauthenticated', 'The credential is bound to a project that does not exist here.');
      return principalOf({ ...(await findFacts()), boundTo: known, home: known });
    }
    const facts = await findFacts();
    const { id: projectId, name: projectName } = await ensure<ProjectId>('projects', project.externalId, project.name);
    const external: Grant[] =
      role === null ? [] : [{ role, projectId, projectName, projectKeystoneId: project.externalId, guestId: null }];
    const grants = [...facts.grants, ...external];
    return principalOf({ ...facts, grants, boundTo: isAdministrator ? null : projectId, home: projectId });
  }

  /**
   * Finds a project for an administrator; with `named` null, the first project. The administrator's credential can be
   * bound to one project (`boundTo`). For a bound credential, only its own project is read from the cache: a faster
   * response would reveal that another project exists.
   */
  #anyProject(
    named: string | null,
    boundTo: ProjectId | null,
    missing: GuesthouseError | null,
  ): ProjectId | null | Promise<ProjectId | null> {
    const key = named === null ? FIRST_PROJECT : fold(named);
    const canCache = (id: ProjectId): boolean => boundTo === null || boundTo === id;
    const known = this.#projects.get(key);
    if (known !== undefined && canCache(known) && this.#deps.listener.isFresh) return known;
    const generation = this.#generation;
    return query(this.#deps.db, (sql) => (named === null ? findFirstProjectId(sql) : findProjectId(sql, named))).then(
      (found) => {
        if (found === null) {
          if (missing !== null) throw missing;
          return null;
        }
        const { id, isFinal } = found;
        if (this.#projects.size >= CACHED_MAX) this.#projects.clear();
        if (isFinal && generation === this.#generation && canCache(id)) this.#projects.set(key, id);
        return id;
      },
    );
  }
}

/** `user` is the name of the user, or the name and a domain (`ann@internal`): users of Guesthouse have no domains. */
function requireUser(principal: Principal, user: string): Principal {
  const at = user.lastIndexOf('@');
  const names = at < 0 ? [user] : [user, user.slice(0, at)];
  if (names.some((name) => fold(name) === fold(principal.userName))) return principal;
  throw new GuesthouseError('unauthenticated', 'The token does not belong to the user that the request names.');
}

function requireBound(id: ProjectId | null, boundTo: ProjectId | null): ProjectId | null {
  if (boundTo !== null && id !== boundTo) throw noSuchProject();
  return id;
}

/** Whether the rights are the same, regardless of their order. */
function hasSameRights(now: Principal, before: Principal): boolean {
  const text = ({ projects, guests, named, validUntilMs: _again, ...rest }: Principal): string =>
    JSON.stringify([rest, [...projects].sort(), [...guests].map(String).sort(), [...named].sort()]);
  return text(now) === text(before);
}

function notValid(): GuesthouseError {
  return new GuesthouseError('unauthenticated', 'The credential is not valid.');
}

function noSuchProject(): GuesthouseError {
  return new GuesthouseError('project_required', 'The request does not name a project that you have access to.');
}
