/**
 * Tokens in PostgreSQL: stored with the SHA-256 of their secret, never with the secret. principals.ts authenticates
 * them.
 */
import { hash } from 'node:crypto';
import type { Knex } from 'knex';
import { TOKENS } from '../domain/collections.js';
import { fold } from '../domain/fold.js';
import { isIdForm, newId } from '../domain/ids.js';
import type { ProjectId, TokenId, UserId } from '../domain/ids.js';
import type { Role, TokenScope } from '../domain/rights.js';
import type { Timestamp } from '../domain/timestamp.js';
import type { Token } from '../domain/token.js';
import { PROJECT_COLUMN, USER_COLUMN } from './named-columns.js';
import { selectPage } from './paging.js';
import type { Branches, Page, PagedCollection, PageRequest } from './paging.js';
import { tokenFromRow } from './rows.js';
import type { TokenRow } from './rows.js';
import { sql as sqlOf } from './search.js';
import type { Sql } from './search.js';
import { namedRows, rows } from './statement.js';

export function hashSecret(secret: string): Buffer {
  return hash('sha256', secret, 'buffer');
}

/**
 * Inserts a token for the user, unless the token exists. The token has no limits (project, role, scopes, expiry).
 * Returns false, and inserts nothing, if the secret was revoked.
 */
export async function ensureToken(sql: Knex, name: string, userId: UserId, secret: string): Promise<boolean> {
  const secretSha256 = hashSecret(secret);
  const [revoked] = await rows(sql, 'select 1 from revoked_tokens where secret_sha256 = ?', [secretSha256]);
  if (revoked !== undefined) return false;
  await sql('tokens')
    .insert({
      id: newId<TokenId>(),
      name,
      name_folded: fold(name),
      user_id: userId,
      secret_sha256: secretSha256,
    })
    .onConflict('secret_sha256')
    .ignore();
  return true;
}

/** The clock of the database, in milliseconds since the epoch: by this clock, tokens expire. */
export async function readClockMs(sql: Knex): Promise<number> {
  const [row] = await rows<{ now_ms: number }>(
    sql,
    'select (extract(epoch from clock_timestamp()) * 1000)::float8 as now_ms',
  );
  if (row === undefined) throw new Error('the database did not return its time');
  return row.now_ms;
}

const COLUMNS = `t.id, t.name, t.user_id, holder.name as user_name, t.project_id, project.name as project_name, t.role, t.scopes, t.expires_at,
  t.last_used_at, t.created_at, t.version`;
const FROM = `from tokens t join users holder on holder.id = t.user_id left join projects project on project.id = t.project_id`;

const PAGED_TOKENS: PagedCollection<typeof TOKENS> = {
  of: TOKENS,
  columns: COLUMNS,
  from: FROM,
  sort: {
    created_at: { value: 't.created_at', type: 'timestamptz' },
    name: { value: 't.name_folded', type: 'text' },
  },
  search: {
    id: { type: 'id', value: 't.id' },
    name: { type: 'text', exact: 't.name', folded: 't.name_folded' },
    user: USER_COLUMN,
    project: PROJECT_COLUMN,
    role: { type: 'word', value: 't.role' },
    scopes: {
      type: 'word',
      value: { through: sqlOf('unnest(t.scopes) scope (word) where true'), value: 'scope.word' },
    },
    expires_at: { type: 'time', value: 't.expires_at' },
    last_used_at: { type: 'time', value: 't.last_used_at' },
    created_at: { type: 'time', value: 't.created_at' },
  },
};

/** Selects the tokens of a user; if `boundTo` is a project, only those that are bound to this project. */
export interface TokenHolder {
  readonly userId: UserId;
  readonly boundTo: ProjectId | null;
}

/** A token's tombstone stores the token's user among the sort keys, so the `dead` condition reads it from there. */
function branchesOf(holder: TokenHolder | 'all users'): Branches {
  if (holder === 'all users') return { name: '-of-all', of: [{ live: sqlOf('true'), dead: sqlOf('true') }] };
  const { userId, boundTo } = holder;
  const live = sqlOf('t.user_id = ?', userId);
  const dead = sqlOf(`t.sort_keys ->> 'user_id' = ?`, userId);
  if (boundTo === null) return { name: '-of-user', of: [{ live, dead }] };
  const bound = (of: Sql): Sql => sqlOf(`${of.text} and t.project_id = ?`, ...of.bindings, boundTo);
  return { name: '-of-user-in-project', of: [{ live: bound(live), dead: bound(dead) }] };
}

export function listTokens(sql: Knex, holder: TokenHolder | 'all users', page: PageRequest): Promise<Page<Token>> {
  return selectPage<TokenRow, Token>(sql, PAGED_TOKENS, branchesOf(holder), page, tokenFromRow);
}

export async function findTokenById(sql: Knex, id: string): Promise<Token | null> {
  if (!isIdForm(id)) return null;
  const [row] = await namedRows<TokenRow>(sql, 'token-by-id', `select ${COLUMNS} ${FROM} where t.id = ?`, [id]);
  return row ? tokenFromRow(row) : null;
}

/** The token, with its row locked until the transaction ends. */
export async function lockToken(trx: Knex.Transaction, id: string): Promise<Token | null> {
  if (!isIdForm(id)) return null;
  // Lock first, then read: in a single statement, the join would return names from before the wait for the lock.
  await rows(trx, 'select 1 from tokens where id = ? for update', [id]);
  return findTokenById(trx, id);
}

/** Locks the user's row until the transaction ends, so that only one transaction at a time can count its tokens. */
export async function lockHolder(trx: Knex.Transaction, user: UserId): Promise<void> {
  await rows(trx, 'select 1 from users where id = ? for no key update', [user]);
}

/** The number of the user's tokens that have not expired. */
export async function countLivingTokens(trx: Knex.Transaction, user: UserId): Promise<number> {
  const [row] = await rows<{ count: number }>(
    trx,
    'select count(*)::int as count from tokens where user_id = ? and (expires_at is null or expires_at > clock_timestamp())',
    [user],
  );
  return row?.count ?? 0;
}

export interface NewToken {
  readonly id: TokenId;
  readonly name: string;
  readonly userId: UserId;
  readonly projectId: ProjectId | null;
  readonly role: Role | null;
  readonly scopes: readonly TokenScope[];
  readonly expiresAt: Timestamp | null;
}

export async function insertToken(trx: Knex.Transaction, token: NewToken, secretSha256: Buffer): Promise<void> {
  await trx('tokens').insert({
    id: token.id,
    name: token.name,
    name_folded: fold(token.name),
    user_id: token.userId,
    project_id: token.projectId,
    role: token.role,
    scopes: token.scopes,
    expires_at: token.expiresAt,
    secret_sha256: secretSha256,
  });
}

/**
 * Locks the caller's credential, so that it stays valid until the transaction ends. Returns false if the credential is
 * no longer valid, which a cached principal may not show yet. A credential that is not a Guesthouse token has no row;
 * for such a credential, only its user is checked and locked.
 */
export async function holdCredential(trx: Knex.Transaction, user: UserId, credentialId: string): Promise<boolean> {
  // The user must come first: the deletion of a user locks in the same order, first the user, then its tokens.
  if ((await rows(trx, 'select 1 from users where id = ? for key share', [user])).length === 0) return false;
  if (!isIdForm(credentialId)) return true;
  return (await rows(trx, 'select 1 from tokens where id = ? for key share', [credentialId])).length > 0;
}

/**
 * Deletes the row. Triggers store the hash of the secret in `revoked_tokens` and the token's id in a tombstone
 * (migrations/0007).
 */
export async function revokeToken(trx: Knex.Transaction, id: TokenId): Promise<void> {
  await trx('tokens').where({ id }).delete();
}
