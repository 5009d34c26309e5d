/**
 * Who a credential belongs to, and what it may.
 *
 *   credential ─► remembered? ─► token of ours: its hash is looked up ─┬─► principal
 *                           └──► an identity service vouches for it ───┘
 *
 * Tokens are looked up by their SHA-256, so what is compared says nothing about the secret by its timing. What was found is remembered for at
 * most a minute, and dropped when the database tells that anything changed that it was made of; while that might not be heard (the
 * listening connection is down, or does not answer) nothing is remembered. Unknown credentials never are. Requests that come while their
 * credential is looked up share the look-up, unless something changed since it began: whoever changes rights all the time must not keep the
 * database busy with it.
 * Invariant: a revoked token is refused on every replica within a second (test/live/revocation.test.ts).
 */
import { principalOf } from '../../domain/access.js';
import type { Grant, Principal } from '../../domain/access.js';
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
  findProjectId,
  findToken,
  findUser,
  touchToken,
} from '../../store/principals.js';
import { hashSecret } from '../../store/tokens.js';
import { inTransaction, query } from '../../store/transaction.js';
import type { WrongCredentials } from './wrong-credentials.js';

export interface AuthenticatorDeps {
  readonly db: Database;
  readonly listener: Listener;
  /** Asked in their order about what is no token of ours. */
  readonly sources: readonly IdentitySource[];
  /** Whoever asks is this user, and needs no credential; null: everybody needs one. */
  readonly anybodyIs: UserId | null;
  /** Slows down whoever guesses. */
  readonly wrong: WrongCredentials;
  readonly log: Log;
}

/** What came in a request's headers. */
export interface Credential {
  /** Null: there was none, or none that could be one. */
  readonly secret: string | null;
  /** What was wrong with it; null: nothing was. */
  readonly mistake: string | null;
}

const REMEMBERED_MS = 60_000;
/** Identity services remember for a minute themselves. */
const VOUCHED_FOR_MS = 5_000;
const REMEMBERED_MAX = 10_000;
/** Where administrators are who name no project. */
const DEFAULT_PROJECT = 'default';
const OURS = /^gh_[A-Za-z0-9_-]{43}$/;
/** The longest that a timer can wait. */
const TIMER_MAX_MS = 2 ** 31 - 1;

export class Authenticator {
  readonly #deps: AuthenticatorDeps;
  readonly #remembered = new Map<string, { readonly principal: Principal; readonly until: number }>();
  /** Ids of projects by what they were called; of administrators, who may name any. */
  readonly #projects = new Map<string, ProjectId>();
  /** Raised whenever something changed: what was looked up before is not remembered after. */
  #generation = 0;
  readonly #watches = new Set<() => void>();
  /** Look-ups that others may share, by the hash of the credential. */
  readonly #underWay = new Map<string, { readonly principal: Promise<Principal>; readonly generation: number }>();

  constructor(deps: AuthenticatorDeps) {
    this.#deps = deps;
    const drop = (): void => this.#drop();
    deps.listener.subscribe(ACCESS_CHANNEL, { onNotified: drop, onGap: drop, onDoubt: drop });
  }

  /** At once where it is remembered; `unauthenticated` where there is none, or it is not valid. */
  authenticate({ secret, mistake }: Credential, clientAddress: string): Principal | Promise<Principal> {
    const { anybodyIs, wrong } = this.#deps;
    if (secret === null && anybodyIs === null) {
      wrong.absent(clientAddress);
      throw new GuesthouseError(
        'unauthenticated',
        mistake ?? 'The request has no credential. Send a token in the header Authorization: Bearer <token>.',
      );
    }
    return this.#find(secret, clientAddress);
  }

  /** `clientAddress` null: asked by ourselves, of a credential that was good before. */
  #find(secret: string | null, clientAddress: string | null): Principal | Promise<Principal> {
    if (this.#deps.anybodyIs !== null || secret === null) {
      return this.#recall('', REMEMBERED_MS, () => this.#anybody());
    }
    const hash = hashSecret(secret);
    const rememberedMs = OURS.test(secret) ? REMEMBERED_MS : VOUCHED_FOR_MS;
    return this.#recall(hash.toString('latin1'), rememberedMs, () => this.#judged(secret, hash, clientAddress));
  }

  /**
   * The project that a request speaks of; null where it names none. `project_required` where there is none of that id or name, or none for
   * this principal: which of both is not told.
   */
  currentProject(principal: Principal, named: string | undefined): ProjectId | null | Promise<ProjectId | null> {
    const { boundTo, home, everywhere } = principal;
    if (named === undefined) {
      if (home !== null) return home;
      return everywhere === 'admin' ? this.#anyProject(DEFAULT_PROJECT, boundTo, null) : null;
    }
    const known = isIdForm(named) ? principal.named.get(named.toLowerCase()) : principal.named.get(fold(named));
    if (known !== undefined) return known;
    if (everywhere === null) throw noSuchProject();
    const found = this.#anyProject(named, boundTo, noSuchProject());
    if (found instanceof Promise) return found.then((id) => requireBound(id, boundTo));
    return requireBound(found, boundTo);
  }

  /** Aborts when the credential is not what it was any more: revoked, expired, or with other rights. Ends with `gone`. */
  watch(secret: string | null, principal: Principal, gone: AbortSignal): AbortSignal {
    const ended = new AbortController();
    let isLooking = false;
    const look = async (): Promise<void> => {
      if (isLooking) return;
      isLooking = true;
      try {
        let generation: number;
        do {
          generation = this.#generation;
          if (!isSame(await this.#find(secret, null), principal)) ended.abort();
        } while (generation !== this.#generation);
      } catch (error) {
        // Whoever cannot be asked now is asked again.
        if (isGuesthouseError(error, 'unauthenticated')) ended.abort();
      } finally {
        isLooking = false;
      }
    };
    const wake = (): void => void look();
    const again = setInterval(wake, REMEMBERED_MS);
    const leftMs = (principal.expiresAtMs ?? Infinity) - Date.now();
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

  #drop(): void {
    this.#generation += 1;
    this.#remembered.clear();
    this.#projects.clear();
    for (const wake of this.#watches) wake();
  }

  #recall(key: string, rememberedMs: number, lookUp: () => Promise<Principal>): Principal | Promise<Principal> {
    const remembered = this.#remembered.get(key);
    if (remembered !== undefined) {
      if (remembered.until > Date.now() && this.#deps.listener.isHearing) return remembered.principal;
      this.#remembered.delete(key);
    }
    const generation = this.#generation;
    return lookUp().then((principal) => {
      const until = Math.min(Date.now() + rememberedMs, principal.expiresAtMs ?? Infinity);
      if (generation === this.#generation && this.#deps.listener.isHearing) {
        if (this.#remembered.size >= REMEMBERED_MAX) this.#remembered.clear();
        this.#remembered.set(key, { principal, until });
      }
      return principal;
    });
  }

  async #anybody(): Promise<Principal> {
    const { db, anybodyIs } = this.#deps;
    const user = anybodyIs === null ? null : await query(db, (sql) => findUser(sql, anybodyIs, []));
    if (user === null)
      throw new GuesthouseError('unauthenticated', 'The user that requests without credentials act as was deleted.');
    return principalOf({
      credentialId: 'none',
      ...user,
      boundTo: null,
      home: null,
      ceiling: null,
      scopes: [],
      expiresAtMs: null,
    });
  }

  /** Whoever guesses is refused before anything is looked up. */
  async #judged(secret: string, hash: Buffer, clientAddress: string | null): Promise<Principal> {
    const { wrong } = this.#deps;
    if (clientAddress === null) return this.#share(secret, hash);
    const key = hash.toString('latin1');
    const over = wrong.admit(clientAddress, key);
    try {
      const principal = await this.#share(secret, hash);
      wrong.valid(key);
      return principal;
    } catch (error) {
      if (isGuesthouseError(error, 'unauthenticated')) wrong.wrong(clientAddress, key);
      throw error;
    } finally {
      over();
    }
  }

  /** Looks up, unless somebody does already. */
  #share(secret: string, hash: Buffer): Promise<Principal> {
    const key = hash.toString('latin1');
    const underWay = this.#underWay.get(key);
    const generation = this.#generation;
    if (underWay?.generation === generation && this.#deps.listener.isHearing) return underWay.principal;
    const begun = { generation, principal: this.#lookUp(secret, hash) };
    this.#underWay.set(key, begun);
    const forget = (): void => {
      if (this.#underWay.get(key) === begun) this.#underWay.delete(key);
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
      if (!source.mayKnow(secret)) continue;
      const identity = await source.identify(secret);
      if (identity !== null) return this.#vouchedFor(identity);
    }
    throw notValid();
  }

  /** Users, and Keystone's projects, appear at first visibility. */
  async #vouchedFor(identity: ExternalIdentity): Promise<Principal> {
    const { db } = this.#deps;
    const { source, subject, userName, groups, project, role, expiresAtMs } = identity;
    const ensure = <T extends UserId | ProjectId>(
      table: 'users' | 'projects',
      externalId: string,
      name: string,
    ): Promise<T> =>
      inTransaction(db, async (trx) => {
        const { id, isNew, ...made } = await ensureExternal<T>(trx, table, `${source}:${externalId}`, name);
        if (isNew) {
          const isUser = table === 'users';
          const happened = {
            kind: isUser ? 'user.created' : 'project.created',
            subject: subjectOf(isUser ? 'user' : 'project', { id, name: made.name }),
            operationId: null,
          } as const;
          const projectId = isUser ? null : (id as ProjectId);
          const detail = { [isUser ? 'user_id' : 'project_id']: id, name: made.name, source };
          await recordEvents(trx, [{ ...happened, ...NOBODY, projectId, detail }]);
        }
        return id;
      });
    const userId = await ensure<UserId>('users', subject, userName);
    const user = await query(db, (sql) => findUser(sql, userId, groups));
    if (user === null) throw notValid();
    const common = { credentialId: `${source} ${subject}`, ceiling: null, scopes: [], expiresAtMs };
    if (project === null) return principalOf({ ...common, ...user, boundTo: null, home: null });
    if (project.externalId === null) {
      const known = await query(db, (sql) => findProjectId(sql, project.name));
      // Not without a project: a credential that names one is good for that one alone.
      if (known === null)
        throw new GuesthouseError('unauthenticated', 'The credential is bound to a project that does not exist here.');
      return principalOf({ ...common, ...user, boundTo: known, home: known });
    }
    const projectId = await ensure<ProjectId>('projects', project.externalId, project.name);
    const vouched: Grant[] = role === null ? [] : [{ role, projectId, projectName: project.name, guestId: null }];
    const grants = [...user.grants, ...vouched];
    // An administrator there is one here, in every project.
    return principalOf({ ...common, ...user, grants, boundTo: role === 'admin' ? null : projectId, home: projectId });
  }

  /**
   * For an administrator, who may be `boundTo` one. Nothing is remembered for it but its own: an answer that comes without a look at the
   * database would tell it that there is such a project.
   */
  #anyProject(
    named: string,
    boundTo: ProjectId | null,
    missing: GuesthouseError | null,
  ): ProjectId | null | Promise<ProjectId | null> {
    const key = fold(named);
    const mayRemember = (id: ProjectId): boolean => boundTo === null || boundTo === id;
    const known = this.#projects.get(key);
    if (known !== undefined && mayRemember(known) && this.#deps.listener.isHearing) return known;
    const generation = this.#generation;
    return query(this.#deps.db, (sql) => findProjectId(sql, named)).then((id) => {
      if (id === null) {
        if (missing !== null) throw missing;
        return null;
      }
      if (this.#projects.size >= REMEMBERED_MAX) this.#projects.clear();
      if (generation === this.#generation && mayRemember(id)) this.#projects.set(key, id);
      return id;
    });
  }
}

function requireBound(id: ProjectId | null, boundTo: ProjectId | null): ProjectId | null {
  if (boundTo !== null && id !== boundTo) throw noSuchProject();
  return id;
}

/** What it may is the same, whatever order it came in. */
function isSame(now: Principal, before: Principal): boolean {
  const text = ({ projects, guests, named, ...rest }: Principal): string =>
    JSON.stringify([rest, [...projects].sort(), [...guests].map(String).sort(), [...named].sort()]);
  return text(now) === text(before);
}

function notValid(): GuesthouseError {
  return new GuesthouseError('unauthenticated', 'The credential is not valid.');
}

function noSuchProject(): GuesthouseError {
  return new GuesthouseError('project_required', 'X-Project-ID does not name a project that you have access to.');
}
