/**
 * Tests of the migration runner with a real server: with migrations of the tests, and with the service's own list.
 * Touches: its own databases on the test server (test/support/database/database.ts).
 */
import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import type { Knex } from 'knex';
import { freeOf } from '../../src/domain/capacity.js';
import { isGuesthouseError } from '../../src/domain/errors.js';
import { SILENT_LOG } from '../../src/domain/log.js';
import { openDatabase, type Database } from '../../src/store/database.js';
import { findHost } from '../../src/store/hosts.js';
import { listEventsAfter, numberEvents, readEventNumbers } from '../../src/store/events.js';
import { migrate, type Migration } from '../../src/store/migrate.js';
import { MIGRATIONS } from '../../src/store/migrations.js';
import { inTransaction } from '../../src/store/transaction.js';
import { createTestDatabase, type TestDatabase } from '../support/database/database.js';

const FIRST: Migration = { name: '0001-one', up: (trx) => run(trx, 'create table one (number int)') };
const SECOND: Migration = { name: '0002-two', up: (trx) => run(trx, 'insert into one values (1)') };
const THIRD: Migration = { name: '0003-three', up: (trx) => run(trx, 'insert into one values (2)') };

async function run(trx: Knex.Transaction, sql: string): Promise<void> {
  await trx.raw(sql);
}

describe('migrate', () => {
  let database: TestDatabase;
  let db: Database;
  let other: Database;

  beforeEach(async () => {
    database = await createTestDatabase({ migrate: false });
    db = await openDatabase(database.url, { log: SILENT_LOG });
    other = await openDatabase(database.url, { log: SILENT_LOG });
  });

  afterEach(async () => {
    await db.close();
    await other.close();
    await database.drop();
  });

  const up = (migrations: readonly Migration[], on = db): Promise<readonly string[]> =>
    migrate(on, migrations, { log: SILENT_LOG });
  const numbers = (): Promise<unknown[]> => db.knex('one').pluck('number').orderBy('number');
  const applied = (): Promise<unknown[]> => db.knex('guesthouse_migrations').pluck('name').orderBy('name');

  it('brings an empty database to the latest schema, in order', async () => {
    expect(await up([FIRST, SECOND, THIRD])).to.eql(['0001-one', '0002-two', '0003-three']);
    expect(await numbers()).to.eql([1, 2]);
    expect(await applied()).to.eql(['0001-one', '0002-two', '0003-three']);
  });

  it('does nothing the second time', async () => {
    await up([FIRST, SECOND]);
    expect(await up([FIRST, SECOND])).to.eql([]);
    expect(await numbers()).to.eql([1]);
  });

  it('applies only the missing migrations', async () => {
    await up([FIRST, SECOND]);
    expect(await up([FIRST, SECOND, THIRD])).to.eql(['0003-three']);
    expect(await numbers()).to.eql([1, 2]);
  });

  it('applies each migration once when several replicas start together', async () => {
    const list = [FIRST, SECOND, THIRD];
    const all = await Promise.all([up(list), up(list, other), up(list), up(list, other)]);
    expect(all.flat().sort()).to.eql(list.map(({ name }) => name));
    expect(await numbers()).to.eql([1, 2]);
  });

  it('rejects a database that is newer than the program, and changes nothing', async () => {
    await up([FIRST, SECOND, THIRD]);
    const error = await failureOf(up([FIRST, SECOND]));
    expect(isGuesthouseError(error, 'internal')).to.equal(true);
    expect(String(error)).to.include('0003-three').and.to.include('newer');
    expect(await applied()).to.have.length(3);
  });

  it('rejects a database that lacks a migration from the middle, and changes nothing', async () => {
    await up([FIRST, THIRD]);
    const error = await failureOf(up([FIRST, SECOND, THIRD]));
    expect(isGuesthouseError(error, 'internal')).to.equal(true);
    expect(String(error)).to.include('0002-two');
    expect(await applied()).to.eql(['0001-one', '0003-three']);
  });

  it('rejects a list whose names are not in ascending order', async () => {
    const error = await failureOf(up([SECOND, FIRST]));
    expect(isGuesthouseError(error, 'internal')).to.equal(true);
  });

  it('rolls back a failing migration, keeps those before it, and continues when it is fixed', async () => {
    const broken: Migration = {
      name: '0002-two',
      up: async (trx) => {
        await SECOND.up(trx, SILENT_LOG);
        await trx.raw('create table half (number int)');
        await trx.raw('select 1 / 0');
      },
    };
    const error = await failureOf(up([FIRST, broken, THIRD]));
    expect(error).to.have.property('code', '22012');
    expect(await applied()).to.eql(['0001-one']);
    expect(await numbers()).to.eql([]);
    expect(await db.knex.schema.hasTable('half')).to.equal(false);
    expect(await up([FIRST, SECOND, THIRD])).to.eql(['0002-two', '0003-three']);
  });

  it('can run longer than the statement timeout of the service', async () => {
    const hasty = await openDatabase(database.url, { log: SILENT_LOG, statementTimeoutMs: 1_000 });
    try {
      const slow: Migration = { name: '0001-slow', up: (trx) => run(trx, 'select pg_sleep(1.5)') };
      expect(await up([slow], hasty)).to.eql(['0001-slow']);
    } finally {
      await hasty.close();
    }
  });

  it('leaves one shared image of each name, the oldest one with content, and logs the others', async () => {
    const at = MIGRATIONS.findIndex(({ name }) => name === '0013-shared-names');
    await up(MIGRATIONS.slice(0, at));
    const [one, two] = [randomUUID(), randomUUID()];
    for (const [id, name] of [
      [one, 'one'],
      [two, 'two'],
    ] as const) {
      await db.knex('projects').insert({ id, name, name_folded: name });
    }
    const share = async (project: string, name: string, state: string, isShared = true): Promise<string> => {
      const image = { id: randomUUID(), project_id: project, name, name_folded: name.toLowerCase(), state };
      const rest = { description: '', description_folded: '', kind: 'kernel', format: 'raw', is_shared: isShared };
      await db.knex('images').insert({ ...image, ...rest });
      return image.id;
    };
    const pending = await share(one, 'Debian', 'pending');
    const kept = await share(two, 'DEBIAN', 'available');
    const third = await db.knex('projects').insert({ id: randomUUID(), name: 'three', name_folded: 'three' }, 'id');
    const younger = await share((third[0] as { id: string }).id, 'debian', 'available');
    const other = await share(one, 'other', 'available');
    await share(two, 'other', 'available', false);
    const warned: unknown[] = [];
    const log = { ...SILENT_LOG, warn: (fields: object) => warned.push((fields as { image: string }).image) };
    await migrate(db, MIGRATIONS, { log });
    const shared = await db.knex('images').where({ is_shared: true }).pluck('id');
    expect(shared).to.have.members([kept, other]);
    expect(warned).to.have.members([pending, younger]);
  });

  it('applies the service’s own list, which is in order', async () => {
    expect(await up(MIGRATIONS)).to.eql(MIGRATIONS.map(({ name }) => name));
    expect(await up(MIGRATIONS, other)).to.eql([]);
  });

  it('gives every network of existing guests a row and an id, and takes nothing away from any project', async () => {
    await up(MIGRATIONS.filter((each) => each.name < '0025'));
    const { rows } = await db.knex.raw<{ rows: { project: string; host: string; idle: string }[] }>(
      `with p as (insert into projects (id, name, name_folded) values (gen_random_uuid(), 'Shop', 'shop') returning id),
         h as (insert into hosts (id, name, name_folded, backend, uri, uri_folded, state, hypervisor_version, hypervisor_version_folded,
             vcpus, memory_mib, capabilities, metadata_folded, zone_id)
           select gen_random_uuid(), n, n, 'fake', 'x', 'x', 'away', '1', '1', 1, 1, '{}', '{}', (select id from zones)
           from unnest('{busy,idle}'::text[]) n returning id, name)
       select p.id as project, (select id from h where name = 'busy') as host, (select id from h where name = 'idle') as idle from p`,
    );
    const { project, host, idle } = rows[0] ?? { project: '', host: '', idle: '' };
    const nics = (...names: string[]): string =>
      JSON.stringify(names.map((network, index) => ({ device: `net${index}`, network, model: 'virtio', mac: 'x' })));
    const guests = { none: nics(), nat: nics('user', 'default'), bridged: nics('Br0', 'br0', 'Br0') };
    for (const [name, json] of Object.entries(guests)) {
      await db.knex('guests').insert({
        ...{ id: randomUUID(), project_id: project, host_id: host, name, name_folded: name, state: 'stopped' },
        ...{ description: '', description_folded: '', vcpus: 1, memory_mib: 1, firmware: 'bios', disks: '[]' },
        ...{ nics: json, nics_folded: json, metadata: '{}', metadata_folded: '{}' },
      });
    }
    const versions = await db.knex('guests').orderBy('name').pluck('version');

    expect(await up(MIGRATIONS)).to.include('0025-networks');
    const columns = ['name', 'name_folded', 'kind', 'access', 'mac_choice', 'host_count', 'is_present'];
    const known = { access: 'all', mac_choice: 'members', is_present: true, kind: 'bridge', host_count: 1 };
    expect(await db.knex('networks').select(columns).orderBy('name')).to.deep.equal([
      { ...known, name: 'Br0', name_folded: 'br0' },
      { ...known, name: 'br0', name_folded: 'br0' },
      { ...known, name: 'default', name_folded: 'default' },
      { ...known, name: 'user', name_folded: 'user', kind: 'user', host_count: 2 },
    ]);
    const { rows: used } = await db.knex.raw<{ rows: { guest: string; networks: string }[] }>(
      `select g.name as guest, string_agg(n.name, ' ' order by n.name) as networks from guest_networks u
       join guests g on g.id = u.guest_id join networks n on n.id = u.network_id group by g.name order by g.name`,
    );
    expect(used).to.deep.equal([
      { guest: 'bridged', networks: 'Br0 br0' },
      { guest: 'nat', networks: 'default user' },
    ]);
    const onIdle = await db.knex('network_hosts').where({ host_id: idle }).join('networks', 'network_id', 'id');
    expect(onIdle.map(({ name }: { name: string }) => name)).to.deep.equal(['user']);
    expect(await db.knex('guests').orderBy('name').pluck('version'), 'of guests').to.deep.equal(versions);
  });

  it('sets the subject of existing operations and events from their old columns and details', async () => {
    const until = (name: string): Migration[] => MIGRATIONS.filter((each) => each.name < name);
    await up(until('0009'));
    const [guest, gone, image] = Array.from({ length: 3 }, () => randomUUID()) as [string, string, string];
    const { rows } = await db.knex.raw<{ rows: { project: string; host: string }[] }>(
      `with p as (insert into projects (id, name, name_folded) values (gen_random_uuid(), 'Shop', 'shop') returning id),
         h as (insert into hosts (id, name, name_folded, backend, uri, uri_folded, state, hypervisor_version, hypervisor_version_folded,
             vcpus, memory_mib, capabilities, metadata_folded)
           values (gen_random_uuid(), 'Rack-3', 'rack-3', 'fake', 'x', 'x', 'up', '1', '1', 1, 1, '{}', '{}') returning id)
       select p.id as project, h.id as host from p, h`,
    );
    const { project, host } = rows[0] ?? { project: '', host: '' };
    const params = { force: true, traceparent: '00-1-2-01' };
    const operation = { project_id: project, host_id: host, request_id: 'x', params: JSON.stringify(params) };
    const named = { guest_id: guest, guest_name: 'Web', guest_name_folded: 'web' };
    await db.knex('operations').insert([
      { ...operation, ...named, id: gone, kind: 'guest.shutdown', state: 'succeeded' },
      { ...operation, ...named, id: image, kind: 'guest.start', state: 'running', progress: null, params: '{}' },
    ]);
    await db.knex('guests').insert({
      ...{ id: guest, project_id: project, host_id: host, name: 'Web', name_folded: 'web', state: 'starting' },
      ...{
        description: '',
        description_folded: '',
        vcpus: 1,
        memory_mib: 1,
        firmware: 'bios',
        disks: '[]',
        nics: '[]',
      },
      ...{
        nics_folded: '[]',
        metadata: '{}',
        metadata_folded: '{}',
        open_operation_id: image,
        open_kind: 'guest.start',
      },
    });
    const happened = (kind: string, detail: object, more: object = {}): object => ({
      ...{ kind, severity: 'normal', project_id: project, detail: JSON.stringify(detail) },
      ...{ guest_id: null, guest_name: null, guest_name_folded: null },
      ...more,
    });
    await db
      .knex('events')
      .insert([
        happened('guest.crashed', {}, named),
        happened('image.created', { image_id: image, name: 'ISO' }),
        happened('permission.granted', { role: 'owner' }),
        happened('permission.granted', { role: 'viewer' }, named),
        happened('host.up', { host_id: host, host: 'Rack-3' }, { project_id: null }),
        happened('metadata.updated', { host: 'Rack-3', set: 'a' }, { project_id: null }),
        happened('access.denied', { reason: 'forbidden' }),
      ]);
    const kept = { id: gone, guestId: guest, guestName: 'Web', requestId: 'x', kind: 'guest.start' };
    const key = { project_id: project, user_id: guest, method: 'POST', request_sha256: Buffer.alloc(32) };
    await db.knex('idempotency_keys').insert([
      { ...key, path: '/cancel', key: 'a', result: JSON.stringify(kept) },
      { ...key, path: '/start', key: 'b', result: JSON.stringify({ operationId: gone }) },
    ]);
    const versions = await db.knex('guests').pluck('version');

    expect(await up(MIGRATIONS)).to.include('0009-subjects');
    const subject = ['subject_kind', 'subject_id', 'subject_name', 'subject_name_folded'];
    const web = { subject_kind: 'guest', subject_id: guest, subject_name: 'Web', subject_name_folded: 'web' };
    const columns = [...subject, 'params', 'traceparent', 'progress', 'is_beside'];
    expect(await db.knex('operations').select(columns).orderBy('seq')).to.deep.equal([
      { ...web, params: { force: true }, traceparent: params.traceparent, progress: 100, is_beside: false },
      { ...web, params: {}, traceparent: null, progress: null, is_beside: false },
    ]);
    expect(await db.knex('guests').pluck('open_state')).to.deep.equal(['starting']);
    expect(await db.knex('guests').pluck('version'), 'what clients see has not changed').to.deep.equal(versions);
    const rack = { subject_kind: 'host', subject_id: host, subject_name: 'Rack-3', subject_name_folded: 'rack-3' };
    expect(await db.knex('events').select(subject).orderBy('seq')).to.deep.equal([
      web,
      { subject_kind: 'image', subject_id: image, subject_name: 'ISO', subject_name_folded: 'iso' },
      { subject_kind: 'project', subject_id: project, subject_name: 'Shop', subject_name_folded: 'shop' },
      web,
      rack,
      rack,
      { subject_kind: null, subject_id: null, subject_name: null, subject_name_folded: null },
    ]);
    expect(await db.knex('idempotency_keys').orderBy('key').pluck('result')).to.deep.equal([
      { id: gone, requestId: 'x', kind: 'guest.start', subject: { kind: 'guest', id: guest, name: 'Web' } },
      { operationId: gone },
    ]);
  });

  it('keeps existing operations, and gives ended ones the time of their end if it is missing', async () => {
    await up(
      MIGRATIONS.slice(
        0,
        MIGRATIONS.findIndex(({ name }) => name === '0020-queue-indexes'),
      ),
    );
    await db.knex.raw(`insert into projects (id, name, name_folded) values (gen_random_uuid(), 'default', 'default')`);
    await db.knex.raw(
      `insert into operations (id, kind, host_id, subject_kind, subject_id, subject_name, subject_name_folded, project_id, request_id, params, state, finished_at)
       select gen_random_uuid(), 'guest.start', gen_random_uuid(), 'guest', gen_random_uuid(), 'g', 'g', id, 'test', '{}', state, finished_at
       from projects, (values ('queued', null), ('running', clock_timestamp()), ('failed', null), ('succeeded', clock_timestamp())) v (state, finished_at)`,
    );
    await up(MIGRATIONS);
    const found = await db.knex('operations').orderBy('state').select('state', 'finished_at');
    expect(found.map((row: { state: string; finished_at: unknown }) => [row.state, row.finished_at !== null])).to.eql([
      ['failed', true],
      ['queued', false],
      ['running', false],
      ['succeeded', true],
    ]);
  });

  it('gives existing groups their names as external names, so that tokens of the OpenID provider keep their rights', async () => {
    await up(MIGRATIONS.filter(({ name }) => name < '0012'));
    const [group, user] = [randomUUID(), randomUUID()];
    await db.knex('groups').insert({ id: group, name: 'Admins', name_folded: 'admins' });
    await db
      .knex('users')
      .insert({ id: user, name: 'ann', name_folded: 'ann', external_id: 'oidc:https://id.example 7' });
    const key = { method: 'POST', request_sha256: Buffer.alloc(32), user_id: user };
    const stored = { id: group, name: 'Admins', members: [] };
    await db.knex('idempotency_keys').insert([
      { ...key, path: '/v1/groups', key: 'a', result: stored },
      { ...key, path: '/v1/users', key: 'b', result: { id: user, name: 'ann', groups: [] } },
      { ...key, path: '/v1/projects', key: 'c', result: { id: user, name: 'shop' } },
    ]);
    const versionsOf = (table: string): Promise<number[]> => db.knex<{ version: number }>(table).pluck('version');
    const versions = async (): Promise<number[]> => [...(await versionsOf('groups')), ...(await versionsOf('users'))];
    const before = await versions();
    expect(await up(MIGRATIONS.filter(({ name }) => name < '0013'))).to.deep.equal(['0012-external-names']);
    expect(await db.knex('groups').select('name', 'external_name')).to.deep.equal([
      { name: 'Admins', external_name: 'Admins' },
    ]);
    expect(await versions(), 'clients see new members').to.not.have.any.members(before);
    expect(await db.knex('idempotency_keys').orderBy('key').pluck('result')).to.deep.equal([
      { ...stored, externalName: 'Admins' },
      { id: user, name: 'ann', groups: [], source: 'local', externalId: null },
      { id: user, name: 'shop' },
    ]);
  });

  it('keeps the addresses of a guest only while it has power, and gives stored guests the new members', async () => {
    await up(MIGRATIONS.filter(({ name }) => name < '0021'));
    const [project, host, id] = [await makeProject(db, 'Shop'), await makeHost(db), randomUUID()];
    const nics = [{ device: 'net0', network: 'user', model: 'virtio', mac: '52:54:00:00:00:01', address: null }];
    await db.knex('guests').insert({
      ...{ id, project_id: project, host_id: host, name: 'web', name_folded: 'web', observed: 'running' },
      ...{ description: '', description_folded: '', vcpus: 1, memory_mib: 1, firmware: 'bios', state: 'running' },
      ...{ disks: '[]', nics: JSON.stringify(nics), nics_folded: '[]', metadata: '{}', metadata_folded: '{}' },
    });
    const stored = { guest: { id, name: 'web', nics: [...nics, { ...nics[0], device: 'net1' }] }, operationId: 'x' };
    const key = { user_id: randomUUID(), method: 'POST', request_sha256: Buffer.alloc(32) };
    await db.knex('idempotency_keys').insert([
      { ...key, path: '/v1/guests', key: 'a', result: JSON.stringify(stored) },
      { ...key, path: '/v1/images', key: 'b', result: JSON.stringify({ id, name: 'iso' }) },
      { ...key, path: '/v1/guests', key: 'c', result: JSON.stringify({ ...stored, guest: { id, nics: [] } }) },
    ]);
    expect(await up(MIGRATIONS)).to.include('0026-addresses-and-machines');
    const [first, second, third] = (await db.knex('idempotency_keys').orderBy('key').pluck('result')) as [
      { guest: object },
      object,
      object,
    ];
    const shownNics = stored.guest.nics.map((nic) => ({ ...nic, address: null, addresses: [] }));
    const zone: unknown = await db.knex('zones').select('id', 'name').first();
    const added = { zone, instanceType: null, placementGroup: null, cpuModel: null, machineType: null };
    expect(first).to.deep.equal({ ...stored, guest: { ...stored.guest, nics: shownNics, ...added } });
    expect(second).to.deep.equal({ id, name: 'iso' });
    expect(third).to.have.deep.nested.property('guest.nics', []);

    const addressesOf = async (): Promise<unknown> => (await db.knex('guests').where({ id }).pluck('addresses'))[0];
    const write = (change: object): Promise<unknown> => db.knex('guests').where({ id }).update(change);
    await write({ addresses: JSON.stringify({ net0: ['192.0.2.1'] }) });
    for (const observed of ['suspended', 'running']) {
      await write({ observed });
      expect(await addressesOf(), observed).to.deep.equal({ net0: ['192.0.2.1'] });
    }
    for (const observed of ['stopped', 'crashed', 'absent']) {
      await write({ observed: 'running', addresses: JSON.stringify({ net0: ['192.0.2.1'] }) });
      await write({ observed });
      expect(await addressesOf(), observed).to.deep.equal({});
    }
  });

  it('gives existing projects no quota, their guests the size of their disks, and stored projects both', async () => {
    await up(MIGRATIONS.filter(({ name }) => name < '0015'));
    const project = await makeProject(db, 'Shop');
    const host = await makeHost(db);
    const disks = [
      { device: 'vda', media: 'disk', sizeMib: 1024 },
      { device: 'vdb', media: 'disk', sizeMib: 16 },
      { device: 'sda', media: 'cdrom', sizeMib: 700 },
    ];
    for (const [name, of] of [
      ['web', disks],
      ['diskless', []],
    ] as const) {
      await db.knex('guests').insert({
        ...{ id: randomUUID(), project_id: project, host_id: host, name, name_folded: name, state: 'stopped' },
        ...{ description: '', description_folded: '', vcpus: 1, memory_mib: 1, firmware: 'bios' },
        ...{ disks: JSON.stringify(of), nics: '[]', nics_folded: '[]', metadata: '{}', metadata_folded: '{}' },
      });
    }
    const key = { user_id: randomUUID(), method: 'POST', request_sha256: Buffer.alloc(32) };
    await db.knex('idempotency_keys').insert([
      { ...key, path: '/v1/projects', key: 'a', result: JSON.stringify({ id: project, name: 'Shop' }) },
      { ...key, path: '/v1/groups', key: 'b', result: JSON.stringify({ id: project, name: 'Shop' }) },
    ]);
    const versions = await db.knex('guests').orderBy('name').pluck('version');

    expect(await up(MIGRATIONS)).to.include('0015-quotas');
    expect(await db.knex('projects').pluck('quota')).to.deep.equal([{}]);
    expect(await db.knex('guests').orderBy('name').pluck('disk_mib')).to.deep.equal([0, 1040]);
    expect(await db.knex('guests').orderBy('name').pluck('version')).to.deep.equal(versions);
    const [stored, other] = (await db.knex('idempotency_keys').orderBy('key').pluck('result')) as object[];
    expect(stored).to.deep.include({ id: project, name: 'Shop' });
    expect(stored).to.have.property('quota').that.includes({ guests: null, tokens: null });
    expect(stored).to.have.nested.property('usage.image_bytes').that.deep.equals({ used: 0, limit: null });
    expect(other).to.deep.equal({ id: project, name: 'Shop' });
  });

  it('claims the room of every guest of a database of version 0.3, even over the capacity of its host', async () => {
    await up(MIGRATIONS.filter(({ name }) => name < '0008'));
    const project = await makeProject(db, 'Shop');
    const host = await makeHost(db);
    const disks = [
      { device: 'vda', media: 'disk', sizeMib: 1024 },
      { device: 'sda', media: 'cdrom', sizeMib: 700 },
    ];
    const guests = ['changing', 'large', 'small'].map((name) => ({ id: randomUUID(), name }));
    for (const [nth, { id, name }] of guests.entries()) {
      await db.knex('guests').insert({
        ...{ id, project_id: project, host_id: host, name, name_folded: name, state: 'stopped' },
        ...{ description: '', description_folded: '', vcpus: 2 ** nth, memory_mib: 64 * (nth + 1), firmware: 'bios' },
        ...{ disks: JSON.stringify(nth === 1 ? disks : []), nics: '[]', nics_folded: '[]' },
        ...{ metadata: '{}', metadata_folded: '{}' },
      });
    }
    const [changing] = guests;
    await db.knex('operations').insert({
      ...{ id: randomUUID(), kind: 'guest.update', host_id: host, guest_id: changing?.id, project_id: project },
      ...{ guest_name: 'changing', guest_name_folded: 'changing', request_id: 'test' },
      params: JSON.stringify({ changes: { vcpus: 8, name: 'changed' } }),
    });
    const key = { project_id: project, user_id: randomUUID(), method: 'POST', request_sha256: Buffer.alloc(32) };
    const result = JSON.stringify({ guest: { id: guests[1]?.id }, operationId: null });
    await db.knex('idempotency_keys').insert({ ...key, path: '/v1/guests', key: 'a', result });

    await up(MIGRATIONS);
    const claims = await db.knex('placements as p').join('guests as g', 'g.id', 'p.guest_id').orderBy('g.name');
    expect(
      claims.map((row: Record<string, unknown>) =>
        ['name', 'role', 'host_id', 'disk_mib'].map((column) => row[column]),
      ),
    ).to.deep.equal([
      ['changing', 'home', host, 0],
      ['large', 'home', host, 1024],
      ['small', 'home', host, 0],
    ]);
    const sizes = await db.knex('placements').orderBy('memory_mib').select('vcpus', 'memory_mib');
    expect(sizes).to.deep.equal([
      { vcpus: 8, memory_mib: 64 },
      { vcpus: 2, memory_mib: 128 },
      { vcpus: 4, memory_mib: 192 },
    ]);
    const found = await findHost(db.knex, host);
    expect(found?.zone.name).to.equal('default');
    if (found === null) throw new Error('the host is gone');
    expect(freeOf(found, found.taken)).to.deep.equal({ vcpus: 0, memoryMib: 0, diskMib: null });
    expect(found.taken).to.deep.equal({ vcpus: 14, memoryMib: 384, diskMib: 1024 });
    const [stored] = (await db.knex('idempotency_keys').pluck('result')) as { guest: object }[];
    expect(stored?.guest).to.have.property('zone').that.deep.equals(found.zone);
  });

  it('keeps the versions and events of a full database, and finds the first project and user by their names', async () => {
    await up(MIGRATIONS.filter(({ name }) => name < '0017'));
    const run = async (sql: string): Promise<unknown[]> => (await db.knex.raw<{ rows: unknown[] }>(sql)).rows;
    await run(`insert into projects (id, name, name_folded) values
      (gen_random_uuid(), 'other', 'other'), (gen_random_uuid(), 'Default', 'default')`);
    await run(`insert into users (id, name, name_folded, external_id) values
      (gen_random_uuid(), 'admin', 'admin', null), (gen_random_uuid(), 'ann', 'ann', 'oidc:ann')`);
    await run(`insert into events (id, kind, severity) select nth, 'host.up', 'normal' from generate_series(1, 3) nth`);
    await run('update event_numbers set last_id = 3');
    const versions = (): Promise<unknown[]> => run('select name, version from projects order by name');
    const before = await versions();
    await up(MIGRATIONS);
    expect(await versions()).to.deep.equal(before);
    const initial = await run(`select p.name as project, u.name as user from initial_rows i
      join projects p on p.id = i.project_id join users u on u.id = i.user_id`);
    expect(initial).to.deep.equal([{ project: 'Default', user: 'admin' }]);
    const { last } = await readEventNumbers(db.knex);
    expect(last).to.deep.equal({ id: 3, mark: null });
    expect(await listEventsAfter(db.knex, { id: 2, mark: null })).to.have.length(1);
    await run(`insert into events (kind, severity) values ('host.away', 'normal')`);
    expect(await inTransaction(db, numberEvents)).to.equal(1);
    const [next] = (await listEventsAfter(db.knex, last)) ?? [];
    expect(next).to.include({ id: 4, kind: 'host.away' });
    expect(next?.mark).to.be.greaterThan(2 ** 52 - 1);
    expect(await listEventsAfter(db.knex, { id: 4, mark: null }), 'another event with this number').to.equal(null);
    await run(`update projects set name = 'renamed'`);
    const drawn = (await versions()) as { version: number }[];
    expect(new Set(drawn.map(({ version }) => version)).size).to.equal(2);
    for (const { version } of drawn) expect(version).to.be.within(2 ** 52, Number.MAX_SAFE_INTEGER);
  });
});

async function makeProject(db: Database, name: string): Promise<string> {
  const id = randomUUID();
  await db.knex('projects').insert({ id, name, name_folded: name.toLowerCase() });
  return id;
}

async function makeHost(db: Database): Promise<string> {
  const host = randomUUID();
  const text = { name: 'Rack-3', name_folded: 'rack-3', uri: 'x', uri_folded: 'x' };
  const version = { hypervisor_version: '1', hypervisor_version_folded: '1' };
  const size = { vcpus: 1, memory_mib: 1, capabilities: '{}', metadata_folded: '{}' };
  await db.knex('hosts').insert({ id: host, backend: 'fake', state: 'up', ...text, ...version, ...size });
  return host;
}

async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => {
      throw new Error('it did not fail');
    },
    (error: unknown) => error,
  );
}
