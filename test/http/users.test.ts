/**
 * Users: each user can see itself, administrators can see and change all users, and the resources of a deleted user
 * stay.
 */
import { expect } from 'chai';
import type { Group, Guest, User } from '../../generated/api-types.js';
import { eventually } from '../support/eventually.js';
import { Api, newGuest } from '../support/api.js';
import { describeNamedResource, idsIn, make } from '../support/access/named-resource.js';
import { jsonPatch, mergePatch } from '../support/patches.js';
import { grant, makePerson, withToken } from '../support/access/people.js';
import { Service } from '../support/service.js';

const USERS = '/v1/users';

describe('Users', () => {
  let service: Service;
  let api: Api;
  before(async () => {
    service = await Service.start();
    api = new Api(service);
  });
  after(() => service.leave());

  describeNamedResource(
    {
      one: 'user',
      many: 'users',
      notFound: 'USER_NOT_FOUND',
      nameTaken: 'USER_NAME_ALREADY_EXISTS',
      readOnly: ['id', 'href', 'links', 'source', 'external_id', 'groups', 'created_at'],
      plain: { source: 'local', external_id: null, groups: [] },
    },
    () => ({ service, api }),
  );

  it('include `admin`, who owns the first token', async () => {
    const { name, groups } = (await api.expect(200, 'GET', `${USERS}/admin`)).json<User>();
    expect([name, groups]).to.deep.equal(['admin', []]);
  });

  it('see themselves and no other user', async () => {
    const [ann, bob] = [await makePerson(service), await makePerson(service, { role: 'owner' })];
    for (const [{ api: theirs, id, name }, other] of [[ann, bob] as const, [bob, ann] as const]) {
      expect(await idsIn(theirs, USERS)).to.deep.equal([id]);
      for (const path of [`${USERS}/${id}`, `${USERS}/${name.toUpperCase()}`]) {
        expect((await theirs.expect(200, 'GET', path)).json()).to.include({ id, name });
      }
      await theirs.refused(404, 'USER_NOT_FOUND', 'GET', `${USERS}/${other.id}`);
      await theirs.refused(403, 'FORBIDDEN', 'PATCH', `${USERS}/${id}`, mergePatch({ name: 'king' }));
      await theirs.refused(403, 'FORBIDDEN', 'DELETE', `${USERS}/${id}`);
    }
  });

  it('are all visible to administrators, but not with a token that is bound to a project', async () => {
    const chief = await makePerson(service, { role: 'admin' });
    const ann = await makePerson(service);
    expect(await idsIn(chief.api, `${USERS}?limit=1000`)).to.include.members([chief.id, ann.id]);
    await chief.api.expect(200, 'GET', `${USERS}/${ann.id}`);
    const project = await make(api, 'projects');
    const bound = await withToken(service, chief.id, { project: project.id });
    expect(await idsIn(bound, `${USERS}?limit=1000`)).to.deep.equal([chief.id]);
    await bound.refused(404, 'USER_NOT_FOUND', 'GET', `${USERS}/${ann.id}`);
    await bound.refused(403, 'FORBIDDEN', 'POST', USERS, { json: { name: 'nobody' } });
  });

  it('show their groups by name, can be found by their groups, and get a new ETag when these change', async () => {
    const user = await make(api, 'users');
    const tags = new Set<string>();
    const readGroups = async (): Promise<User['groups']> => {
      const shown = await api.expect(200, 'GET', user.href);
      tags.add(shown.headers.get('etag') ?? '');
      return shown.json<User>().groups;
    };
    expect(await readGroups()).to.deep.equal([]);
    const second = await make(api, 'groups', { name: 'zebras', members: [user.id] });
    const first = await make(api, 'groups', { name: 'Apes' });
    expect(await readGroups()).to.deep.equal([{ id: second.id, name: 'zebras' }]);
    await api.expect(200, 'PATCH', first.href, jsonPatch([{ op: 'add', path: '/members/0', value: user.name }]));
    expect((await readGroups()).map(({ name }) => name)).to.deep.equal(['Apes', 'zebras']);
    for (const search of ['group=apes', `group=${first.id}`, 'group=zeb* group=APES']) {
      expect(await idsIn(api, `${USERS}?search=${encodeURIComponent(search)}`), search).to.deep.equal([user.id]);
    }
    await api.expect(200, 'PATCH', first.href, mergePatch({ name: 'zoo' }));
    expect((await readGroups()).map(({ name }) => name)).to.deep.equal(['zebras', 'zoo']);
    await api.expect(200, 'PATCH', first.href, mergePatch({ members: [] }));
    expect(await readGroups()).to.have.length(1);
    await api.expect(204, 'DELETE', second.href);
    expect(await readGroups()).to.deep.equal([]);
    expect(tags.size).to.equal(6);
  });

  it('leave behind what they created, but no credential, role or membership, when they are deleted', async () => {
    const person = await makePerson(service, { role: 'member' });
    const group = await make(api, 'groups', { members: [person.id] });
    const headers = { 'x-project-id': 'default', prefer: 'wait=60' };
    const guest = (await person.api.expect(201, 'POST', '/v1/guests', { json: newGuest(), headers })).json<Guest>();
    const tag = (await api.expect(200, 'GET', group.href)).headers.get('etag');
    await api.expect(204, 'DELETE', `${USERS}/${person.id}`);
    await eventually(async () => (await person.api.send('GET', '/v1/guests', { headers })).status === 401);
    expect((await api.guest(guest.id)).user_id).to.equal(person.id);
    const after = await api.expect(200, 'GET', group.href);
    expect(after.json<Group>().members).to.deep.equal([]);
    expect(after.headers.get('etag')).to.not.equal(tag);
    // A new user with the same name inherits nothing.
    const heir = await makePerson(service, { name: person.name });
    expect(heir.id).to.not.equal(person.id);
    expect(await idsIn(heir.api, '/v1/projects')).to.deep.equal([]);
  });

  it('can delete themselves if they are administrators', async () => {
    const chief = await makePerson(service);
    await grant(service, { user: chief.id }, { role: 'admin' });
    const fresh = await withToken(service, chief.id);
    await fresh.expect(204, 'DELETE', `${USERS}/${chief.name}`);
    await eventually(async () => (await fresh.send('GET', USERS)).status === 401);
  });

  it('cannot be changed or deleted (412) with a stale ETag', async () => {
    const user = await make(api, 'users');
    const stale = (await api.expect(200, 'GET', user.href)).headers.get('etag') ?? '';
    await make(api, 'groups', { members: [user.id] });
    const headers = { 'if-match': stale };
    await api.refused(412, 'PRECONDITION_FAILED', 'PATCH', user.href, mergePatch({ name: 'x' }, headers));
    await api.refused(412, 'PRECONDITION_FAILED', 'DELETE', user.href, { headers });
  });
});
