/** From which addresses guests can connect (guest-addresses.ts), and what the check costs in a large fleet. */
import { expect } from 'chai';
import type { Backend } from '../../backends/backend.js';
import { newId } from '../../src/domain/ids.js';
import type { HostId } from '../../src/domain/ids.js';
import { SILENT_LOG } from '../../src/domain/log.js';
import { GuestAddressesOfHosts } from '../../src/hosts/guest-addresses.js';
import type { ListedHost } from '../../src/hosts/registry.js';
import { openDatabase } from '../../src/store/database.js';
import type { Database } from '../../src/store/database.js';
import { DatabaseProxy } from '../support/database/database-proxy.js';
import { createTestDatabase } from '../support/database/database.js';
import type { TestDatabase } from '../support/database/database.js';
import { makeGuest, makeWorld } from '../support/database/rows.js';
import type { World } from '../support/database/rows.js';

const SUBNETS = new Map([
  ['default', ['192.168.122.1/24']],
  ['br0', ['10.1.0.7/16']],
  ['br1', ['10.2.0.7/16']],
]);

describe('The addresses of guests', () => {
  let database: TestDatabase;
  let proxy: DatabaseProxy;
  let db: Database;
  let world: World;
  const signal = new AbortController().signal;

  before(async () => {
    database = await createTestDatabase();
    proxy = await DatabaseProxy.open(database.url);
    db = await openDatabase(proxy.url, { log: SILENT_LOG });
    world = await makeWorld(db);
  });
  after(async () => {
    await db.close();
    await proxy.leave();
    await database.drop();
  });

  function listed(id: HostId, more: Partial<ListedHost> = {}): ListedHost {
    const backend = {
      listSubnets: async () => SUBNETS,
      observeGuests: async () => new Map(),
    } as unknown as Backend;
    const keeper = { isOwner: true, isFirstPollTried: true };
    return { host: { id, name: id }, backend, keeper, isLocal: true, hasGuestsAtOwnAddresses: false, ...more };
  }

  const addressesOf = (hosts: readonly ListedHost[], ...allowedNetworks: string[]): GuestAddressesOfHosts =>
    new GuestAddressesOfHosts({ db, hosts: { list: () => hosts }, allowedNetworks, log: SILENT_LOG });

  async function addHosts(count: number): Promise<HostId[]> {
    const ids = Array.from({ length: count }, () => newId<HostId>());
    await db.knex.raw(
      `insert into hosts (id, name, name_folded, backend, uri, uri_folded, state, hypervisor_version, hypervisor_version_folded,
         vcpus, memory_mib, capabilities, metadata_folded, zone_id)
       select id, id::text, id::text, backend, id::text, id::text, state, '1', '1', 1, 1, capabilities, '{}', zone_id
       from (select backend, state, capabilities, zone_id from hosts where id = ?) h, unnest(?::uuid[]) id`,
      [world.host, ids],
    );
    return ids;
  }

  async function addGuest(host: HostId, network: string): Promise<string> {
    const { id } = await makeGuest(db, { ...world, host });
    await db
      .knex('guests')
      .where({ id })
      .update({ nics: JSON.stringify([{ device: 'net0', network, mac: id }]) });
    return id;
  }

  it('are those of the networks that the operator allows, and of those that guests of the same host use', async () => {
    const [one, other, unused] = (await addHosts(3)) as [HostId, HostId, HostId];
    await addGuest(one, 'br0');
    await addGuest(other, 'br1');
    await addGuest(other, 'elsewhere');
    const found = await addressesOf(
      [one, other, unused].map((id) => listed(id)),
      'default',
    ).find(signal);
    expect(found.map(({ subnets }) => [...subnets.keys()])).to.deep.equal([
      ['default', 'br0'],
      ['default', 'br1'],
      ['default'],
    ]);
    expect(found.map(({ userNetwork }) => userNetwork)).to.deep.equal([null, null, null]);
    const all = await addressesOf([listed(unused)], '*').find(signal);
    expect([...(all[0]?.subnets ?? [])]).to.deep.equal([...SUBNETS]);
  });

  it('of the network user count only on this machine, and only if guests can use it', async () => {
    const [host] = (await addHosts(1)) as [HostId];
    const here = listed(host, { hasGuestsAtOwnAddresses: true });
    const isIsolatedWith = async (...allowed: string[]): Promise<unknown> =>
      (await addressesOf([here], ...allowed).find(signal))[0]?.userNetwork?.isIsolated;
    expect(await isIsolatedWith('user')).to.equal(true);
    expect(await isIsolatedWith('br0')).to.equal(undefined);
    await addGuest(host, 'user');
    expect(await isIsolatedWith('br0')).to.equal(true);
    await db.knex('hosts').where({ id: host }).update({ capabilities: '{}' });
    expect(await isIsolatedWith('user')).to.equal(false);
  });

  it('are not isolated while a guest needs a power cycle, which the database knows after the first check', async () => {
    const [host] = (await addHosts(1)) as [HostId];
    const guest = await addGuest(host, 'user');
    const addresses = addressesOf([listed(host, { hasGuestsAtOwnAddresses: true })], 'user');
    const isIsolated = async (): Promise<unknown> => (await addresses.find(signal))[0]?.userNetwork?.isIsolated;
    expect(await isIsolated()).to.equal(true);
    await db.knex('guests').where({ id: guest }).update({ is_power_cycle_required: true });
    expect(await isIsolated()).to.equal('after_power_cycles');
  });

  it('leave out hosts that were deleted, and hosts that this service cannot drive', async () => {
    const [host] = (await addHosts(1)) as [HostId];
    const hosts = [listed(newId<HostId>()), listed(host, { isLocal: false })];
    expect(await addressesOf(hosts, '*').find(signal)).to.deep.equal([]);
  });

  it('need one query, however many hosts and networks exist', async () => {
    const ids = await addHosts(200);
    for (const id of ids.slice(0, 20)) await addGuest(id, 'br0');
    const addresses = addressesOf(
      ids.map((id) => listed(id, { hasGuestsAtOwnAddresses: true })),
      'default',
    );
    await addresses.find(signal);
    proxy.takeStatements();
    expect(await addresses.find(signal)).to.have.length(200);
    expect(proxy.takeStatements().map(({ statement }) => statement)).to.deep.equal(['guest-networks']);
  });
});
