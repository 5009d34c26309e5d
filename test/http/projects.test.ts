/** Projects: who can see which of them, how they are described, and when they can be deleted. */
import { expect } from 'chai';
import type { EventList, Project, RoleName } from '../../generated/api-types.js';
import { eventually } from '../support/eventually.js';
import { Api, newGuest, uniqueName, type SendOptions } from '../support/api.js';
import { describeNamedResource, eventsOf, idsIn, make } from '../support/access/named-resource.js';
import { mergePatch } from '../support/patches.js';
import { grant, makePerson, withToken } from '../support/access/people.js';
import { Service } from '../support/service.js';

const PROJECTS = '/v1/projects';

describe('Projects', () => {
  let service: Service;
  let api: Api;
  before(async () => {
    service = await Service.start();
    api = new Api(service);
  });
  after(() => service.leave());

  describeNamedResource(
    {
      one: 'project',
      many: 'projects',
      notFound: 'PROJECT_NOT_FOUND',
      nameTaken: 'PROJECT_NAME_ALREADY_EXISTS',
      readOnly: ['id', 'href', 'links', 'usage', 'created_at'],
      plain: { description: '' },
    },
    () => ({ service, api }),
  );

  function within(project: { readonly id: string }, options: SendOptions = {}): SendOptions {
    return { ...options, headers: { ...options.headers, 'x-project-id': project.id } };
  }

  it('include `default`, which the first start creates', async () => {
    const { name, description } = (await api.expect(200, 'GET', `${PROJECTS}/default`)).json<Project>();
    expect([name, description]).to.deep.equal(['default', '']);
  });

  it('have a description that a search finds in any case and that can be emptied', async () => {
    const word = uniqueName('Straße');
    const made = await make(api, 'projects', { description: `Shop in the ${word}` });
    expect(made).to.include({ description: `Shop in the ${word}` });
    const search = encodeURIComponent(`description="*${word.replace('ß', 'SS').toUpperCase()}"`);
    expect(await idsIn(api, `${PROJECTS}?search=${search}`)).to.deep.equal([made.id]);
    expect(await idsIn(api, `${PROJECTS}?search=${word}`)).to.deep.equal([made.id]);
    const emptied = await api.expect(200, 'PATCH', made.href, mergePatch({ description: null }));
    expect(emptied.json<Project>().description).to.equal('');
    expect(await idsIn(api, `${PROJECTS}?search=${word}`)).to.deep.equal([]);
    for (const description of ['x'.repeat(4097), 'a\u0000b', 7]) {
      await api.refused(400, 'VALIDATION_FAILED', 'PATCH', made.href, mergePatch({ description }));
      await api.refused(400, 'VALIDATION_FAILED', 'POST', PROJECTS, { json: { name: uniqueName(), description } });
    }
  });

  describe('are visible', () => {
    let project: Project;
    let other: Project;
    before(async () => {
      project = (await make(api, 'projects')) as Project;
      other = (await make(api, 'projects')) as Project;
    });

    for (const role of ['viewer', 'operator', 'member', 'owner'] as const satisfies readonly RoleName[]) {
      it(`to a user with the role ${role} in them, who can see no other project`, async () => {
        const person = await makePerson(service, { role, project: project.id });
        expect(await idsIn(person.api, PROJECTS)).to.deep.equal([project.id]);
        for (const path of [project.href, `${PROJECTS}/${project.name}`]) {
          expect((await person.api.expect(200, 'GET', path)).json()).to.deep.equal(project);
        }
        expect(await idsIn(person.api, `${PROJECTS}?limit=1&marker=${project.id}`)).to.deep.equal([]);
        await person.api.refused(404, 'PROJECT_NOT_FOUND', 'GET', other.href);
        await person.api.refused(403, 'FORBIDDEN', 'PATCH', project.href, mergePatch({ description: 'x' }));
      });
    }

    it('to a user with a role in them through a group, while the user is in the group', async () => {
      const person = await makePerson(service);
      const group = await make(api, 'groups', { members: [person.name] });
      await grant(service, { group: group.id }, { role: 'viewer', project: other.id });
      await eventually(async () => (await idsIn(person.api, PROJECTS)).includes(other.id));
      await api.expect(200, 'PATCH', group.href, mergePatch({ members: null }));
      await eventually(async () => (await person.api.send('GET', other.href)).status === 404);
      expect(await idsIn(person.api, PROJECTS)).to.deep.equal([]);
    });

    it('to a user with a role for a guest in them, who can see no other project', async () => {
      const made = await api.expect(201, 'POST', '/v1/guests', within(project, { json: newGuest() }));
      const person = await makePerson(service, { role: 'operator', guest: made.json<{ id: string }>().id });
      expect(await idsIn(person.api, PROJECTS)).to.deep.equal([project.id]);
      const shown = (await api.expect(200, 'GET', project.href)).json<Project>();
      expect((await person.api.expect(200, 'GET', project.href)).json()).to.deep.equal(shown);
    });

    it('to a bound token only if it is bound to them, even if it belongs to an administrator', async () => {
      const both = await makePerson(service, { role: 'member', project: project.id });
      await grant(service, { user: both.id }, { role: 'owner', project: other.id });
      const chief = await makePerson(service, { role: 'admin' });
      expect(await idsIn(await withToken(service, both.id), PROJECTS)).to.have.members([project.id, other.id]);
      for (const { id } of [both, chief]) {
        const bound = await withToken(service, id, { project: other.id });
        expect(await idsIn(bound, PROJECTS)).to.deep.equal([other.id]);
        await bound.expect(200, 'GET', other.href);
        await bound.refused(404, 'PROJECT_NOT_FOUND', 'GET', project.href);
        await bound.refused(403, 'FORBIDDEN', 'DELETE', other.href);
        await bound.refused(403, 'FORBIDDEN', 'GET', `${PROJECTS}?all_projects=true`);
      }
    });

    it('to administrators, with and without all_projects', async () => {
      const chief = await makePerson(service, { role: 'admin' });
      for (const query of ['', '&all_projects=true']) {
        const ids = await idsIn(chief.api, `${PROJECTS}?limit=1000${query}`);
        expect(ids).to.include.members([project.id, other.id]);
      }
    });
  });

  describe('can be deleted', () => {
    it('only when they contain no guest and no image', async () => {
      const project = await make(api, 'projects');
      const guest = await api.expect(
        201,
        'POST',
        '/v1/guests',
        within(project, { json: newGuest(), headers: { prefer: 'wait=60' } }),
      );
      const image = await api.expect(
        201,
        'POST',
        '/v1/images',
        within(project, { json: { name: uniqueName('image'), kind: 'disk' } }),
      );
      const [{ href: guestHref }, { href: imageHref }] = [
        guest.json<{ href: string }>(),
        image.json<{ href: string }>(),
      ];
      await api.refused(409, 'PROJECT_NOT_EMPTY', 'DELETE', project.href);
      await api.expect(204, 'DELETE', imageHref, within(project));
      const fault = await api.refused(409, 'PROJECT_NOT_EMPTY', 'DELETE', project.href);
      expect(fault.detail).to.contain('guests');
      await api.expect(204, 'DELETE', guestHref, within(project, { headers: { prefer: 'wait=60' } }));
      await api.expect(204, 'DELETE', project.href);
    });

    it('only when no user is administrator by a role in them, because that role would be lost silently', async () => {
      const project = await make(api, 'projects');
      const chief = await makePerson(service, { role: 'admin', project: project.id });
      for (const href of [project.href, `${PROJECTS}/default`]) {
        const fault = await api.refused(409, 'PROJECT_NOT_EMPTY', 'DELETE', href);
        expect(fault.detail).to.contain('administrators');
      }
      await api.expect(200, 'GET', '/v1/users');
      const granted = await api.expect(200, 'GET', `${project.href}/permissions?search=role=admin`);
      const [permission] = granted.json<{ permissions: { href: string }[] }>().permissions;
      await chief.api.expect(204, 'DELETE', permission?.href ?? '');
      await api.expect(204, 'DELETE', project.href);
    });

    it('with their operations, permissions and tokens, but without their events', async () => {
      const project = await make(api, 'projects');
      const member = await makePerson(service, { role: 'member', project: project.id });
      const chief = await makePerson(service, { role: 'admin' });
      const bound = await withToken(service, chief.id, { project: project.id });
      const wait = { headers: { prefer: 'wait=60' } };
      const made = await member.api.expect(201, 'POST', '/v1/guests', within(project, { json: newGuest(), ...wait }));
      const { id, href } = made.json<{ id: string; href: string }>();
      await member.api.expect(204, 'DELETE', href, within(project, wait));
      const operations = `/v1/operations?all_projects=true&search=${encodeURIComponent(`subject.id=${id}`)}`;
      const done = await idsIn(api, operations);
      expect(done).to.have.length(2);
      await bound.expect(200, 'GET', '/v1/guests');

      await api.expect(204, 'DELETE', project.href);
      expect(await idsIn(api, operations)).to.deep.equal([]);
      for (const operation of done) await api.refused(404, 'OPERATION_NOT_FOUND', 'GET', `/v1/operations/${operation}`);
      await eventually(async () => (await bound.send('GET', '/v1/guests')).status === 401);
      await eventually(async () => (await idsIn(member.api, PROJECTS)).length === 0);
      await member.api.refused(400, 'PROJECT_REQUIRED', 'GET', '/v1/guests', within(project));
      // This is the last event, so all others are visible when it is.
      expect(await eventsOf(api, 'project.deleted', project.id)).to.have.length(1);
      const events = await api.expect(200, 'GET', `/v1/events?all_projects=true&limit=1000&guest=${id}`);
      expect(events.json<EventList>().events.map(({ kind }) => kind)).to.include.members([
        'guest.created',
        'guest.deleted',
      ]);
    });

    it('or get a guest or an image, but not both, if the two requests are concurrent', async () => {
      for (let round = 0; round < 12; round++) {
        const project = await make(api, 'projects');
        const headers: Record<string, string> = round % 2 === 0 ? {} : { 'idempotency-key': project.id };
        const [path, json] =
          round % 3 === 0
            ? ['/v1/images', { name: uniqueName('image'), kind: 'disk' }]
            : ['/v1/guests', newGuest() as object];
        const [deleted, made] = await Promise.all([
          api.send('DELETE', project.href),
          api.send('POST', path, within(project, { json, headers })),
        ]);
        if (deleted.status === 204) {
          expect(made.status, made.text).to.equal(400);
          expect(made.fault().error_name).to.equal('PROJECT_REQUIRED');
        } else {
          expect([deleted.status, made.status]).to.deep.equal([409, 201]);
        }
      }
    });
  });
});
