/**
 * Tests of stored idempotent responses: the scope of a key, which request waits for which, the effect of a rolled-back
 * transaction, and retention.
 */
import { expect } from 'chai';
import type { Caller } from '../../src/app/access/caller.js';
import { IdempotencyKeeper } from '../../src/app/idempotency.js';
import type { RunChange } from '../../src/app/idempotency.js';
import { newId } from '../../src/domain/ids.js';
import type { ProjectId, UserId } from '../../src/domain/ids.js';
import { SILENT_LOG } from '../../src/domain/log.js';
import { timestampOf } from '../../src/domain/timestamp.js';
import { openDatabase } from '../../src/store/database.js';
import type { Database } from '../../src/store/database.js';
import { claimKey, expireOutcomes, findOutcome, storeOutcome } from '../../src/store/idempotency.js';
import type { KeyScope } from '../../src/store/idempotency.js';
import { ensureProject } from '../../src/store/projects.js';
import { inTransaction } from '../../src/store/transaction.js';
import { isLockTimeout } from '../../src/store/database-failure.js';
import { eventually } from '../support/eventually.js';
import { createTestDatabase } from '../support/database/database.js';
import type { TestDatabase } from '../support/database/database.js';

const SHA256 = Buffer.alloc(32, 7);
const LONG_MS = 30_000;

describe('Stored idempotent responses', () => {
  let database: TestDatabase;
  let db: Database;
  let scope: KeyScope;
  let keys = 0;
  before(async () => {
    database = await createTestDatabase();
    db = await openDatabase(database.url, { log: SILENT_LOG });
  });
  beforeEach(async () => {
    const projectId = await ensureProject(db.knex, 'default');
    scope = { projectId, userId: null, method: 'POST', path: '/v1/guests', key: `key-${++keys}` };
  });
  after(async () => {
    await db.close();
    await database.drop();
  });

  function claimAndKeep(of: KeyScope, result: unknown): Promise<boolean> {
    return inTransaction(db, async (trx) => {
      const isOurs = await claimKey(trx, of, SHA256, LONG_MS);
      if (isOurs) await storeOutcome(trx, of, { result });
      return isOurs;
    });
  }

  function age(by: string): Promise<unknown> {
    return db.knex.raw('update idempotency_keys set created_at = clock_timestamp() - ?::interval where key = ?', [
      by,
      scope.key,
    ]);
  }

  it('are returned as they were stored, results as well as faults', async () => {
    expect(await findOutcome(db.knex, scope)).to.equal(null);
    const result = { guest: { name: 'a', metadata: { z: '1', a: '2' }, fault: null }, operationId: null };
    expect(await claimAndKeep(scope, result)).to.equal(true);
    expect(await findOutcome(db.knex, scope)).to.deep.equal({ requestSha256: SHA256, result, fault: null });
    const other = { ...scope, path: '/v1/images' };
    const fault = { kind: 'image_in_use', detail: 'In use.', at: timestampOf(new Date()) } as const;
    await inTransaction(db, async (trx) => {
      await claimKey(trx, other, SHA256, LONG_MS);
      await storeOutcome(trx, other, { fault });
    });
    expect(await findOutcome(db.knex, other)).to.deep.equal({ requestSha256: SHA256, result: null, fault });
  });

  it('belong to a single project, user, method and path', async () => {
    const others: KeyScope[] = [
      { ...scope, projectId: await ensureProject(db.knex, 'other') },
      { ...scope, userId: newId<ProjectId>() },
      { ...scope, method: 'PUT' },
      { ...scope, path: '/v1/guests/' },
      { ...scope, key: `${scope.key}!` },
    ];
    await claimAndKeep(scope, 'first');
    for (const [index, other] of others.entries()) {
      expect(await findOutcome(db.knex, other)).to.equal(null);
      expect(await claimAndKeep(other, index)).to.equal(true);
      expect((await findOutcome(db.knex, other))?.result).to.equal(index);
    }
    expect((await findOutcome(db.knex, scope))?.result).to.equal('first');
  });

  it('come from the first request, for which a concurrent request with the same key waits', async () => {
    let second: Promise<boolean> = Promise.resolve(true);
    await inTransaction(db, async (trx) => {
      expect(await claimKey(trx, scope, SHA256, LONG_MS)).to.equal(true);
      second = claimAndKeep(scope, 'second');
      await untilOneWaits();
      await storeOutcome(trx, scope, { result: 'first' });
    });
    expect(await second).to.equal(false);
    expect((await findOutcome(db.knex, scope))?.result).to.equal('first');
  });

  it('come from the second request when the first one’s transaction rolls back', async () => {
    let second: Promise<boolean> = Promise.resolve(false);
    const failed = inTransaction(db, async (trx) => {
      await claimKey(trx, scope, SHA256, LONG_MS);
      second = claimAndKeep(scope, 'second');
      await untilOneWaits();
      throw new Error('the request failed');
    });
    expect(await failed.catch((error: Error) => error.message)).to.equal('the request failed');
    expect(await second).to.equal(true);
    expect((await findOutcome(db.knex, scope))?.result).to.equal('second');
  });

  it('are waited for only up to the given time, and the lock timeout of the transaction stays unchanged', async () => {
    await inTransaction(db, async (trx) => {
      await claimKey(trx, scope, SHA256, LONG_MS);
      const late = await inTransaction(db, (other) => claimKey(other, scope, SHA256, 50)).catch(
        (error: unknown) => error,
      );
      expect(isLockTimeout(late)).to.equal(true);
      const { rows } = await trx.raw<{ rows: { lock_timeout: string }[] }>('show lock_timeout');
      expect(rows[0]?.lock_timeout).to.equal('0');
    });
  });

  it('are kept for 24 hours, then ignored by requests and deleted by the sweep', async () => {
    await claimAndKeep(scope, 'first');
    await age('23 hours 55 minutes');
    expect(await claimAndKeep(scope, 'second')).to.equal(false);
    await expireOutcomes(db.knex);
    expect((await findOutcome(db.knex, scope))?.result).to.equal('first');
    await age('24 hours 1 second');
    expect(await findOutcome(db.knex, scope)).to.equal(null);
    expect(await claimAndKeep(scope, 'second')).to.equal(true);
    expect((await findOutcome(db.knex, scope))?.result).to.equal('second');
    await age('24 hours 1 second');
    await expireOutcomes(db.knex);
    expect(await db.knex('idempotency_keys').where({ key: scope.key })).to.deep.equal([]);
  });

  it('are limited for each user: a request beyond the limit has no effect, and stored ones are still returned', async () => {
    const keeper = new IdempotencyKeeper(10_000);
    const [ann, ben] = [newId<UserId>(), newId<UserId>()];
    let effects = 0;
    const send = async (userId: UserId, key: string): Promise<string> => {
      const idempotencyKey = { ...scope, key, requestSha256: SHA256, isFailureStored: () => false };
      const caller = { userId, projectId: scope.projectId, idempotencyKey } as unknown as Caller;
      const work = (run: RunChange<string>): Promise<string> =>
        run(() => {
          effects += 1;
          return Promise.resolve('x'.repeat(4_000));
        });
      return keeper
        .run(db, caller, work, () => undefined)
        .then(
          ({ isReplayed }) => (isReplayed ? 'repeated' : 'done'),
          (error: unknown) => (error as { kind: string }).kind,
        );
    };
    for (const key of ['1', '2', '3']) expect(await send(ann, key)).to.equal('done');
    expect(await send(ann, '4')).to.equal('too_many_requests');
    expect(await send(ann, '1')).to.equal('repeated');
    expect(effects).to.equal(3);
    expect(await send(ben, '4')).to.equal('done');
  });

  async function untilOneWaits(): Promise<void> {
    const waiting = `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    await eventually(async () => (await db.knex.raw<{ rowCount: number }>(waiting)).rowCount > 0);
  }
});
