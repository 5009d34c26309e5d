/**
 * Tests of the migration runner against a real server, with migrations of its own and with the list that ships.
 * Touches: its own databases on the test server (test/support/database/database.ts).
 */
import { expect } from 'chai';
import type { Knex } from 'knex';
import { isGuesthouseError } from '../../src/domain/errors.js';
import { SILENT_LOG } from '../../src/domain/log.js';
import { openDatabase, type Database } from '../../src/store/database.js';
import { migrate, type Migration } from '../../src/store/migrate.js';
import { MIGRATIONS } from '../../src/store/migrations.js';
import { createTestDatabase, type TestDatabase } from '../support/database/database.js';

const FIRST: Migration = { name: '0001-one', up: (trx) => run(trx, 'create table one (number int)') };
const SECOND: Migration = { name: '0002-two', up: (trx) => run(trx, 'insert into one values (1)') };
const THIRD: Migration = { name: '0003-three', up: (trx) => run(trx, 'insert into one values (2)') };

async function run(trx: Knex.Transaction, sql: string): Promise<void> {
  await trx.raw(sql);
}

describe('migrate', () => {
  let database: TestDatabase;
  let db: Database;
  let other: Database;

  beforeEach(async () => {
    database = await createTestDatabase({ migrate: false });
    db = await openDatabase(database.url, { log: SILENT_LOG });
    other = await openDatabase(database.url, { log: SILENT_LOG });
  });

  afterEach(async () => {
    await db.close();
    await other.close();
    await database.drop();
  });

  const up = (migrations: readonly Migration[], on = db): Promise<readonly string[]> =>
    migrate(on, migrations, { log: SILENT_LOG });
  const numbers = (): Promise<unknown[]> => db.knex('one').pluck('number').orderBy('number');
  const applied = (): Promise<unknown[]> => db.knex('guesthouse_migrations').pluck('name').orderBy('name');

  it('brings an empty database to the latest schema, in order', async () => {
    expect(await up([FIRST, SECOND, THIRD])).to.eql(['0001-one', '0002-two', '0003-three']);
    expect(await numbers()).to.eql([1, 2]);
    expect(await applied()).to.eql(['0001-one', '0002-two', '0003-three']);
  });

  it('does nothing the second time', async () => {
    await up([FIRST, SECOND]);
    expect(await up([FIRST, SECOND])).to.eql([]);
    expect(await numbers()).to.eql([1]);
  });

  it('applies only the missing migrations', async () => {
    await up([FIRST, SECOND]);
    expect(await up([FIRST, SECOND, THIRD])).to.eql(['0003-three']);
    expect(await numbers()).to.eql([1, 2]);
  });

  it('applies each migration once when several replicas start together', async () => {
    const list = [FIRST, SECOND, THIRD];
    const all = await Promise.all([up(list), up(list, other), up(list), up(list, other)]);
    expect(all.flat().sort()).to.eql(list.map(({ name }) => name));
    expect(await numbers()).to.eql([1, 2]);
  });

  it('rejects a database that is newer than the program, and changes nothing', async () => {
    await up([FIRST, SECOND, THIRD]);
    const error = await failureOf(up([FIRST, SECOND]));
    expect(isGuesthouseError(error, 'internal')).to.equal(true);
    expect(String(error)).to.include('0003-three').and.to.include('newer');
    expect(await applied()).to.have.length(3);
  });

  it('rejects a database that lacks a migration from the middle, and changes nothing', async () => {
    await up([FIRST, THIRD]);
    const error = await failureOf(up([FIRST, SECOND, THIRD]));
    expect(isGuesthouseError(error, 'internal')).to.equal(true);
    expect(String(error)).to.include('0002-two');
    expect(await applied()).to.eql(['0001-one', '0003-three']);
  });

  it('rejects a list whose names do not ascend', async () => {
    const error = await failureOf(up([SECOND, FIRST]));
    expect(isGuesthouseError(error, 'internal')).to.equal(true);
  });

  it('leaves nothing of a failing migration, keeps those before it, and continues once it is fixed', async () => {
    const broken: Migration = {
      name: '0002-two',
      up: async (trx) => {
        await SECOND.up(trx);
        await trx.raw('create table half (number int)');
        await trx.raw('select 1 / 0');
      },
    };
    const error = await failureOf(up([FIRST, broken, THIRD]));
    expect(error).to.have.property('code', '22012');
    expect(await applied()).to.eql(['0001-one']);
    expect(await numbers()).to.eql([]);
    expect(await db.knex.schema.hasTable('half')).to.equal(false);
    expect(await up([FIRST, SECOND, THIRD])).to.eql(['0002-two', '0003-three']);
  });

  it('can take longer than the statement timeout of the service', async () => {
    const hasty = await openDatabase(database.url, { log: SILENT_LOG, statementTimeoutMs: 1_000 });
    try {
      const slow: Migration = { name: '0001-slow', up: (trx) => run(trx, 'select pg_sleep(1.5)') };
      expect(await up([slow], hasty)).to.eql(['0001-slow']);
    } finally {
      await hasty.close();
    }
  });

  it('applies the list that ships, which is in order', async () => {
    expect(await up(MIGRATIONS)).to.eql(MIGRATIONS.map(({ name }) => name));
    expect(await up(MIGRATIONS, other)).to.eql([]);
  });
});

async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => {
      throw new Error('it did not fail');
    },
    (error: unknown) => error,
  );
}
