/**
 * Claims of guests on hosts: whatever the sequence of creations, changes of size, deletions, crashes and changes of
 * hosts, and however many happen at once, no claim is granted beyond the capacity of its host at that moment, and what
 * is claimed is what the guests have.
 */
import { expect } from 'chai';
import { capacityOf, RESOURCES } from '../../src/domain/capacity.js';
import type { Amounts } from '../../src/domain/capacity.js';
import { newId } from '../../src/domain/ids.js';
import type { GuestId, HostId, OperationId } from '../../src/domain/ids.js';
import { SILENT_LOG } from '../../src/domain/log.js';
import { openDatabase } from '../../src/store/database.js';
import type { Database } from '../../src/store/database.js';
import { deleteGuest, insertGuest, lockGuest, writeChanges } from '../../src/store/guests.js';
import { findHost, lockHost, writeHostSettings, writeHostState } from '../../src/store/hosts.js';
import { claim, claimToResize, settleClaim } from '../../src/store/placements.js';
import { rows } from '../../src/store/statement.js';
import { inTransaction } from '../../src/store/transaction.js';
import { createTestDatabase } from '../support/database/database.js';
import type { TestDatabase } from '../support/database/database.js';
import { makeWorld, queueOperation } from '../support/database/rows.js';
import type { World } from '../support/database/rows.js';
import { Dice } from '../support/fuzz/random.js';
import { SEED } from '../support/fuzz/seed.js';

const HOSTS = 3;
const BATCHES = 40;
const AT_ONCE = 8;

/** Rolls a transaction back, as the end of the process would. */
class Crash extends Error {}
class Refused extends Error {}

describe(`Claims (seed ${SEED})`, () => {
  let database: TestDatabase;
  let db: Database;
  let worlds: World[];
  before(async () => {
    database = await createTestDatabase();
    db = await openDatabase(database.url, { log: SILENT_LOG });
    worlds = await Promise.all(Array.from({ length: HOSTS }, () => makeWorld(db)));
    await db.knex('hosts').update({ disk_mib: 3_000 });
  });
  after(async () => {
    await db.close();
    await database.drop();
  });

  const placeOf = (index: number): World => {
    const world = worlds[index % HOSTS];
    if (world === undefined) throw new Error('there is no such host');
    return world;
  };

  async function create(world: World, size: Amounts, isCrashing = false): Promise<GuestId> {
    const id = newId<GuestId>();
    const disk = {
      device: 'vda',
      media: 'disk',
      sizeMib: size.diskMib,
      image: null,
      bus: 'virtio',
      format: 'raw',
    } as const;
    await inTransaction(db, async (trx) => {
      await insertGuest(trx, {
        ...{ id, projectId: world.project, userId: null, hostId: world.host, name: id.slice(0, 13), description: '' },
        ...{ vcpus: size.vcpus, memoryMib: size.memoryMib, firmware: 'bios', boot: null },
        ...{ disks: [disk], nics: [], metadata: {}, instanceType: null },
        instanceType: null,
        placementGroup: null,
        openOperation: { id: newId<OperationId>(), kind: 'guest.create', state: 'creating', target: null },
      });
      if (!(await claim(trx, id, world.host, size))) throw new Refused();
      await requireWithinCapacity(trx, world.host, size);
      if (isCrashing) throw new Crash();
    });
    return id;
  }

  /** Queues an update, and returns the function that ends it. */
  async function beginResize(
    id: GuestId,
    changes: { readonly vcpus?: number; readonly memoryMib?: number },
    isCrashing: boolean,
  ): Promise<((isSuccess: boolean) => Promise<void>) | null> {
    const operation = newId<OperationId>();
    await inTransaction(db, async (trx) => {
      const guest = await lockGuest(trx, id);
      if (guest === null) throw new Refused();
      const world = { project: guest.projectId, host: guest.hostId };
      await queueOperation(trx, world, guest, 'guest.update', operation);
      await trx('operations')
        .where({ id: operation })
        .update({ params: JSON.stringify({ changes }) });
      const more = {
        vcpus: Math.max(0, (changes.vcpus ?? 0) - guest.vcpus),
        memoryMib: Math.max(0, (changes.memoryMib ?? 0) - guest.memoryMib),
        diskMib: 0,
      };
      if (more.vcpus > 0 || more.memoryMib > 0) {
        const size = { vcpus: changes.vcpus ?? guest.vcpus, memoryMib: changes.memoryMib ?? guest.memoryMib };
        if (!(await claimToResize(trx, id, guest.hostId, size))) throw new Refused();
        await requireWithinCapacity(trx, guest.hostId, more);
      }
      if (isCrashing) throw new Crash();
    });
    return (isSuccess) =>
      inTransaction(db, async (trx) => {
        const guest = await lockGuest(trx, id);
        await trx('operations')
          .where({ id: operation })
          .update({ state: isSuccess ? 'succeeded' : 'failed', finished_at: new Date() });
        if (guest === null) return;
        if (isSuccess) await writeChanges(trx, guest, changes);
        await settleClaim(trx, id);
      });
  }

  /** Fails if the claim that this transaction was granted exceeds the capacity. The transaction has the lock. */
  async function requireWithinCapacity(trx: Parameters<typeof findHost>[0], id: HostId, added: Amounts): Promise<void> {
    const host = await findHost(trx, id);
    if (host === null) throw new Error('the host is gone');
    const capacity = capacityOf(host);
    for (const resource of RESOURCES) {
      const limit = capacity[resource];
      if (added[resource] > 0 && limit !== null && host.taken[resource] > limit) {
        throw new Error(`${host.taken[resource]} of ${limit} ${resource} were claimed`);
      }
    }
  }

  /** Every guest has exactly one claim: the larger of what it has and what an open update may give it. */
  async function expectClaimsOfGuests(): Promise<void> {
    const wrong = await rows(
      db.knex,
      `select g.id, p.vcpus, p.memory_mib, p.disk_mib from guests g full join placements p on p.guest_id = g.id
       left join lateral (select max((o.params #>> '{changes,vcpus}')::int) as vcpus,
         max((o.params #>> '{changes,memoryMib}')::int) as memory_mib
         from operations o where o.subject_id = g.id and o.kind = 'guest.update' and o.finished_at is null) change on true
       where g.id is null or p.guest_id is null or p.host_id <> g.host_id or p.disk_mib <> g.disk_mib
         or p.vcpus <> greatest(g.vcpus, change.vcpus) or p.memory_mib <> greatest(g.memory_mib, change.memory_mib)`,
    );
    expect(wrong).to.deep.equal([]);
  }

  async function overCommitted(): Promise<string[]> {
    const hosts = await Promise.all(worlds.map(({ host }) => findHost(db.knex, host)));
    return hosts.flatMap((host) => {
      if (host === null) return [];
      const capacity = capacityOf(host);
      return RESOURCES.filter((resource) => host.taken[resource] > (capacity[resource] ?? Infinity));
    });
  }

  async function clear(): Promise<void> {
    await db.knex('guests').delete();
    for (const { host } of worlds) {
      await db
        .knex('hosts')
        .where({ id: host })
        .update({
          ...{ is_schedulable: true, state: 'up', vcpu_ratio: 4, memory_ratio: 1, disk_ratio: 1 },
          ...{ reserved_vcpus: 0, reserved_memory_mib: 1024, reserved_disk_mib: 0 },
        });
    }
  }

  async function changeHost(dice: Dice, host: HostId): Promise<void> {
    await inTransaction(db, async (trx) => {
      const now = await lockHost(trx, host);
      if (now === null) return;
      await writeHostSettings(trx, host, {
        ...now,
        isSchedulable: dice.below(5) > 0,
        ratios: { vcpus: dice.of([0.5, 1, 4]), memoryMib: dice.of([0.5, 1, 1.5]), diskMib: dice.of([0.7, 1, 2]) },
        reserved: { vcpus: dice.below(3), memoryMib: dice.of([0, 1024, 5000]), diskMib: dice.below(500) },
      });
      await writeHostState(trx, host, dice.below(5) > 0 ? 'up' : 'away');
    });
  }

  const sizeOf = (dice: Dice): Amounts => ({
    vcpus: 1 + dice.below(4),
    memoryMib: 64 * (1 + dice.below(16)),
    diskMib: dice.below(600),
  });

  for (const isChangingHosts of [false, true]) {
    it(`are never granted beyond the capacity${isChangingHosts ? ', even while it changes' : ''}`, async () => {
      await clear();
      const dice = new Dice(SEED);
      let guests: GuestId[] = [];
      const ends: ((isSuccess: boolean) => Promise<void>)[] = [];
      const busy = new Set<GuestId>();
      const outcomes = { granted: 0, refused: 0, crashed: 0 };
      const act = async (): Promise<void> => {
        const guest = guests.length === 0 ? undefined : dice.of(guests);
        const isCrashing = dice.below(6) === 0;
        const kind = dice.of(['create', 'create', 'create', 'resize', 'end', 'delete', 'host']);
        const world = placeOf(dice.below(HOSTS));
        if (kind === 'create') guests.push(await create(world, sizeOf(dice), isCrashing));
        else if (kind === 'host' && isChangingHosts) await changeHost(dice, world.host);
        else if (kind === 'end') await ends.pop()?.(dice.below(2) === 0);
        else if (guest === undefined || busy.has(guest)) return;
        else if (kind === 'delete') {
          guests = guests.filter((id) => id !== guest);
          await inTransaction(db, async (trx) => {
            await lockGuest(trx, guest);
            await deleteGuest(trx, guest);
            if (isCrashing) throw new Crash();
          });
        } else if (kind === 'resize') {
          busy.add(guest);
          const { vcpus, memoryMib } = sizeOf(dice);
          const changes = dice.of([{ vcpus }, { memoryMib }, { vcpus, memoryMib }]);
          const end = await beginResize(guest, changes, isCrashing).catch((error: unknown) => {
            busy.delete(guest);
            throw error;
          });
          if (end !== null) ends.push((isSuccess) => end(isSuccess).finally(() => busy.delete(guest)));
        }
        outcomes.granted += 1;
      };
      for (let batch = 0; batch < BATCHES; batch++) {
        await Promise.all(
          Array.from({ length: AT_ONCE }, () =>
            act().catch((error: unknown) => {
              if (error instanceof Crash) outcomes.crashed += 1;
              else if (error instanceof Refused) outcomes.refused += 1;
              else throw error;
            }),
          ),
        );
        await expectClaimsOfGuests();
        if (!isChangingHosts) expect(await overCommitted(), `after batch ${batch}`).to.deep.equal([]);
        guests = (await db.knex('guests').pluck('id')) as GuestId[];
      }
      for (const end of ends.splice(0)) await end(true);
      await expectClaimsOfGuests();
      for (const count of Object.values(outcomes)) expect(count, JSON.stringify(outcomes)).to.be.greaterThan(5);
    });
  }

  it('see what an earlier transaction has claimed while they waited for it', async () => {
    await clear();
    const { host } = placeOf(0);
    const size = { vcpus: 9, memoryMib: 64, diskMib: 0 };
    const results = await Promise.allSettled(Array.from({ length: 6 }, () => create(placeOf(0), size)));
    expect(results.filter(({ status }) => status === 'fulfilled')).to.have.length(1);
    expect((await findHost(db.knex, host))?.taken.vcpus).to.equal(9);
  });

  it('of a host over its capacity can still shrink, and grow in what is left', async () => {
    await clear();
    const world = placeOf(1);
    const id = await create(world, { vcpus: 8, memoryMib: 1024, diskMib: 10 });
    await db.knex('hosts').where({ id: world.host }).update({ vcpu_ratio: 1 });
    const resize = async (changes: { vcpus?: number; memoryMib?: number }): Promise<void> => {
      await (
        await beginResize(id, changes, false)
      )?.(true);
    };
    await resize({ vcpus: 6, memoryMib: 2048 });
    await resize({ memoryMib: 1024 });
    const refused = await resize({ vcpus: 7 }).catch((error: unknown) => error);
    expect(refused).to.be.instanceOf(Refused);
    expect((await findHost(db.knex, world.host))?.taken).to.deep.equal({ vcpus: 6, memoryMib: 1024, diskMib: 10 });
  });

  it('are refused on a host that is away or gets no new guests', async () => {
    const world = placeOf(2);
    for (const closed of [{ state: 'away' }, { is_schedulable: false }]) {
      await clear();
      await db.knex('hosts').where({ id: world.host }).update(closed);
      const refused = await create(world, { vcpus: 1, memoryMib: 64, diskMib: 0 }).catch((error: unknown) => error);
      expect(refused, JSON.stringify(closed)).to.be.instanceOf(Refused);
      expect(await db.knex('guests').pluck('id')).to.deep.equal([]);
    }
  });
});
