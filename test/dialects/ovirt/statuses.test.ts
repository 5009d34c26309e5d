/**
 * The rarer statuses of oVirt's API: what the host, the database, limits and the end of the service do to requests.
 * Each is a fault in oVirt's form, inside the action if the request was for an action.
 */
import { expect } from 'chai';
import pg from 'pg';
import type { HostList } from '../../../generated/api-types.js';
import type { OvirtAction, OvirtVm } from '../../../generated/ovirt/api-types.js';
import type { RefusalCode } from '../../support/fake-host-control.js';
import { accessPresent, fillPath } from '../../support/access/access-present.js';
import { peoplePresent } from '../../support/access/people.js';
import { Api, jobOf, type CheckedResponse, type SendOptions } from '../../support/api.js';
import type { Operation } from '../../support/contract.js';
import { OVIRT } from '../../support/contracts.js';
import { createTestDatabase, type TestDatabase } from '../../support/database/database.js';
import { DatabaseProxy } from '../../support/database/database-proxy.js';
import { API, OVIRT_PARTS, OvirtWorld } from '../../support/dialects/ovirt-world.js';
import { eventually } from '../../support/eventually.js';
import { faultIn } from '../../support/ovirt-fault.js';
import { mergePatch } from '../../support/patches.js';
import { onHost, Service } from '../../support/service.js';

const GIB = 1024 ** 3;
const WAIT = { async: false };

describe("A host in oVirt's API", () => {
  let world: OvirtWorld;
  before(async () => (world = await OvirtWorld.open()));
  after(() => world.close());

  async function expectFault(response: CheckedResponse, status: number): Promise<void> {
    expect(response.status, response.text).to.equal(status);
    expect(faultIn(response.json()).detail).to.match(/^\[.*\]$/);
  }

  async function refused(
    id: string,
    call: Parameters<Service['host']['refuse']>[0],
    code?: RefusalCode,
  ): Promise<void> {
    await world.service.host.refuse(call, { guest: onHost({ id }), ...(code === undefined ? {} : { code }) });
  }

  const FAILURES: readonly (readonly [RefusalCode, number])[] = [
    ['not-now', 502],
    ['no-room', 507],
    ['unsupported', 501],
  ];
  for (const [code, status] of FAILURES) {
    it(`that refuses a start, a reset or a change (${code}) makes it fail with ${status}`, async () => {
      const { id } = await world.addVm(`refused-${code}`);
      await refused(id, 'define', code);
      await expectFault(await world.send('PUT', `/vms/${id}`, { memory: GIB / 2 }), status);
      await refused(id, 'power-on', code);
      const start = await world.send('POST', `/vms/${id}/start`, WAIT);
      await expectFault(start, status);
      expect(start.json<OvirtAction>().status).to.equal('failed');
      await world.done(id, 'start');
      await refused(id, 'reset', code);
      await expectFault(await world.send('POST', `/vms/${id}/reset`, WAIT), status);
      await refused(id, 'pause', code);
      await expectFault(await world.send('POST', `/vms/${id}/suspend`, WAIT), status);
      await refused(id, 'power-off', 'not-now');
      await expectFault(await world.send('POST', `/vms/${id}/stop`, WAIT), 502);
      await world.done(id, 'stop');
      await refused(id, 'undefine', 'not-now');
      await expectFault(await world.send('DELETE', `/vms/${id}`), 502);
      expect((await world.send('DELETE', `/vms/${id}?async=false`)).status).to.equal(200);
    });
  }

  it('that does not report counters makes their request fail with 502', async () => {
    const { id } = await world.addVm('counted');
    expect(await world.get(`/vms/${id}/statistics`)).to.deep.equal({ statistic: [] });
    await world.done(id, 'start');
    const { statistic } = await world.get<{ statistic: { id: string }[] }>(`/vms/${id}/statistics`);
    expect(statistic.map((each) => each.id)).to.include('cpu0.time');
    await world.get(`/vms/${id}/statistics/cpu0.time`);
    for (const path of ['statistics', 'statistics/cpu0.time']) {
      await world.service.host.refuse('stats', { code: 'not-now' });
      await expectFault(await world.send('GET', `/vms/${id}/${path}`), 502);
    }
  });

  it('that is full has no room for a machine (507), nor for one that grows', async () => {
    const { id } = await world.addVm('grows');
    const [host] = (await world.api.expect(200, 'GET', '/v1/hosts')).json<HostList>().hosts;
    const reserve = async (mib: number): Promise<void> => {
      const change = mergePatch({ reserved: { memory_mib: mib } });
      await world.api.expect(200, 'PATCH', host?.href ?? '', change);
    };
    await reserve(host?.memory_mib ?? 0);
    try {
      const more = { name: 'more', cluster: { name: 'Default' }, template: { name: 'Blank' } };
      await expectFault(await world.send('POST', '/vms', more), 507);
      await expectFault(await world.send('PUT', `/vms/${id}`, { memory: 4 * GIB }), 507);
    } finally {
      await reserve(0);
    }
  });

  it('performs one action at a time (409), and a name belongs to one machine (409)', async () => {
    const { id } = await world.addVm('busy');
    await world.service.host.slow('power-on', null, { guest: onHost({ id }) });
    expect((await world.send('POST', `/vms/${id}/start`)).status).to.equal(202);
    const pending = await world.send('POST', `/vms/${id}/start`);
    await expectFault(pending, 409);
    await expectFault(await world.send('POST', `/vms/${id}/suspend`), 409);
    await expectFault(await world.send('POST', `/vms/${id}/reset`), 409);
    await expectFault(await world.send('POST', `/vms/${id}/shutdown`), 409);
    await expectFault(await world.send('POST', `/vms/${id}/reboot`), 409);
    await expectFault(await world.send('PUT', `/vms/${id}`, { memory: 2 * GIB }), 409);
    await world.service.host.release();
    await world.untilStatus(id, 'up');
    const body = { name: 'BUSY', cluster: { name: 'Default' }, template: { name: 'Blank' } };
    await expectFault(await world.send('POST', '/vms', body), 409);
    for (const action of ['reset', 'suspend']) {
      expect((await world.send('POST', `/vms/${id}/${action}`)).json<OvirtAction>().status).to.equal('pending');
      await world.api.noneUnderWay();
    }
    const removal = await world.send('DELETE', `/vms/${id}?async=true`);
    expect([removal.status, removal.json<OvirtAction>().status]).to.deep.equal([202, 'pending']);
    await world.api.noneUnderWay();
  });

  it('does not stop a machine that failed, nor remove a disk that another program changed (409)', async () => {
    const disk_attachments = { disk_attachment: [{ disk: { provisioned_size: 16 * 1024 ** 2 } }] };
    const { id } = await world.addVm('changed', { disk_attachments });
    await world.service.host.edit(onHost({ id }), { parts: { 'disk vda source': '/srv/other.img' } });
    await expectFault(await world.send('DELETE', `/vms/${id}`), 409);
    const { id: crashed } = await world.addVm('crashed');
    await world.done(crashed, 'start');
    await world.service.host.change(onHost({ id: crashed }), 'crash');
    await eventually(async () => (await world.api.guest(crashed)).state === 'error');
    await expectFault(await world.send('POST', `/vms/${crashed}/stop`), 409);
  });

  it('has no conditions of requests (412), because no element has an ETag', async () => {
    const { id } = await world.addVm('unconditional');
    const headers = { 'if-match': '"1"' };
    const token = { grant_type: 'password', username: 'ann', password: 'secret' };
    const body = { name: 'x', cluster: { name: 'Default' }, template: { name: 'Blank' } };
    const writes: readonly (readonly [string, string, object | undefined])[] = [
      ['POST', '/vms', body],
      ['PUT', `/vms/${id}`, { description: 'x' }],
      ['DELETE', `/vms/${id}`, undefined],
      ...['start', 'stop', 'shutdown', 'reboot', 'reset', 'suspend'].map(
        (verb) => ['POST', `/vms/${id}/${verb}`, {}] as const,
      ),
      ['POST', `/vms/${id}/permissions`, { role: { id: 'viewer' }, user: { id: 'x' } }],
      ['DELETE', `/vms/${id}/permissions/x`, undefined],
    ];
    for (const [method, path, json] of writes) {
      await expectFault(await world.send(method, path, json, { headers }), 412);
    }
    await expectFault(await world.api.send('POST', '/ovirt-engine/sso/oauth/token', { json: token, headers }), 412);
    expect((await world.get<OvirtVm>(`/vms/${id}`)).status).to.equal('down');
  });
});

describe("The limit of operations in oVirt's API", () => {
  it('rejects further operations (429), but not a power-off', async () => {
    const service = await Service.start();
    const api = new Api(service);
    const [running, stopped] = [await api.makeGuest({}, '?start=true'), await api.makeGuest()];
    const sql = new pg.Client(service.databaseUrl);
    await sql.connect();
    // These operations stay queued because no service owns their host.
    await sql.query(
      `insert into operations (id, kind, host_id, subject_kind, subject_id, subject_name, subject_name_folded, project_id, request_id, params)
       select gen_random_uuid(), 'guest.start', gen_random_uuid(), 'guest', gen_random_uuid(), 'x', 'x', $1, 'x', '{}'
       from generate_series(1, 1000)`,
      [stopped.project_id],
    );
    await sql.end();
    const body = { name: 'x', cluster: { name: 'Default' }, template: { name: 'Blank' } };
    await api.expect(429, 'POST', `${API}/vms`, { json: body });
    await api.expect(429, 'PUT', `${API}/vms/${stopped.id}`, { json: { memory: 2 * GIB } });
    await api.expect(429, 'POST', `${API}/vms/${stopped.id}/start`);
    for (const verb of ['shutdown', 'reboot', 'reset', 'suspend']) {
      await api.expect(429, 'POST', `${API}/vms/${running.id}/${verb}`);
    }
    await api.expect(202, 'POST', `${API}/vms/${running.id}/stop`);
    await service.leave();
  });
});

describe("The end of a service in oVirt's API", () => {
  it('ends the wait for an action, which continues (202)', async () => {
    const world = await OvirtWorld.open();
    const { service } = world;
    const [changing, starting] = [await world.addVm('changing'), await world.addVm('starting')];
    await service.host.slow('define', null, { guest: onHost(changing) });
    await service.host.slow('power-on', null, { guest: onHost(starting) });
    const put = world.send('PUT', `/vms/${changing.id}`, { memory: 2 * GIB });
    const start = world.send('POST', `/vms/${starting.id}/start`, WAIT);
    await eventually(async () => (await world.get<OvirtVm>(`/vms/${starting.id}`)).status === 'powering_up');
    await eventually(async () => (await service.host.inspectGuest(onHost(changing))).held > 0);
    const stopped = service.stop();
    const [changed, started] = await Promise.all([put, start]);
    expect([changed.status, started.status]).to.deep.equal([202, 202]);
    expect(started.json<OvirtAction>()).to.include({ status: 'in_progress', async: true });
    await service.host.release();
    await stopped;
    await service.leave();
  });
});

describe("The loss of the database in oVirt's API", () => {
  let database: TestDatabase;
  let proxy: DatabaseProxy;
  let service: Service;
  let api: Api;
  let present: Readonly<Record<string, string>>;
  before(async () => {
    database = await createTestDatabase();
    proxy = await DatabaseProxy.open(database.url);
    service = await Service.start({ databaseUrl: proxy.url });
    api = new Api(service);
    const guest = await api.makeGuest();
    const image = (await api.announceImage()).id;
    const operation = jobOf(await api.expect(202, 'POST', `${guest.href}/start`));
    await api.noneUnderWay();
    const access = { ...(await peoplePresent(api)), ...(await accessPresent(api, guest)) };
    present = { ...OVIRT_PARTS, ...{ guest: guest.id, host: guest.host.id, image, operation, event: '1' }, ...access };
    await proxy.cut();
    await eventually(async () => (await api.send('GET', '/v1')).status === 503);
  });
  after(async () => {
    await service.leave();
    await proxy.leave();
    await database.drop();
  });

  function requestOf({ bodyTypes, bodyExample, isBodyRequired }: Operation): SendOptions {
    return bodyTypes.length > 0 && isBodyRequired ? { json: bodyExample } : {};
  }

  for (const operation of OVIRT.operations.filter(({ isOpen }) => !isOpen)) {
    it(`rejects ${operation.operationId} with 503 and Retry-After`, async () => {
      const path = fillPath(operation.path, present);
      const response = await api.send(operation.method.toUpperCase(), path, requestOf(operation));
      expect(response.status).to.equal(503);
      expect(Number(response.headers.get('retry-after'))).to.be.at.least(1);
      expect(faultIn(response.json()).detail).to.match(/database/i);
    });
  }
});
