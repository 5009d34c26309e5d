/** Tokens in PostgreSQL: known by the SHA-256 of their secret, never by the secret itself. Who they let in is in principals.ts. */
import { hash } from 'node:crypto';
import type { Knex } from 'knex';
import { fold } from '../domain/fold.js';
import { newId } from '../domain/ids.js';
import type { TokenId, UserId } from '../domain/ids.js';
import { rows } from './statement.js';

export function hashSecret(secret: string): Buffer {
  return hash('sha256', secret, 'buffer');
}

/** Inserts a token of the user that is bound to nothing, unless it is there, or was revoked: then false. */
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
