/**
 * Placement on five hosts: many clients create guests at once, through one service, through two, and while the service
 * is killed. One host belongs to the service; the others are driven by this process, as by another service.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import type { EventList, Guest, HostList, Problem } from '../../generated/api-types.js';
import { SILENT_LOG } from '../../src/domain/log.js';
import type { Hosts } from '../../src/hosts/registry.js';
import { openDatabase } from '../../src/store/database.js';
import type { Database } from '../../src/store/database.js';
import { rows } from '../../src/store/statement.js';
import { Api } from '../support/api.js';
import { createTestDatabase } from '../support/database/database.js';
import type { TestDatabase } from '../support/database/database.js';
import { eventually } from '../support/eventually.js';
import { openHosts, SimulatedHost } from '../support/hosted-service.js';
import { mergePatch } from '../support/patches.js';
import { Service } from '../support/service.js';

const CLIENTS = 64;
const HOSTS = 5;
/** Two CPUs with a ratio of 4. */
const PER_HOST = 8;
const ROOM = HOSTS * PER_HOST;
const SIZE = { cpus: 2, memoryMib: 8_192 };

interface Outcome {
  readonly status: number;
  readonly body: Guest | Problem;
}

function groupBy<T>(list: readonly T[], keyOf: (item: T) => string): Record<string, T[]> {
  const groups: Record<string, T[]> = {};
  for (const item of list) (groups[keyOf(item)] ??= []).push(item);
  return groups;
}

describe('Placement on five hosts', () => {
  let database: TestDatabase;
  let db: Database;
  let service: Service;
  let other: Service;
  let hosts: Hosts;
  const simulated: SimulatedHost[] = [];
  let api: Api;

  before(async () => {
    database = await createTestDatabase();
    db = await openDatabase(database.url, { log: SILENT_LOG });
    // Must come first: the oldest host is the one that the service's configuration names.
    service = await Service.start({ databaseUrl: database.url });
    await service.host.setCapacity(SIZE);
    await service.stop();
    await service.start();
    hosts = openHosts(db);
    for (let nth = 1; nth < HOSTS; nth++) {
      const host = await SimulatedHost.make(db);
      await host.control.setCapacity(SIZE);
      simulated.push(host);
      await host.addTo(hosts, db);
    }
    // With a data folder of its own, it would have a host of its own.
    other = await Service.start({ databaseUrl: database.url, dataFolder: service.dataFolder });
    api = new Api(service);
    await eventually(async () => (await readHosts()).filter(({ vcpus }) => vcpus === SIZE.cpus).length === HOSTS);
    expect(await readHosts()).to.have.length(HOSTS);
  });
  afterEach(async () => {
    const open = await rows<{ id: string }>(db.knex, 'select id from guests');
    await Promise.all(open.map(({ id }) => api.send('DELETE', `/v1/guests/${id}`)));
    await eventually(async () => (await rows(db.knex, 'select from guests')).length === 0);
    expect(await rows(db.knex, 'select * from placements')).to.deep.equal([]);
  });
  after(async () => {
    await other.stop();
    await service.leave();
    await hosts.close();
    for (const host of simulated) await host.leave();
    await db.close();
    await database.drop();
  });

  const readHosts = async (): Promise<HostList['hosts']> =>
    (await api.expect(200, 'GET', '/v1/hosts')).json<HostList>().hosts;

  const bodyOf = (more: object = {}): object => ({
    name: `guest-${randomUUID().slice(0, 13)}`,
    vcpus: 1,
    memory_mib: 64,
    ...more,
  });

  /** Creates a guest like a careful client: it repeats the request with the same key until it gets a response. */
  async function create(through: Service, body: object, key = randomUUID()): Promise<Outcome> {
    for (;;) {
      try {
        const response = await fetch(`${through.url}/v1/guests`, {
          method: 'POST',
          headers: {
            authorization: `Bearer ${through.token}`,
            'content-type': 'application/json',
            'idempotency-key': `"${key}"`,
          },
          body: JSON.stringify(body),
        });
        const outcome = { status: response.status, body: (await response.json()) as Outcome['body'] };
        // 409: the request that was sent first may still be in progress.
        if (outcome.status < 500 ? outcome.status !== 409 : outcome.status === 507) return outcome;
      } catch {
        // The service is down.
      }
      await sleep(50);
    }
  }

  function expectFortyOf(outcomes: readonly Outcome[]): void {
    const counts = groupBy(outcomes, ({ status }) => String(status));
    expect(counts['201']?.length, JSON.stringify(outcomes.find(({ status }) => status >= 500))).to.equal(ROOM);
    expect(counts['507']).to.have.length(CLIENTS - ROOM);
    for (const { body } of counts['507'] ?? []) {
      const { error_name, hosts: out = [] } = body as Problem;
      expect(error_name).to.equal('CAPACITY_EXHAUSTED');
      expect(out.map(({ reason }) => reason)).to.deep.equal(Array.from({ length: HOSTS }, () => 'full'));
      expect(out[0]?.detail).to.equal('has 0 vCPUs free, and the guest needs 1');
    }
  }

  /** What is claimed is what has a guest, and no host has more than its room. */
  async function expectClaimsOfGuests(made: readonly Outcome[]): Promise<void> {
    const claims = await rows<{ guest_id: string; host_id: string; same: boolean }>(
      db.knex,
      `select p.guest_id, p.host_id, g.host_id = p.host_id and g.vcpus = p.vcpus and g.memory_mib = p.memory_mib as same
       from placements p full join guests g on g.id = p.guest_id`,
    );
    expect(claims.every(({ same }) => same)).to.equal(true);
    const answered = made.filter(({ status }) => status === 201).map(({ body }) => (body as Guest).id);
    expect(claims.map(({ guest_id }) => guest_id)).to.have.members(answered);
    const byHost = Object.values(groupBy(claims, ({ host_id }) => host_id));
    expect(byHost.map((of) => of.length)).to.deep.equal(Array.from({ length: HOSTS }, () => PER_HOST));
    for (const { usage } of await readHosts()) expect(usage?.vcpus).to.deep.equal({ taken: PER_HOST, free: 0 });
  }

  it(`gives ${CLIENTS} clients at once exactly the room for ${ROOM} guests`, async () => {
    const outcomes = await Promise.all(Array.from({ length: CLIENTS }, () => create(service, bodyOf())));
    expectFortyOf(outcomes);
    await expectClaimsOfGuests(outcomes);
  });

  it('does so through two services on one database', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: CLIENTS }, (_, nth) => create(nth % 2 === 0 ? service : other, bodyOf())),
    );
    expectFortyOf(outcomes);
    await expectClaimsOfGuests(outcomes);
  });

  it('does so while the service is killed: what is claimed has a guest, and every client gets its outcome', async () => {
    let isOver = false;
    const killed = (async () => {
      for (let kills = 0; kills < 2 && !isOver; kills++) {
        await eventually(async () => isOver || (await rows(db.knex, 'select from placements')).length > 5 * kills);
        await service.stop('SIGKILL');
        await service.start();
      }
    })();
    const outcomes = await Promise.all(Array.from({ length: CLIENTS }, () => create(service, bodyOf())));
    isOver = true;
    await killed;
    api = new Api(service);
    expectFortyOf(outcomes);
    await expectClaimsOfGuests(outcomes);
  });

  describe('follows the request', () => {
    const place = async (placement: object, more: object = {}): Promise<Outcome> =>
      create(service, bodyOf({ placement, ...more }));
    const hostOf = ({ body }: Outcome): string => (body as Guest).host.name;
    let names: string[];
    before(async () => {
      names = (await readHosts()).map(({ name = '' }) => name);
    });
    const change = (host: string | undefined, patch: object) =>
      api.expect(200, 'PATCH', `/v1/hosts/${host}`, mergePatch(patch));

    it('to one host, by name or id', async () => {
      for (const host of await readHosts()) {
        expect(hostOf(await place({ host: host.name }))).to.equal(host.name);
        expect(hostOf(await place({ host: host.id }))).to.equal(host.name);
      }
    });

    it('to the hosts that a search finds', async () => {
      await change(names[3], { metadata: { disk: 'nvme' } });
      for (let nth = 0; nth < 3; nth++) expect(hostOf(await place({ hosts: 'metadata.disk=nvme' }))).to.equal(names[3]);
      const none = await place({ hosts: 'metadata.disk=tape' });
      expect(none.status).to.equal(507);
      expect((none.body as Problem).hosts?.map(({ reason }) => reason)).to.deep.equal(names.map(() => 'not_selected'));
      await change(names[3], { metadata: null });
    });

    it('to the hosts of a zone, which the guest shows and can be found by', async () => {
      const zone = randomUUID();
      const name = `zone-${zone.slice(0, 8)}`;
      await db.knex('zones').insert({ id: zone, name, name_folded: name });
      await change(names[2], { zone: name });
      const made = await place({ zone: name });
      expect(hostOf(made)).to.equal(names[2]);
      expect((made.body as Guest).zone).to.deep.equal({ id: zone, name });
      const search = encodeURIComponent(`zone=${name}`);
      const found = (await api.expect(200, 'GET', `/v1/guests?search=${search}`)).json<{ guests: Guest[] }>();
      expect(found.guests.map(({ id }) => id)).to.deep.equal([(made.body as Guest).id]);
      const before = (await api.expect(200, 'GET', `/v1/guests/${(made.body as Guest).id}`)).headers.get('etag');
      await change(names[2], { zone: null });
      const after = await api.expect(200, 'GET', `/v1/guests/${(made.body as Guest).id}`);
      expect(after.json<Guest>().zone.name).to.equal('default');
      expect(after.headers.get('etag')).to.not.equal(before);
    });

    it('and rejects names that it does not know, each with a pointer', async () => {
      const unknown = { host: 'nowhere', zone: 'nowhere', group: 'nowhere', hosts: 'colour=red' };
      const fault = await api.refused(400, 'VALIDATION_FAILED', 'POST', '/v1/guests', {
        json: bodyOf({ placement: unknown }),
      });
      expect(fault.errors?.map((mistake) => ('pointer' in mistake ? mistake.pointer : ''))).to.have.members([
        '/placement/host',
        '/placement/zone',
        '/placement/group',
        '/placement/hosts',
      ]);
      for (const hosts of ['name=a* sortby name', 'page 2', '(']) {
        await api.refused(400, 'VALIDATION_FAILED', 'POST', '/v1/guests', { json: bodyOf({ placement: { hosts } }) });
      }
    });

    it('and spreads guests over the hosts, none of which is cordoned', async () => {
      await change(names[0], { schedulable: false });
      const made = await Promise.all(Array.from({ length: 24 }, () => place({})));
      const byHost = groupBy(made, hostOf);
      expect(byHost[names[0] ?? '']).to.equal(undefined);
      for (const name of names.slice(1)) expect(byHost[name]?.length, name).to.be.within(1, PER_HOST);
      const out = await place({ host: names[0] });
      expect(out.status).to.equal(507);
      expect((out.body as Problem).hosts?.[0]).to.deep.include({ reason: 'cordoned', detail: 'gets no new guests' });
      expect((out.body as Problem).detail).to.equal(`The host ${names[0]} gets no new guests.`);
      await change(names[0], { schedulable: true });
    });

    it('and lists a reason for each host if none is left, with 503 if one would fit but is away', async () => {
      await db
        .knex('hosts')
        .where({ name: names[4] })
        .update({ capabilities: db.knex.raw(`capabilities || '{"firmwares": ["bios"]}'`) });
      await change(names[1], { schedulable: false });
      await change(names[2], { reserved: { vcpus: 2 } });
      await db.knex('hosts').where({ name: names[3] }).update({ state: 'away' });
      const refused = async (json: object): Promise<[number, Record<string, string>]> => {
        const { status, body } = await place(json, { firmware: 'uefi', vcpus: 2 });
        const { hosts: out = [] } = body as Problem;
        return [status, Object.fromEntries(out.map(({ host, reason }) => [host.name, reason]))];
      };
      const search = names
        .slice(1)
        .map((name) => `name=${name}`)
        .join(' or ');
      const [n0 = '', n1 = '', n2 = '', n3 = '', n4 = ''] = names;
      const reasons = { [n0]: 'not_selected', [n1]: 'cordoned', [n2]: 'full', [n4]: 'unsupported' };
      // `create` repeats requests that got 503, so this one is sent directly.
      const away = await api.refused(503, 'HOST_UNREACHABLE', 'POST', '/v1/guests', {
        json: bodyOf({ placement: { hosts: search }, firmware: 'uefi', vcpus: 2 }),
      });
      expect(Object.fromEntries((away.hosts ?? []).map(({ host, reason }) => [host.name, reason]))).to.deep.equal({
        ...reasons,
        [n3]: 'away',
      });
      // A host that was never reached promises nothing.
      const version = { hypervisor_version: '' };
      const known = await db.knex('hosts').where({ name: n3 }).first<typeof version>('hypervisor_version');
      await db.knex('hosts').where({ name: n3 }).update(version);
      expect(await refused({ hosts: search })).to.deep.equal([507, { ...reasons, [n3]: 'away' }]);
      await db.knex('hosts').where({ name: n3 }).update(known);
      await change(n3, { schedulable: false });
      expect(await refused({ hosts: search })).to.deep.equal([507, { ...reasons, [n3]: 'cordoned' }]);
      await db
        .knex('hosts')
        .where({ name: n4 })
        .update({ capabilities: db.knex.raw(`capabilities || '{"firmwares": ["bios", "uefi"]}'`) });
      await db.knex('hosts').where({ name: n3 }).update({ state: 'up' });
      for (const name of names) await change(name, { schedulable: null, reserved: null });
    });

    it('and records the host in an event', async () => {
      const made = await place({ host: names[1] });
      const { id } = made.body as Guest;
      await eventually(async () => {
        const query = `kind=guest.placed&guest=${id}`;
        const { events } = (await api.expect(200, 'GET', `/v1/events?${query}`)).json<EventList>();
        const detail = events[0]?.detail;
        return detail?.['host'] === names[1] && detail?.['zone'] === 'default';
      });
    });

    it('for a larger size, which claims the room until the operation ends', async () => {
      const host = names[1];
      const made = await place({ host }, { vcpus: 2 });
      const { id } = made.body as Guest;
      await api.noneUnderWay();
      const path = `/v1/guests/${id}`;
      for (let nth = 0; nth < 5; nth++) expect((await place({ host })).status).to.equal(201);
      // Seven of eight are claimed.
      const fault = await api.refused(507, 'CAPACITY_EXHAUSTED', 'PATCH', path, mergePatch({ vcpus: 4 }));
      expect(fault.hosts?.[0]?.reason, 'larger than the host').to.equal('too_small');
      await change(host, { reserved: { vcpus: 1 } });
      const full = await api.refused(507, 'CAPACITY_EXHAUSTED', 'PATCH', path, mergePatch({ memory_mib: 7_800 }));
      expect(full.hosts?.[0]?.detail).to.match(/^has \d+ MiB of memory free, and the guest needs \d+$/);
      await change(host, { reserved: null });
      await api.expect(202, 'PATCH', path, mergePatch({ vcpus: 1, memory_mib: 128 }));
      await api.noneUnderWay();
      const found = (await readHosts()).find(({ name }) => name === host);
      expect(found?.usage?.vcpus.taken).to.equal(6);
      expect(found?.usage?.memory_mib.taken).to.equal(5 * 64 + 128);
    });
  });
});
