/**
 * Tests of the events for requests that are rejected because the caller lacks a right: the first is an event
 * immediately, further ones are counted, and each user has a limit.
 */
import { expect } from 'chai';
import { Refusals } from '../../src/app/access/refusals.js';
import type { RefusedCaller } from '../../src/app/access/refusals.js';
import { newId } from '../../src/domain/ids.js';
import type { ProjectId, UserId } from '../../src/domain/ids.js';
import { SILENT_LOG } from '../../src/domain/log.js';
import { openDatabase } from '../../src/store/database.js';
import type { Database } from '../../src/store/database.js';
import { ensureProject } from '../../src/store/projects.js';
import { createTestDatabase } from '../support/database/database.js';
import type { TestDatabase } from '../support/database/database.js';

interface RefusalEvent {
  readonly user_id: string | null;
  readonly project_id: string | null;
  readonly request_id: string | null;
  readonly client_address: string | null;
  readonly detail: { readonly operation: string | null; readonly right: string | null; readonly count?: number };
}

describe('Events for rejected requests', () => {
  let database: TestDatabase;
  let db: Database;
  let project: ProjectId;
  let refusals: Refusals;
  let warnings: number;

  before(async () => {
    database = await createTestDatabase();
    db = await openDatabase(database.url, { log: SILENT_LOG });
    project = await ensureProject(db.knex, 'default');
  });
  beforeEach(async () => {
    await db.knex('events').delete();
    warnings = 0;
    refusals = new Refusals(db, { ...SILENT_LOG, warn: () => void (warnings += 1) });
  });
  after(async () => {
    await db.close();
    await database.drop();
  });

  function callerOf(userId = newId<UserId>()): RefusedCaller {
    const log = { ...SILENT_LOG, warn: () => void (warnings += 1) };
    const request = { requestId: 'request-1', clientAddress: '198.51.100.7' };
    return { projectId: project, userId, right: 'guests.create', log, ...request };
  }
  const events = async (): Promise<RefusalEvent[]> =>
    await db
      .knex<RefusalEvent>('events')
      .select('user_id', 'project_id', 'request_id', 'client_address', 'detail')
      .orderBy('seq');

  it('are one immediate event and one with the number of further refusals', async () => {
    const caller = callerOf();
    for (let nth = 0; nth < 50; nth += 1) await refusals.record(caller, 'createGuest');
    const shared = { user_id: caller.userId, project_id: project };
    const detail = { reason: 'forbidden', operation: 'createGuest', right: 'guests.create' };
    const first = { ...shared, request_id: 'request-1', client_address: '198.51.100.7', detail };
    expect(await events()).to.deep.equal([first]);
    await refusals.flush();
    const counted = { ...shared, request_id: null, client_address: null, detail: { ...detail, count: 49 } };
    expect(await events()).to.deep.equal([first, counted]);
    await refusals.flush();
    expect(await events()).to.have.length(2);
    await refusals.record(caller, 'createGuest');
    expect((await events()).at(-1)).to.deep.equal(first);
  });

  it('are separate for each user, operation and project', async () => {
    const [ann, ben] = [callerOf(), callerOf()];
    for (const caller of [ann, ben, { ...ann, projectId: null }]) {
      for (const operation of ['createGuest', 'deleteGuest']) await refusals.record(caller, operation);
    }
    expect(await events()).to.have.length(6);
  });

  it('are limited for each user, and every refusal is still counted', async () => {
    const [caller, other] = [callerOf(), callerOf()];
    for (let nth = 0; nth < 500; nth += 1) {
      for (let twice = 0; twice < 2; twice += 1) await refusals.record(caller, `operation${nth}`);
    }
    await refusals.record(other, 'createGuest');
    await refusals.flush();
    const found = await events();
    expect(found.length).to.be.at.most(103);
    const ofCaller = found.filter(({ user_id }) => user_id === caller.userId);
    expect(ofCaller.reduce((sum, { detail }) => sum + (detail.count ?? 1), 0)).to.equal(1_000);
    expect(ofCaller.at(-1)).to.include({ project_id: null });
    expect(found.filter(({ user_id }) => user_id === other.userId)).to.have.length(1);
  });

  it('are written with the next flush after a failed write', async () => {
    const caller = callerOf();
    for (let nth = 0; nth < 2; nth += 1) await refusals.record(caller, 'createGuest');
    await db.knex.raw('alter table events rename to taken_away');
    await refusals.record(caller, 'createGuest');
    await refusals.flush();
    await refusals.record(caller, 'deleteGuest');
    expect(warnings).to.equal(2);
    await db.knex.raw('alter table taken_away rename to events');
    await refusals.flush();
    expect((await events()).map(({ detail }) => detail.count)).to.deep.equal([undefined, 2]);
  });
});
