/**
 * The promises of OpenStack Sahara's API, version 1.1, by their numbers (docs/guide/sahara.md). Every response is
 * checked against openapi/sahara.yaml.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import pg from 'pg';
import type { Guest, TokenWithSecret } from '../../../generated/api-types.js';
import type {
  SaharaClusterBody,
  SaharaFault,
  SaharaGuest,
  SaharaGuestBody,
  SaharaGuestList,
} from '../../../generated/sahara/api-types.js';
import { AccessWorld, type Named } from '../../support/access/access-world.js';
import { Api, newGuest, uniqueName, type CheckedResponse, type SendOptions } from '../../support/api.js';
import { SAHARA } from '../../support/contracts.js';
import { eventually } from '../../support/eventually.js';
import { sendRaw } from '../../support/peers/raw-request.js';
import { Service } from '../../support/service.js';

const EXAMPLES = new URL('examples/', import.meta.url);
const ABSENT_ID = '00000000-0000-4000-8000-000000000000';

/** The body without the lengths of its chunks. */
function withoutChunks(body: string): string {
  return body.replaceAll(/(?:^|\r\n)[0-9a-f]+\r\n/g, '').trim();
}

describe('The Sahara dialect', () => {
  let service: Service;
  let api: Api;
  let world: AccessWorld;
  let flavor: Named;
  before(async () => {
    service = await Service.start();
    api = new Api(service);
    world = await AccessWorld.open(service);
    flavor = await world.instanceType(null);
  });
  after(async () => {
    await world.close();
    await service.leave();
  });

  const guests = '/v1.1/default/guests';
  const clusters = '/v1.1/default/clusters';

  async function create(name = uniqueName(), project = 'default'): Promise<SaharaGuest> {
    const json = { name, vcpus: 1, memory_mib: 64 };
    const { guest } = (await api.expect(202, 'POST', `/v1.1/${project}/guests`, { json })).json<SaharaGuestBody>();
    await api.noneUnderWay();
    return guest;
  }

  async function refused(
    status: number,
    name: string,
    method: string,
    path: string,
    options: SendOptions = {},
  ): Promise<SaharaFault> {
    const fault = (await api.expect(status, method, path, options)).json<SaharaFault>();
    expect(fault).to.include({ error_code: status, error_name: name });
    return fault;
  }

  async function namesIn(query: string, project = 'default'): Promise<string[]> {
    const response = await api.expect(200, 'GET', `/v1.1/${project}/guests${query}`);
    return response.json<SaharaGuestList>().guests.map(({ name }) => name);
  }

  it('S1 takes a token in X-Auth-Token, and rejects a request without a valid one', async () => {
    const headers = { 'x-auth-token': service.token };
    await api.expect(200, 'GET', guests, { token: null, headers });
    for (const wrong of [undefined, 'gh_wrong', `gh_${'0'.repeat(43)}`]) {
      const options = wrong === undefined ? { token: null } : { token: null, headers: { 'x-auth-token': wrong } };
      const response = await api.expect(401, 'GET', guests, options);
      expect(response.json<SaharaFault>().error_name).to.equal('UNAUTHENTICATED');
    }
  });

  it('S2 needs no token if the service has no authentication', async () => {
    const open = await Service.start({ env: { GUESTHOUSE_AUTH: 'none' } });
    try {
      const openApi = new Api(open);
      const options = { token: null, json: newGuest() };
      const made = await openApi.expect(202, 'POST', guests, options);
      const { id } = made.json<SaharaGuestBody>().guest;
      await openApi.expect(200, 'GET', `${guests}/${id}`, { token: null });
    } finally {
      await open.leave();
    }
  });

  it('S3 has the project in the path, by id or name, whatever X-Project-ID says', async () => {
    const [here, there] = [await world.project(), await world.project()];
    const guest = await create(uniqueName(), here.name);
    for (const project of [here.id, here.name, encodeURIComponent(here.name.toUpperCase())]) {
      const headers = { 'x-project-id': there.id };
      const found = await api.expect(200, 'GET', `/v1.1/${project}/guests/${guest.name}`, { headers });
      expect(found.json<SaharaGuestBody>().guest).to.include({ id: guest.id, project_id: here.id });
    }
    expect(guest.href).to.equal(`/v1.1/${here.id}/guests/${guest.id}`);
    expect((await api.expect(200, 'GET', guest.href)).json<SaharaGuestBody>().guest.id).to.equal(guest.id);
  });

  it('S4 works only in projects that the caller has access to, and never reaches into another project', async () => {
    const [here, there] = [await world.project(), await world.project()];
    const guest = await create(uniqueName(), here.id);
    const both = await world.person([
      [here, 'owner'],
      [there, 'owner'],
    ]);
    const stranger = await world.person([[there, 'owner']]);
    for (const caller of [api, both.api]) {
      for (const path of [`guests/${guest.id}`, `guests/${guest.name}`, `clusters/${guest.id}`]) {
        const name = path.startsWith('guests') ? 'GUEST_NOT_FOUND' : 'CLUSTER_NOT_FOUND';
        for (const method of ['GET', 'DELETE']) {
          const response = await caller.expect(404, method, `/v1.1/${there.id}/${path}`);
          expect(response.json<SaharaFault>().error_name).to.equal(name);
        }
      }
      expect((await caller.expect(200, 'GET', `/v1.1/${there.id}/guests`)).json<SaharaGuestList>().guests).to.be.empty;
    }
    for (const project of [here.id, here.name, ABSENT_ID, 'nobody']) {
      for (const path of ['guests', `guests/${guest.id}`, 'clusters']) {
        const response = await stranger.api.expect(403, 'GET', `/v1.1/${project}/${path}`);
        expect(response.json<SaharaFault>().error_name).to.equal('PROJECT_REQUIRED');
      }
    }
  });

  it('S4 shows with a role for one guest only that guest', async () => {
    const project = await world.project();
    const [mine, other] = [await create(uniqueName(), project.id), await create(uniqueName(), project.id)];
    const person = await world.person();
    await world.grant(`/v1/guests/${mine.id}`, { user: person.id }, 'viewer');
    const listed = await person.api.expect(200, 'GET', `/v1.1/${project.id}/guests`);
    expect(listed.json<SaharaGuestList>().guests.map(({ id }) => id)).to.deep.equal([mine.id]);
    await person.api.expect(404, 'GET', `/v1.1/${project.id}/guests/${other.id}`);
  });

  it('S5 takes a body only as application/json', async () => {
    const body = JSON.stringify(newGuest());
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/xml']) {
      await refused(415, 'UNSUPPORTED_MEDIA_TYPE', 'POST', guests, { body, headers: { 'content-type': type } });
    }
    const headers = { 'content-type': 'application/json; charset=utf-8' };
    await api.expect(202, 'POST', guests, { body, headers });
    await refused(400, 'VALIDATION_FAILED', 'POST', guests, { body: '{', headers });
  });

  it('S6 returns JSON for a path that ends in .json, whatever Accept says', async () => {
    const { id, name } = await create(`${uniqueName()}.json`);
    for (const accept of ['image/png', 'application/json;q=0', 'application/xml', 'application/json']) {
      for (const path of [`${guests}.json`, `${guests}.json?limit=1`, `${guests}/${id}.json`, `${clusters}.json/`]) {
        const response = await api.expect(200, 'GET', path, { headers: { accept } });
        expect(response.headers.get('content-type')).to.equal('application/json');
      }
      await refused(404, 'GUEST_NOT_FOUND', 'GET', `${guests}/nobody.json`, { headers: { accept } });
    }
    // One suffix is removed, so a name that ends in .json needs it twice.
    await refused(404, 'GUEST_NOT_FOUND', 'GET', `${guests}/${name}`);
    expect((await api.expect(200, 'GET', `${guests}/${name}.json`)).json<SaharaGuestBody>().guest.id).to.equal(id);
  });

  it('S6 rejects a client that does not accept JSON, without a body', async () => {
    for (const accept of ['image/png', 'application/xml']) {
      const response = await api.expect(406, 'GET', guests, { headers: { accept } });
      expect([response.text, response.headers.get('content-type')]).to.deep.equal(['', null]);
    }
  });

  it('S7 returns JSON without Accept', async () => {
    for (const accept of ['*/*', '']) {
      const response = await api.expect(200, 'GET', guests, { headers: { accept } });
      expect(response.headers.get('content-type')).to.equal('application/json');
    }
  });

  describe('with twelve guests', () => {
    const count = 12;
    let project: Named;
    let names: string[];
    before(async () => {
      project = await world.project();
      names = [];
      for (let index = 0; index < count; index++) names.push((await create(uniqueName(), project.id)).name);
    });

    async function page(query: string, collection: 'guests' | 'clusters' = 'guests'): Promise<SaharaGuestList> {
      const response = await api.expect(200, 'GET', `/v1.1/${project.id}/${collection}${query}`);
      const { markers, ...elements } = response.json<SaharaGuestList>();
      return { markers, guests: (elements as Record<string, SaharaGuest[]>)[collection] ?? [] };
    }

    it('S8 limits a list to a positive number of elements, of which more than 1,000 is treated as 1,000', async () => {
      for (const limit of [1, 5, 12, 13, 1_000, 1_001, 2_000_000_000]) {
        expect((await page(`?limit=${limit}`)).guests).to.have.length(Math.min(limit, count));
      }
      for (const limit of ['0', '-1', 'abc', '', '1.5', '0x1', '1e1']) {
        await refused(400, 'VALIDATION_FAILED', 'GET', `/v1.1/${project.id}/guests?limit=${limit}`);
      }
    });

    it('S9 continues after the marker, and rejects one that belongs to no element', async () => {
      const all = (await page('')).guests;
      const rest = (await page(`?limit=5&marker=${all[4]?.id}`)).guests;
      expect(rest.map(({ id }) => id)).to.deep.equal(all.slice(5, 10).map(({ id }) => id));
      const toTheEnd = (await page(`?marker=${all[4]?.id}`)).guests;
      expect(toTheEnd.map(({ id }) => id)).to.deep.equal(all.slice(5).map(({ id }) => id));
      for (const marker of [ABSENT_ID, 'nobody']) {
        await refused(400, 'MARKER_UNKNOWN', 'GET', `/v1.1/${project.id}/guests?limit=5&marker=${marker}`);
        await refused(400, 'MARKER_UNKNOWN', 'GET', `/v1.1/${project.id}/clusters?marker=${marker}`);
      }
    });

    it('S10 pages every collection, and lists all of it without a limit', async () => {
      for (const collection of ['guests', 'clusters'] as const) {
        const all = await page('', collection);
        expect(all.guests.map(({ name }) => name)).to.deep.equal(names);
        expect(all.markers).to.deep.equal({ prev: null, next: null });
        expect((await page('?limit=3', collection)).guests.map(({ name }) => name)).to.deep.equal(names.slice(0, 3));
      }
    });

    it('S11 has the markers of the previous and the next page', async () => {
      const ids = (await page('')).guests.map(({ id }) => id);
      const first = await page('?limit=5');
      expect(first.markers).to.deep.equal({ prev: null, next: ids[4] });
      const second = await page(`?limit=5&marker=${first.markers.next}`);
      expect(second.markers).to.deep.equal({ prev: null, next: ids[9] });
      const third = await page(`?limit=5&marker=${second.markers.next}`);
      expect(third.markers).to.deep.equal({ prev: ids[4], next: null });
      expect(third.guests.map(({ id }) => id)).to.deep.equal(ids.slice(10));
      expect((await page('?limit=12')).markers.next).to.equal(null);
    });

    it('S12 sorts by a field, ascending or with a minus sign descending, and lists the known fields', async () => {
      const sorted = async (sortBy: string): Promise<string[]> =>
        (await page(`?sort_by=${sortBy}`)).guests.map(({ name }) => name);
      expect(await sorted('created_at')).to.deep.equal(names);
      expect(await sorted('-created_at')).to.deep.equal([...names].reverse());
      const byName = await sorted('name');
      expect(await sorted('-name')).to.deep.equal([...byName].reverse());
      const fault = await refused(400, 'VALIDATION_FAILED', 'GET', `/v1.1/${project.id}/guests?sort_by=colour`);
      expect(fault.error_message).to.contain('created_at');
    });

    it('finds guests by a search', async () => {
      expect(await namesIn(`?search=name=${names[3]}`, project.id)).to.deep.equal([names[3]]);
      await refused(400, 'SEARCH_SYNTAX', 'GET', `/v1.1/${project.id}/guests?search=name=`);
      await refused(400, 'VALIDATION_FAILED', 'GET', `/v1.1/${project.id}/guests?search=page%202`);
      expect(await namesIn('?limit=5&search=page%202', project.id)).to.deep.equal(names.slice(5, 10));
    });
  });

  it('S13 returns only standard status codes', () => {
    const statuses = new Set(SAHARA.documentedPairs.map((pair) => Number(pair.split(' ')[1])));
    const standard = [200, 202, 204, 400, 401, 403, 404, 406, 409, 412, 413, 415, 501, 503];
    expect([...statuses].sort()).to.deep.equal(standard);
  });

  it('S14 describes a fault by its code, its name and a text', async () => {
    const fault = await refused(404, 'GUEST_NOT_FOUND', 'GET', `${guests}/nobody`);
    expect(Object.keys(fault).sort()).to.deep.equal(['error_code', 'error_message', 'error_name']);
    const wrong = await refused(400, 'VALIDATION_FAILED', 'POST', guests, { json: { vcpus: 0, colour: 'red' } });
    expect(wrong.error_message).to.contain('/vcpus').and.to.contain('/colour').and.to.contain('/name');
    await refused(404, 'NOT_FOUND', 'GET', '/v1.1/default/nothing');
    await refused(404, 'NOT_FOUND', 'GET', '/v1.1/default');
    await refused(405, 'METHOD_NOT_ALLOWED', 'DELETE', guests);
  });

  it('S15 rejects with 400 a name that is taken', async () => {
    const [one, other] = [await create(), await create()];
    const json = { name: one.name.toUpperCase(), vcpus: 1, memory_mib: 64 };
    await refused(400, 'GUEST_NAME_ALREADY_EXISTS', 'POST', guests, { json });
    const cluster = { name: one.name, plugin_name: 'guesthouse', node_groups: [{ flavor_id: flavor.name }] };
    await refused(400, 'CLUSTER_NAME_ALREADY_EXISTS', 'POST', clusters, { json: cluster });
    for (const method of ['PATCH', 'PUT']) {
      const rename = { json: { name: one.name } };
      await refused(400, 'GUEST_NAME_ALREADY_EXISTS', method, `${guests}/${other.id}`, rename);
      await refused(400, 'CLUSTER_NAME_ALREADY_EXISTS', method, `${clusters}/${other.id}`, rename);
    }
  });

  it('S16 has names of faults from a closed list, without ids', () => {
    const { components } = SAHARA.document as unknown as {
      components: { schemas: { SaharaErrorName: { enum: string[] } } };
    };
    const names = components.schemas.SaharaErrorName.enum;
    for (const name of names) expect(name).to.match(/^[A-Z]+(_[A-Z]+)*$/);
    for (const { responses } of SAHARA.operations) {
      for (const [status, { content }] of responses) {
        if (status < 400) continue;
        for (const { examples = {} } of Object.values(content)) expect(names).to.include.members(Object.keys(examples));
      }
    }
  });

  for (const file of readdirSync(EXAMPLES)) {
    it(`has the result of the original document for ${file}`, async () => {
      const { guests: before } = (await api.expect(200, 'GET', guests)).json<SaharaGuestList>();
      if (!before.some(({ name }) => name === 'test-cluster')) await create('test-cluster');
      const [first] = (await api.expect(200, 'GET', guests)).json<SaharaGuestList>().guests;
      const text = readFileSync(new URL(file, EXAMPLES), 'utf8')
        .replaceAll('{project_id}', 'default')
        .replaceAll('{token}', service.token)
        .replaceAll('{flavor}', flavor.name)
        .replaceAll('{first}', first?.id ?? '');
      const [head = '', ...rest] = text.trimEnd().split('\n\n');
      const [expected = '', body = ''] = [...rest].reverse();
      const request = `${head.replace('{length}', String(body.length))}\nConnection: close\n\n`.replaceAll(
        '\n',
        '\r\n',
      );
      const response = await sendRaw(service.url, request + body);
      const [status, ...members] = expected.split(' ');
      expect(response.status, response.text).to.equal(Number(status));
      expect(JSON.parse(withoutChunks(response.text))).to.include.all.keys(...members);
    });
  }

  it('creates a guest with all members of the native API, and powers it on if asked', async () => {
    const json = {
      ...{ name: uniqueName(), description: 'The shop', instance_type: flavor.name, firmware: 'bios', boot: null },
      ...{ disks: [{ size_mib: 8 }], nics: [{ network: 'user', model: 'e1000' }], metadata: { role: 'web' } },
      placement: { zone: 'default' },
    };
    const made = (await api.expect(202, 'POST', `${guests}?start=true`, { json })).json<SaharaGuestBody>().guest;
    expect(made).to.include({ name: json.name, description: 'The shop', state: 'creating', vcpus: 1, memory_mib: 64 });
    await api.noneUnderWay();
    const native = await api.guest(made.id);
    const shown = (await api.expect(200, 'GET', `${guests}/${made.id}`)).json<SaharaGuestBody>().guest;
    for (const [member, value] of Object.entries(shown)) {
      if (member !== 'href' && member !== 'links') expect(value, member).to.deep.equal(native[member as keyof Guest]);
    }
    expect(shown).to.deep.include({ state: 'running', power_state: 'on', metadata: { role: 'web' } });
  });

  it('changes the members that PATCH or PUT has, and leaves the others', async () => {
    const { id } = await create();
    for (const method of ['PATCH', 'PUT']) {
      const changed = async (json: object): Promise<SaharaGuest> => {
        await api.expect(202, method, `${guests}/${id}`, { json });
        await api.noneUnderWay();
        return (await api.expect(200, 'GET', `${guests}/${id}`)).json<SaharaGuestBody>().guest;
      };
      const before = await changed({ description: 'old', vcpus: 1, metadata: { a: '1', b: '2' } });
      const name = uniqueName();
      const after = await changed({ name, memory_mib: 128, metadata: { a: null, c: '' } });
      expect(after).to.deep.include({
        ...{ name, description: 'old', vcpus: 1, memory_mib: 128 },
        created_at: before.created_at,
      });
      expect(after.metadata).to.deep.equal({ b: '2', c: '' });
      expect(await changed({ description: null, metadata: null })).to.deep.include({ description: '', metadata: {} });
      await api.expect(202, method, `${guests}/${id}`, { json: { memory_mib: 64 } });
      await api.noneUnderWay();
    }
    await refused(400, 'VALIDATION_FAILED', 'PATCH', `${guests}/${id}`, { json: { state: 'running' } });
  });

  it('deletes a guest with 204, shows it as deleting, and then not at all', async () => {
    const { id, name } = await create();
    await service.host.slow('undefine', 300);
    const response = await api.expect(204, 'DELETE', `${guests}/${name}`);
    expect(response.text).to.equal('');
    const { guest } = (await api.expect(200, 'GET', `${guests}/${id}`)).json<SaharaGuestBody>();
    expect(guest.state).to.equal('deleting');
    await eventually(async () => (await api.send('GET', `${guests}/${id}`)).status === 404);
    expect(await namesIn('')).to.not.include(name);
  });

  it('has clusters of one node, which are guests of an instance type', async () => {
    const image = await api.makeImage();
    const json = {
      ...{ name: uniqueName(), plugin_name: 'guesthouse', hadoop_version: '1', description: 'One node' },
      ...{ default_image_id: image.name, neutron_management_network: 'user' },
      node_groups: [{ name: 'worker', count: 1, flavor_id: flavor.name, node_processes: ['none'] }],
    };
    const made = (await api.expect(202, 'POST', clusters, { json })).json<SaharaClusterBody>().cluster;
    expect(made).to.deep.include({ name: json.name, status: 'Spawning', plugin_name: 'guesthouse', anti_affinity: [] });
    await api.noneUnderWay();
    const path = `${clusters}/${made.id}`;
    const shown = (await api.expect(200, 'GET', `${path}?show_progress=False`)).json<SaharaClusterBody>().cluster;
    expect(shown).to.include({ status: 'Active', default_image_id: image.id, neutron_management_network: 'user' });
    expect(shown.node_groups).to.deep.equal([
      {
        ...{ name: 'node', count: 1, flavor_id: flavor.id, image_id: image.id },
        instances: [{ id: made.id, instance_name: json.name, internal_ip: null }],
      },
    ]);
    expect((await api.guest(made.id)).state).to.equal('stopped');
    const rename = { name: uniqueName(), description: 'Renamed', is_public: false };
    for (const method of ['PATCH', 'PUT']) {
      const changed = (await api.expect(202, method, path, { json: rename })).json<SaharaClusterBody>().cluster;
      expect(changed).to.include(rename);
    }
    await api.expect(204, 'DELETE', path);
    await eventually(async () => (await api.send('GET', path)).status === 404);
    for (const [wrong, what] of [
      [{ ...json, node_groups: [] }, 'no node group'],
      [{ ...json, node_groups: [...json.node_groups, ...json.node_groups] }, 'two node groups'],
      [{ ...json, node_groups: [{ flavor_id: flavor.name, count: 2 }] }, 'two nodes'],
      [{ ...json, plugin_name: 'spark' }, 'another plugin'],
      [{ ...json, node_groups: [{ flavor_id: 'nobody' }] }, 'an unknown flavor'],
    ] as const) {
      const fault = await refused(400, 'VALIDATION_FAILED', 'POST', clusters, { json: wrong });
      expect(fault.error_message, what).to.not.equal('');
    }
  });

  it('rejects what the state, the host or a condition does not allow', async () => {
    const { id, name } = await create();
    await api.done('start', id);
    await refused(409, 'GUEST_NOT_STOPPED', 'PATCH', `${guests}/${id}`, { json: { vcpus: 2 } });
    await refused(409, 'GUEST_NOT_STOPPED', 'PUT', `${guests}/${id}`, { json: { vcpus: 2 } });
    const image = await api.announceImage();
    const unfinished = { name: uniqueName(), vcpus: 1, memory_mib: 64, disks: [{ image: image.id }] };
    await refused(409, 'IMAGE_NOT_AVAILABLE', 'POST', guests, { json: unfinished });
    const empty = {
      ...{ name: uniqueName(), plugin_name: 'guesthouse', default_image_id: image.id },
      node_groups: [{ flavor_id: flavor.id }],
    };
    await refused(409, 'IMAGE_NOT_AVAILABLE', 'POST', clusters, { json: empty });
    const headers = { 'if-match': '"1"' };
    for (const { method, path, bodyTypes } of SAHARA.operations) {
      if (method === 'get') continue;
      const place = path.replace('{project_id}', 'default').replace(/\{\w+\}/, name);
      const json = bodyTypes.length === 0 ? {} : { json: { name } };
      await refused(412, 'PRECONDITION_FAILED', method.toUpperCase(), place, { ...json, headers });
    }
  });

  it('rejects what no host supports', async () => {
    const support = (models: string): Promise<unknown> =>
      world.sql.query(`update hosts set capabilities = jsonb_set(capabilities, '{nicModels}', $1::jsonb)`, [models]);
    await support('[]');
    try {
      const json = { name: uniqueName(), vcpus: 1, memory_mib: 64, nics: [{ network: 'user' }] };
      await refused(501, 'UNSUPPORTED_BY_BACKEND', 'POST', guests, { json });
      const cluster = { name: json.name, plugin_name: 'guesthouse', neutron_management_network: 'user' };
      const groups = { node_groups: [{ flavor_id: flavor.id }] };
      await refused(501, 'UNSUPPORTED_BY_BACKEND', 'POST', clusters, { json: { ...cluster, ...groups } });
    } finally {
      await support('["virtio", "e1000"]');
    }
  });

  it('rejects with Retry-After what needs a host that is away', async () => {
    const { id } = await create();
    await service.host.refuseConnections();
    const state = async (): Promise<string> => (await api.guest(id)).state;
    await eventually(async () => (await state()) === 'unknown');
    const shown = (await api.expect(200, 'GET', `${clusters}/${id}`)).json<SaharaClusterBody>().cluster;
    expect(shown.status).to.equal(null);
    const cluster = { name: uniqueName(), plugin_name: 'guesthouse', node_groups: [{ flavor_id: flavor.id }] };
    for (const [method, path, json] of [
      ['POST', guests, newGuest()],
      ['POST', clusters, cluster],
      ['PATCH', `${guests}/${id}`, { vcpus: 2 }],
      ['PUT', `${guests}/${id}`, { vcpus: 2 }],
      ['DELETE', `${guests}/${id}`, undefined],
      ['DELETE', `${clusters}/${id}`, undefined],
    ] as const) {
      await refused(503, 'HOST_UNREACHABLE', method, path, json === undefined ? {} : { json });
    }
    await service.host.clearFaults();
    await eventually(async () => (await state()) === 'stopped');
  });

  it('rejects a search that takes too long, before the list begins', async function () {
    this.timeout(60_000);
    const other = new pg.Client(service.databaseUrl);
    await other.connect();
    try {
      await other.query('begin');
      await other.query('lock table guests in access exclusive mode');
      await refused(503, 'QUERY_TIMED_OUT', 'GET', `${guests}?search=name=web*`);
      await refused(503, 'QUERY_TIMED_OUT', 'GET', `${clusters}?limit=5&search=name=web*`);
    } finally {
      await other.end();
    }
    await api.expect(200, 'GET', `${guests}?search=name=web*`);
  });

  describe('with thousands of guests', function () {
    this.timeout(120_000);
    const count = 20_000;
    let list: string;
    before(async () => {
      const project = await world.project();
      const { id } = await create(uniqueName(), project.id);
      list = `${service.url}/v1.1/${project.id}/guests`;
      const { rows } = await world.sql.query<{ columns: string }>(
        `select string_agg(quote_ident(column_name), ', ') as columns from information_schema.columns
         where table_name = 'guests' and column_name not in ('id', 'name', 'name_folded') and is_generated = 'NEVER'`,
      );
      const columns = rows[0]?.columns ?? '';
      await world.sql.query(
        `insert into guests (id, name, name_folded, ${columns})
         select gen_random_uuid(), 'many-' || n, 'many-' || n, ${columns} from guests, generate_series(1, ${count}) n
         where id = $1`,
        [id],
      );
    });
    after(() => world.sql.query(`delete from guests where name like 'many-%'`));

    it('lists all of them in one response, with little memory', async () => {
      const before = service.residentMib();
      const response = await fetch(list, { headers: { 'x-auth-token': service.token } });
      const { guests: listed, markers } = (await response.json()) as SaharaGuestList;
      expect(listed).to.have.length(count + 1);
      expect(new Set(listed.map(({ name }) => name)).size).to.equal(count + 1);
      expect(markers).to.deep.equal({ prev: null, next: null });
      // The body has some 16 MiB.
      expect(service.residentMib() - before).to.be.below(120);
    });

    it('closes the connection if the credential is revoked before the list ends', async () => {
      const json = { name: uniqueName('token') };
      const token = (await api.expect(201, 'POST', '/v1/tokens', { json })).json<TokenWithSecret>();
      const headers = { 'x-auth-token': token.token };
      const response = await fetch(list, { headers });
      expect(response.status).to.equal(200);
      const reader = response.body?.getReader();
      await reader?.read();
      await api.expect(204, 'DELETE', `/v1/tokens/${token.id}`);
      await eventually(async () => (await fetch(list, { headers, method: 'HEAD' })).status === 401);
      const rest = (async () => {
        for (let part = await reader?.read(); part?.done === false; part = await reader?.read());
      })();
      expect(
        await rest.then(
          () => 'complete',
          () => 'cut',
        ),
      ).to.equal('cut');
    });
  });

  it('responds to OPTIONS and HEAD', async () => {
    const options: CheckedResponse = await api.expect(204, 'OPTIONS', `${guests}.json`);
    expect(options.headers.get('allow')).to.equal('GET, HEAD, OPTIONS, POST');
    const head = await api.expect(200, 'HEAD', guests);
    expect(head.bytes.length).to.equal(0);
  });
});
