/**
 * Tests of the notifications that make every replica discard its cached credentials: they are sent only if something
 * that is cached may have changed, because any user can cause the other changes any number of times.
 */
import { expect } from 'chai';
import pg from 'pg';
import { newId } from '../../src/domain/ids.js';
import type { GuestId, TokenId, UserId } from '../../src/domain/ids.js';
import { SILENT_LOG } from '../../src/domain/log.js';
import { openDatabase } from '../../src/store/database.js';
import type { Database } from '../../src/store/database.js';
import { ACCESS_CHANNEL, ensureExternal, touchToken } from '../../src/store/principals.js';
import { hashSecret, insertToken, revokeToken } from '../../src/store/tokens.js';
import { inTransaction } from '../../src/store/transaction.js';
import { eventually } from '../support/eventually.js';
import { createTestDatabase } from '../support/database/database.js';
import type { TestDatabase } from '../support/database/database.js';

describe('The notification that credentials have changed', () => {
  let database: TestDatabase;
  let db: Database;
  let listening: pg.Client;
  let received: string[];
  before(async () => {
    database = await createTestDatabase();
    db = await openDatabase(database.url, { log: SILENT_LOG });
    listening = new pg.Client(database.url);
    await listening.connect();
    listening.on('notification', ({ payload }) => received.push(payload ?? ''));
    await listening.query(`listen ${ACCESS_CHANNEL}`);
  });
  beforeEach(() => {
    received = [];
  });
  after(async () => {
    await listening.end();
    await db.close();
    await database.drop();
  });

  /** The notifications that `work` has sent. */
  async function sentBy(work: () => Promise<unknown>): Promise<number> {
    await work();
    await db.knex.raw('select pg_notify(?, ?)', [ACCESS_CHANNEL, 'end']);
    await eventually(() => received.at(-1) === 'end');
    return received.length - 1;
  }

  async function makeToken(): Promise<TokenId> {
    const { id: userId } = await ensureExternal<UserId>(db.knex, 'users', newId<GuestId>(), newId<GuestId>());
    const token = {
      id: newId<TokenId>(),
      name: 'one',
      userId,
      projectId: null,
      role: null,
      scopes: [],
      expiresAt: null,
    };
    await inTransaction(db, (trx) => insertToken(trx, token, hashSecret(token.id)));
    return token.id;
  }

  it('is not sent for a new user, a new token, or the use of a token', async () => {
    expect(await sentBy(async () => touchToken(db.knex, await makeToken()))).to.equal(0);
  });

  it('is sent for a revoked token', async () => {
    const token = await makeToken();
    expect(await sentBy(() => inTransaction(db, (trx) => revokeToken(trx, token)))).to.equal(1);
  });
});
