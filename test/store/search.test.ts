/**
 * Tests of searches in the database. For any text, they find the same rows in the same order and with the same markers
 * as the simple evaluation in memory. No statement contains text from a client. GUESTHOUSE_SEED repeats a printed seed.
 */
import { expect } from 'chai';
import pg from 'pg';
import type { Collection } from '../../src/domain/collections.js';
import { isGuesthouseError } from '../../src/domain/errors.js';
import { fold } from '../../src/domain/fold.js';
import { newId } from '../../src/domain/ids.js';
import { SILENT_LOG } from '../../src/domain/log.js';
import { pageInMemory } from '../../src/domain/page-in-memory.js';
import { readPageRequest } from '../../src/domain/page-request.js';
import type { PageParameters } from '../../src/domain/page-request.js';
import { openDatabase } from '../../src/store/database.js';
import type { Database } from '../../src/store/database.js';
import { listEvents } from '../../src/store/events.js';
import { listGroups } from '../../src/store/groups.js';
import { listNetworks } from '../../src/store/networks.js';
import { listGuests } from '../../src/store/guests.js';
import { listHosts } from '../../src/store/hosts.js';
import { listImages } from '../../src/store/images.js';
import { listInstanceTypes } from '../../src/store/instance-types.js';
import { listOperations } from '../../src/store/operations.js';
import type { Page, PageRequest } from '../../src/store/paging.js';
import { listPlacementGroups } from '../../src/store/placement-groups.js';
import { listProjects } from '../../src/store/projects.js';
import { listUsers } from '../../src/store/users.js';
import { listZones } from '../../src/store/zones.js';
import { createTestDatabase } from '../support/database/database.js';
import type { TestDatabase } from '../support/database/database.js';
import { Dice } from '../support/fuzz/random.js';
import { someGarbage, someSearch } from '../support/fuzz/random-search.js';
import { IN_MEMORY, insertGuestRow, makeSearchWorld, NOW, readRecords } from '../support/database/search-world.js';
import type { SearchRecord, SearchWorld } from '../support/database/search-world.js';
import { SEED } from '../support/fuzz/seed.js';
import { EVERYTHING } from '../../src/domain/access.js';
import type { Visibility } from '../../src/domain/access.js';
import type { GuestId, UserId } from '../../src/domain/ids.js';
import { allOf } from '../support/access/visibility.js';

const IS_SOAK = process.env['GUESTHOUSE_SOAK'] === '1';
const SEARCHES = IS_SOAK ? 20_000 : 400;
const GARBAGE = IS_SOAK ? 50_000 : 600;
const ROWS = 60;

type CollectionName = keyof typeof IN_MEMORY;
const COLLECTIONS = Object.keys(IN_MEMORY) as CollectionName[];
/**
 * The literals that statements of lists can contain: collections, sort keys, members of NICs, and numbers that do not
 * come from a client.
 */
const OUR_CONSTANTS = [
  ...Object.values(IN_MEMORY).flatMap(({ collection }) => [collection.name, ...collection.sortKeys]),
  ...['network', 'mac', 'address', 'kind', 'infinity', '', '[]', '-'],
]
  .map((text) => `'${text}'`)
  .concat(['1', '1002']);

type Found = Omit<Page<unknown>, 'rows'> & { readonly ids: readonly string[] };

describe(`Searches (seed ${SEED})`, () => {
  let database: TestDatabase;
  let db: Database;
  let world: SearchWorld;
  let records: Record<CollectionName, SearchRecord[]>;
  /** What other callers can see: single guests of the second project, or all projects. */
  const seen: { readonly visibility: Visibility; readonly records: Record<CollectionName, SearchRecord[]> }[] = [];
  /** The text of every statement sent to PostgreSQL. */
  let statements: Set<string>;
  const query = Object.getOwnPropertyDescriptor(pg.Client.prototype, 'query');

  before(async () => {
    database = await createTestDatabase();
    db = await openDatabase(database.url, { log: SILENT_LOG });
    world = await makeSearchWorld(db, new Dice(SEED), ROWS);
    const single: GuestId[] = [];
    for (const [table, column] of [
      ['guests', 'id'],
      ['operations', 'subject_id'],
      ['events', 'subject_id'],
    ] as const) {
      const ids = db.knex(table).where({ project_id: world.otherProject }).whereNotNull(column).orderBy(column);
      single.push(...((await ids.limit(6).pluck(column)) as GuestId[]));
    }
    // A viewer, who sees the name of one user and of one project.
    const viewer = {
      canReadPermissions: false,
      userId: world.users[0] as UserId,
      projectIds: [world.project],
    };
    const visibilities: Visibility[] = [
      allOf(world.project),
      allOf(world.project, { guestIds: single }),
      allOf(world.project, { guestIds: single, ...viewer }),
      allOf(null, { guestIds: single, ...viewer }),
      EVERYTHING,
    ];
    for (const visibility of visibilities) seen.push({ visibility, records: await readRecords(db, visibility) });
    records = await readRecords(db, allOf(world.project));
    statements = new Set();
    const original = query?.value as (this: pg.Client, ...args: unknown[]) => unknown;
    pg.Client.prototype.query = function (this: pg.Client, ...args: unknown[]) {
      const [first] = args as [string | { readonly text: string }];
      statements.add(typeof first === 'string' ? first : first.text);
      return original.apply(this, args);
    } as typeof pg.Client.prototype.query;
  });
  after(async () => {
    if (query !== undefined) Object.defineProperty(pg.Client.prototype, 'query', query);
    await db.close();
    await database.drop();
  });

  const LISTS: Record<
    CollectionName,
    (request: PageRequest, visibility?: Visibility) => Promise<Page<{ readonly id: string }>>
  > = {
    guests: (request, visibility = allOf(world.project)) => listGuests(db.knex, visibility, request),
    operations: (request, visibility = allOf(world.project)) => listOperations(db.knex, visibility, request),
    images: (request, visibility = allOf(world.project)) => listImages(db.knex, visibility, request),
    hosts: (request, visibility = allOf(world.project)) => listHosts(db.knex, visibility, null, request),
    events: async (request, visibility = allOf(world.project)) => {
      const page = await listEvents(db.knex, visibility, { guest: null, kinds: null }, request);
      return { ...page, rows: page.rows.map(({ id }) => ({ id: String(id) })) };
    },
    zones: (request) => listZones(db.knex, request),
    instance_types: (request, visibility = allOf(world.project)) => listInstanceTypes(db.knex, visibility, request),
    placement_groups: (request, visibility = allOf(world.project)) => listPlacementGroups(db.knex, visibility, request),
    projects: (request) => listProjects(db.knex, null, request),
    users: (request) => listUsers(db.knex, null, request),
    groups: (request) => listGroups(db.knex, null, request),
    networks: (request, visibility = allOf(world.project)) => listNetworks(db.knex, null, visibility, request),
  };

  function idsOf({ rows, ...rest }: Page<{ readonly id: string }>): Found {
    return { ids: rows.map(({ id }) => id), ...rest };
  }

  /** Returns the result of the database and that of the evaluation in memory. */
  async function both(
    name: CollectionName,
    parameters: PageParameters,
    who: (typeof seen)[number] = { visibility: allOf(world.project), records },
  ): Promise<{ found: Found; expected: Found }> {
    const request = readPageRequest(IN_MEMORY[name].collection, parameters, NOW);
    return {
      found: idsOf(await LISTS[name](request, who.visibility)),
      expected: idsOf(pageInMemory(IN_MEMORY[name], who.records[name], request)),
    };
  }

  function someParameters(
    dice: Dice,
    name: CollectionName,
    search: string,
    rows: readonly SearchRecord[],
  ): PageParameters {
    const { sortKeys }: Collection = IN_MEMORY[name].collection;
    return {
      limit: dice.of([1, 2, 3, 10, 1000]),
      search,
      case_sensitive: dice.oneIn(3),
      // Callers who see only single guests see no rows of some collections.
      marker: rows.length === 0 || dice.oneIn(2) || /page/i.test(search) ? null : dice.of(rows).id,
      sort_by: dice.oneIn(2) || /sortby/i.test(search) ? null : `${dice.of(['', '-'])}${dice.of(sortKeys)}`,
    };
  }

  for (const [index, name] of COLLECTIONS.entries()) {
    it(`find the same ${name} as the evaluation in memory, page by page`, async function () {
      this.timeout(SEARCHES * 1_000);
      const dice = new Dice(SEED + index);
      const ids = records[name].map(({ id }) => id);
      let hits = 0;
      for (let count = 0; count < SEARCHES; count++) {
        const search = someSearch(dice, IN_MEMORY[name].collection, ids);
        const who = dice.of(seen);
        const parameters = someParameters(dice, name, search, who.records[name]);
        const { found, expected } = await both(name, parameters, who).catch((error: unknown) => {
          throw new Error(`search ${count}: ${JSON.stringify(parameters)}`, { cause: error });
        });
        expect(found, `search ${count}: ${JSON.stringify(parameters)}`).to.deep.equal(expected);
        if (found.ids.length > 0 && found.ids.length < ids.length) hits++;
      }
      // Searches that find everything or nothing would prove nothing.
      expect(hits).to.be.greaterThan(SEARCHES / 10);
    });
  }

  it('accept any text: they return results, or a client error that names the position', async function () {
    this.timeout(GARBAGE * 1_000);
    const dice = new Dice(SEED + 100);
    let accepted = 0;
    for (let count = 0; count < GARBAGE; count++) {
      const name = dice.of(COLLECTIONS);
      const search = someGarbage(
        dice,
        IN_MEMORY[name].collection,
        records[name].map(({ id }) => id),
      );
      const parameters: PageParameters = { limit: 5, search, case_sensitive: dice.oneIn(2) };
      try {
        const { found, expected } = await both(name, parameters);
        expect(found).to.deep.equal(expected);
        accepted++;
      } catch (error) {
        if (isGuesthouseError(error, 'search_syntax')) {
          expect(error.mistakes).to.have.length(1);
          expect(error.mistakes[0]?.detail).to.match(/^at character \d+: /);
        } else if (!isGuesthouseError(error, 'validation_failed')) {
          throw new Error(`search ${count}: ${JSON.stringify(parameters)}`, { cause: error });
        }
      }
    }
    expect(accepted).to.be.greaterThan(GARBAGE / 20);
  });

  it('for a prefix find exactly the names that begin with it, up to the last code point', async () => {
    const edges = [
      'y',
      'yy',
      'yy\u{10ffff}',
      'yy\u{10ffff}y',
      'yz',
      'z',
      '\ud7ff',
      '\ud7ff1',
      '\ue000',
      '\u{10ffff}',
      '\u{10ffff}1',
    ];
    const dice = new Dice(SEED + 200);
    for (const name of edges) {
      const guest = { project_id: world.project, name: `edge-${name}`, name_folded: fold(`edge-${name}`) };
      // If the random name is taken, the row is not inserted, so the test tries again.
      for (let count = 0; count === 0;) {
        count = await db
          .knex('guests')
          .where({ id: await insertGuestRow(db, dice, world) })
          .update(guest);
      }
    }
    records = await readRecords(db, allOf(world.project));
    for (const name of edges) {
      const parameters = { limit: 1000, search: `name="edge-${name}*"`, sort_by: 'name' };
      const { found, expected } = await both('guests', parameters);
      expect(found, name).to.deep.equal(expected);
      expect(found.ids, name).to.not.deep.equal([]);
    }
  });

  it('never put text from a client into a statement', async () => {
    const sentinel = 'zq7x';
    const before = new Set(statements);
    const texts = [
      sentinel,
      `"${sentinel}' or 1=1 --"`,
      `name=${sentinel}* or description!="${sentinel}"`,
      `metadata.${sentinel}=${sentinel} and metadata.${sentinel}!=* or metadata.${sentinel}=*${sentinel}`,
      `image=${sentinel} network=${sentinel}* mac=*${sentinel} user.name=${sentinel} project=${sentinel}`,
      `vcpus>=48151623 or memory_mib!=48151623`,
      `created_at>=2048-11-09 or updated_at=2048-11-09T11:11:11Z sortby name desc page 3`,
    ];
    for (const search of texts) {
      for (const case_sensitive of [false, true]) {
        await both('guests', { limit: 777, search, case_sensitive });
        if (!search.includes('page')) {
          await both('guests', { limit: 777, search, case_sensitive, marker: records.guests[0]?.id ?? null });
        }
      }
    }
    const added = [...statements].filter((text) => !before.has(text));
    expect(added).to.not.deep.equal([]);
    for (const text of added) expect(text).to.not.match(/zq7x|48151623|2048|777|1=1/);
  });

  it('of any kind leave no letter, word or number from a client in a statement', () => {
    const searches = [...statements].filter((text) => text.includes(' t where '));
    expect(searches.length).to.be.greaterThan(SEARCHES);
    const constants = new Set<string>();
    for (const text of searches) {
      // Only printable ASCII, and only constants from the source of the store.
      expect(text).to.not.match(/[^\n\x20-\x7e]/);
      for (const [constant] of text.replaceAll(/\$\d+/g, '$').matchAll(/'(?:[^']|'')*'|\b\d+\b/g))
        constants.add(constant);
    }
    expect([...constants].filter((constant) => !OUR_CONSTANTS.includes(constant))).to.deep.equal([]);
  });

  it('accept markers that they do not find themselves, and reject those of other collections or projects', async () => {
    const [guest] = records.guests;
    const { found, expected } = await both('guests', { limit: 3, search: 'name=nothing', marker: guest?.id ?? '' });
    expect(found).to.deep.equal(expected);
    const foreign = await db
      .knex<{ id: string; project_id: string }>('guests')
      .where({ project_id: world.otherProject })
      .first();
    expect(foreign).to.not.equal(undefined);
    for (const marker of [foreign?.id, newId(), records.images[0]?.id, 'x']) {
      const request = readPageRequest(
        IN_MEMORY.guests.collection,
        { limit: 3, search: 'vcpus>0', marker: marker ?? '' },
        NOW,
      );
      const error = await LISTS.guests(request).catch((caught: unknown) => caught);
      expect(isGuesthouseError(error, 'marker_unknown'), marker).to.equal(true);
    }
  });

  it('see only the guests of one project, even through the hosts', async () => {
    const foreign = await db
      .knex<{ id: string; project_id: string }>('guests')
      .where({ project_id: world.otherProject })
      .first();
    const name = `only-${newId()}`;
    await db
      .knex('guests')
      .where({ id: foreign?.id ?? '' })
      .update({ name, name_folded: name });
    const request = readPageRequest(IN_MEMORY.hosts.collection, { limit: 10, search: `guests.name=${name}` }, NOW);
    expect((await LISTS.hosts(request)).rows).to.deep.equal([]);
    expect((await listHosts(db.knex, allOf(world.otherProject), null, request)).rows).to.not.deep.equal([]);
  });

  it('end with query_timed_out when they take too long, and leave the connection unchanged', async () => {
    const other = new pg.Client(database.url);
    await other.connect();
    await other.query('begin');
    await other.query('lock table guests in access exclusive mode');
    const request = readPageRequest(IN_MEMORY.guests.collection, { limit: 10, search: 'name=web*' }, NOW);
    const error = await LISTS.guests({ ...request, searchTimeoutMs: 50 }).catch((caught: unknown) => caught);
    expect(isGuesthouseError(error, 'query_timed_out')).to.equal(true);
    await other.query('rollback');
    await other.end();
    const again = idsOf(await LISTS.guests(request));
    expect(again).to.deep.equal(idsOf(pageInMemory(IN_MEMORY.guests, records.guests, request)));
    const settings = await db.knex.raw<{ rows: unknown[] }>(
      `select current_setting('statement_timeout') as timeout, current_setting('plan_cache_mode') as plans`,
    );
    expect(settings.rows).to.deep.equal([{ timeout: '30s', plans: 'force_generic_plan' }]);
  });
});
