/** Hosts: the only host, which is found by id and by name. */
import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import type { EventList, Host, HostList } from '../../generated/api-types.js';
import { makePerson } from '../support/access/people.js';
import { Api } from '../support/api.js';
import { createTestDatabase } from '../support/database/database.js';
import { DatabaseProxy } from '../support/database/database-proxy.js';
import { insertHosts } from '../support/database/insert-hosts.js';
import { RequestStatements } from '../support/database/request-statements.js';
import { eventually } from '../support/eventually.js';
import { jsonPatch, mergePatch } from '../support/patches.js';
import { Service } from '../support/service.js';

describe('Hosts', () => {
  let service: Service;
  let api: Api;
  let host: Host;
  before(async () => {
    service = await Service.start();
    api = new Api(service);
    const [only] = (await api.expect(200, 'GET', '/v1/hosts')).json<HostList>().hosts;
    if (only === undefined) throw new Error('there is no host');
    host = (await api.expect(200, 'GET', `/v1/hosts/${only.id}`)).json<Host>();
  });
  after(() => service.leave());

  it('consist of the configured host, which is up @conforming', async () => {
    const { data } = await api.client.GET('/v1/hosts');
    expect(data?.hosts).to.have.length(1);
    expect(data?.markers).to.deep.equal({ prev: null, next: null });
    expect(host).to.include({ backend: 'fake', state: 'up' });
    expect(host.capabilities.firmwares).to.include('bios');
    expect(host.uri).to.match(/^fake:\/\//);
  });

  it('are found by id and by name, in any case @conforming', async () => {
    for (const name of [host.id, host.name, host.name.toUpperCase()]) {
      const found = await api.expect(200, 'GET', `/v1/hosts/${encodeURIComponent(name)}`);
      expect(found.json<Host>().id).to.equal(host.id);
    }
  });

  it('show their URI only to administrators, and only administrators can search by it @conforming', async () => {
    const { api: viewer } = await makePerson(service, { role: 'viewer' });
    const shown = (await viewer.expect(200, 'GET', `/v1/hosts/${host.id}`)).json<Host>();
    expect(shown).to.deep.equal({ ...host, uri: null });
    const list = async (by: Api, query: string): Promise<HostList['hosts']> =>
      (await by.expect(200, 'GET', `/v1/hosts?${query}`)).json<HostList>().hosts;
    expect(await list(viewer, 'fields=uri')).to.deep.equal([{ id: host.id, links: host.links, uri: null }]);
    const path = host.uri?.replace(/^\w+:\/+/, '') ?? '';
    for (const search of [`uri="${host.uri}"`, 'uri=fake*', 'uri=*', `"${path}"`]) {
      const query = `search=${encodeURIComponent(search)}`;
      expect(await list(viewer, query), search).to.deep.equal([]);
      expect(await list(api, query), search).to.have.length(1);
    }
    expect(await list(viewer, `search=${encodeURIComponent('uri!=fake*')}`)).to.have.length(1);
  });

  it('show their zone, their settings, and what guests have claimed @conforming', () => {
    expect(host.zone.name).to.equal('default');
    expect(host).to.deep.include({
      description: '',
      schedulable: true,
      disk_mib: null,
      ratios: { vcpus: 4, memory: 1, disk: 1 },
      reserved: { vcpus: 0, memory_mib: 1024, disk_mib: 0 },
    });
    const { usage } = host;
    expect(usage.vcpus.taken + usage.vcpus.free).to.equal(host.vcpus * 4);
    expect(usage.memory_mib.taken + usage.memory_mib.free).to.equal(host.memory_mib - 1024);
    expect(usage.disk_mib.free).to.equal(null);
  });

  describe('are changed by administrators', () => {
    const patch = mergePatch;
    const read = async (): Promise<Host> => (await api.expect(200, 'GET', `/v1/hosts/${host.id}`)).json<Host>();
    const change = async (json: unknown): Promise<Host> =>
      (await api.expect(200, 'PATCH', `/v1/hosts/${host.id}`, patch(json))).json<Host>();
    afterEach(() => change({ description: null, schedulable: null, ratios: null, reserved: null, metadata: null }));

    it('with a merge patch, in which null restores a default @conforming', async () => {
      const changed = await change({
        description: 'Left rack',
        schedulable: false,
        ratios: { vcpus: 2.5, memory: 1.5 },
        reserved: { vcpus: 1, memory_mib: 2048, disk_mib: 7 },
        metadata: { room: 'cellar' },
      });
      expect(changed).to.deep.include({
        description: 'Left rack',
        schedulable: false,
        ratios: { vcpus: 2.5, memory: 1.5, disk: 1 },
        reserved: { vcpus: 1, memory_mib: 2048, disk_mib: 7 },
        metadata: { room: 'cellar' },
      });
      expect(changed.usage.vcpus.free).to.equal(Math.floor((host.vcpus - 1) * 2.5) - host.usage.vcpus.taken);
      expect(await read()).to.deep.equal(changed);
      const restored = await change({ ratios: { vcpus: null }, reserved: null, zone: null, schedulable: null });
      expect(restored.ratios).to.deep.equal({ vcpus: 4, memory: 1.5, disk: 1 });
      expect(restored.reserved).to.deep.equal(host.reserved);
      expect(restored).to.deep.include({ zone: host.zone, schedulable: true, description: 'Left rack' });
    });

    it('with a JSON Patch, which can read all members', async () => {
      const path = `/v1/hosts/${host.id}`;
      const operations = [
        { op: 'test', path: '/usage/vcpus/taken', value: host.usage.vcpus.taken },
        { op: 'replace', path: '/reserved/memory_mib', value: 4096 },
        { op: 'replace', path: '/zone', value: 'DEFAULT' },
      ];
      const changed = (await api.expect(200, 'PATCH', path, jsonPatch(operations))).json<Host>();
      expect(changed.reserved.memory_mib).to.equal(4096);
      expect(changed.zone).to.deep.equal(host.zone);
      const wrong = jsonPatch([{ op: 'replace', path: '/vcpus', value: 1 }]);
      await api.refused(400, 'READ_ONLY_FIELD', 'PATCH', path, wrong);
      await api.refused(409, 'PATCH_TEST_FAILED', 'PATCH', path, jsonPatch([{ op: 'test', path: '/vcpus', value: 0 }]));
    });

    it('but not to values that are not valid', async () => {
      for (const wrong of [
        { zone: 'nowhere' },
        { zone: { id: randomUUID() } },
        { ratios: { vcpus: 0 } },
        { ratios: { memory: -1 } },
        { ratios: { disk: 1001 } },
        { ratios: { cpus: 2 } },
        { reserved: { memory_mib: -1 } },
        { reserved: { vcpus: 1.5 } },
        { schedulable: 'no' },
        { description: 7 },
        { unknown: 1 },
      ]) {
        const fault = await api.refused(400, 'VALIDATION_FAILED', 'PATCH', `/v1/hosts/${host.id}`, patch(wrong));
        expect(fault.errors?.[0], JSON.stringify(wrong)).to.have.property('pointer').that.is.a('string');
      }
      expect(await read()).to.deep.equal({ ...host, metadata: {} });
    });

    it('even to less than guests have claimed: then nothing is free @conforming', async () => {
      const guest = await api.makeGuest({ vcpus: 2, memory_mib: 128 });
      const { usage } = await change({ reserved: { vcpus: host.vcpus, memory_mib: host.memory_mib + 1 } });
      expect(usage.vcpus.free).to.equal(0);
      expect(usage.memory_mib.free).to.equal(0);
      await api.expect(202, 'DELETE', guest.href);
    });

    it('which is recorded as one event that names what has changed @conforming', async () => {
      await change({ description: 'new', ratios: { disk: 2 }, reserved: {} });
      await change({ description: 'new' });
      const query = `kind=host.changed&search=${encodeURIComponent(`subject.id=${host.id} sortby id desc`)}&limit=1`;
      await eventually(async () => {
        const { events } = (await api.expect(200, 'GET', `/v1/events?${query}`)).json<EventList>();
        return events[0]?.detail?.['changed'] === 'description ratios';
      });
    });

    it('and are found by what was set @conforming', async () => {
      await change({ description: 'Left rack', schedulable: false });
      const find = async (search: string): Promise<number> =>
        (await api.expect(200, 'GET', `/v1/hosts?search=${encodeURIComponent(search)}`)).json<HostList>().hosts.length;
      for (const found of [
        'description="left r*"',
        'schedulable=false',
        'zone=default',
        `zone=${host.zone.id}`,
        'left',
      ]) {
        expect(await find(found), found).to.equal(1);
      }
      for (const missed of ['schedulable=true', 'zone=other', 'disk_mib=*'])
        expect(await find(missed), missed).to.equal(0);
    });
  });
});

describe('A list of hosts', () => {
  it('sends one statement, also for 1,000 hosts', async () => {
    const database = await createTestDatabase();
    const proxy = await DatabaseProxy.open(database.url);
    const service = await Service.start({ databaseUrl: proxy.url });
    try {
      const api = new Api(service);
      const statements = new RequestStatements(proxy);
      const list = async (): Promise<{ readonly hosts: number; readonly sent: readonly string[] }> => {
        statements.take();
        const { hosts } = (await api.expect(200, 'GET', '/v1/hosts?limit=1000')).json<HostList>();
        return { hosts: hosts.length, sent: statements.take() };
      };
      // One statement in a transaction. At first, the service also reads the rows of new hosts.
      const isOneStatement = ({ sent }: { readonly sent: readonly string[] }): boolean =>
        sent.length === 3 && sent[0]?.startsWith('begin') === true && sent[2] === 'commit';
      await eventually(async () => isOneStatement(await list()));
      await insertHosts(database.url, 999);
      await eventually(async () => {
        const listed = await list();
        return listed.hosts === 1_000 && isOneStatement(listed);
      });
    } finally {
      await service.leave();
      await proxy.leave();
      await database.drop();
    }
  });
});
