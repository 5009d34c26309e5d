/** Zones: who can see and change them, when they can be deleted, and the zones of hosts and projects. */
import { expect } from 'chai';
import pg from 'pg';
import type { Host, HostList, Project, Zone } from '../../generated/api-types.js';
import { Api, uniqueName } from '../support/api.js';
import { describeNamedResource, eventsOf, idsIn, make } from '../support/access/named-resource.js';
import { makePerson } from '../support/access/people.js';
import { expectNothingChanged, jsonPatch, mergePatch } from '../support/patches.js';
import { Service } from '../support/service.js';

const ZONES = '/v1/zones';
const ABSENT_ID = '00000000-0000-4000-8000-000000000000';

describe('Zones', () => {
  let service: Service;
  let api: Api;
  let sql: pg.Client;
  before(async () => {
    service = await Service.start();
    api = new Api(service);
    sql = new pg.Client(service.databaseUrl);
    await sql.connect();
  });
  after(async () => {
    await sql.end();
    await service.leave();
  });

  describeNamedResource(
    {
      one: 'zone',
      many: 'zones',
      notFound: 'ZONE_NOT_FOUND',
      nameTaken: 'ZONE_NAME_ALREADY_EXISTS',
      readOnly: ['id', 'href', 'links', 'created_at'],
      plain: { description: '' },
      isPublic: true,
    },
    () => ({ service, api }),
  );

  async function tagOf(path: string): Promise<string> {
    return (await api.expect(200, 'GET', path)).headers.get('etag') ?? '';
  }

  async function theHost(): Promise<Host> {
    const { hosts } = (await api.expect(200, 'GET', '/v1/hosts')).json<HostList>();
    return hosts[0] as Host;
  }

  it('include `default`, which every existing host is in, and which can be renamed but not deleted', async () => {
    const zone = (await api.expect(200, 'GET', `${ZONES}/default`)).json<Zone>();
    await expectNothingChanged(api, async () => {
      await api.refused(409, 'ZONE_IN_USE', 'DELETE', zone.href);
    });
    const renamed = await api.expect(200, 'PATCH', zone.href, mergePatch({ name: 'main room' }));
    expect(renamed.json<Zone>()).to.deep.equal({ ...zone, name: 'main room' });
    // Without its host, it still is the zone of new hosts.
    const other = await make(api, 'zones');
    await sql.query('update hosts set zone_id = $1', [other.id]);
    const { detail } = await api.refused(409, 'ZONE_IN_USE', 'DELETE', zone.href);
    expect(detail).to.contain('New hosts');
    expect((await api.refused(409, 'ZONE_IN_USE', 'DELETE', other.href)).detail).to.contain('hosts');
    await sql.query('update hosts set zone_id = $1', [zone.id]);
    await api.expect(204, 'DELETE', other.href);
    await api.expect(200, 'PATCH', zone.href, mergePatch({ name: 'default' }));
  });

  it('have a description that a search finds in any case and that can be emptied', async () => {
    const word = uniqueName('Straße');
    const zone = await make(api, 'zones', { description: `Cellar in the ${word}` });
    const search = encodeURIComponent(`description="*${word.replace('ß', 'SS').toUpperCase()}"`);
    expect(await idsIn(api, `${ZONES}?search=${search}`)).to.deep.equal([zone.id]);
    const emptied = await api.expect(200, 'PATCH', zone.href, mergePatch({ description: null }));
    expect(emptied.json<Zone>().description).to.equal('');
    for (const description of ['x'.repeat(4097), 'a\u0000b', 7]) {
      await api.refused(400, 'VALIDATION_FAILED', 'PATCH', zone.href, mergePatch({ description }));
      await api.refused(400, 'VALIDATION_FAILED', 'POST', ZONES, { json: { name: uniqueName(), description } });
    }
  });

  it('give their hosts, guests and projects a new ETag when they are renamed, but not when they are described', async () => {
    const zone = await make(api, 'zones');
    const host = await theHost();
    await sql.query('update hosts set zone_id = $1', [zone.id]);
    const guest = await api.makeGuest();
    const project = await make(api, 'projects', { zone: zone.name });
    const paths = [`/v1/hosts/${host.id}`, guest.href, project.href];
    const before = await Promise.all(paths.map(tagOf));
    await api.expect(200, 'PATCH', zone.href, mergePatch({ description: 'The cellar' }));
    expect(await Promise.all(paths.map(tagOf))).to.deep.equal(before);
    await api.expect(200, 'PATCH', zone.href, mergePatch({ name: uniqueName('renamed') }));
    for (const [index, path] of paths.entries()) expect(await tagOf(path), path).to.not.equal(before[index]);
    await sql.query('update hosts set zone_id = (select zone_id from initial_rows)');
  });

  describe('of a project', () => {
    let zone: Zone;
    before(async () => {
      zone = (await make(api, 'zones')) as Zone;
    });
    const reference = (): Project['zone'] => ({ id: zone.id, name: zone.name });

    it('can be named by id, by name in any case, or in the form of responses', async () => {
      for (const named of [zone.id, zone.name.toUpperCase(), reference(), { id: zone.id }]) {
        const made = (await make(api, 'projects', { zone: named })) as Project;
        expect(made.zone).to.deep.equal(reference());
        expect((await api.expect(200, 'GET', made.href)).json()).to.deep.equal(made);
        const patched = await api.expect(200, 'PATCH', made.href, mergePatch({ zone: null }));
        expect(patched.json()).to.deep.equal({ ...made, zone: null });
        const again = await api.expect(200, 'PATCH', made.href, mergePatch({ zone: named }));
        expect(again.json()).to.deep.equal(made);
        const steps = [
          { op: 'test', path: '/zone/name', value: zone.name },
          { op: 'replace', path: '/zone', value: 'default' },
        ];
        expect((await api.expect(200, 'PATCH', made.href, jsonPatch(steps))).json<Project>().zone?.name).to.equal(
          'default',
        );
        const removed = await api.expect(200, 'PATCH', made.href, jsonPatch([{ op: 'remove', path: '/zone' }]));
        expect(removed.json<Project>().zone).to.equal(null);
      }
    });

    it('stays the same when something else is changed, and its change is an event of the project', async () => {
      const made = (await make(api, 'projects', { zone: zone.id })) as Project;
      const tag = await tagOf(made.href);
      const same = await api.expect(200, 'PATCH', made.href, mergePatch({ zone: zone.name }));
      expect(same.headers.get('etag')).to.equal(tag);
      const described = await api.expect(200, 'PATCH', made.href, mergePatch({ description: 'x', quota: null }));
      expect(described.json<Project>().zone).to.deep.equal(reference());
      await api.expect(200, 'PATCH', made.href, mergePatch({ zone: null }));
      expect(await eventsOf(api, 'project.updated', made.id)).to.have.length(2);
    });

    it('must exist, otherwise the request is rejected (400)', async () => {
      const made = await make(api, 'projects', { zone: zone.id });
      await expectNothingChanged(api, async () => {
        for (const wrong of ['nowhere', ABSENT_ID, { id: ABSENT_ID }, { name: zone.name }, '', 7, 'a\u0000b', []]) {
          const created = await api.refused(400, 'VALIDATION_FAILED', 'POST', '/v1/projects', {
            json: { name: uniqueName(), zone: wrong },
          });
          const patched = await api.refused(400, 'VALIDATION_FAILED', 'PATCH', made.href, mergePatch({ zone: wrong }));
          for (const { errors } of [created, patched]) expect(errors?.[0]?.pointer).to.match(/^\/zone/);
        }
      });
    });

    it('can be searched for, and cannot be deleted', async () => {
      const made = await make(api, 'projects', { zone: zone.id });
      for (const search of [`zone=${zone.id}`, `zone="${zone.name}"`]) {
        const path = `/v1/projects?limit=1000&search=${encodeURIComponent(search)}`;
        expect(await idsIn(api, path), search).to.include(made.id);
      }
      expect((await api.refused(409, 'ZONE_IN_USE', 'DELETE', zone.href)).detail).to.contain('project');
      await sql.query('update projects set zone_id = null where zone_id = $1 and id <> $2', [zone.id, made.id]);
      await api.expect(204, 'DELETE', made.href);
      await api.expect(204, 'DELETE', zone.href);
    });

    it('can be changed only by administrators', async () => {
      const [room, project] = [await make(api, 'zones'), await make(api, 'projects')];
      const owner = await makePerson(service, { role: 'owner', project: project.id });
      await owner.api.refused(403, 'FORBIDDEN', 'PATCH', project.href, mergePatch({ zone: room.id }));
    });

    it('exists or is null, however requests that set it and delete the zone overlap', async () => {
      for (let round = 0; round < 6; round++) {
        const [room, project] = [await make(api, 'zones'), await make(api, 'projects')];
        const [deleted, patched, renamed] = await Promise.all([
          api.send('DELETE', room.href),
          api.send('PATCH', project.href, mergePatch({ zone: room.id })),
          api.send('PATCH', room.href, mergePatch({ name: uniqueName('rival') })),
        ]);
        expect([200, 404]).to.include(renamed.status);
        expect(`${deleted.status} ${patched.status}`).to.be.oneOf(['204 400', '409 200']);
        const shown = (await api.expect(200, 'GET', project.href)).json<Project>();
        expect(shown.zone?.id ?? null).to.equal(patched.status === 200 ? room.id : null);
      }
    });
  });
});
