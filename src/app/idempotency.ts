/**
 * `Idempotency-Key`: what is asked for under a key is done once, and answered alike every time.
 *
 *   first time   work ─► its transaction: key claimed ─► change ─► answer kept ─► commit
 *   again        the kept answer; while the first is under way, wait for it, then `idempotency_key_in_use`
 *
 * The key is claimed and its answer kept in the transaction of the change, so a kill at any moment leaves both or neither. A refusal that
 * is worth keeping (`isKept`) is written on its own: nothing was changed that it could be torn from.
 * Duplicates that reach this process wait here, without a database connection; those at other replicas at the row.
 * Invariant: one change for one key (test/http/idempotency.test.ts).
 */
import type { Knex } from 'knex';
import { GuesthouseError, isGuesthouseError } from '../domain/errors.js';
import type { IdempotencyKey } from '../domain/idempotency-key.js';
import { timestampOf } from '../domain/timestamp.js';
import { claimKey, findAnswer, keepAnswer } from '../store/idempotency.js';
import type { KeptAnswer, KeyScope } from '../store/idempotency.js';
import type { Database } from '../store/database.js';
import { inTransaction, query } from '../store/transaction.js';
import { isLockTimeout } from '../store/database-failure.js';
import type { Caller } from './access/caller.js';
import { asProjectGone } from '../store/projects.js';

/** Runs a change in the transaction that also keeps its answer. At most once in a piece of work. */
export type RunChange<T> = (change: (trx: Knex.Transaction) => Promise<T>) => Promise<T>;

export interface IdempotentResult<T> {
  readonly result: T;
  readonly isReplayed: boolean;
}

const WAIT_MS = 10_000;

/** Thrown out of a transaction whose key had been answered by the time it got it. */
class AnsweredMeanwhile extends Error {}

export class IdempotencyKeeper {
  readonly #underWay = new Map<string, Promise<void>>();

  /** Does `work`, or answers as the first time. What `work` resolves with must survive JSON. */
  async run<T>(db: Database, caller: Caller, work: (run: RunChange<T>) => Promise<T>): Promise<IdempotentResult<T>> {
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
    const endsAt = Date.now() + WAIT_MS;
    const name = JSON.stringify(Object.values(scope));
    for (;;) {
      const before = this.#underWay.get(name);
      if (before === undefined) break;
      await withinTime(before, endsAt - Date.now());
    }
    // The key names its project: in one that was deleted meanwhile nothing is done under it.
    const first = this.#first(db, scope, key, work, endsAt).catch((error: unknown) => {
      throw asProjectGone(error);
    });
    const ended = first.then(
      () => undefined,
      () => undefined,
    );
    this.#underWay.set(name, ended);
    void ended.then(() => {
      if (this.#underWay.get(name) === ended) this.#underWay.delete(name);
    });
    return first;
  }

  async #first<T>(
    db: Database,
    scope: KeyScope,
    key: IdempotencyKey,
    work: (run: RunChange<T>) => Promise<T>,
    endsAt: number,
  ): Promise<IdempotentResult<T>> {
    const kept = await query(db, (sql) => findAnswer(sql, scope));
    if (kept !== null) return replay(kept, key);
    try {
      const result = await work((change) =>
        inTransaction(db, async (trx) => {
          if (!(await claimKey(trx, scope, key.requestSha256, Math.max(1, endsAt - Date.now())))) {
            throw new AnsweredMeanwhile();
          }
          const changed = await change(trx);
          await keepAnswer(trx, scope, { result: changed });
          return changed;
        }),
      );
      return { result, isReplayed: false };
    } catch (error) {
      if (isLockTimeout(error)) throw inUse(error);
      if (error instanceof AnsweredMeanwhile) return replay(await this.#answered(db, scope), key);
      if (!isGuesthouseError(error) || !key.isKept(error.kind)) throw error;
      return this.#refused(db, scope, key, error, endsAt);
    }
  }

  async #refused<T>(
    db: Database,
    scope: KeyScope,
    key: IdempotencyKey,
    error: GuesthouseError,
    endsAt: number,
  ): Promise<IdempotentResult<T>> {
    const fault = { kind: error.kind, detail: error.message, at: timestampOf(new Date()) };
    const isOurs = await inTransaction(db, async (trx) => {
      const isClaimed = await claimKey(trx, scope, key.requestSha256, Math.max(1, endsAt - Date.now()));
      if (isClaimed) await keepAnswer(trx, scope, { fault });
      return isClaimed;
    });
    if (isOurs) throw error;
    return replay(await this.#answered(db, scope), key);
  }

  async #answered(db: Database, scope: KeyScope): Promise<KeptAnswer> {
    const kept = await query(db, (sql) => findAnswer(sql, scope));
    if (kept === null) throw inUse();
    return kept;
  }
}

function replay<T>(kept: KeptAnswer, key: IdempotencyKey): IdempotentResult<T> {
  if (!kept.requestSha256.equals(key.requestSha256)) {
    throw new GuesthouseError(
      'idempotency_key_reused',
      'The Idempotency-Key was already used for a request with a different body or query. Use a new key.',
    );
  }
  if (kept.fault !== null) throw new ReplayedRefusal(kept.fault.kind, kept.fault.detail);
  return { result: kept.result as T, isReplayed: true };
}

/** A refusal that was already given under this key. */
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
