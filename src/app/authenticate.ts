/**
 * Who a credential belongs to. Tokens are looked up by their SHA-256, so what is compared says nothing about the secret by its timing.
 * Found ones are remembered for a minute, which is how long one that was taken away may still work; unknown ones never are.
 */
import { GuesthouseError } from '../domain/errors.js';
import type { ProjectId } from '../domain/ids.js';
import type { Database } from '../store/database.js';
import { findToken, hashSecret } from '../store/tokens.js';
import { query } from '../store/transaction.js';

export interface Identity {
  readonly projectId: ProjectId;
  readonly userId: string | null;
}

const REMEMBERED_MS = 60_000;
const REMEMBERED_MAX = 10_000;

export class Authenticator {
  readonly #db: Database;
  readonly #remembered = new Map<string, { readonly identity: Identity; readonly until: number }>();

  constructor(db: Database) {
    this.#db = db;
  }

  /** The identity behind an `Authorization` header, at once where it is remembered; `unauthenticated` where there is none. */
  authenticate(authorization: string | undefined): Identity | Promise<Identity> {
    if (authorization === undefined)
      throw new GuesthouseError('unauthenticated', 'Send a token: Authorization: Bearer …');
    const secret = /^Bearer +([\x21-\x7e]{1,512})$/i.exec(authorization)?.[1];
    if (secret === undefined) throw new GuesthouseError('unauthenticated', 'The credential is not a bearer token.');
    const hash = hashSecret(secret);
    const key = hash.toString('latin1');
    const remembered = this.#remembered.get(key);
    if (remembered !== undefined && remembered.until > Date.now()) return remembered.identity;
    this.#remembered.delete(key);
    return this.#lookUp(hash, key);
  }

  async #lookUp(hash: Buffer, key: string): Promise<Identity> {
    const token = await query(this.#db, (sql) => findToken(sql, hash));
    if (token === null) {
      throw new GuesthouseError('unauthenticated', 'The token is not valid.');
    }
    const identity: Identity = { projectId: token.projectId, userId: token.userId };
    if (this.#remembered.size >= REMEMBERED_MAX) this.#remembered.clear();
    this.#remembered.set(key, { identity, until: Date.now() + REMEMBERED_MS });
    return identity;
  }
}
