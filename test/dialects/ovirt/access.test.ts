/** Permissions, users and roles in oVirt's API, its faults, and its collections of infrastructure. */
import { expect } from 'chai';
import type { Guest, PermissionList, Project } from '../../../generated/api-types.js';
import type {
  OvirtEvent,
  OvirtHost,
  OvirtPermission,
  OvirtPermissions,
  OvirtRole,
  OvirtUser,
  OvirtUsers,
  OvirtVm,
  OvirtVms,
} from '../../../generated/ovirt/api-types.js';
import { FAULT_SCHEMAS } from '../../../src/http/dialects/ovirt/faults.js';
import { grant, makePerson, type Person } from '../../support/access/people.js';
import type { CheckedResponse } from '../../support/api.js';
import { OVIRT } from '../../support/contracts.js';
import { API, OvirtWorld } from '../../support/dialects/ovirt-world.js';
import { eventually } from '../../support/eventually.js';
import { faultIn } from '../../support/ovirt-fault.js';

describe("Access in oVirt's API", () => {
  let world: OvirtWorld;
  let vm: OvirtVm;
  let mary: Person;
  before(async () => {
    world = await OvirtWorld.open();
    vm = await world.addVm('web');
    mary = await makePerson(world.service, { name: 'mary' });
  });
  after(() => world.close());

  it('O31 lists the permissions of a machine, each with its user or group, its role and the machine', async () => {
    const group = (await world.api.expect(201, 'POST', '/v1/groups', { json: { name: 'staff' } })).json<Guest>();
    for (const json of [
      { user: mary.id, role: 'operator' },
      { group: group.id, role: 'viewer' },
    ]) {
      await world.api.expect(201, 'POST', `/v1/guests/${vm.id}/permissions`, { json });
    }
    const { permission } = await world.get<OvirtPermissions>(`/vms/${vm.id}/permissions`);
    expect(permission).to.have.length(2);
    const [ofUser, ofGroup] = permission;
    expect(ofUser?.user).to.deep.equal({ href: `${API}/users/${mary.id}`, id: mary.id, name: 'mary' });
    expect(ofUser?.role).to.deep.equal({ href: `${API}/roles/operator`, id: 'operator', name: 'operator' });
    expect(ofUser?.vm).to.include({ href: vm.href, id: vm.id });
    expect(ofUser).to.not.have.property('group');
    expect(ofGroup?.group).to.include({ href: `${API}/groups/${group.id}` });
    const text = await world.getXml(`/vms/${vm.id}/permissions`);
    expect(text).to.contain(`    <user href="${API}/users/${mary.id}" id="${mary.id}">\n`);
    expect(await world.get(String(ofUser?.href).slice(API.length))).to.deep.equal(ofUser);
  });

  it('finds the only project of a user who names none, as agents do, but chooses none of several', async () => {
    const agent = await makePerson(world.service, { name: 'agent', role: 'operator', guest: vm.id });
    const authorization = `Basic ${Buffer.from(`${agent.name}:${agent.api.token}`).toString('base64')}`;
    const list = (): Promise<CheckedResponse> =>
      world.api.send('GET', `${API}/vms`, { token: null, headers: { authorization, accept: 'application/json' } });
    const found = await list();
    expect(found.status, found.text).to.equal(200);
    expect(found.json<OvirtVms>().vm.map(({ name }) => name)).to.deep.equal(['web']);
    const { id: project } = (
      await world.api.expect(201, 'POST', '/v1/projects', { json: { name: 'second' } })
    ).json<Project>();
    await grant(world.service, { user: agent.id }, { role: 'viewer', project });
    await eventually(async () => (await list()).status === 401);
  });

  it('O32 adds a permission with 201, and requires a role and a user', async () => {
    const other = await world.addVm('other');
    const path = `/vms/${other.id}/permissions`;
    const body = `<permission><role><name>UserVmManager</name></role><user id="${mary.id}"/></permission>`;
    const response = await world.sendXml('POST', path, body);
    expect(response.status).to.equal(201);
    expect(response.text).to.contain(`<role href="${API}/roles/member" id="member">`);
    const native = await world.api.expect(200, 'GET', `/v1/guests/${other.id}/permissions`);
    expect(native.json<PermissionList>().permissions.map(({ role }) => role)).to.deep.equal(['member']);
    for (const json of [{}, { role: { id: 'viewer' } }, { user: { id: mary.id } }]) {
      expect(await world.refused(400, 'POST', path, json)).to.deep.equal({
        reason: 'Incomplete parameters',
        detail: 'Permission [role.id|name, user.id] required for add',
      });
    }
    await world.refused(400, 'POST', path, { role: { name: 'Flying' }, user: { id: mary.id } });
    await world.refused(409, 'POST', path, { role: { name: 'UserVmManager' }, user: { name: 'mary' } });
    const [granted] = (await world.get<OvirtPermissions>(path)).permission;
    expect((await world.send('DELETE', `${path}/${String(granted?.id)}`)).status).to.equal(200);
    expect(await world.get(path)).to.deep.equal({ permission: [] });
    await world.refused(404, 'GET', `${path}/${String(granted?.id)}`);
  });

  it('O33 shows users, groups and roles, whose id is their name', async () => {
    const { user } = await world.get<OvirtUsers>('/users?search=name%3Dmary');
    expect(user.map(({ id }) => id)).to.deep.equal([mary.id]);
    const one = await world.get<OvirtUser>(`/users/${mary.id}`);
    expect(one).to.deep.include({ name: 'mary', user_name: 'mary@internal', domain: { name: 'internal' } });
    const role = await world.get<OvirtRole>('/roles/UserRole');
    expect(role).to.include({ id: 'operator', administrative: false, mutable: false });
    expect(role.permits.permit.map(({ id }) => id)).to.include('guests.operate');
    expect((await world.get<{ role: object[] }>('/roles')).role).to.have.length(5);
    const permission = (await world.get<OvirtPermissions>('/permissions')).permission.find(
      (each) => each.role.id === 'admin',
    );
    expect(await world.get<OvirtPermission>(`/permissions/${String(permission?.id)}`)).to.deep.equal(permission);
  });

  it('O34 gives every fault a reason and a detail, in the format that the client asked for', async () => {
    const inXml = await world.api.send('GET', `${API}/vms/nobody`, { headers: { accept: 'application/xml' } });
    expect(inXml.status).to.equal(404);
    expect(inXml.text).to.equal(
      '<?xml version="1.0" encoding="UTF-8"?>\n<fault>\n  <reason>Operation Failed</reason>\n' +
        '  <detail>[The guest does not exist.]</detail>\n</fault>\n',
    );
    const inJson = await world.api.send('GET', `${API}/vms/nobody`);
    expect(inJson.json()).to.deep.equal({ reason: 'Operation Failed', detail: '[The guest does not exist.]' });
    const action = await world.sendXml('POST', `/vms/${vm.id}/reset`, '<action/>');
    expect(action.status).to.equal(409);
    expect(action.text).to.contain('<action>\n  <status>failed</status>\n  <fault>\n    <reason>');
    const unread = await world.sendXml('POST', '/vms', '<vm><name>a</vm>');
    expect([unread.status, unread.text.includes('<fault>')]).to.deep.equal([400, true]);
    const stranger = await makePerson(world.service);
    const denied = await stranger.api.send('GET', `${API}/vms`, { headers: { 'x-project-id': 'default' } });
    expect(denied.status).to.equal(401);
    expect(faultIn(denied.json()).detail).to.match(/^\[.*\]$/);
  });

  it('O34 does not depend on the contract for its faults, but matches it', () => {
    const { schemas } = OVIRT.document['components'] as {
      schemas: Record<string, { properties: object; xml: object }>;
    };
    for (const [name, schema] of Object.entries(FAULT_SCHEMAS.components.schemas)) {
      expect(Object.keys(schemas[name]?.properties ?? {})).to.include.members(Object.keys(schema.properties));
      expect(schemas[name]?.xml).to.deep.equal(schema.xml);
    }
  });

  it('O35 names the missing member of a machine: cluster, then name, then template', async () => {
    const [cluster, template] = [{ name: 'Default' }, { name: 'Blank' }];
    const missing: readonly (readonly [object, string])[] = [
      [{}, 'cluster.id|name'],
      [{ name: 'a' }, 'cluster.id|name'],
      [{ cluster, colour: 'red' }, 'name'],
      [{ cluster, template }, 'name'],
      [{ cluster, template, name: '' }, 'name'],
      [{ cluster, name: 'a' }, 'template.id|name'],
      [{ cluster, name: 'a', template: {} }, 'template.id|name'],
    ];
    for (const [json, member] of missing) {
      expect(await world.refused(400, 'POST', '/vms', json), JSON.stringify(json)).to.deep.equal({
        reason: 'Incomplete parameters',
        detail: `Vm [${member}] required for add`,
      });
    }
    const xml = '<vm><cluster><name>Default</name></cluster><template><name>Blank</name></template></vm>';
    const response = await world.sendXml('POST', '/vms', xml);
    expect(response.text).to.contain(
      '<fault>\n  <reason>Incomplete parameters</reason>\n  <detail>Vm [name] required for add</detail>\n</fault>',
    );
  });

  it('O36 shows hosts and events, as lists and one by one', async () => {
    const [host] = (await world.get<{ host: OvirtHost[] }>('/hosts')).host;
    expect(host).to.include({ status: 'up' });
    expect(await world.get(`/hosts/${String(host?.id)}`)).to.deep.equal(host);
    expect(await world.get(`/hosts/${String(host?.name)}`)).to.deep.equal(host);
    const { event } = await world.get<{ event: OvirtEvent[] }>('/events?search=type%3Dguest.created');
    const [created] = event;
    expect(created).to.deep.include({ severity: 'normal', origin: 'Guesthouse' });
    expect(created?.vm).to.include({ id: vm.id, href: vm.href });
    expect(await world.get(`/events/${String(created?.id)}`)).to.deep.equal(created);
    await world.refused(404, 'GET', '/events/999999999');
  });

  it('shows the id of a request, which a client can choose, in the response and in events', async () => {
    const headers = { 'correlation-id': 'my-request_1' };
    const response = await world.send('POST', `/vms/${vm.id}/start`, { async: false }, { headers });
    expect(response.headers.get('correlation-id')).to.equal('my-request_1');
    const { event } = await world.get<{ event: OvirtEvent[] }>('/events?search=correlation_id%3Dmy-request_1');
    expect(event.map(({ correlation_id: id }) => id)).to.include('my-request_1');
    await world.done(vm.id, 'stop');
  });

  it('T10 does not count requests without a credential as denials', async () => {
    for (let n = 0; n < 3; n += 1) {
      expect((await world.api.send('GET', `${API}/vms`, { token: null })).status).to.equal(401);
    }
    const path = '/v1/events?all_projects=true&search=kind%3Daccess.denied';
    const { events } = (await world.api.expect(200, 'GET', path)).json<{ events: { detail: { reason?: string } }[] }>();
    expect(events.filter(({ detail }) => detail.reason === 'unauthenticated')).to.deep.equal([]);
  });
});
