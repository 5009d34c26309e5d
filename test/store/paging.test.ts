/**
 * Keyset paging on real rows: walks in both directions find every row once, markers of deleted rows stay good, and rows with the
 * same time are told apart by their id. The random walk prints its seed; GUESTHOUSE_SEED takes it back.
 */
import { expect } from 'chai';
import { isGuesthouseError } from '../../src/domain/errors.js';
import { newId } from '../../src/domain/ids.js';
import type { GuestId } from '../../src/domain/ids.js';
import { SILENT_LOG } from '../../src/domain/log.js';
import { openDatabase } from '../../src/store/database.js';
import type { Database } from '../../src/store/database.js';
import { deleteGuest, listGuests } from '../../src/store/guests.js';
import { inTransaction } from '../../src/store/transaction.js';
import { createTestDatabase } from '../support/database.js';
import type { TestDatabase } from '../support/database.js';
import { makeGuest, makeWorld } from '../support/rows.js';
import type { World } from '../support/rows.js';

const SEED = Number(process.env['GUESTHOUSE_SEED'] ?? Date.now() % 1_000_000);
const WALKS = process.env['GUESTHOUSE_SOAK'] === '1' ? 2_000 : 40;

/** mulberry32: small, and the same everywhere. */
function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

describe('paging', () => {
  let database: TestDatabase;
  let db: Database;
  let world: World;

  before(async () => {
    database = await createTestDatabase();
    db = await openDatabase(database.url, { log: SILENT_LOG });
    world = await makeWorld(db);
  });
  beforeEach(async () => {
    await db.knex('guests').delete();
  });
  after(async () => {
    await db.close();
    await database.drop();
  });

  const makeMany = async (count: number): Promise<GuestId[]> => {
    for (let index = 0; index < count; index++) await makeGuest(db, world);
    // Several with the same time, so that only the id tells them apart.
    await db.knex.raw(
      `update guests set created_at = date_trunc('minute', now()) + (ascii(left(id::text, 1)) % 3) * interval '1 s'`,
    );
    const rows = await db
      .knex<{ id: GuestId; created_at: Date }>('guests')
      .orderBy([{ column: 'created_at' }, { column: 'id' }]);
    return rows.map(({ id }) => id);
  };
  const page = (limit: number, marker: string | null): ReturnType<typeof listGuests> =>
    listGuests(db.knex, world.project, { limit, marker, sortBy: null, search: null, isCaseSensitive: false });

  for (const limit of [1, 2, 3, 7, 12, 13, 1000]) {
    it(`walks forwards and back by ${limit}, and sees each row once`, async () => {
      const ids = await makeMany(13);
      const forwards: string[][] = [];
      let marker: string | null = null;
      for (;;) {
        const found = await page(limit, marker);
        forwards.push(found.rows.map(({ id }) => id));
        if (found.next === null) break;
        marker = found.next;
      }
      expect(forwards.flat()).to.deep.equal(ids);

      const back: string[][] = [];
      for (;;) {
        const found = await page(limit, marker);
        back.unshift(found.rows.map(({ id }) => id));
        if (!found.hasPrevious) break;
        marker = found.prev;
      }
      expect(back).to.deep.equal(forwards);
    });
  }

  it('answers the very end with an empty page that has one before it', async () => {
    const ids = await makeMany(3);
    const end = await page(2, ids.at(-1) ?? null);
    expect(end.rows).to.deep.equal([]);
    expect(end.next).to.equal(null);
    expect(end.hasPrevious).to.equal(true);
    expect(end.prev).to.equal(ids[0]);
  });

  it('keeps the id of a deleted row as a marker, and knows no other', async () => {
    const ids = await makeMany(5);
    const [, , third] = ids;
    if (third === undefined) throw new Error('no third row');
    await inTransaction(db, (trx) => deleteGuest(trx, third));
    expect((await page(10, third)).rows.map(({ id }) => id)).to.deep.equal(ids.slice(3));
    for (const unknown of [newId(), 'nonsense', '', third.toUpperCase() === third ? 'x' : `${third}0`]) {
      const error = await page(10, unknown).then(
        () => null,
        (caught: unknown) => caught,
      );
      expect(isGuesthouseError(error, 'marker_unknown'), unknown).to.equal(true);
    }
  });

  it(`shows every row that stays, once, while others come and go (seed ${SEED})`, async () => {
    const next = random(SEED);
    for (let walk = 0; walk < WALKS; walk++) {
      const stay = await makeMany(5 + Math.floor(next() * 10));
      const others = await Promise.all(Array.from({ length: 6 }, () => makeGuest(db, world)));
      const seen: string[] = [];
      let marker: string | null = null;
      const limit = 1 + Math.floor(next() * 5);
      do {
        const found = await page(limit, marker);
        seen.push(...found.rows.map(({ id }) => id));
        marker = found.next;
        const gone = others.splice(Math.floor(next() * others.length), 1)[0];
        if (gone) await inTransaction(db, (trx) => deleteGuest(trx, gone.id));
        if (next() < 0.3) others.push(await makeGuest(db, world));
      } while (marker !== null);
      expect(new Set(seen).size, 'no row twice').to.equal(seen.length);
      expect(seen).to.include.members(stay);
      await db.knex('guests').delete();
    }
  });
});
