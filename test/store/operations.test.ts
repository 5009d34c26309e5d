/**
 * Tests of the operations queue: order, exclusion, fencing, pre-emption, and what happens to the claims of a dead
 * worker.
 */
import { expect } from 'chai';
import type { OperationId, ProjectId } from '../../src/domain/ids.js';
import { SILENT_LOG } from '../../src/domain/log.js';
import { cancelOperation, enqueueVerb } from '../../src/operations/enqueue.js';
import type { Cancellation } from '../../src/operations/enqueue.js';
import { openDatabase } from '../../src/store/database.js';
import type { Database } from '../../src/store/database.js';
import { findGuestById } from '../../src/store/guests.js';
import {
  claimOperation,
  endAllOpen,
  endOperation,
  findNewestOpenOperation,
  findOperationById,
  listToStop,
  markSteps,
  requestCancelOfOpen,
  requeueLostOperations,
  requeueOperation,
  WAKE_CHANNEL,
} from '../../src/store/operations.js';
import { openWorkerSession } from '../../src/store/session.js';
import type { WorkerSession } from '../../src/store/session.js';
import { inTransaction } from '../../src/store/transaction.js';
import { eventually } from '../support/eventually.js';
import { createTestDatabase } from '../support/database/database.js';
import type { TestDatabase } from '../support/database/database.js';
import { makeGuest, makeWorld, queueOperation } from '../support/database/rows.js';
import type { World } from '../support/database/rows.js';

const REQUESTER = {
  projectId: '' as ProjectId,
  userId: null,
  clientAddress: '127.0.0.1',
  requestId: 'test',
  precondition: null,
};
const NO_STEPS = { done: [], begun: null };

describe('The operations queue', () => {
  let database: TestDatabase;
  let db: Database;
  let world: World;
  let one: WorkerSession;
  let other: WorkerSession;

  before(async () => {
    database = await createTestDatabase();
    db = await openDatabase(database.url, { log: SILENT_LOG });
  });
  beforeEach(async () => {
    await db.knex('operations').delete();
    world = await makeWorld(db);
    one = await openWorkerSession(db, [], () => undefined);
    other = await openWorkerSession(db, [], () => undefined);
    await one.tryToOwn(world.host);
  });
  afterEach(async () => {
    await one.close();
    await other.close();
  });
  after(async () => {
    await db.close();
    await database.drop();
  });

  const claim = async (session: WorkerSession): Promise<OperationId | null> =>
    (await claimOperation(db.knex, world.host, session.worker))?.id ?? null;
  const end = (session: WorkerSession, id: OperationId): Promise<boolean> =>
    inTransaction(db, (trx) => endOperation(trx, id, session.worker, { state: 'succeeded', fault: null }));

  /**
   * Expects that one operation of a closed session is requeued. If the session is cut off while it renews a lease,
   * PostgreSQL can take a moment to release the session's locks.
   */
  const requeueLost = (): Promise<void> =>
    eventually(async () => (await requeueLostOperations(db.knex, other.worker)) === 1);

  const toStop = (...running: OperationId[]): ReturnType<typeof listToStop> => listToStop(db.knex, one.worker, running);

  it('assigns the operations of one guest one after the other, oldest first', async () => {
    const guest = await makeGuest(db, world);
    const second = await inTransaction(db, (trx) => queueOperation(trx, world, guest, 'guest.start'));
    expect(await claim(one)).to.equal(guest.operation);
    expect(await claim(other)).to.equal(null);
    expect(await end(one, guest.operation)).to.equal(true);
    expect(await claim(other)).to.equal(second);
  });

  it('assigns each operation to exactly one of many concurrent claimers', async () => {
    const guests = await Promise.all(Array.from({ length: 40 }, () => makeGuest(db, world)));
    const claims = await Promise.all(Array.from({ length: 60 }, (_, turn) => claim(turn % 2 === 0 ? one : other)));
    const rest: OperationId[] = [];
    for (let next = await claim(one); next !== null; next = await claim(one)) rest.push(next);
    const claimed = [...claims.filter((id) => id !== null), ...rest];
    expect(claimed).to.have.members(guests.map(({ operation }) => operation));
    expect(new Set(claimed).size).to.equal(guests.length);
  });

  it('prevents a second running operation of a guest by a constraint, whatever the code does', async () => {
    const guest = await makeGuest(db, world);
    const second = await inTransaction(db, (trx) => queueOperation(trx, world, guest, 'guest.start'));
    await claim(one);
    let code: unknown;
    try {
      await db.knex('operations').where({ id: second }).update({ state: 'running', worker: other.worker });
    } catch (error) {
      code = (error as { code?: unknown }).code;
    }
    expect(code).to.equal('23505');
  });

  it('assigns no operation of another host', async () => {
    await makeGuest(db, world);
    const elsewhere = await makeWorld(db);
    expect(await claimOperation(db.knex, elsewhere.host, one.worker)).to.equal(null);
  });

  it('allows only the operation’s own worker to end it', async () => {
    const { operation } = await makeGuest(db, world);
    await claim(one);
    expect(await end(other, operation)).to.equal(false);
    expect((await findOperationById(db.knex, operation))?.state).to.equal('running');
    expect(await end(one, operation)).to.equal(true);
    expect(await end(one, operation)).to.equal(false);
  });

  it('requeues the claims of an ended session, and of no other', async () => {
    const { operation } = await makeGuest(db, world);
    await claim(one);
    expect(await requeueLostOperations(db.knex, other.worker)).to.equal(0);
    await one.close();
    await requeueLost();
    const again = await claimOperation(db.knex, world.host, other.worker);
    expect(again).to.include({ id: operation, attempts: 2 });
    expect(await end(one, operation), 'the one that lost it').to.equal(false);
  });

  it('cancels a queued operation immediately, and requests the end of a running one', async () => {
    const guest = await makeGuest(db, world);
    const queued = await inTransaction(db, (trx) => queueOperation(trx, world, guest, 'guest.start'));
    await claim(one);
    const poweroff = await inTransaction(db, async (trx) => {
      await requestCancelOfOpen(trx, guest);
      return queueOperation(trx, world, guest, 'guest.poweroff');
    });
    expect((await findOperationById(db.knex, queued))?.state).to.equal('cancelled');
    expect(await toStop(guest.operation)).to.deep.equal([{ id: guest.operation, isOurs: true }]);
    expect(await claim(other), 'before the old one has ended').to.equal(null);
    const newest = await inTransaction(db, (trx) => findNewestOpenOperation(trx, guest));
    expect(newest).to.deep.equal({ id: poweroff, kind: 'guest.poweroff' });
    await end(one, guest.operation);
    expect(await claim(other)).to.equal(poweroff);
  });

  it('ends all operations of a forgotten guest; the worker of a running one is notified and can write nothing more', async () => {
    const [guest, bystander] = [await makeGuest(db, world), await makeGuest(db, world)];
    const queued = await inTransaction(db, (trx) => queueOperation(trx, world, guest, 'guest.start'));
    expect([await claim(one), await claim(one)]).to.deep.equal([guest.operation, bystander.operation]);
    let heard = 0;
    const listening = await openWorkerSession(db, [WAKE_CHANNEL], () => heard++);
    await inTransaction(db, (trx) => endAllOpen(trx, guest));
    await eventually(() => heard > 0);
    await listening.close();
    for (const id of [guest.operation, queued]) {
      const { state, fault, finishedAt } = (await findOperationById(db.knex, id)) ?? {};
      expect([state, fault]).to.deep.equal(['cancelled', null]);
      expect(finishedAt).to.be.a('string');
    }
    expect(await toStop(guest.operation, bystander.operation)).to.deep.equal([{ id: guest.operation, isOurs: false }]);
    expect(await markSteps(db.knex, guest.operation, one.worker, NO_STEPS)).to.equal(false);
    await requeueOperation(db.knex, guest.operation, one.worker, { afterMs: 0, steps: NO_STEPS });
    expect(await end(one, guest.operation)).to.equal(false);
    expect(await claim(one)).to.equal(null);
    expect(await end(one, bystander.operation)).to.equal(true);
  });

  it('holds back a requeued operation for its delay, and then assigns it before newer ones', async () => {
    const guest = await makeGuest(db, world);
    await inTransaction(db, (trx) => queueOperation(trx, world, guest, 'guest.start'));
    await claim(one);
    await requeueOperation(db.knex, guest.operation, one.worker, { afterMs: 3_600_000, steps: NO_STEPS });
    expect(await claim(one)).to.equal(null);
    await db.knex('operations').where({ id: guest.operation }).update({ not_before: null });
    expect(await claim(one)).to.equal(guest.operation);
  });

  it('does not hold back a requeued operation if a newer one waits for it', async () => {
    const guest = await makeGuest(db, world);
    expect(await claim(one)).to.equal(guest.operation);
    await inTransaction(db, (trx) => requestCancelOfOpen(trx, guest));
    await requeueOperation(db.knex, guest.operation, one.worker, { afterMs: 60_000, steps: NO_STEPS });
    expect(await claim(one)).to.equal(guest.operation);
  });

  it('passes the steps that one attempt has completed to the next attempt', async () => {
    const { operation } = await makeGuest(db, world);
    const first = await claimOperation(db.knex, world.host, one.worker);
    expect(first?.steps).to.deep.equal(NO_STEPS);
    expect(await markSteps(db.knex, operation, one.worker, { done: ['define'], begun: 'reset' })).to.equal(true);
    await one.close();
    await requeueLost();
    const second = await claimOperation(db.knex, world.host, other.worker);
    expect(second?.steps).to.deep.equal({ done: ['define'], begun: 'reset' });
    const late = await markSteps(db.knex, operation, one.worker, { done: ['define', 'reset'], begun: null });
    expect(late, 'the one that lost it').to.equal(false);
    await requeueOperation(db.knex, operation, other.worker, { afterMs: 0, steps: { done: ['define'], begun: null } });
    expect((await claimOperation(db.knex, world.host, other.worker))?.steps).to.deep.equal({
      done: ['define'],
      begun: null,
    });
  });

  it('allows no worker to end an operation without the lease of the host', async () => {
    const { operation } = await makeGuest(db, world);
    await claim(other);
    expect(await end(other, operation)).to.equal(false);
    await one.close();
    await eventually(() => other.tryToOwn(world.host));
    expect(await end(other, operation)).to.equal(true);
  });

  describe('when an operation is cancelled', () => {
    const cancel = async (id: OperationId): Promise<Cancellation> => {
      const operation = await findOperationById(db.knex, id);
      if (operation === null) throw new Error('no such operation');
      return inTransaction(db, (trx) => cancelOperation(trx, operation, REQUESTER));
    };
    const stateOf = async (id: OperationId): Promise<string | undefined> =>
      (await findOperationById(db.knex, id))?.state;

    it('ends a queued operation immediately, and the guest shows the resulting state', async () => {
      const guest = await makeGuest(db, world);
      expect(await cancel(guest.operation)).to.equal('cancelled');
      expect(await stateOf(guest.operation)).to.equal('cancelled');
      const after = await findGuestById(db.knex, guest.id);
      expect(after).to.include({ state: 'error', openOperation: null, targetPowerState: null });
      expect(after?.fault?.kind).to.equal('operation_cancelled');
      expect(await cancel(guest.operation)).to.equal('ended');
      expect(await claim(one)).to.equal(null);
    });

    it('keeps the operation before it as the guest’s open operation', async () => {
      const guest = await makeGuest(db, world);
      await claim(one);
      const { operationId } = await inTransaction(db, (trx) => enqueueVerb(trx, guest.id, 'delete', {}, REQUESTER));
      if (operationId === null) throw new Error('nothing was queued');
      expect(await cancel(operationId)).to.equal('cancelled');
      const after = await findGuestById(db.knex, guest.id);
      expect(after?.openOperation).to.deep.equal({ id: guest.operation, kind: 'guest.create', state: 'creating' });
      expect(after?.state).to.equal('creating');
    });

    it('notifies the worker of a running operation, even if the cancellation is requested twice', async () => {
      const guest = await makeGuest(db, world);
      await claim(one);
      expect(await cancel(guest.operation)).to.equal('requested');
      expect(await cancel(guest.operation)).to.equal('requested');
      expect(await stateOf(guest.operation)).to.equal('running');
      expect(await toStop(guest.operation)).to.deep.equal([{ id: guest.operation, isOurs: true }]);
    });

    it('does not stop a running delete', async () => {
      const guest = await makeGuest(db, world);
      await db.knex('operations').where({ id: guest.operation }).update({ kind: 'guest.delete' });
      await claim(one);
      expect(await cancel(guest.operation)).to.equal('not cancellable');
      expect(await toStop(guest.operation)).to.deep.equal([]);
    });

    it('wakes the workers', async () => {
      const guest = await makeGuest(db, world);
      await claim(one);
      let heard = 0;
      const listening = await openWorkerSession(db, [WAKE_CHANNEL], () => heard++);
      await cancel(guest.operation);
      await eventually(() => heard > 0);
      await listening.close();
    });
  });

  it('gives each session a number that no earlier session had', async () => {
    const third = await openWorkerSession(db, [], () => undefined);
    await third.close();
    const fourth = await openWorkerSession(db, [], () => undefined);
    await fourth.close();
    expect(new Set([one.worker, other.worker, third.worker, fourth.worker]).size).to.equal(4);
  });

  it('allows a session to own a host until the session ends', async () => {
    expect(await one.tryToOwn(world.host)).to.equal(true);
    expect(await one.tryToOwn(world.host)).to.equal(true);
    expect(await other.tryToOwn(world.host)).to.equal(false);
    await one.close();
    expect(one.signal.aborted).to.equal(true);
    await eventually(() => other.tryToOwn(world.host));
  });
});
