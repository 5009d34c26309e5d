/** Networks in the database: what hosts report, also concurrently, and which hosts have the networks of a guest. */
import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { EVERYTHING } from '../../src/domain/access.js';
import type { HostId } from '../../src/domain/ids.js';
import { SILENT_LOG } from '../../src/domain/log.js';
import { openDatabase } from '../../src/store/database.js';
import type { Database } from '../../src/store/database.js';
import * as networks from '../../src/store/networks.js';
import { listCandidates } from '../../src/store/placements.js';
import { inTransaction } from '../../src/store/transaction.js';
import { createTestDatabase } from '../support/database/database.js';
import type { TestDatabase } from '../support/database/database.js';
import { makeWorld } from '../support/database/rows.js';

describe('Networks of hosts', () => {
  let database: TestDatabase;
  let db: Database;
  before(async () => {
    database = await createTestDatabase();
    db = await openDatabase(database.url, { log: SILENT_LOG });
  });
  after(async () => {
    await db.close();
    await database.drop();
  });

  const report = (host: HostId, names: readonly string[]): Promise<boolean> =>
    inTransaction(db, (trx) =>
      networks.writeNetworksOfHost(trx, host, [
        { name: 'user', kind: 'user' },
        ...names.map((name) => ({ name, kind: 'bridge' as const })),
      ]),
    );
  const unique = (): string => `net-${randomUUID().slice(0, 8)}`;
  /** The hosts that a guest with these networks could have. */
  async function withAll(...names: string[]): Promise<HostId[]> {
    const nothing = { host: null, zone: null, search: null, seenNetworks: null, capabilities: {} };
    const candidates = await listCandidates(db.knex, { ...nothing, visibility: EVERYTHING, networks: names });
    return candidates.filter(({ missingNetworks }) => missingNetworks.length === 0).map(({ id }) => id);
  }

  it('of the same name are one network, and the hosts with all networks of a guest can be found', async () => {
    const [a, b, c] = [(await makeWorld(db)).host, (await makeWorld(db)).host, (await makeWorld(db)).host];
    const [first, second] = [unique(), unique()];
    await report(a, [first, second]);
    await report(b, [second]);
    await report(c, []);
    expect(await withAll('user')).to.include.members([a, b, c]);
    expect(await withAll(second)).to.have.members([a, b]);
    expect(await withAll(first, second, 'user', second)).to.deep.equal([a]);
    const { hostCount, state } = (await networks.findNetwork(db.knex, null, second)) ?? {};
    expect([hostCount, state]).to.deep.equal([2, 'present']);
    await db.knex('hosts').where({ id: a }).delete();
    await report(b, []);
    expect(await networks.findNetwork(db.knex, null, second)).to.include({ hostCount: 0, state: 'absent' });
  });

  it('are counted right when many hosts report the same networks at the same time, and are removed meanwhile', async () => {
    const names = Array.from({ length: 12 }, unique);
    const worlds = await Promise.all(Array.from({ length: 8 }, () => makeWorld(db)));
    const hosts = worlds.map(({ host }) => host);
    for (let round = 0; round < 4; round++) {
      const shuffled = (host: number): string[] => (host % 2 === 0 ? names : [...names].reverse());
      await Promise.all(hosts.map((host, index) => report(host, round % 2 === 0 ? shuffled(index) : [])));
    }
    await Promise.all(hosts.map((host) => report(host, names)));
    const leaving = hosts.slice(0, 3);
    await Promise.all([
      ...leaving.map((host) =>
        inTransaction(db, async (trx) => void (await trx('hosts').where({ id: host }).delete())),
      ),
      ...hosts.slice(3).map((host) => report(host, names.slice(1))),
    ]);
    const { rows } = await db.knex.raw<{ rows: { name: string; host_count: number; counted: number }[] }>(
      `select name, host_count, (select count(*)::int from network_hosts l where l.network_id = n.id) as counted
       from networks n where name = any(?)`,
      [names],
    );
    for (const { name, host_count, counted } of rows) {
      expect([host_count, counted], name).to.deep.equal(name === names[0] ? [0, 0] : [5, 5]);
    }
  });

  it('always include the network user, whatever the host reports', async () => {
    const { host } = await makeWorld(db);
    await inTransaction(db, (trx) => networks.writeNetworksOfHost(trx, host, []));
    expect(await withAll('user')).to.include(host);
  });
});
