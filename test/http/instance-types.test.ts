/** Instance types: what they are, which projects can see them, and the size that they give to guests. */
import { expect } from 'chai';
import type { Guest, GuestCreate, InstanceType } from '../../generated/api-types.js';
import { AccessWorld, inProject, type Named, type Person } from '../support/access/access-world.js';
import { describeNamedResource, eventsOf, idsIn, make } from '../support/access/named-resource.js';
import { Api, jobOf, uniqueName } from '../support/api.js';
import { expectNothingChanged, jsonPatch, mergePatch } from '../support/patches.js';
import { Service } from '../support/service.js';

const TYPES = '/v1/instance-types';
const SIZE = { vcpus: 1, memory_mib: 64 };
const ABSENT_ID = '00000000-0000-4000-8000-000000000000';

describe('Instance types', () => {
  let service: Service;
  let api: Api;
  let world: AccessWorld;
  before(async () => {
    service = await Service.start();
    api = new Api(service);
    world = await AccessWorld.open(service);
  });
  after(async () => {
    await world.close();
    await service.leave();
  });
  afterEach(() => api.noneUnderWay());

  describeNamedResource(
    {
      one: 'instance_type',
      many: 'instance-types',
      notFound: 'INSTANCE_TYPE_NOT_FOUND',
      nameTaken: 'INSTANCE_TYPE_NAME_ALREADY_EXISTS',
      readOnly: ['id', 'href', 'links', 'shared', 'created_at', 'updated_at'],
      required: SIZE,
      plain: { ...SIZE, description: '', root_disk_mib: null, metadata: {}, shared: true, project: null },
      isPublic: true,
    },
    () => ({ service, api }),
  );

  async function makeType(json: object = {}): Promise<InstanceType> {
    return (await make(api, 'instance-types', { ...SIZE, ...json })) as unknown as InstanceType;
  }

  it('have a size, metadata and a description, which can be changed and searched for', async () => {
    const word = uniqueName('Straße');
    const metadata = { family: word, 'Two Words': 'x' };
    const type = await makeType({ description: `For ${word}`, root_disk_mib: 512, metadata });
    expect(type).to.deep.include({ description: `For ${word}`, root_disk_mib: 512, metadata });
    for (const search of [
      `description="*${word.replace('ß', 'SS')}" vcpus=1 memory_mib<=64 root_disk_mib=512 shared=true`,
      `metadata.family=${word}`,
      word,
    ]) {
      expect(await idsIn(api, `${TYPES}?search=${encodeURIComponent(search)}`), search).to.deep.equal([type.id]);
    }
    const patch = { vcpus: 2, memory_mib: 128, root_disk_mib: null, description: null, metadata: { family: null } };
    const patched = (await api.expect(200, 'PATCH', type.href, mergePatch(patch))).json<InstanceType>();
    expect(patched).to.deep.equal({
      ...type,
      ...{ vcpus: 2, memory_mib: 128, root_disk_mib: null, description: '', metadata: { 'Two Words': 'x' } },
      updated_at: patched.updated_at,
    });
    expect(patched.updated_at > type.updated_at).to.equal(true);
    const emptied = await api.expect(200, 'PATCH', type.href, jsonPatch([{ op: 'remove', path: '/metadata' }]));
    expect(emptied.json<InstanceType>().metadata).to.deep.equal({});
  });

  it('must have a valid size, valid metadata and a project that exists', async () => {
    const type = await makeType();
    await expectNothingChanged(api, async () => {
      for (const wrong of [
        ...[{ vcpus: 0 }, { vcpus: 257 }, { memory_mib: 15 }, { memory_mib: 1.5 }, { root_disk_mib: 0 }],
        ...[{ vcpus: null }, { memory_mib: null }, { metadata: { 'a/b': 'x' } }, { metadata: { a: 'x'.repeat(5000) } }],
        ...[{ project: 'nowhere' }, { project: ABSENT_ID }, { project: { id: ABSENT_ID } }, { project: 7 }],
      ] as const) {
        const [member = ''] = Object.keys(wrong);
        for (const [method, path, options] of [
          ['POST', TYPES, { json: { name: uniqueName(), ...SIZE, ...wrong } }],
          ['PATCH', type.href, mergePatch(wrong)],
        ] as const) {
          const { errors } = await api.refused(400, 'VALIDATION_FAILED', method, path, options);
          expect(errors?.[0]?.pointer, JSON.stringify(wrong)).to.match(new RegExp(`^/${member}`));
        }
      }
      const large = Object.fromEntries(Array.from({ length: 20 }, (_, nth) => [`key-${nth}`, 'x'.repeat(4000)]));
      const json = { name: uniqueName(), ...SIZE, metadata: large };
      await api.refused(400, 'VALIDATION_FAILED', 'POST', TYPES, { json });
      for (const size of [{ vcpus: 1 }, { memory_mib: 64 }]) {
        await api.refused(400, 'VALIDATION_FAILED', 'POST', TYPES, { json: { name: uniqueName(), ...size } });
      }
    });
  });

  describe('for one project', () => {
    let alpha: Named;
    let beta: Named;
    let ann: Person;
    let ben: Person;
    let type: InstanceType;
    let shared: InstanceType;
    before(async () => {
      [alpha, beta] = [await world.project(), await world.project()];
      ann = await world.person([[alpha, 'viewer']]);
      ben = await world.person([[beta, 'member']]);
      type = await makeType({ project: alpha.name });
      shared = await makeType();
    });

    it('can be seen only there, and types for all projects everywhere', async () => {
      expect(type).to.deep.include({ shared: false, project: { id: alpha.id, name: alpha.name } });
      const list = `${TYPES}?limit=1000`;
      const listed = async (by: Api, project: Named): Promise<string> =>
        (await by.expect(200, 'GET', list, inProject(project))).text;
      expect(await listed(ann.api, alpha))
        .to.include(type.id)
        .and.to.include(shared.id);
      expect(await listed(ben.api, beta))
        .to.include(shared.id)
        .and.to.not.include(type.id);
      expect(await listed(api, beta)).to.not.include(type.id);
      expect((await api.expect(200, 'GET', `${list}&all_projects=true`)).text).to.include(type.id);
      for (const at of [type.href, `${TYPES}/${type.name}`]) {
        expect((await ann.api.expect(200, 'GET', at, inProject(alpha))).json()).to.deep.equal(type);
        await ben.api.refused(404, 'INSTANCE_TYPE_NOT_FOUND', 'GET', at, inProject(beta));
        await ben.api.refused(400, 'MARKER_UNKNOWN', 'GET', `${TYPES}?marker=${type.id}`, inProject(beta));
      }
    });

    it('can be used only there: a guest of another project cannot name them (400)', async () => {
      const at = inProject(beta);
      for (const name of [type.id, type.name, ABSENT_ID]) {
        const json = { name: uniqueName(), instance_type: name };
        const { errors } = await ben.api.refused(400, 'VALIDATION_FAILED', 'POST', '/v1/guests', { ...at, json });
        expect(errors).to.deep.equal([{ pointer: '/instance_type', detail: 'does not name an instance type' }]);
      }
      const json = { name: uniqueName(), instance_type: shared.name };
      const made = await ben.api.expect(201, 'POST', '/v1/guests', { ...at, json });
      expect(made.json<Guest>().instance_type).to.deep.equal({ id: shared.id, name: shared.name });
      await api.ended(jobOf(made));
    });

    it('have a name that no other type has, so that a name never means another type in another project', async () => {
      for (const project of [null, alpha.id, beta.id]) {
        const json = { name: type.name.toUpperCase(), ...SIZE, project };
        await api.refused(409, 'INSTANCE_TYPE_NAME_ALREADY_EXISTS', 'POST', TYPES, { json });
      }
      await api.refused(
        409,
        'INSTANCE_TYPE_NAME_ALREADY_EXISTS',
        'PATCH',
        type.href,
        mergePatch({ name: shared.name }),
      );
    });

    it('show the current name of the project, and can be given to another project or to all', async () => {
      const project = (await make(api, 'projects')) as Named & { href: string };
      const moved = await makeType({ project: { id: project.id, name: 'ignored' } });
      const tag = (await api.expect(200, 'GET', moved.href)).headers.get('etag');
      const name = uniqueName('renamed');
      await api.expect(200, 'PATCH', project.href, mergePatch({ name }));
      const shown = await api.expect(200, 'GET', moved.href);
      expect(shown.json<InstanceType>().project).to.deep.equal({ id: project.id, name });
      expect(shown.headers.get('etag')).to.not.equal(tag);
      const same = await api.expect(200, 'PATCH', moved.href, mergePatch({ project: name }));
      expect(same.headers.get('etag')).to.equal(shown.headers.get('etag'));
      const given = await api.expect(200, 'PATCH', moved.href, mergePatch({ project: null }));
      expect(given.json()).to.deep.include({ shared: true, project: null });
      expect((await eventsOf(api, 'instance_type.updated', moved.id))[0]?.project_id).to.equal(null);
    });

    it('are deleted with it, and their ids remain valid markers', async () => {
      const project = (await make(api, 'projects')) as Named & { href: string };
      const gone = await makeType({ project: project.id });
      const kept = await makeType();
      await api.expect(204, 'DELETE', project.href);
      await api.refused(404, 'INSTANCE_TYPE_NOT_FOUND', 'GET', gone.href);
      const path = `${TYPES}?all_projects=true&marker=${gone.id}&search=${encodeURIComponent(`name=${kept.name}`)}`;
      expect(await idsIn(api, path)).to.deep.equal([kept.id]);
    });

    it('can be changed only by administrators, even by the owner of the project', async () => {
      const owner = await world.person([[alpha, 'owner']]);
      for (const [method, options] of [
        ['PATCH', mergePatch({ vcpus: 2 })],
        ['DELETE', {}],
      ] as const) {
        await owner.api.refused(403, 'FORBIDDEN', method, type.href, inProject(alpha, options));
      }
    });
  });

  describe('of a guest', () => {
    async function create(json: Partial<GuestCreate> & object): Promise<Guest> {
      const headers = { prefer: 'wait=60' };
      const made = await api.expect(201, 'POST', '/v1/guests', { json: { name: uniqueName(), ...json }, headers });
      return made.json<Guest>();
    }

    it('give it their size, and it keeps a copy when they are changed, renamed and deleted', async () => {
      const type = await makeType({ vcpus: 2, memory_mib: 96, metadata: { family: 'web' } });
      const guest = await create({ instance_type: type.name.toUpperCase() });
      expect(guest).to.deep.include({
        instance_type: { id: type.id, name: type.name },
        ...{ vcpus: 2, memory_mib: 96, metadata: {}, disks: [] },
      });
      const before = await api.expect(200, 'GET', guest.href);
      await api.expect(200, 'PATCH', type.href, mergePatch({ name: uniqueName('renamed'), vcpus: 1, memory_mib: 64 }));
      await api.expect(204, 'DELETE', type.href);
      const after = await api.expect(200, 'GET', guest.href);
      expect(after.json()).to.deep.equal(before.json());
      expect(after.headers.get('etag')).to.equal(before.headers.get('etag'));
      for (const search of [type.id, `"${type.name}"`]) {
        const found = await idsIn(api, `/v1/guests?search=${encodeURIComponent(`instance_type=${search}`)}`);
        expect(found, search).to.deep.equal([guest.id]);
      }
    });

    it('are given instead of vcpus and memory_mib, and one of both ways is required (400)', async () => {
      const type = await makeType();
      const mistakesOf = async (json: object): Promise<unknown> => {
        const options = { json: { name: uniqueName(), ...json } };
        return (await api.refused(400, 'VALIDATION_FAILED', 'POST', '/v1/guests', options)).errors;
      };
      const required = (pointer: string): object => ({ pointer, detail: 'is required without an instance type' });
      const absent = (pointer: string): object => ({ pointer, detail: 'must be absent: the instance type has it' });
      await expectNothingChanged(api, async () => {
        expect(await mistakesOf({})).to.deep.equal([required('/vcpus'), required('/memory_mib')]);
        expect(await mistakesOf({ instance_type: null, vcpus: 1 })).to.deep.equal([required('/memory_mib')]);
        expect(await mistakesOf({ memory_mib: 64 })).to.deep.equal([required('/vcpus')]);
        const instance_type = type.id;
        expect(await mistakesOf({ instance_type, ...SIZE })).to.deep.equal([absent('/vcpus'), absent('/memory_mib')]);
        expect(await mistakesOf({ instance_type, memory_mib: 64 })).to.deep.equal([absent('/memory_mib')]);
        expect(await mistakesOf({ instance_type: 'huge', vcpus: 1 })).to.deep.equal([
          absent('/vcpus'),
          { pointer: '/instance_type', detail: 'does not name an instance type' },
        ]);
        for (const wrong of ['', 7, { id: type.id }, 'a\u0000b']) {
          const [mistake] = (await mistakesOf({ instance_type: wrong })) as { pointer: string }[];
          expect(mistake?.pointer).to.equal('/instance_type');
        }
      });
    });

    it('give the first disk a size if the request gives none, but never less than its image', async () => {
      const type = await makeType({ root_disk_mib: 3 });
      const image = await api.makeImage(Buffer.alloc(5 * 1024 * 1024), { kind: 'disk', format: 'raw' });
      const iso = await api.makeImage(undefined, { kind: 'iso', format: 'raw' });
      const sizes = async (disks: GuestCreate['disks']): Promise<number[]> =>
        (await create({ instance_type: type.id, disks })).disks.map(({ size_mib }) => size_mib);
      expect(await sizes([{ media: 'disk', image: null }] as never)).to.deep.equal([3]);
      expect(await sizes([{ size_mib: 2 }, { size_mib: 4 }] as never)).to.deep.equal([2, 4]);
      expect(await sizes([{ image: image.id }] as never)).to.deep.equal([5]);
      const [, behindCdrom] = await sizes([{ media: 'cdrom', image: iso.id }, {}] as never);
      expect(behindCdrom).to.equal(3);
      const json = { name: uniqueName(), instance_type: type.id, disks: [{}, {}] };
      const { errors } = await api.refused(400, 'VALIDATION_FAILED', 'POST', '/v1/guests', { json });
      expect(errors).to.deep.equal([
        { pointer: '/disks/1/size_mib', detail: 'is required for a disk without an image' },
      ]);
      const without = await makeType();
      const none = { json: { ...json, instance_type: without.id, disks: [{}] } };
      const refused = await api.refused(400, 'VALIDATION_FAILED', 'POST', '/v1/guests', none);
      expect(refused.errors?.[0]?.pointer).to.equal('/disks/0/size_mib');
    });

    it('are no longer shown when it gets another size, and cannot be changed', async () => {
      const type = await makeType();
      const guest = await create({ instance_type: type.id });
      const named = await api.expect(200, 'PATCH', guest.href, mergePatch({ description: 'x', vcpus: 1 }));
      expect(named.json<Guest>().instance_type).to.deep.equal({ id: type.id, name: type.name });
      const change = mergePatch({ memory_mib: 128 }, { prefer: 'wait=60' });
      const resized = await api.expect(200, 'PATCH', guest.href, change);
      expect(resized.json<Guest>()).to.deep.include({ instance_type: null, vcpus: 1, memory_mib: 128 });
      const patch = mergePatch({ instance_type: type.id });
      await api.refused(400, 'READ_ONLY_FIELD', 'PATCH', guest.href, patch);
    });

    it('count towards the quota like a size of its own', async () => {
      const project = await world.project();
      await api.expect(200, 'PATCH', `/v1/projects/${project.id}`, mergePatch({ quota: { vcpus: 2 } }));
      const type = await makeType({ vcpus: 3 });
      const options = inProject(project, { json: { name: uniqueName(), instance_type: type.id } });
      await api.refused(403, 'QUOTA_EXCEEDED', 'POST', '/v1/guests', options);
    });
  });
});
