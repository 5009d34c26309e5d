/**
 * The use cases of tokens. They cover the caller's own tokens; with the right `tokens.of-others`, the tokens of all
 * users.
 *
 * A token never has more rights than the credential that creates it: its project, role, scopes and expiry cannot exceed
 * those of the credential. If the request has no project, role or expiry, the token inherits the value from the
 * credential, so a bound credential never creates an unbound token. A credential with a limited role cannot revoke a
 * token whose role is higher or not limited: otherwise it could lock out the user. The secret is generated here and
 * returned once. It is never stored: the row has only the hash, and the secret is not in the outcome of an idempotency
 * key, in events, or in the log.
 * Invariant: the credential that creates a token has every right of that token (test/http/tokens.test.ts).
 */
import { randomBytes } from 'node:crypto';
import type { Knex } from 'knex';
import { forbidden, isIn, hasRight, requireRight } from '../domain/access.js';
import { GuesthouseError } from '../domain/errors.js';
import { requirePrecondition } from '../domain/etag.js';
import type { NewEvent } from '../domain/event.js';
import { newId } from '../domain/ids.js';
import type { ProjectId, TokenId, UserId } from '../domain/ids.js';
import { normalizeLabel } from '../domain/name.js';
import type { Page, PageRequest } from '../domain/page.js';
import { isAtLeast, RIGHTS_OF_SCOPE } from '../domain/rights.js';
import type { Role, TokenScope } from '../domain/rights.js';
import { readInstant } from '../domain/search/values.js';
import { timestampOf } from '../domain/timestamp.js';
import type { Timestamp } from '../domain/timestamp.js';
import { TOKEN_SECRET } from '../domain/token.js';
import type { Token } from '../domain/token.js';
import type { EventKind } from '../domain/words.js';
import { subjectOf } from '../domain/subject.js';
import { NO_SUCH_USER, readUserReference } from '../domain/user.js';
import { withBallast } from '../store/database.js';
import { recordEvents } from '../store/events.js';
import { holdNamed } from '../store/named.js';
import * as store from '../store/tokens.js';
import { inTransaction, query } from '../store/transaction.js';
import { holdUser } from '../store/users.js';
import type { App } from './app.js';
import type { Caller } from './access/caller.js';
import { ReplayedRefusal } from './idempotency.js';
import { requireWithinQuota } from './quota.js';
import { requireCredential } from './access/caller.js';

export function listTokens(app: App, caller: Caller, page: PageRequest, isOfAll: boolean): Promise<Page<Token>> {
  if (isOfAll && !canManageOthers(caller)) throw forbidden();
  const { userId, principal } = caller;
  const holder = isOfAll ? 'all users' : { userId, boundTo: principal.boundTo };
  return query(app.db.ofPage(caller, page), (sql) => store.listTokens(sql, holder, page));
}

export async function getToken(app: App, caller: Caller, id: string): Promise<Token> {
  return requireSeen(caller, await query(app.db.of(caller), (sql) => store.findTokenById(sql, id)), id);
}

/** A credential that is bound to a project can see only tokens that are bound to the same project. */
function requireSeen(caller: Caller, token: Token | null, id: string): Token {
  const { boundTo } = caller.principal;
  const isSeen = (found: Token): boolean =>
    found.user.id === caller.userId && (boundTo === null || found.project?.id === boundTo);
  if (token !== null && (isSeen(token) || canManageOthers(caller))) return token;
  throw new GuesthouseError(
    'token_not_found',
    TOKEN_SECRET.test(id)
      ? 'The path contains the secret of a token instead of its id. GET /v1/tokens lists the ids.'
      : 'The token does not exist.',
  );
}

function canManageOthers({ principal }: Caller): boolean {
  return hasRight(principal, 'tokens.of-others', { projectId: null });
}

/** Null members: inherited from the credential that creates the token. */
export interface TokenToCreate {
  readonly name: string;
  /** As `readUserReference` accepts it. */
  readonly user: string | null;
  /** Id or name. */
  readonly project: string | null;
  readonly role: Role | null;
  readonly scopes: readonly TokenScope[];
  /** RFC 3339. */
  readonly expiresAt: string | null;
}

export async function createToken(
  app: App,
  caller: Caller,
  input: TokenToCreate,
): Promise<{ readonly token: Token; readonly secret: string }> {
  requireRight(caller, { projectId: null });
  const secret = `gh_${randomBytes(32).toString('base64url')}`;
  const { result, isReplayed } = await app.idempotency.run<Token>(
    app.db.of(caller),
    caller,
    (run) =>
      run(async (trx) => {
        await requireCredential(trx, caller.principal);
        const token = await resolveToken(trx, caller, input);
        await store.insertToken(trx, token, store.hashSecret(secret));
        await requireRoomForToken(trx, app, token);
        const created = await store.findTokenById(trx, token.id);
        if (created === null) throw new GuesthouseError('internal', 'The token could not be created.');
        await recordEvents(trx, [eventOfToken('token.created', created, caller)]);
        return created;
      }),
    () => requireRight(caller, { projectId: null }),
  );
  if (isReplayed) {
    throw new ReplayedRefusal(
      'token_already_shown',
      `The secret of token ${result.id} was only in the first response. If it is lost, revoke the token and create a new one.`,
    );
  }
  return { token: result, secret };
}

/**
 * Without a limit, any user could fill the database: every user can create tokens, even a user without a role.
 * Concurrent requests for tokens of the same user wait for each other.
 */
async function requireRoomForToken(
  trx: Knex.Transaction,
  app: App,
  { userId, projectId }: store.NewToken,
): Promise<void> {
  const { tokensMax } = app;
  if (tokensMax > 0) {
    await store.lockHolder(trx, userId);
    if ((await store.countLivingTokens(trx, userId)) > tokensMax) {
      throw new GuesthouseError(
        'quota_exceeded',
        `A user can have at most ${tokensMax} tokens. Delete tokens that are no longer used.`,
      );
    }
  }
  if (projectId !== null) await requireWithinQuota(trx, app, projectId, { tokens: 1 });
}

async function resolveToken(trx: Knex.Transaction, caller: Caller, input: TokenToCreate): Promise<store.NewToken> {
  return {
    id: newId<TokenId>(),
    name: normalizeLabel(input.name),
    role: ceilingOf(caller, input.role),
    scopes: scopesOf(caller, input.scopes),
    expiresAt: await endOf(trx, caller, input.expiresAt),
    userId: await holderOf(trx, caller, input.user),
    projectId: await bindingOf(trx, caller, input.project),
  };
}

function ceilingOf({ principal: { ceiling } }: Caller, role: Role | null): Role | null {
  if (role === null || ceiling === null) return role ?? ceiling;
  if (!isAtLeast(ceiling, role)) throw forbidden();
  return role;
}

/** The caller must hold all rights of the scopes; otherwise it would gain rights through the token. */
function scopesOf({ principal }: Caller, scopes: readonly TokenScope[]): readonly TokenScope[] {
  const rights = scopes.flatMap((scope) => RIGHTS_OF_SCOPE[scope]);
  if (!rights.every((right) => hasRight(principal, right, { projectId: null }))) throw forbidden();
  return scopes;
}

/** The latest time that both clients and PostgreSQL can represent. */
const LAST_MS = Date.parse('9999-12-31T23:59:59.999Z');

async function endOf(
  trx: Knex.Transaction,
  { principal: { expiresAtMs } }: Caller,
  text: string | null,
): Promise<Timestamp | null> {
  if (text === null) return expiresAtMs === null ? null : timestampOf(new Date(expiresAtMs));
  const endMs = readInstant(text)?.startMs ?? null;
  if (endMs === null || endMs <= (await store.readClockMs(trx)) || endMs > LAST_MS)
    throw mistake('/expires_at', 'must be a time in the future');
  if (expiresAtMs !== null && endMs > expiresAtMs) throw forbidden();
  return timestampOf(new Date(endMs));
}

/**
 * A caller without the right to tokens of others gets `forbidden` for every other id or name, so the response does not
 * reveal whether such a user exists.
 */
async function holderOf(trx: Knex.Transaction, caller: Caller, user: string | null): Promise<UserId> {
  const found = await holdUser(trx, readUserReference(user ?? caller.userId));
  if (found?.id !== caller.userId && !canManageOthers(caller)) throw forbidden();
  if (found === null) throw mistake('/user', NO_SUCH_USER);
  return found.id;
}

async function bindingOf(trx: Knex.Transaction, caller: Caller, project: string | null): Promise<ProjectId | null> {
  const { boundTo } = caller.principal;
  const wanted = project ?? boundTo;
  if (wanted === null) return null;
  const found = await holdNamed(trx, 'projects', wanted);
  // Must come first, so that the error does not reveal whether the other project exists.
  if (boundTo !== null && found?.id !== boundTo) throw forbidden();
  if (found === null || !isIn(caller.principal, found.id))
    throw mistake('/project', 'is not a project that you have access to');
  return found.id;
}

function mistake(pointer: string, detail: string): GuesthouseError {
  return new GuesthouseError('validation_failed', 'The token cannot be created with these values.', {
    mistakes: [{ pointer, detail }],
  });
}

export async function deleteToken(app: App, caller: Caller, id: string): Promise<void> {
  await inTransaction(withBallast(app.db.of(caller)), async (trx) => {
    const token = requireSeen(caller, await store.lockToken(trx, id), id);
    requireNoMoreThan(caller, token);
    requirePrecondition(caller.precondition, token.version);
    await store.revokeToken(trx, token.id);
    await recordEvents(trx, [eventOfToken('token.revoked', token, caller)]);
  });
}

/** A weaker credential of a user must not be enough to lock out that user. */
function requireNoMoreThan({ principal: { ceiling } }: Caller, { role }: Token): void {
  if (ceiling !== null && (role === null || !isAtLeast(ceiling, role))) throw forbidden();
}

function eventOfToken(kind: EventKind, token: Token, { userId, requestId, clientAddress }: Caller): NewEvent {
  const detail = {
    token_id: token.id,
    name: token.name,
    user_id: token.user.id,
    user_name: token.user.name,
    role: token.role,
    scopes: token.scopes.join(','),
    expires_at: token.expiresAt,
  };
  const projectId = token.project?.id ?? null;
  const subject = subjectOf('token', token);
  return { kind, projectId, subject, operationId: null, userId, requestId, clientAddress, detail };
}
