/** Placement groups: who can see and change them, and where they place guests, also when many are created at once. */
import { expect } from 'chai';
import pg from 'pg';
import type { Guest, PlacementGroup } from '../../generated/api-types.js';
import { AccessWorld, inProject } from '../support/access/access-world.js';
import { describeNamedResource, idsIn, make } from '../support/access/named-resource.js';
import { Api, jobOf, uniqueName } from '../support/api.js';
import { expectNothingChanged, mergePatch } from '../support/patches.js';
import { Service } from '../support/service.js';

const GROUPS = '/v1/placement-groups';
const SIZE = { vcpus: 1, memory_mib: 64 };
const ABSENT_ID = '00000000-0000-4000-8000-000000000000';

describe('Placement groups', () => {
  let service: Service;
  let api: Api;
  before(async () => {
    service = await Service.start();
    api = new Api(service);
  });
  after(() => service.leave());

  describeNamedResource(
    {
      one: 'placement_group',
      many: 'placement-groups',
      notFound: 'PLACEMENT_GROUP_NOT_FOUND',
      nameTaken: 'PLACEMENT_GROUP_NAME_ALREADY_EXISTS',
      readOnly: ['id', 'href', 'links', 'project_id', 'created_at'],
      required: { policy: 'spread' },
      plain: { description: '', policy: 'spread', strict: false },
      isPublic: true,
      isOfProject: true,
      changers: ['member', 'owner'],
    },
    () => ({ service, api }),
  );

  it('have a policy, which can be changed and searched for', async () => {
    const group = (await make(api, 'placement-groups', { policy: 'together', strict: true })) as PlacementGroup;
    expect(group).to.include({ policy: 'together', strict: true });
    const search = encodeURIComponent(`name="${group.name}" policy=together strict=true`);
    expect(await idsIn(api, `${GROUPS}?search=${search}`)).to.deep.equal([group.id]);
    const patch = mergePatch({ policy: 'spread', strict: null, description: 'x' });
    const patched = (await api.expect(200, 'PATCH', group.href, patch)).json<PlacementGroup>();
    expect(patched).to.deep.equal({ ...group, policy: 'spread', strict: false, description: 'x' });
    for (const wrong of [{ policy: 'near' }, { policy: null }, { strict: 'yes' }]) {
      await api.refused(400, 'VALIDATION_FAILED', 'PATCH', group.href, mergePatch(wrong));
    }
  });

  it('are shown by their guests, and cannot be deleted before them', async () => {
    const group = await make(api, 'placement-groups', { policy: 'spread' });
    const headers = { prefer: 'wait=60' };
    const json = { name: uniqueName(), ...SIZE, placement: { group: group.name.toUpperCase() } };
    const guest = (await api.expect(201, 'POST', '/v1/guests', { json, headers })).json<Guest>();
    expect(guest.placement_group).to.deep.equal({ id: group.id, name: group.name });
    for (const search of [group.id, `"${group.name}"`]) {
      const path = `/v1/guests?search=${encodeURIComponent(`placement_group=${search}`)}`;
      expect(await idsIn(api, path), search).to.deep.equal([guest.id]);
    }
    await expectNothingChanged(api, async () => {
      await api.refused(409, 'PLACEMENT_GROUP_IN_USE', 'DELETE', group.href);
    });
    const before = await api.expect(200, 'GET', guest.href);
    const name = uniqueName('renamed');
    await api.expect(200, 'PATCH', group.href, mergePatch({ name }));
    const after = await api.expect(200, 'GET', guest.href);
    expect(after.json()).to.deep.equal({ ...guest, placement_group: { id: group.id, name } });
    expect(after.headers.get('etag')).to.not.equal(before.headers.get('etag'));
    await api.ended(jobOf(await api.expect(202, 'DELETE', guest.href)));
    await api.expect(204, 'DELETE', group.href);
  });

  it('must be those of the project of the guest (400)', async () => {
    const world = await AccessWorld.open(service);
    const project = await world.project();
    const group = await make(api, 'placement-groups', { policy: 'spread' });
    for (const named of [group.id, group.name, ABSENT_ID]) {
      const json = { name: uniqueName(), ...SIZE, placement: { group: named } };
      const options = inProject(project, { json });
      const { errors } = await api.refused(400, 'VALIDATION_FAILED', 'POST', '/v1/guests', options);
      expect(errors).to.deep.equal([{ pointer: '/placement/group', detail: 'does not name a placement group' }]);
    }
    await world.close();
  });

  describe('that are strict', () => {
    const HOSTS = 5;
    const CREATES = 16;
    let sql: pg.Client;
    before(async () => {
      sql = new pg.Client(service.databaseUrl);
      await sql.connect();
      // Rows only: the requests end when the guests have their hosts, before any host hears of them.
      await sql.query(
        `insert into hosts select (jsonb_populate_record(null::hosts, to_jsonb(h) || jsonb_build_object(
           'id', gen_random_uuid(), 'name', 'clone-' || n, 'name_folded', 'clone-' || n, 'uri', 'fake:///clone-' || n,
           'uri_folded', 'fake:///clone-' || n, 'hypervisor_id', null))).*
         from hosts h, generate_series(1, $1) n`,
        [HOSTS - 1],
      );
    });
    after(() => sql.end());

    /** The statuses of concurrent creations, and the hosts of the guests that were created. */
    async function createAtOnce(group: string): Promise<{ statuses: number[]; hosts: string[] }> {
      const placement = { group };
      const responses = await Promise.all(
        Array.from({ length: CREATES }, () =>
          api.send('POST', '/v1/guests', { json: { name: uniqueName(), ...SIZE, placement } }),
        ),
      );
      const hosts = responses.filter(({ status }) => status === 201).map((made) => made.json<Guest>().host.id);
      return { statuses: responses.map(({ status }) => status).sort(), hosts };
    }

    it('spread at most one guest to each host, however many are created at once (507)', async () => {
      const group = await make(api, 'placement-groups', { policy: 'spread', strict: true });
      const { statuses, hosts } = await createAtOnce(group.id);
      expect(statuses).to.deep.equal([...Array<number>(HOSTS).fill(201), ...Array<number>(CREATES - HOSTS).fill(507)]);
      expect(new Set(hosts).size).to.equal(HOSTS);
    });

    it('keep all guests together on one host, however many are created at once', async () => {
      const group = await make(api, 'placement-groups', { policy: 'together', strict: true });
      const { statuses, hosts } = await createAtOnce(group.id);
      expect(statuses).to.deep.equal(Array<number>(CREATES).fill(201));
      expect(new Set(hosts).size).to.equal(1);
    });
  });
});
