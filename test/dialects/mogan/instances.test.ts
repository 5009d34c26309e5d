/**
 * The promises of Mogan's API about instances, G1 to G18 (docs/guide/mogan.md). The requests of its documents are sent
 * as they are printed there.
 */
import { expect } from 'chai';
import type { Guest } from '../../../generated/api-types.js';
import type {
  MoganInstance,
  MoganInstanceDetailList,
  MoganInstanceList,
  MoganStates,
} from '../../../generated/mogan/api-types.js';
import { makePerson } from '../../support/access/people.js';
import type { Api } from '../../support/api.js';
import {
  IMAGE,
  INSTANCES,
  LAB_NETWORK,
  MoganWorld,
  readExample,
  TYPE,
  USER_NETWORK,
} from '../../support/dialects/mogan-world.js';
import { eventually } from '../../support/eventually.js';
import { readMoganFault } from '../../support/mogan-fault.js';

const ABSENT_ID = '00000000-0000-4000-8000-000000000000';
const JSON_TYPE = { 'content-type': 'application/json' };
const PATCH_TYPE = { 'content-type': 'application/json-patch+json' };
const MEMBERS = [
  ...['availability_zone', 'created_at', 'description', 'extra', 'image_uuid', 'instance_type_uuid', 'launched_at'],
  ...['links', 'name', 'network_info', 'power_state', 'project_id', 'status', 'updated_at', 'user_id', 'uuid'],
];

describe("Mogan's API of instances", () => {
  let world: MoganWorld;
  let api: Api;
  before(async () => {
    world = await MoganWorld.open();
    ({ api } = world);
  });
  after(() => world.close());
  afterEach(async () => {
    await world.service.host.release();
    await api.noneUnderWay();
  });

  const at = (uuid: string): string => `${INSTANCES}/${uuid}`;
  const shown = async (uuid: string): Promise<Guest> => api.guest(uuid);

  it('G1 creates the instance of the document, with its type, its image and its networks', async () => {
    const body = await readExample('instance-create-req.json');
    const made = await api.expect(201, 'POST', INSTANCES, { body, headers: JSON_TYPE });
    const instance = made.json<MoganInstance>();
    expect(instance).to.include({
      ...{ name: 'test_instance', description: 'this is a test instance' },
      ...{ instance_type_uuid: TYPE, image_uuid: IMAGE, availability_zone: 'default' },
    });
    const guest = await shown(instance.uuid);
    expect(guest).to.include({ vcpus: 1, memory_mib: 64 });
    expect(guest.disks.map(({ image }) => image)).to.deep.equal([IMAGE]);
    expect(guest.nics.map(({ network, model }) => [network, model])).to.deep.equal([
      ['user', 'virtio'],
      ['lab', 'virtio'],
    ]);
  });

  it('G1 creates an instance in a zone, with a port type and with extra', async () => {
    const networks = [{ net_id: USER_NETWORK, port_type: '1GE' }];
    const extra = { 'My Server Name': 'Apache1' };
    const { uuid } = await world.make({ availability_zone: 'default', networks, extra });
    const guest = await shown(uuid);
    expect([guest.zone.name, guest.nics[0]?.model, guest.metadata]).to.deep.equal(['default', 'e1000', extra]);
  });

  it('G1 rejects unknown members, and a type, image, zone or network that does not exist', async () => {
    for (const [more, member] of [
      [{ colour: 'red' }, 'colour'],
      [{ instance_type_uuid: ABSENT_ID }, '/instance_type_uuid'],
      [{ image_uuid: ABSENT_ID }, '/image_uuid'],
      [{ availability_zone: 'nowhere' }, '/availability_zone'],
      [{ networks: [{ net_id: ABSENT_ID }] }, '/networks/0/net_id'],
      [{ networks: [] }, 'networks'],
      [{ networks: [{ net_id: USER_NETWORK, port_type: 'token ring' }] }, 'port_type'],
      [{ networks: [{ net_id: USER_NETWORK, colour: 'red' }] }, 'colour'],
      [{ extra: { 'a/b': 'c' } }, 'extra'],
    ] as const) {
      expect(await world.refused(400, 'POST', INSTANCES, { json: world.body(more) })).to.include(member);
    }
  });

  it('G2 builds an instance, which is then active and powered on', async () => {
    await world.service.host.slow('define', null);
    const { uuid, status, power_state } = (
      await api.expect(201, 'POST', INSTANCES, { json: world.body() })
    ).json<MoganInstance>();
    expect([status, power_state]).to.deep.equal(['building', null]);
    await world.service.host.release();
    await world.untilPower(uuid, 'power on');
    expect((await world.get(uuid)).launched_at).to.be.a('string');
  });

  it('G3 G4 returns 201 and the addresses of the instance, of which the bookmark redirects to the other', async () => {
    const response = await api.expect(201, 'POST', INSTANCES, { json: world.body() });
    const { uuid, links } = response.json<MoganInstance>();
    const self = world.service.url + at(uuid);
    expect(response.headers.get('location')).to.equal(self);
    const bookmark = `${world.service.url}/instances/${uuid}`;
    expect(links).to.deep.equal([
      { rel: 'self', href: self },
      { rel: 'bookmark', href: bookmark },
    ]);
    const followed = await api.expect(307, 'GET', `/instances/${uuid}`);
    expect(followed.headers.get('location')).to.equal(self);
    const shown = await api.expect(200, 'GET', `/instances/${uuid}?follow=false`);
    expect(shown.json()).to.deep.equal({ links });
  });

  it('G5 returns faults as JSON in a string of JSON', async () => {
    const { name } = await world.make();
    const refused: [number, Promise<{ text: string }>][] = [
      [400, api.expect(400, 'POST', INSTANCES, { json: {} })],
      [401, api.expect(401, 'POST', INSTANCES, { json: world.body(), token: null })],
      [
        403,
        (await makePerson(world.service, { role: 'viewer' })).api.expect(403, 'POST', INSTANCES, {
          json: world.body(),
          headers: { 'x-project-id': 'default' },
        }),
      ],
      [409, api.expect(409, 'POST', INSTANCES, { json: world.body({ name }) })],
    ];
    for (const [status, response] of refused) {
      const body = JSON.parse((await response).text) as { error_message: string };
      expect(Object.keys(body), String(status)).to.deep.equal(['error_message']);
      expect(body.error_message).to.match(/^\{"faultstring":".+","faultcode":"Client","debuginfo":null\}$/);
    }
  });

  it('G6 shows all members of an instance, and the addresses that it was seen to have', async () => {
    const extra = { 'My Server Name': 'Apache1' };
    const { uuid } = await world.make({ networks: [{ net_id: LAB_NETWORK }], extra });
    const [mac] = (await shown(uuid)).nics.map((nic) => nic.mac);
    const before = await world.get(uuid);
    expect(Object.keys(before).sort()).to.deep.equal(MEMBERS);
    const [[port, info] = ['', undefined]] = Object.entries(before.network_info);
    expect(port).to.match(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(info).to.deep.equal({ network: LAB_NETWORK, mac_address: mac, fixed_ips: [] });
    expect(before.extra).to.deep.equal(extra);
    await world.service.host.report(world.onHost(uuid), { net0: ['198.51.100.7', 'fd00::7'] });
    await eventually(async () => (await world.get(uuid)).network_info[port]?.fixed_ips.length === 2);
    const { network_info } = await world.get(uuid);
    expect(network_info[port]?.fixed_ips).to.deep.equal([
      { ip_address: '198.51.100.7', subnet_id: null },
      { ip_address: 'fd00::7', subnet_id: null },
    ]);
  });

  it('G7 lists all instances in a short form, or pages of them', async () => {
    for (let nth = 0; nth < 3; nth += 1) await world.make();
    const all = (await api.expect(200, 'GET', INSTANCES)).json<MoganInstanceList>().instances;
    for (const each of all)
      expect(Object.keys(each).sort()).to.deep.equal(['description', 'links', 'name', 'status', 'uuid']);
    const guests = (await api.expect(200, 'GET', '/v1/guests?limit=1000')).json<{ guests: Guest[] }>().guests;
    const ids = all.map(({ uuid }) => uuid);
    expect(ids).to.deep.equal(guests.map(({ id }) => id));
    const page = async (query: string): Promise<(string | undefined)[]> =>
      (await api.expect(200, 'GET', INSTANCES + query)).json<MoganInstanceList>().instances.map(({ uuid }) => uuid);
    expect(await page('?limit=2')).to.deep.equal(ids.slice(0, 2));
    expect(await page(`?limit=2&marker=${ids[1]}`)).to.deep.equal(ids.slice(2, 4));
    expect(await page(`?marker=${ids[0]}`)).to.deep.equal(ids.slice(1));
    expect(await page(`?limit=5000&marker=${ids.at(-1)}`)).to.deep.equal([]);
    for (const query of ['?limit=0', '?limit=-1', '?limit=x', `?marker=${ABSENT_ID}`]) {
      await world.refused(400, 'GET', INSTANCES + query);
    }
  });

  it('G7 lists more instances than a page of the native API has', async () => {
    const makes = Array.from({ length: 120 }, (_none, nth) => {
      const json = { name: `many-${nth}`, vcpus: 1, memory_mib: 16 };
      return api.expect(201, 'POST', '/v1/guests', { json });
    });
    await Promise.all(makes);
    for (const path of [INSTANCES, `${INSTANCES}/detail`]) {
      const { instances } = (await api.expect(200, 'GET', path)).json<MoganInstanceList>();
      expect(instances.filter(({ name }) => name?.startsWith('many-'))).to.have.length(120);
    }
    await api.noneUnderWay();
    const search = encodeURIComponent('name=many-*');
    const { guests } = (await api.expect(200, 'GET', `/v1/guests?limit=1000&search=${search}`)).json<{
      guests: Guest[];
    }>();
    await Promise.all(guests.map(({ id }) => api.expect(204, 'DELETE', at(id))));
    await eventually(async () => !(await api.expect(200, 'GET', INSTANCES)).text.includes('many-'));
  });

  it('G8 lists the instances of all projects for administrators only', async () => {
    const project = (await api.expect(201, 'POST', '/v1/projects', { json: { name: 'elsewhere' } })).json<{
      id: string;
    }>();
    const headers = { 'x-project-id': project.id };
    const options = { headers, json: { name: 'far', vcpus: 1, memory_mib: 64 } };
    const { id } = (await api.expect(201, 'POST', '/v1/guests', options)).json<Guest>();
    const person = await makePerson(world.service, { role: 'owner' });
    const inDefault = { headers: { 'x-project-id': 'default' } };
    for (const path of [INSTANCES, `${INSTANCES}/detail`]) {
      expect((await api.expect(200, 'GET', path)).text).to.not.include(id);
      for (const value of ['1', 'true', 'True']) {
        expect((await api.expect(200, 'GET', `${path}?all_tenants=${value}`)).text).to.include(id);
        await person.api.expect(403, 'GET', `${path}?all_tenants=${value}`, inDefault);
      }
      expect((await person.api.expect(200, 'GET', `${path}?all_tenants=0`, inDefault)).text).to.not.include(id);
    }
  });

  it('G9 shows only the members that `fields` names, and the links', async () => {
    const { uuid } = await world.make();
    const { instances } = (await api.expect(200, 'GET', `${INSTANCES}?fields=uuid,name`)).json<MoganInstanceList>();
    for (const each of instances) expect(Object.keys(each).sort()).to.deep.equal(['links', 'name', 'uuid']);
    const info = (await api.expect(200, 'GET', `${INSTANCES}?fields=network_info`)).json<MoganInstanceDetailList>();
    expect(JSON.stringify(info.instances.at(-1)?.network_info)).to.include(USER_NETWORK);
    for (const path of [INSTANCES, at(uuid)]) {
      expect(await world.refused(400, 'GET', `${path}?fields=uuid,colour`)).to.include('colour is not a member');
    }
  });

  it('G10 lists the instances with all their members', async () => {
    const { uuid } = await world.make();
    const { instances } = (await api.expect(200, 'GET', `${INSTANCES}/detail`)).json<MoganInstanceDetailList>();
    for (const each of instances) expect(Object.keys(each).sort()).to.deep.equal(MEMBERS);
    expect(instances.find((each) => each.uuid === uuid)).to.deep.equal(await world.get(uuid));
    expect(instances.find((each) => each.uuid === uuid)?.launched_at).to.be.a('string');
  });

  it('G11 shows an instance, or the members that `fields` names, or 404', async () => {
    const { uuid, name, links } = await world.make();
    const some = (await api.expect(200, 'GET', `${at(uuid)}?fields=name`)).json();
    expect(some).to.deep.equal({ name, links });
    expect(await world.refused(404, 'GET', at(ABSENT_ID))).to.equal('The guest does not exist.');
  });

  it('G12 G13 applies the patch of the document, and returns the whole instance', async () => {
    const { uuid } = await world.make({ extra: { k1: 'v0' } });
    const body = await readExample('instance-update-req.json');
    for (const headers of [PATCH_TYPE, JSON_TYPE]) {
      const changed = (await api.expect(200, 'PATCH', at(uuid), { body, headers })).json<MoganInstance>();
      expect(Object.keys(changed).sort()).to.deep.equal(MEMBERS);
      expect(changed.extra).to.deep.equal({ k1: 'v1', k2: 'v2' });
      expect(changed).to.deep.equal(await world.get(uuid));
    }
  });

  it('G12 lets a patch read everything, and write the name, the description and extra', async () => {
    const { uuid, network_info, links } = await world.make({ extra: { a: '1', 'My Key': '2' } });
    const patch = (steps: object[], status = 200): Promise<{ text: string }> =>
      api.expect(status, 'PATCH', at(uuid), { json: steps, headers: PATCH_TYPE });
    const read = [
      { op: 'test', path: '/network_info', value: network_info },
      { op: 'test', path: '/links', value: links },
      { op: 'test', path: '/status', value: 'active' },
    ];
    const name = `${uuid.slice(0, 8)}-renamed`;
    await patch([
      ...read,
      { op: 'replace', path: '/name', value: name },
      { op: 'copy', from: '/status', path: '/description' },
      { op: 'move', from: '/extra/My Key', path: '/extra/b' },
      { op: 'remove', path: '/extra/a' },
    ]);
    expect(await world.get(uuid)).to.deep.include({ name, description: 'active', extra: { b: '2' } });
    const before = await world.get(uuid);
    for (const [step, status] of [
      [{ op: 'test', path: '/name', value: 'other' }, 409],
      [{ op: 'replace', path: '/uuid', value: ABSENT_ID }, 400],
      [{ op: 'replace', path: '/status', value: 'error' }, 400],
      [{ op: 'add', path: '/colour', value: 'red' }, 400],
      [{ op: 'remove', path: '/name' }, 400],
      [{ op: 'replace', path: '/name', value: 'a/b' }, 400],
      [{ op: 'replace', path: '/extra/none', value: 'x' }, 400],
      [{ op: 'add', path: '/extra/a', value: 1 }, 400],
      [{ op: 'add', path: '/extra/a' }, 400],
      [{ op: 'paint', path: '/extra/a' }, 400],
    ] as const) {
      await patch([{ op: 'add', path: '/extra/z', value: 'unseen' }, step], status);
      expect(await world.get(uuid), JSON.stringify(step)).to.deep.equal(before);
    }
    await patch([
      { op: 'remove', path: '/extra' },
      { op: 'remove', path: '/description' },
    ]);
    expect(await world.get(uuid)).to.deep.include({ description: '', extra: {} });
    const other = await world.make();
    await patch([{ op: 'replace', path: '/name', value: other.name }], 409);
  });

  it('G14 deletes an instance: 204 at once, then `deleting`, then 404', async () => {
    const { uuid } = await world.make();
    await world.service.host.slow('delete-volumes', null, { guest: world.onHost(uuid) });
    const response = await api.expect(204, 'DELETE', at(uuid));
    expect(response.text).to.equal('');
    expect((await world.get(uuid)).status).to.equal('deleting');
    await world.service.host.release();
    await eventually(async () => (await api.send('GET', at(uuid))).status === 404);
    await world.refused(404, 'DELETE', at(uuid));
    expect((await api.expect(200, 'GET', INSTANCES)).text).to.not.include(uuid);
  });

  it('G15 G16 G17 G18 changes the power state, and shows the target meanwhile', async () => {
    const { uuid } = await world.make();
    const states = async (): Promise<MoganStates> =>
      (await api.expect(200, 'GET', `${at(uuid)}/states`)).json<MoganStates>();
    const off = await readExample('instance-set-power-off.json');
    await world.service.host.slow('power-off', null, { guest: world.onHost(uuid) });
    const response = await api.expect(202, 'PUT', `${at(uuid)}/states/power`, { body: off, headers: JSON_TYPE });
    expect(response.text).to.equal('');
    expect(response.headers.get('location')).to.equal(`${world.service.url}${at(uuid)}/states`);
    expect(await states()).to.deep.equal({ power_state: 'power on', target_power_state: 'power off' });
    await world.service.host.release();
    await world.untilPower(uuid, 'power off');
    for (const [target, shownTarget, call, end] of [
      ['on', 'power on', 'power-on', 'power on'],
      ['reboot', 'rebooting', 'reset', 'power on'],
      ['soft_reboot', 'rebooting', 'press-power-button', 'power on'],
      ['soft_off', 'power off', 'press-power-button', 'power off'],
    ] as const) {
      await world.service.host.slow(call, null, { guest: world.onHost(uuid) });
      expect((await world.setPower(uuid, target)).status).to.equal(202);
      expect((await states()).target_power_state, target).to.equal(shownTarget);
      expect((await world.get(uuid)).status).to.equal('active');
      await world.service.host.release();
      await world.untilPower(uuid, end);
    }
    expect((await world.setPower(uuid, 'off')).status, 'already off').to.equal(202);
  });

  it('G17 rejects a target during an operation (409), a wrong one (400), and a client without JSON (406)', async () => {
    const { uuid } = await world.make();
    await world.service.host.slow('reset', null, { guest: world.onHost(uuid) });
    expect((await world.setPower(uuid, 'reboot')).status).to.equal(202);
    const busy = await world.setPower(uuid, 'on');
    expect([busy.status, readMoganFault(busy.json()).faultcode]).to.deep.equal([409, 'Client']);
    await world.service.host.release();
    await world.untilPower(uuid, 'power on');
    await world.setPower(uuid, 'off');
    await world.untilPower(uuid, 'power off');
    for (const target of ['reboot', 'soft_reboot', 'suspend', 'up', '']) {
      expect((await world.setPower(uuid, target)).status, target).to.equal(400);
    }
    const json = { target: 'on' };
    const media = await api.expect(406, 'PUT', `${at(uuid)}/states/power`, { json, headers: { accept: 'text/plain' } });
    expect(media.text).to.equal('');
    await world.refused(404, 'PUT', `${at(ABSENT_ID)}/states/power`, { json });
  });

  it('has no entity tags, so no condition of a write holds', async () => {
    const { uuid } = await world.make();
    const type = (await api.expect(200, 'GET', `/v1/types/${TYPE}`)).json();
    const headers = { 'if-match': '"1"' };
    for (const [method, path, json] of [
      ['POST', INSTANCES, world.body()],
      ['PATCH', at(uuid), []],
      ['DELETE', at(uuid), undefined],
      ['PUT', `${at(uuid)}/states/power`, { target: 'off' }],
      ['POST', '/v1/types', { name: 'conditional', vcpus: 1, memory_mib: 64 }],
      ['PATCH', `/v1/types/${TYPE}`, [{ op: 'replace', path: '/vcpus', value: 2 }]],
      ['DELETE', `/v1/types/${TYPE}`, undefined],
    ] as const) {
      expect(await world.refused(412, method, path, { json, headers })).to.equal('The resource has no ETag.');
    }
    expect((await world.get(uuid)).power_state).to.equal('power on');
    expect((await api.expect(200, 'GET', `/v1/types/${TYPE}`)).json()).to.deep.equal(type);
  });
});
