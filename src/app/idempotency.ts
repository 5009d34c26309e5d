/**
 * The handling of `Idempotency-Key`: a request with a key takes effect once, and its repetitions get the same outcome.
 *
 *   first time   work ─► its transaction: claim the key ─► change ─► store the outcome ─► commit
 *   again        the stored outcome; while the first request is in progress, wait up to `WAIT_MS` for it, then throw
 *                `idempotency_key_in_use`
 *
 * The transaction of the change also claims the key and stores the outcome, so a kill at any moment leaves either both
 * the change and its outcome, or neither. A failure that must be stored (`isFailureStored`) is written in a separate
 * transaction, because the transaction of the change was rolled back or never began.
 * A repeated request gets the stored outcome only if its caller still has the right to the request, because the right
 * can have been withdrawn meanwhile (test/http/withdrawn-rights.test.ts).
 * A user can store `STORED_BYTES` in a burst, and after that `STORED_BYTES` in `OUTCOMES_STORED_MS`. A
 * request beyond that is rejected before it takes effect. The alternative, to drop the oldest outcomes, would silently
 * break the guarantee of a key: a repeated request would take effect twice.
 *
 * Duplicates that reach this process wait in its memory, without a database connection. Duplicates on other replicas
 * wait in the database, for the row of the key.
 * Invariant: one change for one key (test/http/idempotency.test.ts).
 */
import type { Knex } from 'knex';
import { GuesthouseError, isGuesthouseError } from '../domain/errors.js';
import type { IdempotencyKey } from '../domain/idempotency-key.js';
import { RateLimiter, TooManyRequests } from '../domain/rate-limiter.js';
import { timestampNow } from '../domain/timestamp.js';
import { claimKey, findOutcome, OUTCOMES_STORED_MS, storeOutcome } from '../store/idempotency.js';
import type { StoredOutcome, KeyScope } from '../store/idempotency.js';
import type { Database } from '../store/database.js';
import { inTransaction, query } from '../store/transaction.js';
import { isLockTimeout } from '../store/database-failure.js';
import type { Caller } from './access/caller.js';
import { asProjectGone } from '../store/projects.js';

/**
 * Runs a change in the transaction that also stores its outcome. The `work` of `IdempotencyKeeper.run` can call it
 * again only if `change` has thrown, so that the earlier transaction was rolled back.
 */
export type RunChange<T> = (change: (trx: Knex.Transaction) => Promise<T>) => Promise<T>;

/**
 * Throws unless the caller still has the right to the request. `result` is the stored result; null if the request
 * failed, so that the check must look up the resource.
 */
export type AuthorizeReplay<T> = (result: T | null) => void | Promise<void>;

export interface IdempotentResult<T> {
  readonly result: T;
  readonly isReplayed: boolean;
}

const WAIT_MS = 10_000;

/** Enough for the outcomes of 60,000 small requests. The bytes are counted in the memory of this process. */
const STORED_BYTES = 64 * 1024 * 1024;
/** The size of a row without its outcome, and of its index entries. */
const ROW_BYTES = 512;
const USERS_MAX = 10_000;

/** Rolls back a transaction whose key another transaction has used in the meantime. */
class KeyUsedMeanwhile extends Error {}

export class IdempotencyKeeper {
  readonly #inProgress = new Map<string, Promise<void>>();
  readonly #storage: RateLimiter;

  /** `storedBytes`: for the outcomes of one user. */
  constructor(storedBytes = STORED_BYTES) {
    const perSecond = storedBytes / (OUTCOMES_STORED_MS / 1_000);
    this.#storage = new RateLimiter({ perSecond, burst: storedBytes, keysMax: USERS_MAX });
  }

  /** Runs `work`, or returns the stored outcome. The result of `work` must survive a round trip through JSON. */
  async run<T>(
    db: Database,
    caller: Caller,
    work: (run: RunChange<T>) => Promise<T>,
    authorize: AuthorizeReplay<T>,
  ): Promise<IdempotentResult<T>> {
    const { idempotencyKey: key } = caller;
    if (key === null) {
      return { result: await work((change) => inTransaction(db, change)), isReplayed: false };
    }
    const scope = {
      projectId: caller.projectId,
      userId: caller.userId,
      method: key.method,
      path: key.path,
      key: key.key,
    };
    const endsAt = performance.now() + WAIT_MS;
    const name = JSON.stringify(Object.values(scope));
    for (;;) {
      const before = this.#inProgress.get(name);
      if (before === undefined) break;
      await withinTime(before, endsAt - performance.now());
    }
    // The row of the key references the project. If the project was deleted meanwhile, nothing is changed.
    const first = this.#first(db, scope, { key, authorize }, work, endsAt).catch((error: unknown) => {
      throw asProjectGone(error);
    });
    const ended = first.then(
      () => undefined,
      () => undefined,
    );
    this.#inProgress.set(name, ended);
    void ended.then(() => {
      if (this.#inProgress.get(name) === ended) this.#inProgress.delete(name);
    });
    return first;
  }

  async #first<T>(
    db: Database,
    scope: KeyScope,
    keyed: Keyed<T>,
    work: (run: RunChange<T>) => Promise<T>,
    endsAt: number,
  ): Promise<IdempotentResult<T>> {
    const { key } = keyed;
    const stored = await query(db, (sql) => findOutcome(sql, scope));
    if (stored !== null) return replay(stored, keyed);
    this.#requireStorage(scope);
    let storedBytes = 0;
    try {
      const result = await work((change) =>
        inTransaction(db, async (trx) => {
          if (!(await claimKey(trx, scope, key.requestSha256, Math.max(1, endsAt - performance.now())))) {
            throw new KeyUsedMeanwhile();
          }
          const changed = await change(trx);
          storedBytes = await storeOutcome(trx, scope, { result: changed });
          return changed;
        }),
      );
      this.#charge(scope, storedBytes);
      return { result, isReplayed: false };
    } catch (error) {
      if (isLockTimeout(error)) throw inUse(error);
      if (error instanceof KeyUsedMeanwhile) return replay(await this.#storedOutcome(db, scope), keyed);
      if (!isGuesthouseError(error) || !key.isFailureStored(error.kind)) throw error;
      return this.#storeFailure(db, scope, keyed, error, endsAt);
    }
  }

  async #storeFailure<T>(
    db: Database,
    scope: KeyScope,
    keyed: Keyed<T>,
    error: GuesthouseError,
    endsAt: number,
  ): Promise<IdempotentResult<T>> {
    const fault = { kind: error.kind, detail: error.message, at: timestampNow() };
    const isOurs = await inTransaction(db, async (trx) => {
      const isClaimed = await claimKey(trx, scope, keyed.key.requestSha256, Math.max(1, endsAt - performance.now()));
      if (isClaimed) await storeOutcome(trx, scope, { fault });
      return isClaimed;
    });
    if (isOurs) {
      this.#charge(scope, 0);
      throw error;
    }
    return replay(await this.#storedOutcome(db, scope), keyed);
  }

  #requireStorage({ userId }: KeyScope): void {
    const waitMs = this.#storage.waitMs(userId ?? '', performance.now());
    if (waitMs > 0) {
      throw new TooManyRequests('Too many responses of idempotency keys are stored for this user.', waitMs);
    }
  }

  #charge({ userId }: KeyScope, bytes: number): void {
    this.#storage.charge(userId ?? '', performance.now(), bytes + ROW_BYTES);
  }

  async #storedOutcome(db: Database, scope: KeyScope): Promise<StoredOutcome> {
    const stored = await query(db, (sql) => findOutcome(sql, scope));
    if (stored === null) throw inUse();
    return stored;
  }
}

interface Keyed<T> {
  readonly key: IdempotencyKey;
  readonly authorize: AuthorizeReplay<T>;
}

async function replay<T>(stored: StoredOutcome, { key, authorize }: Keyed<T>): Promise<IdempotentResult<T>> {
  await authorize(stored.fault === null ? (stored.result as T) : null);
  if (!stored.requestSha256.equals(key.requestSha256)) {
    throw new GuesthouseError(
      'idempotency_key_reused',
      'The Idempotency-Key was already used for a request with a different body or query. Use a new key.',
    );
  }
  if (stored.fault !== null) throw new ReplayedRefusal(stored.fault.kind, stored.fault.detail);
  return { result: stored.result as T, isReplayed: true };
}

/** A failure that is repeated from an earlier request with the same key. */
export class ReplayedRefusal extends GuesthouseError {}

function inUse(cause?: unknown): GuesthouseError {
  return new GuesthouseError(
    'idempotency_key_in_use',
    'The first request with this Idempotency-Key is still in progress. Try again later with the same key.',
    {
      ...(cause === undefined ? {} : { cause }),
    },
  );
}

async function withinTime(ended: Promise<void>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(inUse()), Math.max(0, ms));
  });
  try {
    await Promise.race([ended, over]);
  } finally {
    clearTimeout(timer);
  }
}
