/**
 * Two hosts in one service: the service drives each separately, and whatever happens to one host does not affect the
 * other.
 */
import { expect } from 'chai';
import { GuestMetricsOfHosts } from '../../src/app/metrics/guest-metrics.js';
import { isGuesthouseError } from '../../src/domain/errors.js';
import type { GuestId, OperationId, ProjectId } from '../../src/domain/ids.js';
import { SILENT_LOG } from '../../src/domain/log.js';
import type { Operation } from '../../src/domain/operation.js';
import type { OperationKind } from '../../src/domain/words.js';
import type { Hosts } from '../../src/hosts/registry.js';
import { openDatabase } from '../../src/store/database.js';
import type { Database } from '../../src/store/database.js';
import { findGuestById } from '../../src/store/guests.js';
import { listEveryHost } from '../../src/store/hosts.js';
import { findOperationById } from '../../src/store/operations.js';
import { ensureProject } from '../../src/store/projects.js';
import { inTransaction } from '../../src/store/transaction.js';
import { createTestDatabase } from '../support/database/database.js';
import type { TestDatabase } from '../support/database/database.js';
import { makeGuest, queueOperation } from '../support/database/rows.js';
import { eventually } from '../support/eventually.js';
import { openHosts, SimulatedHost } from '../support/hosted-service.js';
import { Exposition } from '../support/prometheus.js';

interface Made {
  readonly id: GuestId;
  readonly name: string;
}

describe('Two hosts in one service', () => {
  let database: TestDatabase;
  let db: Database;
  let project: ProjectId;
  let hosts: Hosts;
  let one: SimulatedHost;
  let other: SimulatedHost;
  const made: [SimulatedHost, Made][] = [];

  before(async () => {
    database = await createTestDatabase();
    db = await openDatabase(database.url, { log: SILENT_LOG });
    project = await ensureProject(db.knex, 'default');
    one = await SimulatedHost.make(db);
    other = await SimulatedHost.make(db);
    await begin();
  });
  // Every test creates its own guests and removes them.
  afterEach(async () => {
    for (const [host, guest] of made.splice(0)) await perform(host, guest, 'guest.delete');
  });
  after(async () => {
    await hosts.close();
    for (const host of [one, other]) await host.leave();
    await db.close();
    await database.drop();
  });

  async function begin(): Promise<void> {
    hosts = openHosts(db);
    for (const host of [one, other]) await host.addTo(hosts, db);
    await eventually(() => owns(one) && owns(other));
  }
  const owns = (host: SimulatedHost): boolean => hosts.get(host.id).keeper.isOwner;

  const operationOf = async (id: OperationId): Promise<Operation> => {
    const operation = await findOperationById(db.knex, id);
    if (operation === null) throw new Error('there is no such operation');
    return operation;
  };
  const stateOf = async (id: OperationId): Promise<string> => (await operationOf(id)).state;

  async function expectDone(id: OperationId): Promise<void> {
    await eventually(async () => (await operationOf(id)).finishedAt !== null);
    expect(await operationOf(id)).to.include({ state: 'succeeded' });
  }
  const makeOn = async (host: SimulatedHost): Promise<Made> => {
    const { operation, ...guest } = await makeGuest(db, { project, host: host.id });
    await expectDone(operation);
    return guest;
  };
  const queue = (host: SimulatedHost, guest: Made, kind: OperationKind): Promise<OperationId> =>
    inTransaction(db, (trx) => queueOperation(trx, { project, host: host.id }, guest, kind));
  const perform = async (host: SimulatedHost, guest: Made, kind: OperationKind): Promise<void> =>
    expectDone(await queue(host, guest, kind));
  const makeRunningOn = async (host: SimulatedHost): Promise<Made> => {
    const guest = await makeOn(host);
    await perform(host, guest, 'guest.start');
    made.push([host, guest]);
    return guest;
  };

  const powerOn = async (host: SimulatedHost, { id }: Made): Promise<string | null> =>
    host.control.inspectGuest(id).then(
      ({ state }) => state ?? null,
      () => null,
    );
  const shown = async ({ id }: Made): Promise<string | undefined> => (await findGuestById(db.knex, id))?.state;
  const isUp = async (host: SimulatedHost): Promise<boolean> => (await host.row(db)).state === 'up';

  it('have different names, although their machine has only one', async () => {
    const [first, second] = await listEveryHost(db.knex);
    expect(second?.name).to.equal(`${first?.name}-2`);
  });

  it('are owned by one database session', async () => {
    const { rows } = await db.knex.raw<{ rows: { pid: number }[] }>(
      `select distinct pid from pg_locks where locktype = 'advisory' and classid = ?::bigint::oid
       and database = (select oid from pg_database where datname = current_database())`,
      [0x67680002],
    );
    expect(rows).to.have.length(1);
  });

  it('each run their own guests, and have no guests of the other', async () => {
    const here = await makeRunningOn(one);
    const there = await makeRunningOn(other);
    expect(await Promise.all([powerOn(one, here), powerOn(other, there)])).to.deep.equal(['on', 'on']);
    expect(await Promise.all([powerOn(one, there), powerOn(other, here)])).to.deep.equal([null, null]);
  });

  it('do not wait for each other: if one hangs, it is reported as away, and the other continues', async () => {
    const here = await makeRunningOn(one);
    const there = await makeRunningOn(other);
    const pid = await one.signal('SIGSTOP');
    const hanging = await queue(one, here, 'guest.suspend');
    try {
      await perform(other, there, 'guest.suspend');
      await eventually(async () => !(await isUp(one)));
      await perform(other, there, 'guest.start');
      expect(await isUp(other)).to.equal(true);
      expect([await shown(here), await shown(there)]).to.deep.equal(['unknown', 'running']);
    } finally {
      process.kill(pid, 'SIGCONT');
    }
    await expectDone(hanging);
    await eventually(() => isUp(one));
    await eventually(async () => (await shown(here)) === 'suspended');
  });

  it('fail independently: the guests of one are off, and those of the other keep running', async () => {
    const here = await makeRunningOn(one);
    const there = await makeRunningOn(other);
    await one.signal('SIGKILL');
    await eventually(async () => (await shown(here)) === 'stopped');
    expect(await powerOn(other, there)).to.equal('on');
    expect(await shown(there)).to.equal('running');
    await eventually(() =>
      one.takeAgain().then(
        () => true,
        () => false,
      ),
    );
    await perform(one, here, 'guest.start');
  });

  it('can be removed separately: operations on the removed host wait until it is added again, and the other host continues', async () => {
    const here = await makeRunningOn(one);
    const there = await makeRunningOn(other);
    await hosts.remove(one.id);
    expect(hosts.list().map(({ host }) => host.id)).to.deep.equal([other.id]);
    const waiting = await queue(one, here, 'guest.poweroff');
    await perform(other, there, 'guest.poweroff');
    expect(await stateOf(waiting)).to.equal('queued');
    expect(await powerOn(one, here)).to.equal('on');
    const entry = hosts.get(one.id);
    expect(entry.isLocal).to.equal(false);
    const refused: unknown = await entry.backend
      .observeGuests('all', { signal: AbortSignal.timeout(30_000) })
      .catch((error: unknown) => error);
    expect(isGuesthouseError(refused, 'host_unreachable')).to.equal(true);
    await one.addTo(hosts, db);
    await expectDone(waiting);
    expect(await powerOn(one, here)).to.equal('off');
  });

  it('are both found by the next start, which also observes what happened to their guests meanwhile', async () => {
    const here = await makeRunningOn(one);
    const there = await makeRunningOn(other);
    await hosts.close();
    await one.control.change(here.id, 'down');
    const waiting = await queue(other, there, 'guest.suspend');
    await begin();
    await expectDone(waiting);
    await eventually(async () => (await shown(here)) === 'stopped');
    expect(await shown(there)).to.equal('suspended');
    await perform(one, here, 'guest.start');
  });

  it('are measured in parallel: if one does not respond, the guests of the other are still reported', async () => {
    const here = await makeRunningOn(one);
    const there = await makeRunningOn(other);
    const [first, second] = await listEveryHost(db.knex);
    const hostNames = { one: first?.name ?? '', other: second?.name ?? '' };
    const read = async (guestsMax: number): Promise<Exposition> => {
      const reader = new GuestMetricsOfHosts({ db, hosts, labels: 'id', guestsMax, log: SILENT_LOG });
      return new Exposition(await reader.read());
    };
    const guestsIn = (figures: Exposition): string[] => figures.labelValues('guesthouse_guest_memory_bytes', 'id');
    const all = await read(10);
    expect(all.labelValues('guesthouse_host_up', 'host')).to.have.members([hostNames.one, hostNames.other]);
    expect(all.sum('guesthouse_host_up')).to.equal(2);
    expect(guestsIn(all)).to.have.members([here.id, there.id]);

    const bounded = await read(1);
    expect(guestsIn(bounded)).to.deep.equal([here.id]);
    expect(bounded.values('guesthouse_guests_left_out', { host: hostNames.one })).to.deep.equal([0]);
    expect(bounded.values('guesthouse_guests_left_out', { host: hostNames.other })).to.deep.equal([1]);

    for (const call of ['stats', 'info'] as const) await one.control.slow(call, null);
    const partly = await read(10);
    await one.control.clearFaults();
    expect(partly.values('guesthouse_host_up', { host: hostNames.one })).to.deep.equal([0]);
    expect(partly.values('guesthouse_host_up', { host: hostNames.other })).to.deep.equal([1]);
    expect(guestsIn(partly)).to.deep.equal([there.id]);
  });
});
