/**
 * Tests of retention: expired rows are deleted, and no others. Each kind has one row that is old enough and one that is
 * not.
 */
import { expect } from 'chai';
import { SILENT_LOG } from '../../src/domain/log.js';
import { openDatabase } from '../../src/store/database.js';
import type { Database } from '../../src/store/database.js';
import { expireRows } from '../../src/store/expire.js';
import { createTestDatabase } from '../support/database/database.js';
import type { TestDatabase } from '../support/database/database.js';
import { makeGuest, makeWorld } from '../support/database/rows.js';

const KEEP_MS = 60_000;
const AGES_S = { kept: 30, old: 90 } as const;

describe('Rows past their retention', () => {
  let database: TestDatabase;
  let db: Database;
  before(async () => {
    database = await createTestDatabase();
    db = await openDatabase(database.url, { log: SILENT_LOG });
  });
  after(async () => {
    await db.close();
    await database.drop();
  });

  async function column(statement: string): Promise<unknown[]> {
    const { rows } = await db.knex.raw<{ rows: { value: unknown }[] }>(statement);
    return rows.map(({ value }) => value);
  }

  it('are deleted if they are ended operations, expired tokens or markers of deleted resources', async () => {
    const world = await makeWorld(db);
    await db.knex('users').insert({ id: db.knex.raw('gen_random_uuid()'), name: 'holder', name_folded: 'holder' });
    const ids: Record<string, string> = {};
    for (const [name, ageS] of Object.entries(AGES_S)) {
      const { operation: id } = await makeGuest(db, world);
      ids[name] = id;
      const past = `clock_timestamp() - interval '${ageS} seconds'`;
      await db.knex.raw(`update operations set state = 'failed', finished_at = ${past} where id = ?`, [id]);
      await db.knex.raw(
        `insert into tokens (id, name, name_folded, user_id, secret_sha256, expires_at)
         select gen_random_uuid(), ?, ?, id, sha256(convert_to(?, 'utf8')), ${past} from users limit 1`,
        [name, name, name],
      );
      await db.knex.raw(
        `insert into tombstones (collection, id, project_id, sort_keys, deleted_at)
         values ('guests', ?, ?, '{}', ${past})`,
        [id, world.project],
      );
    }
    const { operation: open } = await makeGuest(db, world);
    await expireRows(db.knex, KEEP_MS);
    expect(await column('select id as value from operations')).to.have.members([ids['kept'], open]);
    expect(await column(`select name as value from tokens where name in ('kept', 'old')`)).to.deep.equal(['kept']);
    const markers = await column(`select id as value from tombstones where collection = 'guests'`);
    expect(markers).to.include(ids['kept']).and.to.not.include(ids['old']);
    // A token file may still contain this token, so it must stay revoked.
    const isRevoked = `select true as value from revoked_tokens where secret_sha256 = sha256(convert_to('old', 'utf8'))`;
    expect(await column(isRevoked)).to.deep.equal([true]);
  });
});
