/**
 * Tests of keyset paging on real rows: walks in both directions find every row once, markers of deleted rows stay
 * valid, and ids order rows that have the same time. Random walks by every sort key continue while the test changes the
 * rows. The test compares each of their pages with an order that it computes in memory. It prints its seed;
 * GUESTHOUSE_SEED repeats it.
 */
import { expect } from 'chai';
import { GUESTS } from '../../src/domain/collections.js';
import { isGuesthouseError } from '../../src/domain/errors.js';
import { newId } from '../../src/domain/ids.js';
import type { GuestId } from '../../src/domain/ids.js';
import { SILENT_LOG } from '../../src/domain/log.js';
import type { SortValue } from '../../src/domain/page-in-memory.js';
import { matches } from '../../src/domain/search/matches.js';
import { parseSearch } from '../../src/domain/search/parse.js';
import { openDatabase } from '../../src/store/database.js';
import type { Database } from '../../src/store/database.js';
import { deleteGuest, listGuests } from '../../src/store/guests.js';
import type { Page } from '../../src/store/paging.js';
import { inTransaction } from '../../src/store/transaction.js';
import { createTestDatabase } from '../support/database/database.js';
import type { TestDatabase } from '../support/database/database.js';
import { Dice } from '../support/fuzz/random.js';
import { makeGuest, makeWorld } from '../support/database/rows.js';
import type { World } from '../support/database/rows.js';
import {
  IN_MEMORY,
  INSTANTS,
  insertGuestRow,
  makeSearchWorld,
  NOW,
  readRecords,
} from '../support/database/search-world.js';
import type { SearchRecord, SearchWorld } from '../support/database/search-world.js';
import { SEED } from '../support/fuzz/seed.js';
import type { Visibility } from '../../src/domain/access.js';
import { allOf } from '../support/access/visibility.js';

/** The number of walks by each sort key and direction. */
const WALKS = process.env['GUESTHOUSE_SOAK'] === '1' ? 150 : 5;
/** The largest number of guests. */
const GUESTS_MAX = 30;

describe('Paging', () => {
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
    // Several rows have the same time, so that only the id orders them.
    await db.knex.raw(
      `update guests set created_at = date_trunc('minute', now()) + (ascii(left(id::text, 1)) % 3) * interval '1 s'`,
    );
    const rows = await db
      .knex<{ id: GuestId; created_at: Date }>('guests')
      .orderBy([{ column: 'created_at' }, { column: 'id' }]);
    return rows.map(({ id }) => id);
  };
  const page = (limit: number, marker: string | null): ReturnType<typeof listGuests> =>
    listGuests(db.knex, allOf(world.project), { limit, marker, sortBy: null, search: null, isCaseSensitive: false });

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

  it('returns an empty page that has a previous page if the marker is the last row', async () => {
    const ids = await makeMany(3);
    const end = await page(2, ids.at(-1) ?? null);
    expect(end.rows).to.deep.equal([]);
    expect(end.next).to.equal(null);
    expect(end.hasPrevious).to.equal(true);
    expect(end.prev).to.equal(ids[0]);
  });

  it('accepts the id of a deleted row as a marker, and rejects unknown ids', async () => {
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
});

/** The last known sort position of a row. Deleted rows have one too. */
interface Place {
  readonly id: string;
  readonly sort: SearchRecord['sort'];
}

describe(`Walks during concurrent inserts, deletes and changes of guests (seed ${SEED})`, () => {
  let database: TestDatabase;
  let db: Database;
  let world: SearchWorld;
  let dice: Dice;
  /** The existing guests. */
  let live: SearchRecord[];
  /** The visibility of every guest of one project, and of single guests of the other. */
  let visibility: Visibility;
  /** The last position of each guest, including deleted guests. */
  let places: Map<string, Place>;

  before(async () => {
    dice = new Dice(SEED);
    database = await createTestDatabase();
    db = await openDatabase(database.url, { log: SILENT_LOG });
    world = await makeSearchWorld(db, dice, 20);
    // Single guests of the other project are also visible, so that pages are merged from two parts.
    const single = await db.knex('guests').where({ project_id: world.otherProject }).pluck('id');
    visibility = allOf(world.project, { guestIds: single as GuestId[] });
    places = new Map();
    await refresh();
  });
  after(async () => {
    await db.close();
    await database.drop();
  });

  async function refresh(): Promise<void> {
    live = (await readRecords(db, visibility)).guests;
    for (const { id, sort } of live) places.set(id, { id, sort });
  }

  /**
   * Makes some inserts, deletes and changes; it never changes the marker, from whose position the walk continues.
   * Returns the ids of the changed guests.
   */
  async function change(marker: string | null): Promise<string[]> {
    const touched: string[] = [];
    // Sometimes deletes the marker itself.
    const toDelete = dice.oneIn(4) && marker !== null && live.some(({ id }) => id === marker) ? [marker] : [];
    if (live.length > GUESTS_MAX / 3) toDelete.push(...dice.some(live, 2).map(({ id }) => id));
    for (const id of new Set(toDelete)) {
      await inTransaction(db, (trx) => deleteGuest(trx, id as GuestId));
      touched.push(id);
    }
    if (live.length < GUESTS_MAX) {
      for (let count = dice.below(4); count > 0; count--) touched.push(await insertGuestRow(db, dice, world));
    }
    const moved = dice.of(live).id;
    if (dice.oneIn(2) && moved !== marker && !touched.includes(moved)) {
      await db
        .knex('guests')
        .where({ id: moved })
        .update({ vcpus: 1 + dice.below(3), launched_at: dice.of([null, ...INSTANTS]) });
      touched.push(moved);
    }
    await refresh();
    return touched;
  }

  /** The correct page of the current rows: the rows after the marker's position, and the rows before it. */
  function expectedPage(
    found: readonly Place[],
    inOrder: (a: Place, b: Place) => number,
    marker: string | null,
    limit: number,
  ): { ids: string[]; next: string | null; prev: string | null; hasPrevious: boolean } {
    const sorted = [...found].sort(inOrder);
    const place = marker === null ? undefined : places.get(marker);
    const before = place === undefined ? [] : sorted.filter((one) => inOrder(one, place) <= 0);
    const ids = sorted.slice(before.length).map(({ id }) => id);
    return {
      ids: ids.slice(0, limit),
      next: ids.length > limit ? (ids[limit - 1] ?? null) : null,
      prev: before.at(-limit - 1)?.id ?? null,
      hasPrevious: before.length > 0,
    };
  }

  for (const key of GUESTS.sortKeys) {
    for (const isDescending of [false, true]) {
      it(`by ${isDescending ? '-' : ''}${key} show each remaining row exactly once, and every page is correct`, async () => {
        for (let walk = 0; walk < WALKS; walk++) {
          const limit = dice.of([1, 2, 3, 5, 8, 1000]);
          const search = dice.oneIn(3)
            ? parseSearch(
                // This test never changes the creation time or the state.
                dice.of(['vcpus>0', 'created_at>=2026-03-11', 'not-this or state!=running', 'id=*a* or id=*0*']),
                GUESTS,
                { now: NOW },
              )
            : null;
          const criteria = search?.criteria ?? null;
          const request = { limit, sortBy: { key, isDescending }, search, isCaseSensitive: false };
          const inOrder = (a: Place, b: Place): number => {
            const ascending = compare(a.sort[key] ?? null, b.sort[key] ?? null) || compare(a.id, b.id);
            return isDescending ? -ascending : ascending;
          };
          const findable = (): SearchRecord[] =>
            live.filter((one) => criteria === null || matches(criteria, GUESTS, IN_MEMORY.guests.read(one), false));
          const turn = async (marker: string | null): Promise<Page<{ readonly id: string }>> => {
            const page = await listGuests(db.knex, visibility, { ...request, marker });
            const { rows, ...rest } = page;
            expect(
              { ids: rows.map(({ id }) => id), ...rest },
              `walk ${walk}: ${search?.text} by ${limit} after ${marker}`,
            ).to.deep.equal(expectedPage(findable(), inOrder, marker, limit));
            return page;
          };

          const staying = new Set(findable().map(({ id }) => id));
          const seen: string[] = [];
          let marker: string | null = null;
          for (;;) {
            const page: Page<{ readonly id: string }> = await turn(marker);
            seen.push(...page.rows.map(({ id }) => id));
            if (page.next === null) break;
            marker = page.next;
            for (const id of await change(marker)) staying.delete(id);
          }
          expect(seen.filter((id) => staying.has(id)).sort()).to.deep.equal([...staying].sort());

          // Walks back to the beginning, over the current rows.
          const back: string[] = [];
          for (;;) {
            const page = await turn(marker);
            back.unshift(...page.rows.map(({ id }) => id));
            if (!page.hasPrevious) break;
            marker = page.prev;
          }
          expect(back).to.include.members(findable().map(({ id }) => id));
        }
      });
    }
  }
});

/** Compares values: null comes last, and text is ordered by code points, like in the collation "C". */
function compare(a: SortValue, b: SortValue): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  if (typeof a === 'string' && typeof b === 'string') return Buffer.compare(Buffer.from(a), Buffer.from(b));
  return Number(a) - Number(b);
}
