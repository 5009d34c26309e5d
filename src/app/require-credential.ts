/**
 * For what hands rights on: a credential that was revoked a moment ago hands on nothing, though its request was let in. Call it first in the
 * transaction that grants; until that ends, the credential cannot be revoked.
 */
import type { Knex } from 'knex';
import type { Principal } from '../domain/access.js';
import { GuesthouseError } from '../domain/errors.js';
import { holdCredential } from '../store/tokens.js';

/** Throws `unauthenticated`. */
export async function requireCredential(trx: Knex.Transaction, { userId, credentialId }: Principal): Promise<void> {
  if (await holdCredential(trx, userId, credentialId)) return;
  throw new GuesthouseError('unauthenticated', 'The credential is not valid.');
}
