/**
 * The secret that all services of a database share, and the credentials that are derived from it
 * (src/domain/service-credential.ts). The first service that needs the secret creates it. It never leaves the database
 * and the memory of the services, and must never be logged.
 *
 * Validity is decided by the clock of the database, so the clocks of the services' machines do not matter.
 */
import { randomBytes } from 'node:crypto';
import { signServiceCredential, VALID_FOR_S, verifyServiceCredential } from '../domain/service-credential.js';
import type { Database } from './database.js';
import { rows } from './statement.js';
import { query } from './transaction.js';

/** A database that was restored, or has failed over, can have another secret. */
const CACHED_MS = 60_000;
const SECRET_BYTES = 32;

export class ServiceCredentials {
  readonly #db: Database;
  #cached: { readonly secret: Promise<Buffer>; readonly untilMs: number } | null = null;

  constructor(db: Database) {
    this.#db = db;
  }

  /** A new credential for requests of this path. */
  async issue(path: string): Promise<string> {
    return signServiceCredential(await this.#secret(), path, await this.#nowS());
  }

  /** Whether the credential permits a request of this path now. A wrong credential costs no query. */
  async permits(credential: string, path: string): Promise<boolean> {
    const until = verifyServiceCredential(await this.#secret(), path, credential);
    if (until === null) return false;
    const leftS = until - (await this.#nowS());
    return leftS > 0 && leftS <= VALID_FOR_S + 1;
  }

  #secret(): Promise<Buffer> {
    const cached = this.#cached;
    if (cached !== null && cached.untilMs > performance.now()) return cached.secret;
    const secret = query(this.#db, async (sql) => {
      const made = randomBytes(SECRET_BYTES);
      await rows(sql, 'insert into service_secret (secret) values (?) on conflict do nothing', [made]);
      const [row] = await rows<{ secret: Buffer }>(sql, 'select secret from service_secret');
      return row?.secret ?? made;
    });
    this.#cached = { secret, untilMs: performance.now() + CACHED_MS };
    secret.catch(() => (this.#cached = null));
    return secret;
  }

  async #nowS(): Promise<number> {
    const [row] = await query(this.#db, (sql) =>
      rows<{ now: number }>(sql, 'select extract(epoch from clock_timestamp())::float8 as now'),
    );
    return row?.now ?? 0;
  }
}
