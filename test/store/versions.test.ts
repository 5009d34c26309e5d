/**
 * Tests of versions: every write that changes what clients see changes a version, whatever the statement, and no other
 * write does. No number is used twice.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { newId } from '../../src/domain/ids.js';
import { eachResource } from '../../src/domain/quota.js';
import type {
  GroupId,
  ImageId,
  NetworkId,
  InstanceTypeId,
  PlacementGroupId,
  ProjectId,
  UserId,
  ZoneId,
} from '../../src/domain/ids.js';
import { SILENT_LOG } from '../../src/domain/log.js';
import { openDatabase } from '../../src/store/database.js';
import type { Database } from '../../src/store/database.js';
import * as groups from '../../src/store/groups.js';
import * as guests from '../../src/store/guests.js';
import { writeHostPlace } from '../../src/store/host-places.js';
import * as hosts from '../../src/store/hosts.js';
import * as images from '../../src/store/images.js';
import * as instanceTypes from '../../src/store/instance-types.js';
import { forgetStatesOfHost, readFacts, writeObservations } from '../../src/store/observations.js';
import type { NamedRow } from '../../src/store/named.js';
import * as networks from '../../src/store/networks.js';
import * as operations from '../../src/store/operations.js';
import * as placementGroups from '../../src/store/placement-groups.js';
import { deleteProject, ensureProject, writeProject } from '../../src/store/projects.js';
import { openWorkerSession } from '../../src/store/session.js';
import type { WorkerSession } from '../../src/store/session.js';
import { inTransaction } from '../../src/store/transaction.js';
import * as users from '../../src/store/users.js';
import * as zones from '../../src/store/zones.js';
import { createTestDatabase } from '../support/database/database.js';
import type { TestDatabase } from '../support/database/database.js';
import { makeGuest, makeWorld, type World } from '../support/database/rows.js';

type Table =
  | 'guests'
  | 'images'
  | 'hosts'
  | 'operations'
  | 'zones'
  | 'instance_types'
  | 'placement_groups'
  | 'projects'
  | 'users'
  | 'groups'
  | 'networks';

/** The columns of each resource that openapi.yaml shows and that can change. */
const SHOWN: Readonly<Record<Table, readonly string[]>> = {
  guests: [
    ...['name', 'description', 'vcpus', 'memory_mib', 'firmware', 'boot', 'disks', 'nics', 'metadata', 'state'],
    ...['observed', 'target_power_state', 'fault', 'launched_at', 'host_id', 'user_id', 'is_power_cycle_required'],
    ...['unresponsive_since', 'instance_type_id', 'instance_type_name', 'placement_group_id'],
    ...['addresses', 'cpu_model', 'machine_type'],
  ],
  images: ['name', 'description', 'size_bytes', 'virtual_size_mib', 'sha256', 'state', 'is_shared'],
  hosts: [
    ...['name', 'backend', 'uri', 'state', 'state_since', 'hypervisor_version', 'vcpus', 'memory_mib', 'capabilities'],
    ...['metadata', 'zone_id', 'description', 'is_schedulable', 'disk_mib', 'vcpu_ratio', 'memory_ratio', 'disk_ratio'],
    ...['reserved_vcpus', 'reserved_memory_mib', 'reserved_disk_mib', 'fault'],
  ],
  operations: ['state', 'progress', 'attempts', 'fault', 'started_at', 'finished_at'],
  zones: ['name', 'description'],
  instance_types: ['name', 'description', 'vcpus', 'memory_mib', 'root_disk_mib', 'metadata'],
  placement_groups: ['name', 'description', 'policy', 'is_strict'],
  projects: ['name', 'description', 'quota', 'zone_id'],
  users: ['name'],
  groups: ['name', 'external_name'],
  networks: ['name', 'description', 'access', 'mac_choice', 'host_count'],
};

/** Columns that never change: owner, subject, and the counters of the database itself. */
const SETTLED = [
  'id',
  'project_id',
  'guest_id',
  'subject_id',
  'external_id',
  'source',
  'kind',
  'format',
  // Refers to a store; no response shows it.
  'content_store_id',
  'created_at',
  'seq',
  'version',
  'updated_at',
];
/** Additional columns of an operation that never change. An operation stores the requested values themselves. */
const SETTLED_OF_OPERATIONS = [
  ...['host_id', 'subject_kind', 'subject_name', 'subject_name_folded', 'user_id', 'request_id', 'params'],
  ...['is_beside', 'traceparent'],
];

const OTHER_WORD: Readonly<Record<string, string>> = {
  'guests.state': 'running',
  'guests.observed': 'running',
  'images.state': 'error',
  'hosts.state': 'away',
  'hosts.origin': 'request',
  'operations.state': 'running',
  'networks.access': 'listed',
  'networks.mac_choice': 'administrators',
  'placement_groups.policy': 'together',
};

const NO_QUOTA = eachResource(() => null);

describe('Versions', () => {
  let database: TestDatabase;
  let db: Database;
  let world: World;
  let elsewhere: World;
  const otherZone = randomUUID();
  let otherGroup: PlacementGroupId;
  let session: WorkerSession;
  before(async () => {
    database = await createTestDatabase();
    db = await openDatabase(database.url, { log: SILENT_LOG });
    session = await openWorkerSession(db, [], () => undefined);
    elsewhere = await makeWorld(db);
    world = elsewhere;
    otherGroup = await makePlacementGroup();
    await db.knex('zones').insert({ id: otherZone, name: 'other', name_folded: 'other' });
  });
  beforeEach(async () => {
    world = await makeWorld(db);
    // The session that ends an operation must own its host.
    await session.tryToOwn(world.host);
  });
  after(async () => {
    await session.close();
    await db.close();
    await database.drop();
  });

  interface Shown {
    readonly version: string;
    readonly updated_at: unknown;
  }

  async function readRow(table: Table, id: string): Promise<Shown> {
    const { rows } = await db.knex.raw<{ rows: (Shown & { at: string })[] }>(
      `select version::text as version, to_jsonb(t) ->> 'updated_at' as updated_at from ${table} t where id = ?`,
      [id],
    );
    if (rows[0] === undefined) throw new Error(`${table} has no such row`);
    return rows[0];
  }

  async function expectRaised(table: Table, id: string, write: () => Promise<unknown>): Promise<void> {
    const before = await readRow(table, id);
    await write();
    const after = await readRow(table, id);
    expect(after.version, 'the version').to.not.equal(before.version);
  }

  async function expectKept(table: Table, id: string, write: () => Promise<unknown>): Promise<void> {
    const before = await readRow(table, id);
    await write();
    expect(await readRow(table, id)).to.deep.equal(before);
  }

  async function makeImage(): Promise<ImageId> {
    const id = newId<ImageId>();
    const image = {
      id,
      projectId: world.project,
      name: id.slice(0, 13),
      description: '',
      kind: 'disk',
      format: 'raw',
    } as const;
    await inTransaction(db, (trx) => images.insertImage(trx, { ...image, sha256: null, isShared: false }));
    return id;
  }

  async function makeZone(): Promise<ZoneId> {
    const id = newId<ZoneId>();
    await inTransaction(db, (trx) => zones.insertZone(trx, { id, name: id.slice(0, 13), description: '' }));
    return id;
  }

  async function makeInstanceType(projectId: ProjectId | null): Promise<InstanceTypeId> {
    const id = newId<InstanceTypeId>();
    const type = {
      id,
      name: id.slice(0, 13),
      description: '',
      vcpus: 1,
      memoryMib: 64,
      rootDiskMib: null,
      metadata: {},
    };
    await inTransaction(db, (trx) => instanceTypes.insertInstanceType(trx, { ...type, projectId }));
    return id;
  }

  async function makePlacementGroup(): Promise<PlacementGroupId> {
    const id = newId<PlacementGroupId>();
    const group = { id, projectId: world.project, name: id.slice(0, 13), description: '' };
    await inTransaction(db, (trx) =>
      placementGroups.insertPlacementGroup(trx, { ...group, policy: 'spread', isStrict: false }),
    );
    return id;
  }

  async function makeUser(): Promise<UserId> {
    const id = newId<UserId>();
    await inTransaction(db, (trx) => users.insertUser(trx, { id, name: id.slice(0, 13) }));
    return id;
  }

  async function makeGroup(...members: UserId[]): Promise<GroupId> {
    const id = newId<GroupId>();
    await inTransaction(db, async (trx) => {
      await groups.insertGroup(trx, { id, name: id.slice(0, 13), externalName: null });
      await groups.addMembers(trx, id, members);
    });
    return id;
  }

  async function makeNetwork(): Promise<NamedRow<NetworkId>> {
    const [id, name] = [newId<NetworkId>(), randomUUID().slice(0, 13)];
    await db.knex('networks').insert({ id, name, name_folded: name, kind: 'bridge' });
    return { id, name };
  }

  const MAKE: Readonly<Record<Table, () => Promise<string>>> = {
    guests: async () => (await makeGuest(db, world)).id,
    images: makeImage,
    hosts: async () => world.host,
    operations: async () => (await makeGuest(db, world)).operation,
    zones: makeZone,
    instance_types: () => makeInstanceType(null),
    placement_groups: () => makePlacementGroup(),
    projects: () => ensureProject(db.knex, randomUUID().slice(0, 13)),
    users: makeUser,
    groups: () => makeGroup(),
    networks: async () => (await makeNetwork()).id,
  };

  /** An SQL expression for a value that differs from that of the column. */
  function otherValue(table: Table, column: string, type: string): string {
    if (column === 'host_id') return `'${elsewhere.host}'::uuid`;
    if (column === 'placement_group_id') return `'${otherGroup}'::uuid`;
    if (column === 'zone_id') return `'${otherZone}'::uuid`;
    const word = OTHER_WORD[`${table}.${column}`];
    if (word !== undefined) return `'${word}'`;
    const values: Record<string, string> = {
      text: `coalesce(${column}, '') || 'x'`,
      uuid: `'${randomUUID()}'::uuid`,
      jsonb: `'{"changed": "yes"}'::jsonb`,
      boolean: `not ${column}`,
      ARRAY: `${column} || '{changed}'`,
      smallint: `coalesce(${column}, 0) + 1`,
      integer: `coalesce(${column}, 0) + 1`,
      'double precision': `${column} + 1`,
      bigint: `coalesce(${column}, 0) + 1`,
      'timestamp with time zone': `coalesce(${column}, clock_timestamp()) + interval '1 day'`,
    };
    const value = values[type];
    if (value === undefined) throw new Error(`this test has no other value for ${table}.${column}, a ${type}`);
    return value;
  }

  for (const table of Object.keys(SHOWN) as Table[]) {
    it(`of ${table} are raised, with the time of the change, by each shown column and by no other`, async () => {
      const { rows: columns } = await db.knex.raw<{ rows: { name: string; type: string }[] }>(
        `select column_name as name, data_type as type from information_schema.columns
         where table_schema = current_schema() and table_name = ? and is_generated = 'NEVER'`,
        [table],
      );
      const settled = table === 'operations' ? [...SETTLED, ...SETTLED_OF_OPERATIONS] : SETTLED;
      const changing = columns.filter(({ name }) => !settled.includes(name));
      expect(changing.map(({ name }) => name)).to.include.members([...SHOWN[table]]);
      for (const { name, type } of changing) {
        const id = await MAKE[table]();
        const before = await readRow(table, id);
        // Times have a resolution of a millisecond, and both could fall into the same millisecond.
        await sleep(2);
        await db.knex.raw(`update ${table} set ${name} = ${otherValue(table, name, type)} where id = ?`, [id]);
        const after = await readRow(table, id);
        const isShown = SHOWN[table].includes(name);
        expect(after.version !== before.version, `${table}.${name} raises`).to.equal(isShown);
        const hasTime = before.updated_at !== null;
        expect(after.updated_at !== before.updated_at, `${table}.${name} touches`).to.equal(isShown && hasTime);
        await db.knex.raw(`update ${table} set ${name} = ${name} where id = ?`, [id]);
        expect(await readRow(table, id), `${table}.${name} as it was`).to.deep.equal(after);
      }
    });
  }

  it('of a guest are raised when the shown power state changes, but not when only the reason of a power loss does', async () => {
    const { id } = await makeGuest(db, world);
    const set = (observed: string | null) => (): Promise<unknown> =>
      db.knex('guests').where({ id }).update({ observed });
    await expectRaised('guests', id, set('stopped'));
    for (const observed of ['crashed', 'absent', 'stopped']) await expectKept('guests', id, set(observed));
    await expectRaised('guests', id, set('suspended'));
    await expectRaised('guests', id, set(null));
  });

  it('of a guest are raised by writes of requests and workers, unless they change nothing', async () => {
    const { id, operation } = await makeGuest(db, world);
    const guest = await guests.findGuestById(db.knex, id);
    if (guest === null) throw new Error('the guest is gone');
    const inTrx = (write: (trx: Parameters<Parameters<typeof inTransaction>[1]>[0]) => Promise<unknown>) => () =>
      inTransaction(db, write);
    const facts = {
      observed: null,
      openOperation: { id: operation, kind: 'guest.create', state: 'creating', target: null },
      isHostAway: false,
      fault: null,
    } as const;
    await expectKept(
      'guests',
      id,
      inTrx((trx) => guests.writeFacts(trx, id, facts)),
    );
    const settled = { ...facts, observed: 'stopped', openOperation: null } as const;
    await expectRaised(
      'guests',
      id,
      inTrx((trx) => guests.writeFacts(trx, id, settled)),
    );
    await expectKept(
      'guests',
      id,
      inTrx((trx) => guests.writeFacts(trx, id, { ...settled, isDefined: true })),
    );
    await expectKept(
      'guests',
      id,
      inTrx((trx) => guests.markDefinitionStale(trx, id)),
    );
    await expectKept(
      'guests',
      id,
      inTrx((trx) => guests.writeChanges(trx, guest, {})),
    );
    const same = { name: guest.name, description: '', vcpus: 1, memoryMib: 64, metadata: { gone: null } };
    await expectKept(
      'guests',
      id,
      inTrx((trx) => guests.writeChanges(trx, guest, same)),
    );
    await expectRaised(
      'guests',
      id,
      inTrx((trx) => guests.writeChanges(trx, guest, { metadata: { role: 'web' } })),
    );
    await expectRaised(
      'guests',
      id,
      inTrx((trx) => forgetStatesOfHost(trx, world.host)),
    );
    await expectKept(
      'guests',
      id,
      inTrx((trx) => forgetStatesOfHost(trx, world.host)),
    );
    const observe = inTrx(async (trx) => {
      const seen = (await readFacts(trx, world.host, [id])).map(
        (each) => ({ facts: each, observed: 'running', fault: null, addresses: null, isUnresponsive: false }) as const,
      );
      return writeObservations(trx, seen);
    });
    await expectRaised('guests', id, observe);
    await expectKept('guests', id, observe);
    const seen = (addresses: Record<string, string[]>, observed: 'running' | 'stopped' = 'running') =>
      inTrx(async (trx) => {
        const facts = await readFacts(trx, world.host, [id]);
        const observations = facts.map(
          (each) => ({ facts: each, observed, fault: null, addresses, isUnresponsive: false }) as const,
        );
        return writeObservations(trx, observations);
      });
    await expectRaised('guests', id, seen({ net0: ['192.0.2.1'] }));
    await expectKept('guests', id, seen({ net0: ['192.0.2.1'] }));
    const hardware = { cpuModel: 'Nehalem', machineType: 'pc-q35-7.2' };
    await expectRaised(
      'guests',
      id,
      inTrx((trx) => guests.writeMachine(trx, id, hardware)),
    );
    await expectKept(
      'guests',
      id,
      inTrx((trx) => guests.writeMachine(trx, id, { ...hardware, cpuModel: null })),
    );
    expect((await guests.findGuestById(db.knex, id))?.cpuModel, 'null keeps what is known').to.equal('Nehalem');
  });

  it('of an operation are raised by changes of its state, but not by a request to cancel it', async () => {
    const { operation, ...guest } = await makeGuest(db, world);
    const { worker } = session;
    await expectRaised('operations', operation, () => operations.claimOperation(db.knex, world.host, worker));
    const requestCancel = (): Promise<unknown> =>
      inTransaction(db, (trx) => operations.requestCancelOfOpen(trx, guest));
    await expectKept('operations', operation, requestCancel);
    await expectRaised('operations', operation, () =>
      operations.requeueOperation(db.knex, operation, worker, { afterMs: 0, steps: { done: [], begun: null } }),
    );
    await expectRaised('operations', operation, () => operations.claimOperation(db.knex, world.host, worker));
    const end = { state: 'cancelled', fault: null } as const;
    const ended = (): Promise<unknown> =>
      inTransaction(db, (trx) => operations.endOperation(trx, operation, worker, end));
    await expectRaised('operations', operation, ended);
    await expectKept('operations', operation, ended);
    expect((await operations.findOperationById(db.knex, operation))?.version).to.be.a('number');
  });

  it('of an image are raised by its content and its description, but not by an upload in progress', async () => {
    const id = await makeImage();
    const upload = randomUUID();
    await expectKept('images', id, () => images.beginUpload(db.knex, id, upload, session.worker));
    await expectKept('images', id, () => images.abandonUpload(db.knex, id, upload, false));
    await expectKept('images', id, () => images.beginUpload(db.knex, id, upload, session.worker));
    await expectRaised('images', id, () => images.abandonUpload(db.knex, id, upload, true));
    await images.beginUpload(db.knex, id, upload, session.worker);
    const store = randomUUID();
    await db.knex('content_stores').insert({ id: store });
    const content = { sizeBytes: 1, virtualSizeMib: 1, sha256: 'a'.repeat(64) };
    await expectRaised('images', id, () =>
      inTransaction(db, (trx) => images.finishUpload(trx, id, { uploadId: upload, store }, content)),
    );
    const image = { name: id.slice(0, 13), description: '', isShared: false };
    await expectKept('images', id, () => inTransaction(db, (trx) => images.writeImage(trx, id, image)));
    const shared = { ...image, isShared: true };
    await expectRaised('images', id, () => inTransaction(db, (trx) => images.writeImage(trx, id, shared)));
  });

  it('of a host are raised by changes of its description, and a new name also raises those of its guests, but not their time of change', async () => {
    const host = await hosts.findHost(db.knex, world.host);
    if (host === null) throw new Error('the host is gone');
    const { id: guest } = await makeGuest(db, world);
    const { id: other } = await makeGuest(db, elsewhere);
    const describe = (change: object) => () =>
      inTransaction(db, (trx) =>
        hosts.writeHostDescription(trx, world.host, { ...host, hypervisorId: null, ...change }),
      );
    const state = (to: 'up' | 'away') => () => inTransaction(db, (trx) => hosts.writeHostState(trx, world.host, to));
    await expectKept('hosts', world.host, describe({}));
    await expectKept('hosts', world.host, state('up'));
    await expectKept('hosts', world.host, () =>
      inTransaction(db, (trx) => hosts.writeHostMetadata(trx, world.host, {})),
    );
    await expectKept('guests', guest, describe({ memoryMib: 1, hypervisorVersion: '2' }));
    await expectRaised('hosts', world.host, state('away'));
    const place = (uri: string) => () =>
      inTransaction(db, (trx) => writeHostPlace(trx, world.host, { ...host, dataFolder: null, uri }));
    await expectKept('hosts', world.host, place(host.uri));
    await expectRaised('hosts', world.host, place('fake:///elsewhere'));
    await expectRaised('hosts', world.host, () =>
      inTransaction(db, (trx) => hosts.writeHostMetadata(trx, world.host, { role: 'old' })),
    );
    const [before, untouched] = [await readRow('guests', guest), await readRow('guests', other)];
    await expectRaised('hosts', world.host, describe({ name: `renamed-${randomUUID().slice(0, 8)}` }));
    const after = await readRow('guests', guest);
    expect(after.version).to.not.equal(before.version);
    expect(after.updated_at).to.equal(before.updated_at);
    expect(await readRow('guests', other)).to.deep.equal(untouched);
  });

  it('of a zone are raised by its texts, and a new name also raises those of its hosts, guests and projects', async () => {
    const zone = await makeZone();
    const name = zone.slice(0, 13);
    await db.knex('hosts').where({ id: world.host }).update({ zone_id: zone });
    const project = await ensureProject(db.knex, randomUUID().slice(0, 13));
    await db.knex('projects').where({ id: project }).update({ zone_id: zone });
    const { id: guest } = await makeGuest(db, world);
    const { id: other } = await makeGuest(db, elsewhere);
    const others = async (): Promise<Shown[]> =>
      Promise.all([readRow('hosts', elsewhere.host), readRow('guests', other), readRow('projects', world.project)]);
    const write = (texts: object) => () =>
      inTransaction(db, (trx) => zones.writeZone(trx, zone, { name, description: '', ...texts }));
    await expectKept('zones', zone, write({}));
    await expectKept('hosts', world.host, () => expectRaised('zones', zone, write({ description: 'cellar' })));
    const [untouched, before] = [await others(), await readRow('guests', guest)];
    await expectRaised('hosts', world.host, () =>
      expectRaised('projects', project, () => expectRaised('guests', guest, write({ name: `re-${name}` }))),
    );
    expect((await readRow('guests', guest)).updated_at).to.equal(before.updated_at);
    expect(await others()).to.deep.equal(untouched);
  });

  it('of an instance type are raised by its project and by a new name of its project', async () => {
    const [project, other] = [await ensureProject(db.knex, randomUUID()), await ensureProject(db.knex, randomUUID())];
    const [type, shared] = [await makeInstanceType(project), await makeInstanceType(null)];
    const untouched = await readRow('instance_types', shared);
    const rename = (id: ProjectId) => () =>
      db.knex('projects').where({ id }).update({ name: randomUUID(), name_folded: randomUUID() });
    await expectRaised('instance_types', type, rename(project));
    await expectKept('instance_types', type, rename(other));
    await expectRaised('instance_types', type, () =>
      db.knex('instance_types').where({ id: type }).update({ project_id: null }),
    );
    expect(await readRow('instance_types', shared)).to.deep.equal(untouched);
  });

  it('of users and groups are raised by changes of membership, and by new names of each other', async () => {
    const [user, other] = [await makeUser(), await makeUser()];
    const [group, another] = [await makeGroup(user), await makeGroup(other)];
    const name = `renamed-${user.slice(0, 8)}`;
    const untouched = [await readRow('users', other), await readRow('groups', another)];
    type Change = Parameters<typeof inTransaction>[1];
    const change = (write: Change) => (): Promise<unknown> => inTransaction(db, write);
    for (const write of [
      (trx) => groups.removeMembers(trx, group, [user]),
      (trx) => groups.addMembers(trx, group, [user]),
      (trx) => groups.updateGroup(trx, { id: group, name, externalName: null }),
      (trx) => users.renameUser(trx, user, name),
    ] satisfies Change[]) {
      await expectRaised('users', user, () => expectRaised('groups', group, change(write)));
    }
    // These writes change nothing.
    for (const write of [
      (trx) => groups.removeMembers(trx, group, [other]),
      (trx) => groups.updateGroup(trx, { id: group, name, externalName: null }),
      (trx) => users.renameUser(trx, user, name),
    ] satisfies Change[]) {
      await expectKept('users', user, () => expectKept('groups', group, change(write)));
    }
    expect([await readRow('users', other), await readRow('groups', another)]).to.deep.equal(untouched);
    await expectRaised(
      'groups',
      group,
      change((trx) => users.deleteUser(trx, user)),
    );
    await expectRaised(
      'users',
      other,
      change((trx) => groups.deleteGroup(trx, another)),
    );
  });

  it('of networks are raised by changes of their hosts and projects, and by new names of their projects', async () => {
    const { id, name } = await makeNetwork();
    const other = await makeNetwork();
    const project = await ensureProject(db.knex, randomUUID().slice(0, 13));
    const untouched = await readRow('networks', other.id);
    type Change = Parameters<typeof inTransaction>[1];
    const change = (write: Change) => (): Promise<unknown> => inTransaction(db, write);
    const report =
      (names: readonly string[]): Change =>
      (trx) =>
        networks.writeNetworksOfHost(
          trx,
          world.host,
          names.map((each) => ({ name: each, kind: 'bridge' })),
        );
    const rename =
      (to: string): Change =>
      (trx) =>
        writeProject(trx, project, { name: to, description: '', zoneId: null, quota: NO_QUOTA });
    const renamed = `renamed-${project.slice(0, 8)}`;
    await expectRaised('networks', id, change(report([name])));
    await expectKept('networks', id, change(report([name])));
    await expectRaised('networks', id, change(report([])));
    await expectRaised(
      'networks',
      id,
      change((trx) => networks.addProjects(trx, id, [project])),
    );
    await expectRaised('networks', id, change(rename(renamed)));
    await expectKept('networks', id, change(rename(renamed)));
    await expectRaised(
      'networks',
      id,
      change((trx) => networks.removeProjects(trx, id, [project])),
    );
    await expectKept(
      'networks',
      id,
      change((trx) => networks.removeProjects(trx, id, [project])),
    );
    await change((trx) => networks.addProjects(trx, id, [project]))();
    await expectRaised(
      'networks',
      id,
      change((trx) => deleteProject(trx, project)),
    );
    await change(report([name]))();
    await expectRaised('networks', id, () => db.knex('hosts').where({ id: world.host }).delete());
    expect((await networks.findNetwork(db.knex, null, id))?.state).to.equal('absent');
    expect(await readRow('networks', other.id)).to.deep.equal(untouched);
  });

  it('are unique across rows of all kinds, even for a row that is created again under an old name', async () => {
    const name = 'phoenix';
    const first = await makeGuest(db, world, name);
    const { version } = await readRow('guests', first.id);
    await inTransaction(db, (trx) => guests.deleteGuest(trx, first.id));
    const second = await makeGuest(db, world, name);
    expect((await readRow('guests', second.id)).version).to.not.equal(version);
    await makeImage();
    const { rows } = await db.knex.raw<{ rows: { version: string }[] }>(
      `select version from guests union all select version from images union all select version from hosts
       union all select version from operations union all select version from projects union all select version from users
       union all select version from groups union all select version from networks union all select version from zones
       union all select version from instance_types`,
    );
    expect(new Set(rows.map((row) => String(row.version))).size).to.equal(rows.length);
  });
});
