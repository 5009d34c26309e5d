/** The registry of a service follows the rows of the database: hosts come, move and go while the service runs. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import type { HostPlace } from '../../src/domain/host.js';
import { newId } from '../../src/domain/ids.js';
import type { HostId, ProjectId } from '../../src/domain/ids.js';
import { SILENT_LOG } from '../../src/domain/log.js';
import { HostDrivers } from '../../src/host-drivers.js';
import { DiskRoom } from '../../src/domain/disk-room.js';
import { readMachineId } from '../../src/hosts/driver.js';
import { HostRows } from '../../src/hosts/follow-rows.js';
import type { Hosts } from '../../src/hosts/registry.js';
import { openDatabase } from '../../src/store/database.js';
import type { Database } from '../../src/store/database.js';
import { HOSTS_CHANNEL, writeHostPlace } from '../../src/store/host-places.js';
import { deleteHost, findFirstZone, findHost, insertRequestedHost, writeHostName } from '../../src/store/hosts.js';
import { Listener } from '../../src/store/listener.js';
import { findOperationById } from '../../src/store/operations.js';
import { ensureProject } from '../../src/store/projects.js';
import { inTransaction } from '../../src/store/transaction.js';
import { DEFAULT_RATIOS, DEFAULT_RESERVED } from '../../src/domain/capacity.js';
import { createTestDatabase } from '../support/database/database.js';
import type { TestDatabase } from '../support/database/database.js';
import { makeGuest } from '../support/database/rows.js';
import { eventually } from '../support/eventually.js';
import { FakeHostControl } from '../support/fake-host-control.js';
import { openHosts } from '../support/hosted-service.js';

/** The hosts of one service, without its API. */
class Followed {
  readonly hosts: Hosts;
  readonly #rows: HostRows;
  readonly #listener: Listener;

  private constructor(hosts: Hosts, rows: HostRows, listener: Listener) {
    this.hosts = hosts;
    this.#rows = rows;
    this.#listener = listener;
  }

  static async begin(db: Database, dataFolder: string): Promise<Followed> {
    const drivers = new HostDrivers({
      configs: () => ({
        fake: { dataFolder, log: SILENT_LOG },
        qmp: {
          ...{ dataFolder, accel: 'auto', qemuUser: null, room: new DiskRoom({ share: 0, bytes: 0 }), log: SILENT_LOG },
          hasGuests: async () => false,
        },
        libvirt: { accel: 'auto', room: new DiskRoom({ share: 0, bytes: 0 }), log: SILENT_LOG },
      }),
      here: { machineId: await readMachineId(), dataFolder, isDatabaseOurs: false },
      supervision: { log: SILENT_LOG },
    });
    const hosts = openHosts(db);
    const rows = new HostRows({ db, hosts, driverOf: (host) => drivers.of(host), log: SILENT_LOG });
    await rows.begin(null);
    const listener = new Listener(db, [HOSTS_CHANNEL], SILENT_LOG);
    rows.follow(listener);
    listener.start();
    return new Followed(hosts, rows, listener);
  }

  owns(id: HostId): boolean {
    return this.hosts.get(id).keeper.isOwner;
  }

  has(id: HostId): boolean {
    return this.hosts.list().some(({ host }) => host.id === id);
  }

  async end(): Promise<void> {
    await this.#listener.close();
    await this.#rows.stop();
    await this.hosts.close();
  }
}

describe('The hosts of a service', function () {
  this.timeout(60_000);

  let database: TestDatabase;
  let db: Database;
  let project: ProjectId;
  let dataFolder: string;
  let service: Followed;

  before(async () => {
    database = await createTestDatabase();
    db = await openDatabase(database.url, { log: SILENT_LOG });
    project = await ensureProject(db.knex, 'default');
    dataFolder = await mkdtemp(path.join(tmpdir(), 'guesthouse-rows-'));
    service = await Followed.begin(db, dataFolder);
  });
  after(async () => {
    await service.end();
    await db.close();
    await database.drop();
    for (const folder of [dataFolder, path.join(dataFolder, 'fake-hosts/alone')])
      await FakeHostControl.open(folder).then(
        (control) => control.end(),
        () => undefined,
      );
    await rm(dataFolder, { recursive: true, force: true });
  });

  const placeAt = async (uri: string, folder = dataFolder): Promise<HostPlace> => ({
    ...{ backend: 'fake', uri, machineId: await readMachineId(), dataFolder: folder },
  });
  async function insert(name: string, place: HostPlace): Promise<HostId> {
    const id = newId<HostId>();
    await inTransaction(db, async (trx) => {
      const zone = await findFirstZone(trx);
      if (zone === null) throw new Error('there is no zone');
      const settings = {
        description: '',
        zone,
        isSchedulable: true,
        ratios: DEFAULT_RATIOS,
        reserved: DEFAULT_RESERVED,
      };
      await insertRequestedHost(trx, { id, name, ...place, ...settings, metadata: {}, hypervisorId: null });
    });
    return id;
  }
  const insertFake = async (name: string, query = ''): Promise<HostId> =>
    insert(name, await placeAt(`fake:///${name}${query}`));
  const remove = (id: HostId): Promise<void> => inTransaction(db, (trx) => deleteHost(trx, id));
  const stateOf = async (id: HostId): Promise<string | undefined> => (await findHost(db.knex, id))?.state;
  const isUp = async (id: HostId): Promise<boolean> => (await stateOf(id)) === 'up';

  it('are driven as soon as their rows exist, and given up when their rows are gone', async () => {
    const id = await insertFake('come');
    await eventually(() => isUp(id));
    expect(service.owns(id)).to.equal(true);
    await remove(id);
    await eventually(() => !service.has(id));
    // The lease goes with the owner, not with the row.
    await eventually(async () => {
      const { rows } = await db.knex.raw<{ rows: unknown[] }>('select from host_leases where host_id = ?', [id]);
      return rows.length === 0;
    });
  });

  it('keep their owner when another host is deleted', async () => {
    const [kept, gone] = [await insertFake('kept'), await insertFake('gone')];
    await eventually(async () => (await isUp(kept)) && (await isUp(gone)));
    const worker = async (): Promise<number | undefined> => {
      const { rows } = await db.knex.raw<{ rows: { worker: number }[] }>(
        'select worker from host_leases where host_id = ?',
        [kept],
      );
      return rows[0]?.worker;
    };
    const before = await worker();
    await remove(gone);
    await eventually(() => !service.has(gone));
    // At least one renewal of the leases.
    await sleep(1_500);
    expect(await worker()).to.equal(before);
    expect(service.owns(kept)).to.equal(true);
    await remove(kept);
  });

  it('are opened again at their new place when they move, with their operations', async () => {
    const id = await insertFake('mover', '?vcpus=2');
    await eventually(() => isUp(id));
    const { operation } = await makeGuest(db, { project, host: id });
    await inTransaction(db, async (trx) => writeHostPlace(trx, id, await placeAt('fake:///mover?vcpus=32')));
    await eventually(async () => (await findHost(db.knex, id))?.vcpus === 32);
    await eventually(async () => (await findOperationById(db.knex, operation))?.state === 'succeeded');
  });

  it('show their new names', async () => {
    const id = await insertFake('old-name');
    await inTransaction(db, (trx) => writeHostName(trx, id, 'new-name'));
    await eventually(() => service.hosts.list().some(({ host }) => host.id === id && host.name === 'new-name'));
    await remove(id);
  });

  it('are only stood by for if they are in another data folder or on another machine', async () => {
    const there = await insert('there', await placeAt('fake:///there', '/elsewhere'));
    const far = await insert('far', { ...(await placeAt('fake:///far')), machineId: 'another machine' });
    await eventually(() => service.has(there) && service.has(far));
    for (const id of [there, far]) expect(service.hosts.get(id).isLocal).to.equal(false);
    for (const id of [there, far]) await remove(id);
  });

  it('are driven by one of two services, and by the other when it ends', async () => {
    const id = await insertFake('shared');
    await eventually(() => isUp(id));
    expect(service.owns(id)).to.equal(true);
    const other = await Followed.begin(db, dataFolder);
    try {
      await eventually(() => other.has(id));
      await service.end();
      await eventually(() => other.owns(id));
    } finally {
      service = await Followed.begin(db, dataFolder);
      await other.end();
    }
    await eventually(() => service.owns(id));
    await remove(id);
  });

  it('do not wait for a host that hangs: others come, move and go meanwhile', async () => {
    const hanging = await insertFake('alone', '?process=own');
    await eventually(() => isUp(hanging));
    const control = await FakeHostControl.open(path.join(dataFolder, 'fake-hosts/alone'), 'alone');
    const { pid } = await control.inspect();
    const other = await insertFake('quick');
    await eventually(() => isUp(other));
    process.kill(pid, 'SIGSTOP');
    try {
      await remove(hanging);
      const began = performance.now();
      const next = await insertFake('next');
      await eventually(() => isUp(next));
      await remove(other);
      await eventually(() => !service.has(other));
      await remove(next);
      await eventually(() => !service.has(next) && !service.has(hanging));
      expect(performance.now() - began).to.be.below(20_000);
    } finally {
      process.kill(pid, 'SIGCONT');
      control.close();
    }
  });

  it('are all found by the next start', async () => {
    const ids = await Promise.all(Array.from({ length: 20 }, (_, index) => insertFake(`many-${index}`)));
    await eventually(async () => (await Promise.all(ids.map(isUp))).every(Boolean));
    await service.end();
    service = await Followed.begin(db, dataFolder);
    for (const id of ids) expect(service.hosts.get(id).isLocal).to.equal(true);
    await eventually(() => ids.every((id) => service.owns(id)));
    for (const id of ids) await remove(id);
  });
});
