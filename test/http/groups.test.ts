/** Groups: how requests name and change their members, also concurrently, and who can see groups. */
import { expect } from 'chai';
import pg from 'pg';
import type { Group } from '../../generated/api-types.js';
import { Api, uniqueName } from '../support/api.js';
import { describeNamedResource, eventsOf, idsIn, make, type Named } from '../support/access/named-resource.js';
import { expectNothingChanged, jsonPatch, mergePatch } from '../support/patches.js';
import { makePerson, withToken } from '../support/access/people.js';
import { Service } from '../support/service.js';

const GROUPS = '/v1/groups';
const ABSENT_ID = '00000000-0000-4000-8000-000000000000';

describe('Groups', () => {
  let service: Service;
  let api: Api;
  let sql: pg.Client;
  let ann: Named;
  let bob: Named;
  let cleo: Named;
  before(async () => {
    service = await Service.start();
    api = new Api(service);
    sql = new pg.Client(service.databaseUrl);
    await sql.connect();
    ann = await make(api, 'users', { name: 'Ann' });
    bob = await make(api, 'users', { name: 'bob' });
    cleo = await make(api, 'users', { name: 'Cl\u00e9o' });
  });
  after(async () => {
    await sql.end();
    await service.leave();
  });

  describeNamedResource(
    {
      one: 'group',
      many: 'groups',
      notFound: 'GROUP_NOT_FOUND',
      nameTaken: 'GROUP_NAME_ALREADY_EXISTS',
      readOnly: ['id', 'href', 'links', 'created_at'],
      plain: { external_name: null, members: [] },
    },
    () => ({ service, api }),
  );

  function namesOf({ members }: Group): string[] {
    return members.map(({ name }) => name);
  }

  async function makeGroup(members: readonly unknown[]): Promise<Group> {
    return (await make(api, 'groups', { members })) as unknown as Group;
  }

  async function patched(group: Group, patch: unknown): Promise<Group> {
    const options = Array.isArray(patch) ? jsonPatch(patch) : mergePatch(patch);
    return (await api.expect(200, 'PATCH', group.href, options)).json<Group>();
  }

  it('accept members by id, by name in any case, and in the form of responses, and list each once, sorted by name', async () => {
    const references = ['CLE\u0301O', cleo.id, bob.id.toUpperCase(), { id: ann.id, name: 'whoever' }, { id: ann.id }];
    const group = await makeGroup(references);
    expect(group.members).to.deep.equal([ann, bob, cleo].map(({ id, name }) => ({ id, name })));
    expect((await api.expect(200, 'GET', group.href)).json()).to.deep.equal(group);
    expect(namesOf(await patched(group, { members: ['bob', ...references] }))).to.have.length(3);
    for (const search of ['member=ann', `member=${bob.id}`, 'member=Cl*']) {
      const query = encodeURIComponent(`${search} name="${group.name}"`);
      expect(await idsIn(api, `${GROUPS}?search=${query}`), search).to.deep.equal([group.id]);
    }
    expect(await idsIn(api, `${GROUPS}?search=${encodeURIComponent(`member=x* name="${group.name}"`)}`)).to.be.empty;
  });

  it('cannot be created or changed with unknown users, and the fault points at each unknown user', async () => {
    const group = await makeGroup([ann.id]);
    const members = ['bob', 'nobody', ann.id, ABSENT_ID, { id: ABSENT_ID }];
    const pointers = ['/members/1', '/members/3', '/members/4'];
    await expectNothingChanged(api, async () => {
      const made = await api.refused(400, 'VALIDATION_FAILED', 'POST', GROUPS, {
        json: { name: uniqueName(), members },
      });
      expect(made.errors?.map(({ pointer }) => pointer)).to.deep.equal(pointers);
      for (const options of [
        mergePatch({ name: uniqueName(), members }),
        jsonPatch([{ op: 'replace', path: '/members', value: members }]),
      ]) {
        const fault = await api.refused(400, 'VALIDATION_FAILED', 'PATCH', group.href, options);
        expect(fault.errors?.map(({ pointer }) => pointer)).to.deep.equal(pointers);
      }
      const wrong = [
        [7],
        [null],
        [''],
        ['a\u0000'],
        [{}],
        [{ id: 'ann' }],
        [{ id: ann.id, role: 'x' }],
        'bob',
        { 0: 'bob' },
      ];
      for (const bad of [...wrong, Array<string>(1001).fill('bob')]) {
        const at = JSON.stringify(bad).slice(0, 60);
        const json = { name: uniqueName(), members: bad };
        for (const [method, path, options] of [
          ['POST', GROUPS, { json }],
          ['PATCH', group.href, mergePatch(json)],
        ] as const) {
          const fault = await api.refused(400, 'VALIDATION_FAILED', method, path, options);
          expect(fault.errors?.[0]?.pointer, at).to.match(/^\/members/);
        }
      }
    });
  });

  it('can be given a new list of members, or one new member at a time', async () => {
    const group = await makeGroup([ann.id, bob.id]);
    expect(namesOf(await patched(group, { members: ['cl\u00e9o', 'ann'] }))).to.deep.equal(['Ann', 'Cl\u00e9o']);
    const steps = [
      { op: 'test', path: '/members/0/name', value: 'Ann' },
      { op: 'remove', path: '/members/0' },
      { op: 'add', path: '/members/-', value: bob.id },
    ];
    expect(namesOf(await patched(group, steps))).to.deep.equal(['bob', 'Cl\u00e9o']);
    const fault = await api.refused(409, 'PATCH_TEST_FAILED', 'PATCH', group.href, jsonPatch(steps));
    expect(fault.error_name).to.equal('PATCH_TEST_FAILED');
    const shown = (await api.expect(200, 'GET', group.href)).json<Group>();
    expect(await patched(group, { members: shown.members })).to.deep.equal(shown);
    expect(namesOf(await patched(group, { name: uniqueName('kept') }))).to.deep.equal(['bob', 'Cl\u00e9o']);
    expect(namesOf(await patched(group, { members: null }))).to.deep.equal([]);
    expect(namesOf(await patched(group, [{ op: 'add', path: '/members', value: ['bob'] }]))).to.deep.equal(['bob']);
    expect(namesOf(await patched(group, [{ op: 'remove', path: '/members' }]))).to.deep.equal([]);
  });

  it('get a new ETag with each change of a member, and otherwise keep it', async () => {
    const user = await make(api, 'users');
    const group = await makeGroup([user.id]);
    const tagOf = async (): Promise<string> => (await api.expect(200, 'GET', group.href)).headers.get('etag') ?? '';
    const first = await tagOf();
    await patched(group, { members: [user.name] });
    expect(await tagOf()).to.equal(first);
    await api.expect(200, 'PATCH', user.href, mergePatch({ name: uniqueName('renamed') }));
    const second = await tagOf();
    expect(second).to.not.equal(first);
    const headers = { 'if-match': first };
    await api.refused(412, 'PRECONDITION_FAILED', 'PATCH', group.href, mergePatch({ members: [] }, headers));
    await api.refused(412, 'PRECONDITION_FAILED', 'DELETE', group.href, { headers });
    await api.expect(204, 'DELETE', user.href);
    expect(await tagOf()).to.not.equal(second);
    await api.expect(204, 'DELETE', group.href, { headers: { 'if-match': await tagOf() } });
  });

  it('can have a thousand members, and no more', async () => {
    const names = Array.from({ length: 1000 }, () => uniqueName('crowd'));
    await sql.query(
      'insert into users (id, name, name_folded) select gen_random_uuid(), name, name from unnest($1::text[]) name',
      [names],
    );
    const group = await makeGroup(names);
    expect(group.members).to.have.length(1000);
    const full = await api.refused(
      400,
      'VALIDATION_FAILED',
      'PATCH',
      group.href,
      jsonPatch([{ op: 'add', path: '/members/-', value: 'bob' }]),
    );
    expect(full.errors?.[0]?.pointer).to.equal('/members');
    const halved = await patched(group, { members: names.slice(500) });
    expect(halved.members).to.have.length(500);
    await api.expect(204, 'DELETE', group.href);
    await sql.query('delete from users where name = any($1)', [names]);
  });

  it('get all members that concurrent patches add one by one', async () => {
    const group = await makeGroup([]);
    const users = await Promise.all(Array.from({ length: 8 }, () => make(api, 'users')));
    const responses = await Promise.all(
      users.map(({ id }) => api.send('PATCH', group.href, jsonPatch([{ op: 'add', path: '/members/-', value: id }]))),
    );
    expect(responses.map(({ status }) => status)).to.deep.equal(users.map(() => 200));
    const { members } = (await api.expect(200, 'GET', group.href)).json<Group>();
    expect(members.map(({ id }) => id)).to.have.members(users.map(({ id }) => id));
  });

  it('do not block each other, in whatever order concurrent patches name the same users', async () => {
    const users = await Promise.all(Array.from({ length: 6 }, () => make(api, 'users')));
    const ids = users.map(({ id }) => id);
    const groups = await Promise.all(Array.from({ length: 4 }, () => makeGroup([])));
    for (let round = 0; round < 4; round++) {
      const responses = await Promise.all([
        ...groups.map(({ href }, index) => {
          const members = index % 2 === 0 ? ids : [...ids].reverse();
          return api.send(
            'PATCH',
            href,
            mergePatch({ name: uniqueName('rival'), members: round % 2 === 0 ? members : [] }),
          );
        }),
        ...users.map(({ href }) => api.send('PATCH', href, mergePatch({ name: uniqueName('rival') }))),
      ]);
      expect(responses.map(({ status, text }) => `${status} ${status === 200 ? '' : text}`)).to.deep.equal(
        responses.map(() => '200 '),
      );
    }
    const gone = await Promise.all([...users, ...groups].map(({ href }) => api.send('DELETE', href)));
    expect(gone.map(({ status }) => status)).to.deep.equal(gone.map(() => 204));
  });

  it('do not keep a user who is deleted during a patch, unless the patch is rejected', async () => {
    for (let round = 0; round < 4; round++) {
      const [user, group] = [await make(api, 'users'), await makeGroup([ann.id])];
      const [deleted, changed] = await Promise.all([
        api.send('DELETE', user.href),
        api.send('PATCH', group.href, mergePatch({ members: [ann.id, user.id] })),
      ]);
      expect(deleted.status).to.equal(204);
      expect([200, 400]).to.include(changed.status);
      expect(namesOf((await api.expect(200, 'GET', group.href)).json<Group>())).to.deep.equal(['Ann']);
    }
  });

  it('are visible only to their members and to administrators', async () => {
    const [member, other] = [await makePerson(service), await makePerson(service, { role: 'owner' })];
    const group = await makeGroup([member.id, ann.id]);
    const mine = await makeGroup([other.id]);
    expect(await idsIn(member.api, GROUPS)).to.deep.equal([group.id]);
    for (const path of [group.href, `${GROUPS}/${group.name}`]) {
      expect((await member.api.expect(200, 'GET', path)).json()).to.deep.equal(group);
    }
    expect(await idsIn(member.api, `${GROUPS}?marker=${group.id}`)).to.deep.equal([]);
    await member.api.refused(400, 'MARKER_UNKNOWN', 'GET', `${GROUPS}?marker=${mine.id}`);
    await member.api.refused(404, 'GROUP_NOT_FOUND', 'GET', mine.href);
    await other.api.refused(404, 'GROUP_NOT_FOUND', 'GET', group.href);
    await member.api.refused(403, 'FORBIDDEN', 'PATCH', group.href, mergePatch({ members: [] }));
    await patched(group, { members: [ann.id] });
    await member.api.refused(404, 'GROUP_NOT_FOUND', 'GET', group.href);
    expect(await idsIn(member.api, GROUPS)).to.deep.equal([]);
    const chief = await makePerson(service, { role: 'admin' });
    expect(await idsIn(chief.api, `${GROUPS}?limit=1000`)).to.include.members([group.id, mine.id]);
    const project = await make(api, 'projects');
    expect(await idsIn(await withToken(service, chief.id, { project: project.id }), GROUPS)).to.deep.equal([]);
  });

  it('report in their events which members a change added and removed', async () => {
    const group = await makeGroup([ann.id]);
    await patched(group, { members: [bob.id, cleo.id] });
    const [created] = await eventsOf(api, 'group.created', group.id);
    expect(created?.detail).to.include({ added: ann.id, removed: '' });
    const [updated] = await eventsOf(api, 'group.updated', group.id);
    expect(updated?.detail['removed']).to.equal(ann.id);
    expect(String(updated?.detail['added']).split(' ')).to.have.members([bob.id, cleo.id]);
  });
});
