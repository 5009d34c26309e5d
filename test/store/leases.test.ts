/**
 * Tests of host ownership: the lease in addition to the lock, how another session replaces a hung holder, and that
 * nothing is written under a lost lease.
 */
import { expect } from 'chai';
import type pg from 'pg';
import { isGuesthouseError } from '../../src/domain/errors.js';
import type { HostId } from '../../src/domain/ids.js';
import { SILENT_LOG } from '../../src/domain/log.js';
import { inHostTransaction } from '../../src/hosts/fence.js';
import { openDatabase, openSession } from '../../src/store/database.js';
import type { Database } from '../../src/store/database.js';
import { ensureLease, holdLease, holdUnowned, lockHost, takeLease } from '../../src/store/leases.js';
import { openWorkerSession } from '../../src/store/session.js';
import type { WorkerSession } from '../../src/store/session.js';
import { inTransaction } from '../../src/store/transaction.js';
import { eventually } from '../support/eventually.js';
import { createTestDatabase } from '../support/database/database.js';
import type { TestDatabase } from '../support/database/database.js';
import { makeWorld } from '../support/database/rows.js';
import type { World } from '../support/database/rows.js';

/** A number that no session has. */
const HUNG = 1_000_000_000;

describe('The lease of a host', () => {
  let database: TestDatabase;
  let db: Database;
  let world: World;
  let sessions: WorkerSession[];
  let hung: pg.Client | null;

  before(async () => {
    database = await createTestDatabase();
    db = await openDatabase(database.url, { log: SILENT_LOG });
  });
  beforeEach(async () => {
    world = await makeWorld(db);
    sessions = [];
    hung = null;
  });
  afterEach(async () => {
    for (const session of sessions) await session.close();
    await hung?.end();
  });
  after(async () => {
    await db.close();
    await database.drop();
  });

  async function join(): Promise<WorkerSession> {
    const session = await openWorkerSession(db, [], () => undefined);
    sessions.push(session);
    return session;
  }

  /** Makes an owner that has acquired the lock and the lease and then hangs. */
  async function hang(ageMs: number): Promise<pg.Client> {
    hung = await openSession(db.sessionConfig);
    await ensureLease(hung, world.host);
    expect(await lockHost(hung, world.host)).to.equal(true);
    await takeLease(hung, world.host, HUNG);
    await db.knex.raw(
      `update host_leases set renewed_at = clock_timestamp() - ? * interval '1 millisecond' where host_id = ?`,
      [ageMs, world.host],
    );
    return hung;
  }

  type Lease = { readonly worker: number; readonly renewed_at: string };
  const leaseOf = (host: HostId): Promise<Lease | undefined> =>
    db.knex<Lease & { host_id: HostId }>('host_leases').where({ host_id: host }).first();
  const holderOf = async (): Promise<Lease> => (await leaseOf(world.host)) ?? { worker: 0, renewed_at: '' };
  const isWaiting = async (text: string): Promise<boolean> => {
    const { rows } = await db.knex.raw<{ rows: unknown[] }>(
      `select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database() and query like ?`,
      [`%${text}%`],
    );
    return rows.length > 0;
  };

  it('belongs to the owner’s session, which renews it', async () => {
    const session = await join();
    expect(await session.tryToOwn(world.host)).to.equal(true);
    const { worker, renewed_at: first } = await holderOf();
    expect(worker).to.equal(session.worker);
    await eventually(async () => (await holderOf()).renewed_at > first);
    session.requireOwnership();
  });

  it('is not taken over from an owner that renewed it recently', async () => {
    const session = await join();
    // "Recently" means within five seconds, so nothing slow may come in between.
    const client = await hang(500);
    expect(await session.tryToOwn(world.host)).to.equal(false);
    await client.query('select 1');
    expect((await holderOf()).worker).to.equal(HUNG);
  });

  it('is taken over from an owner that has hung too long, and the session of that owner is ended', async () => {
    const client = await hang(6_000);
    let isEnded = false;
    client.once('end', () => (isEnded = true));
    const session = await join();
    expect(await session.tryToOwn(world.host)).to.equal(true);
    expect((await holderOf()).worker).to.equal(session.worker);
    await eventually(() => isEnded);
  });

  it('is acquired by exactly one of several sessions that compete for it', async () => {
    await hang(6_000);
    const standing = await Promise.all([join(), join(), join()]);
    await eventually(async () => (await Promise.all(standing.map((one) => one.tryToOwn(world.host)))).includes(true));
    const owning = await Promise.all(standing.map((one) => one.tryToOwn(world.host)));
    expect(owning.filter(Boolean)).to.have.length(1);
    expect((await holderOf()).worker).to.equal(standing[owning.indexOf(true)]?.worker);
  });

  it('cannot be acquired while a transaction relies on the host having no owner, until that transaction ends', async () => {
    const session = await join();
    await hang(6_000);
    await hung?.end();
    let wanted: Promise<boolean> | undefined;
    await eventually(() => inTransaction(db, (trx) => holdUnowned(trx, world.host)));
    await inTransaction(db, async (trx) => {
      expect(await holdUnowned(trx, world.host)).to.equal(true);
      wanted = session.tryToOwn(world.host);
      await eventually(() => isWaiting('from host_leases where host_id'));
      await trx.raw('select 1');
    });
    // PostgreSQL can wake the waiting session a moment before it releases the other lock of the transaction.
    await eventually(async () => (await wanted) === true || (await session.tryToOwn(world.host)));
    expect(await inTransaction(db, (trx) => holdUnowned(trx, world.host))).to.equal(false);
  });

  it('ends the session’s work when another session has taken it over', async () => {
    const session = await join();
    await session.tryToOwn(world.host);
    await db.knex('host_leases').where({ host_id: world.host }).update({ worker: HUNG });
    await eventually(() => session.signal.aborted);
    expect(() => session.requireOwnership()).to.throw('session was lost');
  });

  it('is lost when it cannot be renewed in time', async () => {
    const session = await join();
    await session.tryToOwn(world.host);
    let release: () => void = () => undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    const blocking = inTransaction(db, async (trx) => {
      await trx.raw('select from host_leases where host_id = ? for update', [world.host]);
      await released;
    });
    await eventually(() => session.signal.aborted);
    expect(() => session.requireOwnership()).to.throw('session was lost');
    release();
    await blocking;
  });

  it('cannot be required from a session that owns nothing', async () => {
    const session = await join();
    expect(() => session.requireOwnership()).to.throw('session was lost');
    expect(session.signal.aborted).to.equal(true);
  });

  it('is handed over only after the end of a transaction that writes under it, and then allows no write by the old owner', async () => {
    const first = await join();
    await first.tryToOwn(world.host);
    const order: string[] = [];
    let release: () => void = () => undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    let isHeld = false;
    const writing = inTransaction(db, async (trx) => {
      isHeld = await holdLease(trx, world.host, first.worker);
      await released;
      order.push('written');
    });
    await eventually(() => isHeld);
    const second = await join();
    await first.close();
    // If a session is cut off while it renews its lease, PostgreSQL can take a moment to release the session's locks.
    const locks = `select from pg_locks where locktype = 'advisory' and objid = ?::bigint::oid
      and database = (select oid from pg_database where datname = current_database())`;
    await eventually(async () => (await db.knex.raw<{ rowCount: number }>(locks, [first.worker])).rowCount === 0);
    // One attempt waits only briefly, so that the renewals of the session's other hosts are not late.
    const taking = eventually(() => second.tryToOwn(world.host)).then(() => order.push('taken'));
    await eventually(() => isWaiting('from host_leases'));
    release();
    await writing;
    await taking;
    expect(order).to.deep.equal(['written', 'taken']);
    expect(await inTransaction(db, (trx) => holdLease(trx, world.host, first.worker))).to.equal(false);
    expect(await inTransaction(db, (trx) => holdLease(trx, world.host, second.worker))).to.equal(true);
  });

  it('can be released, so that another session can own the host at once, and the other hosts keep their owner', async () => {
    const other = await makeWorld(db);
    const [first, second] = [await join(), await join()];
    for (const { host } of [world, other]) expect(await first.tryToOwn(host)).to.equal(true);
    expect(await second.findFree([world.host, other.host])).to.deep.equal([]);
    await first.release(world.host);
    expect(await second.findFree([world.host, other.host])).to.deep.equal([world.host]);
    expect(await second.tryToOwn(world.host)).to.equal(true);
    expect(await second.tryToOwn(other.host)).to.equal(false);
    const { renewed_at: before } = (await leaseOf(other.host)) ?? {};
    await eventually(async () => (await leaseOf(other.host))?.renewed_at !== before);
    first.requireOwnership();
    expect(await first.tryToOwn(world.host)).to.equal(false);
  });

  it('can be released together with others, each of which another session can then own', async () => {
    const hosts = [world.host, (await makeWorld(db)).host, (await makeWorld(db)).host];
    const [first, second] = [await join(), await join()];
    const own = (session: WorkerSession): Promise<boolean[]> =>
      Promise.all(hosts.map((host) => session.tryToOwn(host)));
    expect(await own(first)).to.deep.equal([true, true, true]);
    const released = hosts.slice(0, 2);
    await Promise.all(released.map((host) => first.release(host)));
    expect(await second.findFree(hosts)).to.have.members(released);
    expect(await own(second)).to.deep.equal([true, true, false]);
    for (const [index, host] of hosts.entries())
      expect((await leaseOf(host))?.worker).to.equal(index < 2 ? second.worker : first.worker);
    first.requireOwnership();
  });

  it('does not end the ownership of other hosts while it cannot be acquired', async () => {
    const other = await makeWorld(db);
    const session = await join();
    expect(await session.tryToOwn(other.host)).to.equal(true);
    await db.knex('host_leases').insert({ host_id: world.host });
    let release: () => void = () => undefined;
    let isHeld = false;
    const released = new Promise<void>((resolve) => (release = resolve));
    const blocking = inTransaction(db, async (trx) => {
      await trx.raw('select from host_leases where host_id = ? for update', [world.host]);
      isHeld = true;
      await released;
    });
    await eventually(() => isHeld);
    // More attempts than the time for which the other lease is good without a renewal.
    for (let attempt = 0; attempt < 8; attempt++) expect(await session.tryToOwn(world.host)).to.equal(false);
    session.requireOwnership();
    expect((await leaseOf(other.host))?.worker).to.equal(session.worker);
    // A query that arrives during an attempt must not become a part of its transaction, which fails.
    for (let isWaitingSeen = false; !isWaitingSeen;) {
      let isOver = false;
      const attempt = session.tryToOwn(world.host).finally(() => (isOver = true));
      await eventually(async () => (isWaitingSeen = await isWaiting('from host_leases')) || isOver);
      expect(await session.findFree([other.host])).to.deep.equal([]);
      expect(await attempt).to.equal(false);
    }
    release();
    await blocking;
    await eventually(() => session.tryToOwn(world.host));
  });

  it('is renewed while a transaction writes under it', async () => {
    const session = await join();
    await session.tryToOwn(world.host);
    const { renewed_at: first } = await holderOf();
    await inHostTransaction(db, session, world.host, () =>
      eventually(async () => (await holderOf()).renewed_at > first),
    );
    expect(session.signal.aborted).to.equal(false);
  });

  it('is required by every transaction that writes on behalf of the host', async () => {
    const session = await join();
    await session.tryToOwn(world.host);
    const write = (): Promise<number> =>
      inHostTransaction(db, session, world.host, (trx) => trx('hosts').where({ id: world.host }).update({ vcpus: 77 }));
    expect(await write()).to.equal(1);
    await db.knex('host_leases').where({ host_id: world.host }).update({ worker: HUNG });
    await db.knex('hosts').where({ id: world.host }).update({ vcpus: 1 });
    const error = await write().then(
      () => null,
      (thrown: unknown) => thrown,
    );
    expect(isGuesthouseError(error, 'database_unreachable')).to.equal(true);
    expect(session.signal.aborted).to.equal(true);
    expect(await db.knex('hosts').where({ id: world.host }).first('vcpus')).to.deep.equal({ vcpus: 1 });
  });
});
