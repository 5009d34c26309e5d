/**
 * The upgrade from version 0.3, with databases that version 0.3 has made and dumped (test/support/version-0.3/make.ts):
 * what 0.3 showed, this version shows too, and the guests can be used. Each member that may differ is named here.
 */
import { expect } from 'chai';
import type { Guest, Host, Image, NetworkList, Operation } from '../../generated/api-types.js';
import { freeOf } from '../../src/domain/capacity.js';
import { SILENT_LOG } from '../../src/domain/log.js';
import { openDatabase } from '../../src/store/database.js';
import { findHost } from '../../src/store/hosts.js';
import { migrate } from '../../src/store/migrate.js';
import { MIGRATIONS } from '../../src/store/migrations.js';
import { Api } from '../support/api.js';
import { createTestDatabase } from '../support/database/database.js';
import type { TestDatabase } from '../support/database/database.js';
import { eventually } from '../support/eventually.js';
import { Service } from '../support/service.js';
import { contentOf, restoreVersion03, shownByVersion03 } from '../support/version-0.3/databases.js';
import type { Shown } from '../support/version-0.3/databases.js';

/** So that the service removes no operation and no event of the dump, however old it is. */
const KEEP = { GUESTHOUSE_KEEP: '36500d' };

type ShownGuest = Pick<Guest, 'id' | 'name' | 'vcpus' | 'memory_mib' | 'disks' | 'nics'> & Shown;

describe('A database of version 0.3', function () {
  this.timeout(180_000);

  let database: TestDatabase;
  beforeEach(async () => {
    database = await createTestDatabase({ migrate: false });
  });
  afterEach(() => database.drop());

  it('keeps its host and networks, and claims the room of every guest, even over the capacity of the host', async () => {
    await restoreVersion03('fake', database.url);
    const { hosts = [], networks = [], guests = [] } = await shownByVersion03('fake');
    const db = await openDatabase(database.url, { log: SILENT_LOG });
    try {
      await migrate(db, MIGRATIONS, { log: SILENT_LOG });
      const host = await findHost(db.knex, hosts[0]?.['id'] as string);
      if (host === null) throw new Error('the host is gone');
      const { name, backend, uri, state, stateSince, vcpus, memoryMib, metadata, zone, ratios, reserved } = host;
      expect({
        name,
        backend,
        uri,
        state,
        state_since: stateSince,
        vcpus,
        memory_mib: memoryMib,
        metadata,
      }).to.deep.equal(
        only(hosts[0], ['name', 'backend', 'uri', 'state', 'state_since', 'vcpus', 'memory_mib', 'metadata']),
      );
      expect([zone.name, ratios.vcpus, reserved.memoryMib]).to.deep.equal(['default', 4, 1024]);
      expect(await db.knex('networks').select('name', 'kind', 'access').orderBy('name')).to.deep.equal(
        networks.map((network) => ({ ...network, access: 'all' })),
      );
      const claims = await db
        .knex('placements')
        .select('guest_id', 'host_id', 'role', 'vcpus', 'memory_mib', 'disk_mib')
        .orderBy('guest_id');
      const expected = (guests as ShownGuest[]).map((guest) => ({
        ...{ guest_id: guest.id, host_id: host.id, role: 'home', vcpus: guest.vcpus, memory_mib: guest.memory_mib },
        disk_mib: diskMibOf(guest),
      }));
      expect(claims).to.have.deep.members(expected).and.to.have.length(8);
      expect(host.taken.vcpus)
        .to.equal(expected.reduce((sum, claim) => sum + claim.vcpus, 0))
        .and.to.be.above(4 * vcpus);
      expect(freeOf(host, host.taken).vcpus).to.equal(0);
    } finally {
      await db.close();
    }
  });

  describe('of simulated guests, on the same machine,', () => {
    let service: Service;
    let api: Api;
    let before: Record<string, Shown[]>;
    beforeEach(async () => {
      service = await Service.start({
        ...{ databaseUrl: database.url, env: KEEP },
        prepare: (dataFolder) => restoreVersion03('fake', database.url, dataFolder),
      });
      before = await shownByVersion03('fake', service.dataFolder);
      api = new Api(service);
    });
    afterEach(() => service.leave());

    it('is served with its guests as they were, and the operation that was in progress is completed', async () => {
      await api.noneUnderWay();
      const [host] = await list<Host>(api, 'hosts');
      // The hypervisor reports its name and its size anew; hosts of version 0.3 had the size of the machine.
      const described = ['name', 'vcpus', 'memory_mib', 'capabilities'];
      expect(differing(before, 'hosts', [host])).to.have.members(
        described.filter((each) => each !== 'name' || host?.name !== 'rack-3'),
      );
      const { networks } = (await api.expect(200, 'GET', '/v1/networks')).json<NetworkList>();
      expect(networks.map(({ name, kind, state }) => ({ name, kind, state }))).to.deep.equal(
        before['networks']?.map((network) => ({ ...network, state: 'present' })),
      );

      const guests = await list<Guest>(api, 'guests');
      for (const guest of guests) expect(guest.host).to.deep.equal({ id: host?.id, name: host?.name });
      // A guest that runs gets an address. The operation has started the guest Idle.
      const started = ['state', 'power_state', 'target_power_state', 'launched_at'];
      expect(differing(before, 'guests', guests, ['host', 'updated_at', 'nics'])).to.have.members(started);
      expect(guests.map(({ name, state }) => [name, state])).to.deep.equal([
        ...[
          ['web-1', 'running'],
          ['Idle', 'running'],
          ['large', 'stopped'],
          ['large-2', 'stopped'],
          ['large-3', 'stopped'],
        ],
        ...[
          ['large-4', 'stopped'],
          ['asleep', 'suspended'],
          ['keyed', 'stopped'],
        ],
      ]);
      expect(guests.map(nicsOf)).to.deep.equal((before['guests'] as ShownGuest[]).map(nicsOf));

      const operations = await list<Operation>(api, 'operations');
      const open = before['operations']?.filter(({ state }) => state === 'running');
      const ofOpen = operations.filter(({ id }) => id === open?.[0]?.['id']);
      expect(ofOpen.map(({ kind, state, attempts }) => [kind, state, attempts])).to.deep.equal([
        ['guest.start', 'succeeded', 2],
      ]);
      const ended = operations.filter(({ state, attempts }) => state === 'succeeded' && attempts === 1);
      expect(ended).to.have.length((before['operations']?.length ?? 0) - 1);
      expect(differing(before, 'operations', ended, ['guest', 'progress'])).to.deep.equal([]);
      const subjects = operations.map(({ subject }) => ({ id: subject.id, name: subject.name }));
      expect(subjects).to.deep.equal(before['operations']?.map(({ guest }) => guest));

      const events = await list<Shown & { id: number }>(api, 'events');
      expect(events.slice(0, before['events']?.length).map(({ id }) => id)).to.deep.equal(
        before['events']?.map(({ id }) => id),
      );
      expect(differing(before, 'events', events, ['guest'])).to.deep.equal([]);
      expect(events.slice(-2).map(({ kind }) => kind)).to.have.members(['operation.succeeded', 'guest.state_changed']);
    });

    it('keeps its projects, users, roles, tokens and images', async () => {
      for (const of of ['projects', 'users', 'groups', 'images']) {
        const now = await list<Shown>(api, of);
        expect(
          now.map(({ id }) => id),
          of,
        ).to.deep.equal(before[of]?.map(({ id }) => id));
        expect(differing(before, of, now), of).to.deep.equal([]);
      }
      // This request has used the token of version 0.3.
      expect(differing(before, 'tokens', await list<Shown>(api, 'tokens'), ['last_used_at'])).to.deep.equal([]);
      expect(await rolesAt(api, '/v1/projects/shop')).to.deep.equal([['ann', 'owner']]);
      expect(await rolesAt(api, '/v1/projects/default')).to.deep.equal([
        ['admin', 'admin'],
        ['operators', 'operator'],
      ]);
      expect(await rolesAt(api, '/v1/guests/Idle')).to.deep.equal([['ann', 'operator']]);
      for (const { id, name, state, size_bytes: size } of await list<Image>(api, 'images')) {
        if (state !== 'available') continue;
        const { bytes } = await api.expect(200, 'GET', `/v1/images/${id}/content`);
        expect(bytes.equals(contentOf(name, size ?? 0)), name).to.equal(true);
      }
    });

    it('has guests that can be used like new ones', async () => {
      await api.noneUnderWay();
      await api.done('start', 'asleep');
      await api.done('start', (await guestNamed(api, 'large')).id);
      expect((await guestNamed(api, 'large')).state).to.equal('running');
      await api.done('poweroff', 'web-1');
      await api.done('start', 'web-1');
      await api.done('delete', 'keyed');
      // From an image, and on a network, that version 0.3 had.
      const disks = [{ image: 'appliance' }];
      const made = await api.makeGuest(
        { disks, nics: [{ network: 'lab' }], placement: { zone: 'default' } },
        '?start=true',
      );
      expect(made.state).to.equal('running');
    });
  });

  it('of guests on another machine is served, and shows them as they were while their host is away', async () => {
    const service = await Service.start({
      ...{ databaseUrl: database.url, env: KEEP },
      prepare: () => restoreVersion03('qmp', database.url),
    });
    try {
      const api = new Api(service);
      const before = await shownByVersion03('qmp');
      const isOld = ({ backend }: Host): boolean => backend === 'qmp';
      await eventually(async () =>
        (await list<Host>(api, 'hosts')).some((host) => isOld(host) && host.state === 'away'),
      );
      const [host] = (await list<Host>(api, 'hosts')).filter(isOld);
      expect(differing(before, 'hosts', [host], ['capabilities'])).to.have.members(['state', 'state_since']);
      const guests = await list<Guest>(api, 'guests');
      expect(differing(before, 'guests', guests, ['nics', 'updated_at'])).to.deep.equal(['state']);
      expect(guests.map(({ state }) => state)).to.deep.equal(['unknown', 'unknown']);
      expect(guests.map(nicsOf)).to.deep.equal((before['guests'] as ShownGuest[]).map(nicsOf));
      expect(host?.usage.vcpus).to.deep.equal({ taken: 3, free: 5 });
      expect(host?.usage.memory_mib.taken).to.equal(384);
      expect(host?.usage.disk_mib).to.deep.equal({ taken: 24, free: null });
      // Version 0.3 was killed before it could number its last events.
      const events = await list<Shown & { id: number }>(api, 'events');
      expect(differing(before, 'events', events, ['guest'])).to.deep.equal([]);
      const ends = events.filter(({ kind }) => kind === 'operation.succeeded');
      expect(ends).to.have.length(2);
    } finally {
      await service.leave();
    }
  });
});

async function list<Resource>(api: Api, of: string): Promise<Resource[]> {
  const isOfProjects = ['images', 'guests', 'operations', 'events', 'tokens'].includes(of);
  const path = `/v1/${of}?limit=1000${isOfProjects ? '&all_projects=true' : ''}`;
  return (await api.expect(200, 'GET', path)).json<Record<string, Resource[]>>()[of] ?? [];
}

async function guestNamed(api: Api, name: string): Promise<Guest> {
  const found = (await list<Guest>(api, 'guests')).find((guest) => guest.name === name);
  if (found === undefined) throw new Error(`there is no guest ${name}`);
  return found;
}

/** The names of those who have a role, each with the role. */
async function rolesAt(api: Api, path: string): Promise<string[][]> {
  const { permissions } = (await api.expect(200, 'GET', `${path}/permissions`)).json<{
    permissions: { user: { name: string } | null; group: { name: string } | null; role: string }[];
  }>();
  return permissions.map(({ user, group, role }) => [(user ?? group)?.name ?? '', role]);
}

/**
 * The members that version 0.3 showed and that now have another value, except `known`. Throws if a resource that 0.3
 * showed is missing; `now` can be only some of them.
 */
function differing(
  before: Record<string, Shown[]>,
  of: string,
  now: readonly unknown[],
  known: readonly string[] = [],
): string[] {
  const shown = new Map(before[of]?.map((resource) => [resource['id'], resource]));
  const found = (now as Shown[]).filter(({ id }) => shown.has(id));
  expect(found, of).to.not.be.empty;
  const names = found.flatMap((resource) =>
    Object.entries(shown.get(resource['id']) ?? {})
      .filter(([member, value]) => JSON.stringify(resource[member]) !== JSON.stringify(value))
      .map(([member]) => member),
  );
  return [...new Set(names)].filter((name) => !known.includes(name));
}

function nicsOf({ nics }: Pick<Guest, 'nics'>): object[] {
  return nics.map(({ device, network, model, mac }) => ({ device, network, model, mac }));
}

function diskMibOf({ disks }: Pick<Guest, 'disks'>): number {
  return disks.filter(({ media }) => media === 'disk').reduce((sum, { size_mib: size }) => sum + size, 0);
}

function only(shown: Shown | undefined, members: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(members.map((member) => [member, shown?.[member]]));
}
