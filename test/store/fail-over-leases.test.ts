/**
 * The owner of a host when the database fails over: the new primary has the lease, but not the lock. Touches: two
 * PostgreSQL servers of its own in a temporary folder.
 */
import { expect } from 'chai';
import { SILENT_LOG } from '../../src/domain/log.js';
import { openDatabase, openSession } from '../../src/store/database.js';
import type { Database } from '../../src/store/database.js';
import { lockHost } from '../../src/store/leases.js';
import { migrate } from '../../src/store/migrate.js';
import { MIGRATIONS } from '../../src/store/migrations.js';
import { openWorkerSession } from '../../src/store/session.js';
import type { WorkerSession } from '../../src/store/session.js';
import { FailOverPair } from '../support/database/fail-over-pair.js';
import { makeWorld, type World } from '../support/database/rows.js';
import { eventually } from '../support/eventually.js';

describe('The owner of a host, when the database fails over', () => {
  let pair: FailOverPair;
  let owners: Database;
  let others: Database;
  let world: World;
  const sessions: WorkerSession[] = [];
  beforeEach(async () => {
    pair = await FailOverPair.start({ isSynchronous: true });
    const url = `${pair.url}&connect_timeout=1`;
    // Two processes, each with its own pools.
    owners = await openDatabase(url, { log: SILENT_LOG });
    others = await openDatabase(url, { log: SILENT_LOG });
    await migrate(owners, MIGRATIONS, { log: SILENT_LOG });
    world = await makeWorld(owners);
  });
  afterEach(async () => {
    for (const session of sessions.splice(0)) await session.close();
    for (const db of [owners, others]) await db.close();
    await pair.leave();
  });

  async function join(db: Database, earlier: readonly WorkerSession[] = []): Promise<WorkerSession> {
    const numbers = earlier.map(({ worker }) => worker);
    const session = await openWorkerSession(db, [], () => undefined, numbers);
    sessions.push(session);
    return session;
  }
  const isOwner = (session: WorkerSession): boolean => {
    try {
      session.requireOwnership();
      return true;
    } catch {
      return false;
    }
  };
  /** Makes the process of `db` notice the new primary. */
  const reach = async (db: Database): Promise<void> => (await openSession(db.sessionConfig)).end();

  it('stops relying on its lease before another service owns the host, even if the old primary stays silent', async () => {
    const owner = await join(owners);
    expect(await owner.tryToOwn(world.host)).to.equal(true);
    await join(others);
    await pair.first.signalAll('SIGSTOP');
    await pair.second.promote();
    await reach(others);
    const other = await join(others);
    await eventually(() => other.tryToOwn(world.host));
    expect(isOwner(owner)).to.equal(false);
    expect(isOwner(other)).to.equal(true);
    await pair.first.signalAll('SIGCONT');
  });

  it('owns the host again without waiting for its own lease', async () => {
    const owner = await join(owners);
    expect(await owner.tryToOwn(world.host)).to.equal(true);
    await pair.first.kill();
    await pair.second.promote();
    await reach(owners);
    expect(isOwner(owner)).to.equal(false);
    // A lease that is not stale, however long the fail-over took.
    await pair.second.query(`update host_leases set renewed_at = clock_timestamp() + interval '1 hour'`);
    const session = await openSession(others.sessionConfig);
    for (const stopped of [[], [owner.worker + 1]])
      expect(await lockHost(session, world.host, { mustBeStaleUnlessOf: stopped })).to.equal(false);
    await session.end();
    expect(await (await join(owners, [owner])).tryToOwn(world.host)).to.equal(true);
  });
});
