/**
 * Tests of the events for rejected credentials: there is one for each address, their number is limited, and none is
 * lost while the database is away.
 */
import { expect } from 'chai';
import { Denials } from '../../src/app/access/denials.js';
import { SILENT_LOG } from '../../src/domain/log.js';
import { openDatabase } from '../../src/store/database.js';
import type { Database } from '../../src/store/database.js';
import { createTestDatabase } from '../support/database/database.js';
import type { TestDatabase } from '../support/database/database.js';

interface DenialEvent {
  readonly kind: string;
  readonly severity: string;
  readonly project_id: string | null;
  readonly detail: { readonly address: string | null; readonly count: number; readonly reason: string };
}

describe('Events for rejected credentials', () => {
  let database: TestDatabase;
  let db: Database;
  let denials: Denials;
  let warnings: number;

  before(async () => {
    database = await createTestDatabase();
    db = await openDatabase(database.url, { log: SILENT_LOG });
  });
  beforeEach(async () => {
    await db.knex('events').delete();
    warnings = 0;
    denials = new Denials(db, { ...SILENT_LOG, warn: () => void (warnings += 1) });
  });
  after(async () => {
    await db.close();
    await database.drop();
  });

  const denialEvents = async (): Promise<DenialEvent[]> =>
    await db.knex<DenialEvent>('events').select('kind', 'severity', 'project_id', 'detail').orderBy('seq');

  it('are written one for each address, and only if a credential was rejected', async () => {
    await denials.flush();
    expect(await denialEvents()).to.be.empty;
    for (const address of ['198.51.100.7', '2001:db8::1', '198.51.100.7', '2001:db8::2']) denials.count(address);
    await denials.flush();
    const event = { kind: 'access.denied', severity: 'warning', project_id: null };
    expect(await denialEvents()).to.deep.equal([
      { ...event, detail: { address: '198.51.100.7', count: 2, reason: 'unauthenticated' } },
      { ...event, detail: { address: '2001:db8:0:0::/64', count: 2, reason: 'unauthenticated' } },
    ]);
    await denials.flush();
    expect(await denialEvents()).to.have.length(2);
  });

  it('are written one for each of the first hundred addresses and one for all others together', async () => {
    for (let index = 0; index < 250; index += 1) denials.count(`10.0.${index >> 8}.${index & 255}`);
    for (let index = 0; index < 3; index += 1) denials.count('10.0.0.0');
    await denials.flush();
    const details = (await denialEvents()).map(({ detail }) => detail);
    expect(details).to.have.length(101);
    expect(details[0]).to.include({ address: '10.0.0.0', count: 4 });
    expect(details.filter(({ address }) => address === null)).to.deep.equal([
      { address: null, count: 150, reason: 'unauthenticated' },
    ]);
    // The next minute has its own limit.
    denials.count('192.0.2.1');
    await denials.flush();
    expect((await denialEvents()).at(-1)?.detail).to.include({ address: '192.0.2.1', count: 1 });
  });

  it('are written with the next flush after a failed write, together with the rejections counted meanwhile', async () => {
    denials.count('192.0.2.1');
    await db.knex.raw('alter table events rename to taken_away');
    await denials.flush();
    expect(warnings).to.equal(1);
    denials.count('192.0.2.1');
    await db.knex.raw('alter table taken_away rename to events');
    await denials.flush();
    expect((await denialEvents()).map(({ detail }) => detail.count)).to.deep.equal([2]);
  });
});
