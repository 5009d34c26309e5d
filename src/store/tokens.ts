/** Tokens in PostgreSQL: known by the SHA-256 of their secret, never by the secret itself. */
import { hash, randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import type { ProjectId } from '../domain/ids.js';
import { namedRows } from './statement.js';

export interface Token {
  readonly id: string;
  readonly name: string;
  readonly projectId: ProjectId;
}

export function hashSecret(secret: string): Buffer {
  return hash('sha256', secret, 'buffer');
}

export async function findToken(sql: Knex, secretSha256: Buffer): Promise<Token | null> {
  const [row] = await namedRows<{ id: string; name: string; project_id: string }>(
    sql,
    'token-by-hash',
    'select id, name, project_id from tokens where secret_sha256 = ?',
    [secretSha256],
  );
  return row ? { id: row.id, name: row.name, projectId: row.project_id as ProjectId } : null;
}

/** Inserts it unless the same secret is there already. */
export async function ensureToken(sql: Knex, name: string, project: ProjectId, secret: string): Promise<void> {
  await sql('tokens')
    .insert({ id: randomUUID(), name, project_id: project, secret_sha256: hashSecret(secret) })
    .onConflict('secret_sha256')
    .ignore();
}
