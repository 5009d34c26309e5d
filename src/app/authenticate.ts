/**
 * Who a credential belongs to. Tokens are looked up by their SHA-256, so what is compared says nothing about the secret by its timing.
 * Found ones are remembered for a minute, which is how long one that was taken away may still work; unknown ones never are.
 */
import { GuesthouseError } from '../domain/errors.js';
import type { ProjectId } from '../domain/ids.js';
import type { Database } from '../store/database.js';
import { findToken, hashSecret } from '../store/tokens.js';
import { query } from '../store/transaction.js';
import type { WrongCredentials } from './wrong-credentials.js';

export interface Identity {
  readonly projectId: ProjectId;
  readonly userId: string | null;
  /** Tells credentials apart, and says nothing of the secret: what limits are counted by. */
  readonly credential: string;
}

export interface Authenticates {
  /** The identity behind an `Authorization` header, at once where it can be; `unauthenticated` where there is none. */
  authenticate(authorization: string | undefined, clientAddress: string): Identity | Promise<Identity>;
}

const REMEMBERED_MS = 60_000;
const REMEMBERED_MAX = 10_000;

export class Authenticator implements Authenticates {
  readonly #db: Database;
  readonly #wrong: WrongCredentials;
  readonly #remembered = new Map<string, { readonly identity: Identity; readonly until: number }>();

  constructor(db: Database, wrong: WrongCredentials) {
    this.#db = db;
    this.#wrong = wrong;
  }

  authenticate(authorization: string | undefined, clientAddress: string): Identity | Promise<Identity> {
    const secret = /^Bearer +([\x21-\x7e]{1,512})$/i.exec(authorization ?? '')?.[1];
    if (secret === undefined) {
      this.#wrong.absent(clientAddress);
      const isSent = authorization !== undefined;
      const message = isSent ? 'The credential is not a bearer token.' : 'Send a token: Authorization: Bearer …';
      throw new GuesthouseError('unauthenticated', message);
    }
    const hash = hashSecret(secret);
    const key = hash.toString('latin1');
    const remembered = this.#remembered.get(key);
    if (remembered !== undefined && remembered.until > Date.now()) return remembered.identity;
    this.#remembered.delete(key);
    return this.#lookUp(hash, key, clientAddress);
  }

  async #lookUp(hash: Buffer, key: string, clientAddress: string): Promise<Identity> {
    this.#wrong.admit(clientAddress, key);
    const token = await query(this.#db, (sql) => findToken(sql, hash));
    if (token === null) {
      this.#wrong.wrong(clientAddress, key);
      throw new GuesthouseError('unauthenticated', 'The token is not valid.');
    }
    this.#wrong.valid(key);
    const identity: Identity = { projectId: token.projectId, userId: token.userId, credential: key };
    if (this.#remembered.size >= REMEMBERED_MAX) this.#remembered.clear();
    this.#remembered.set(key, { identity, until: Date.now() + REMEMBERED_MS });
    return identity;
  }
}
