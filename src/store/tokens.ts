/** Tokens in PostgreSQL: known by the SHA-256 of their secret, never by the secret itself. */
import { hash, randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import type { ProjectId } from '../domain/ids.js';
import { namedRows } from './statement.js';

export interface Token {
  readonly id: string;
  readonly name: string;
  readonly projectId: ProjectId;
  readonly userId: string | null;
}

export function hashSecret(secret: string): Buffer {
  return hash('sha256', secret, 'buffer');
}

export async function findToken(sql: Knex, secretSha256: Buffer): Promise<Token | null> {
  const [row] = await namedRows<{ id: string; name: string; project_id: string; user_id: string | null }>(
    sql,
    'token-by-hash',
    'select id, name, project_id, user_id from tokens where secret_sha256 = ?',
    [secretSha256],
  );
  return row ? { id: row.id, name: row.name, projectId: row.project_id as ProjectId, userId: row.user_id } : null;
}

/** Inserts it unless the same secret is there already; then it belongs to that user from now on. */
export async function ensureToken(
  sql: Knex,
  token: Pick<Token, 'name' | 'projectId' | 'userId'>,
  secret: string,
): Promise<void> {
  await sql('tokens')
    .insert({
      id: randomUUID(),
      name: token.name,
      project_id: token.projectId,
      user_id: token.userId,
      secret_sha256: hashSecret(secret),
    })
    .onConflict('secret_sha256')
    .merge(['user_id']);
}
