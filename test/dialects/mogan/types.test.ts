/** Types and availability zones in the API of Mogan: what administrators can do, and what a patch can write. */
import { expect } from 'chai';
import type { InstanceType } from '../../../generated/api-types.js';
import type { MoganType, MoganTypeList } from '../../../generated/mogan/api-types.js';
import { makePerson } from '../../support/access/people.js';
import { uniqueName, type Api } from '../../support/api.js';
import { MoganWorld } from '../../support/dialects/mogan-world.js';

const TYPES = '/v1/types';
const ABSENT_ID = '00000000-0000-4000-8000-000000000000';
const MEMBERS = [
  ...['created_at', 'description', 'extra_specs', 'is_public', 'links', 'memory_mib', 'name', 'root_disk_mib'],
  ...['updated_at', 'uuid', 'vcpus'],
];

describe("Mogan's API of types and availability zones", () => {
  let world: MoganWorld;
  let api: Api;
  before(async () => {
    world = await MoganWorld.open();
    ({ api } = world);
  });
  after(() => world.close());

  const at = (uuid: string): string => `${TYPES}/${uuid}`;
  const native = async (uuid: string): Promise<InstanceType> =>
    (await api.expect(200, 'GET', `/v1/instance-types/${uuid}`)).json<InstanceType>();

  async function makeType(more: object = {}): Promise<MoganType> {
    const json = { name: uniqueName('type'), vcpus: 2, memory_mib: 128, ...more };
    const response = await api.expect(201, 'POST', TYPES, { json });
    const type = response.json<MoganType>();
    expect(response.headers.get('location')).to.equal(world.service.url + at(type.uuid));
    return type;
  }

  it('creates a type for all projects, and shows it', async () => {
    const type = await makeType({ root_disk_mib: 512, extra_specs: { family: 'web' }, description: 'Wide' });
    expect(Object.keys(type).sort()).to.deep.equal(MEMBERS);
    expect(type).to.deep.include({
      ...{ vcpus: 2, memory_mib: 128, root_disk_mib: 512, extra_specs: { family: 'web' }, description: 'Wide' },
      ...{ is_public: true, updated_at: null },
    });
    expect(type.links).to.deep.equal([
      { rel: 'self', href: world.service.url + at(type.uuid) },
      { rel: 'bookmark', href: `${world.service.url}/types/${type.uuid}` },
    ]);
    for (const name of [type.uuid, type.name]) {
      expect((await api.expect(200, 'GET', at(name))).json()).to.deep.equal(type);
    }
    const followed = await api.expect(307, 'GET', `/types/${type.uuid}`);
    expect(followed.headers.get('location')).to.equal(world.service.url + at(type.uuid));
    const shown = await api.expect(200, 'GET', `/types/${type.uuid}?follow=false`);
    expect(shown.json()).to.deep.equal({ links: type.links });
    expect((await native(type.uuid)).project).to.equal(null);
  });

  it('creates a type for the current project', async () => {
    const { uuid, is_public } = await makeType({ is_public: false });
    expect([is_public, (await native(uuid)).project?.name]).to.deep.equal([false, 'default']);
  });

  it('lists all types, or pages of them', async () => {
    for (let nth = 0; nth < 3; nth += 1) await makeType();
    const list = async (query = ''): Promise<string[]> =>
      (await api.expect(200, 'GET', TYPES + query)).json<MoganTypeList>().types.map(({ uuid }) => uuid);
    const all = await list();
    expect(all.length).to.be.greaterThan(3);
    expect(await list('?limit=2')).to.deep.equal(all.slice(0, 2));
    expect(await list(`?limit=2&marker=${all[0]}`)).to.deep.equal(all.slice(1, 3));
    expect(await list(`?marker=${all.at(-1)}`)).to.deep.equal([]);
  });

  it('changes a type by a JSON Patch, and takes it away from the other projects', async () => {
    const type = await makeType({ extra_specs: { a: '1' } });
    const headers = { 'content-type': 'application/json-patch+json' };
    const patch = (steps: object[], status = 200): Promise<{ json<T>(): T }> =>
      api.expect(status, 'PATCH', at(type.uuid), { json: steps, headers });
    const changed = (
      await patch([
        { op: 'test', path: '/links', value: type.links },
        { op: 'replace', path: '/vcpus', value: 3 },
        { op: 'replace', path: '/is_public', value: false },
        { op: 'add', path: '/extra_specs/b', value: '2' },
        { op: 'add', path: '/root_disk_mib', value: 64 },
      ])
    ).json<MoganType>();
    const { updated_at } = changed;
    const extra_specs = { a: '1', b: '2' };
    expect(updated_at).to.be.a('string');
    expect(changed).to.deep.equal({ ...type, vcpus: 3, is_public: false, extra_specs, root_disk_mib: 64, updated_at });
    expect((await native(type.uuid)).project?.name).to.equal('default');
    for (const [step, status] of [
      [{ op: 'test', path: '/vcpus', value: 2 }, 409],
      [{ op: 'replace', path: '/vcpus', value: 0 }, 400],
      [{ op: 'remove', path: '/vcpus' }, 400],
      [{ op: 'replace', path: '/uuid', value: ABSENT_ID }, 400],
      [{ op: 'replace', path: '/name', value: (await makeType()).name }, 409],
    ] as const) {
      await patch([step], status);
    }
    const reset = await patch(
      ['root_disk_mib', 'extra_specs', 'is_public'].map((each) => ({ op: 'remove', path: `/${each}` })),
    );
    expect(reset.json<MoganType>()).to.deep.include({ root_disk_mib: null, extra_specs: {}, is_public: true });
  });

  it('deletes a type, and rejects a taken name and a type that does not exist', async () => {
    const { uuid, name } = await makeType();
    await world.refused(409, 'POST', TYPES, { json: { name, vcpus: 1, memory_mib: 64 } });
    expect((await api.expect(204, 'DELETE', at(uuid))).text).to.equal('');
    for (const method of ['GET', 'DELETE']) await world.refused(404, method, at(uuid));
  });

  it('lets only administrators change types', async () => {
    const { uuid } = await makeType();
    const owner = await makePerson(world.service, { role: 'owner' });
    const headers = { 'x-project-id': 'default' };
    await owner.api.expect(200, 'GET', at(uuid), { headers });
    await owner.api.expect(403, 'POST', TYPES, { json: { name: 'own', vcpus: 1, memory_mib: 64 }, headers });
    await owner.api.expect(403, 'PATCH', at(uuid), { json: [], headers });
    await owner.api.expect(403, 'DELETE', at(uuid), { headers });
  });

  it('lists the names of the zones', async () => {
    await api.expect(201, 'POST', '/v1/zones', { json: { name: 'room "2"' } });
    const zones = (await api.expect(200, 'GET', '/v1/availability_zones')).json();
    expect(zones).to.deep.equal({ availability_zones: ['default', 'room "2"'] });
  });
});
